import { type AskedPause, isTooSoon } from "./retry-after-header.ts";
import type { SequenceRule } from "./rule.ts";
import { showTime } from "./show-time.ts";
import { answerStatement, headerStatement } from "./statements.ts";
import { isAfter, waitBetween } from "./times.ts";

/** The same request is sent again before the time has passed that Retry-After asked for. */
export const retryAfter: SequenceRule = {
  name: "retry-after",
  check(step, { before }) {
    if (before === undefined || !isAfter(step.times, before.last.times)) return undefined;
    const { id, status, times, retryAfter: asked } = before.last;
    if (asked === undefined || isTooSoon(asked, times, step.times) !== true) return undefined;
    const waited = waitBetween(times, step.times) as number;
    const header = headerStatement(step, status, "retry-after");
    return {
      message: `the same request was sent again after ${showTime(waited)}; ${id} was answered with ${status} and asked to wait ${show(asked)}`,
      expected: asked.until === undefined ? { waitMs: asked.waitMs } : { until: new Date(asked.until).toISOString() },
      actual: { waitMs: Math.round(waited), after: id },
      statement: header ?? answerStatement(step, status).node,
      // Where the contract does not say that the vendor sends it, what it means is HTTP's word alone.
      ...(header === undefined ? { atBest: "inferred" } : {}),
    };
  },
};

/** "7 s", "until Mon, 02 Nov 2026 09:30:10 GMT". */
function show({ waitMs, until }: AskedPause): string {
  return waitMs === undefined ? `until ${new Date(until as number).toUTCString()}` : showTime(waitMs);
}
