import { didYouMean } from "../contract/near-miss.ts";
import { StandinError, type StandinErrorCode } from "../errors.ts";
import { createProblem } from "./problem.ts";
import type { WireReply } from "./reply.ts";

/**
 * What somebody asks of Standin itself cannot be: the message says what is wrong, and what is allowed. The control API
 * answers it as a problem, the library throws OPTION_INVALID.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly reply: WireReply;

  constructor(...[name, detail, members, headers]: Parameters<typeof createProblem>) {
    super(detail);
    this.reply = createProblem(name, detail, members, headers);
  }
}

/** A value as a refusal names it. */
export function show(value: unknown): string {
  return value === undefined ? "missing" : shorten(JSON.stringify(value) ?? String(value));
}

/** What a refusal repeats of a text that somebody has sent. */
export function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** Throws what `refuse` makes of the first member that an object should not have; `rest` names those that it may have. */
export function refuseOthers(
  object: object,
  allowed: readonly string[],
  refuse: (name: string, rest: string) => Refusal,
): void {
  const other = Object.keys(object).find((name) => !allowed.includes(name));
  if (other !== undefined)
    throw refuse(shorten(other), `${didYouMean(other, allowed)} Allowed: ${allowed.join(", ")}.`);
}

/** What a name was probably meant to be, where it is a text at all. */
export function hintAt(value: unknown, known: readonly string[]): string {
  return typeof value === "string" ? didYouMean(value, known) : "";
}

/** What the control API would refuse is an option that is not allowed, or a state. */
export function orInvalid<T>(read: () => T, code: StandinErrorCode = "OPTION_INVALID"): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) throw new StandinError(code, error.message);
    throw error;
  }
}
