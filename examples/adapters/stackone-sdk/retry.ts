import { AdapterError } from "./adapter-error.ts";

/** What two equal requests do: "none" as reads, "once" as writes that the vendor knows by a key, or "twice". */
export type Effect = "none" | "once" | "twice";

/** How long the adapter waits; all of it has defaults. */
export interface Timing {
  /**
   * For one whole answer, in milliseconds.
   * @default 10_000
   */
  timeoutMs?: number;
  /**
   * The longest wait before another try, in milliseconds. A vendor that asks for more gets the call refused at once,
   * with `retryAfterMs`, for the caller to come back.
   * @default 60_000
   */
  maxWaitMs?: number;
  /** Milliseconds since 1970. */
  now?: () => number;
  sleep?: (ms: number) => Promise<unknown>;
}

const mostTries = 3;
const firstPauseMs = 250;

/** Repeats what may be repeated and may be cured by it, three times in all, and never sooner than the vendor allows. */
export async function withRetries<T>(
  effect: Effect,
  { maxWaitMs = 60_000, sleep = pause }: Timing,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof AdapterError) || tries === mostTries || !mayBeRepeated(error, effect)) throw error;
      // Without a word of the vendor's: longer each time, and by chance, so that many callers do not come back as one.
      const waitMs = error.retryAfterMs ?? firstPauseMs * 2 ** (tries - 1) * (1 + Math.random());
      if (waitMs > maxWaitMs) throw error;
      await sleep(waitMs);
    }
  }
}

function mayBeRepeated({ kind, status, retryAfterMs, cause }: AdapterError, effect: Effect): boolean {
  // The vendor has turned the request away undone. A 503 without a time may be for good.
  if (status === 429 || (status === 503 && retryAfterMs !== undefined)) return true;
  // It may have been done; a time limit has used up the caller's patience as well.
  if (kind === "network") return effect !== "twice" && !(cause instanceof Error && cause.name === "TimeoutError");
  return effect === "none" && [408, 500, 502, 504].includes(status ?? 0);
}

/** Retry-After in milliseconds, given in seconds or as a date; undefined where it is neither. */
export function readRetryAfter(headers: Headers, now: () => number = Date.now): number | undefined {
  const value = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const until = Date.parse(value);
  if (Number.isNaN(until)) return undefined;
  // Against the vendor's own clock where it tells the time: ours may go wrong.
  const sentAt = Date.parse(headers.get("date") ?? "");
  return Math.max(0, until - (Number.isNaN(sentAt) ? now() : sentAt));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
