/** A length of time: a number with ms, s, m, h or d behind it. */
export type DurationText = string;

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** In milliseconds: what Node.js takes for a longer time is none at all. Nobody waits for 24 days. */
export const longestTimer = 2 ** 31 - 1;

/** What a duration looks like, for messages. */
export const durationForm = 'a duration such as "250ms" or "90s" (ms, s, m, h, d)';

/** Milliseconds; undefined when the value is no duration. */
export function readDuration(value: unknown): number | undefined {
  const match = typeof value === "string" ? /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/.exec(value) : null;
  return match === null ? undefined : Number(match[1]) * (units[match[2] as string] as number);
}
