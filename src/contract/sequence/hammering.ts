import type { Attempts } from "./attempts.ts";
import { isTooSoon } from "./retry-after-header.ts";
import type { SequenceFinding, SequenceRule } from "./rule.ts";
import { showTime } from "./show-time.ts";
import { answerStatement } from "./statements.ts";
import type { Step } from "./step.ts";
import { waitBetween } from "./times.ts";

/**
 * Clients that are known for their patience repeat 2 to 10 times, most with pauses that double. More than 8 repeats in a row
 * with less than a second between them on the average, and pauses that do not grow, are none of these; nor are more than
 * 30 whatever the pauses do, while they stay under 5 seconds: who asks less often than that may be polling.
 */
const impatient = { repeats: 8, pauseMs: 1000, growth: 2 };
const endless = { repeats: 30, pauseMs: 5000 };
/** Where nobody can tell how long was waited. */
const untimed = { repeats: 100, inOneCall: 20 };

/** A vendor that is overloaded or out of order is asked again and again, without end or without pauses that grow. */
export const hammering: SequenceRule = {
  name: "hammering",
  check(step, { before, oneCall }) {
    if (before === undefined || before.told.has("hammering") || !isTroubled(before)) return undefined;
    const pauses = [...before.pauses, waitBetween(before.last.times, step.times)];
    const known = pauses.filter((pause) => pause !== undefined);
    // Who waits as long as was asked for does what the vendor wants.
    const { retryAfter: asked, times } = before.last;
    if (before.obedient && asked !== undefined && isTooSoon(asked, times, step.times) === false) return undefined;
    const repeats = before.count;
    if (known.length < pauses.length)
      return repeats > (oneCall ? untimed.inOneCall : untimed.repeats) ? tell(step, before, "without end") : undefined;
    const mean = meanOf(known);
    if (repeats > endless.repeats && mean < endless.pauseMs)
      return tell(step, before, `${showTime(mean)} apart on the average, without end`);
    if (repeats <= impatient.repeats || mean >= impatient.pauseMs || before.sure < before.count) return undefined;
    const half = Math.floor(known.length / 2);
    if (meanOf(known.slice(-half)) >= meanOf(known.slice(0, half)) * impatient.growth) return undefined;
    return tell(step, before, `${showTime(mean)} apart on the average, and the pauses do not grow`);
  },
};

function isTroubled({ last: { fate } }: Attempts): boolean {
  return fate === "throttled" || fate === "failed" || fate === "lost";
}

function tell(step: Step, before: Attempts, how: string): SequenceFinding {
  const { status } = before.last;
  const { node, isDocumented } = answerStatement(step, status);
  const answer = status === null ? "without an answer" : `answered with ${status} the last time`;
  return {
    message: `the same request was sent ${before.count + 1} times since ${before.firstId}, ${answer}; ${how}`,
    expected: null,
    actual: { times: before.count + 1, first: before.firstId, after: before.last.id },
    statement: node,
    // A vendor that says when it is too much says so of this as well; of its failures it says nothing of the kind.
    ...(isDocumented && status === 429 ? {} : { atBest: "inferred" }),
  };
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}
