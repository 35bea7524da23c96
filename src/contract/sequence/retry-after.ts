import type { SequenceRule } from "./rule.ts";
import { showTime } from "./show-time.ts";
import { answerStatement, headerStatement } from "./statements.ts";
import { isAfter, waitBetween } from "./times.ts";

/** Timers fire a little early, and clocks are set. */
const tolerance = 100;

/** The same request is sent again before the time has passed that Retry-After asked for. */
export const retryAfter: SequenceRule = {
  name: "retry-after",
  check(step, { before }) {
    if (before === undefined || !isAfter(step.times, before.last.times)) return undefined;
    const { id, status, times, retryAfter: asked } = before.last;
    const waited = waitBetween(times, step.times);
    if (asked === undefined || waited === undefined || waited >= asked - tolerance) return undefined;
    const header = headerStatement(step, status, "retry-after");
    return {
      message: `the same request was sent again after ${showTime(waited)}; ${id} was answered with ${status} and asked to wait ${showTime(asked)}`,
      expected: { waitMs: asked },
      actual: { waitMs: Math.round(waited), after: id },
      statement: header ?? answerStatement(step, status).node,
      // Where the contract does not say that the vendor sends it, what it means is HTTP's word alone.
      ...(header === undefined ? { atBest: "inferred" } : {}),
    };
  },
};
