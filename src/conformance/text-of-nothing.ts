import { leavesOf } from "./edit.ts";
import { type SentLeaf, sentLeaves } from "./trace.ts";
import type { Visit } from "./visit.ts";

/** What a program makes a text of that has nothing to make one of: nobody says so on purpose. */
const ofNothing: readonly unknown[] = ["null", "undefined", "NaN", "[object Object]"];

/** The result has such a text where the vendor says nothing, or null. */
export function isTextOfNothing(seen: unknown, said: unknown): boolean {
  return (said ?? null) === null && ofNothing.includes(seen);
}

/** What was sent of it in a path or a query, whose values are texts: a value that the adapter does not have. */
export function sentOfNothing({ subject: { contract }, plan, exchanges }: Visit): SentLeaf[] {
  const given = plan.inputs.flatMap((input) => leavesOf(input).map(({ value }) => value));
  return exchanges.flatMap((exchange) =>
    sentLeaves(contract, exchange).filter(
      ({ part, value }) => part !== "request.body" && ofNothing.includes(value) && !given.some(isFor(value)),
    ),
  );
}

/** Null in an input may be meant to be sent as that text. */
function isFor(text: unknown): (value: unknown) => boolean {
  return (value) => value === text || (value === null && text === "null");
}
