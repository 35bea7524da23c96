import type { SequenceRule } from "./rule.ts";
import { answerStatement } from "./statements.ts";
import { isAfter, isSoonAfter } from "./times.ts";

/** Refusals of the request as it is: nothing but another request can cure them. */
const final = [400, 405, 406, 411, 413, 414, 415, 422, 431];
/** Refusals of 4xx that time may cure, or a credential that was renewed unseen. */
const curable = [401, 407, 408, 409, 423, 425, 429];

/**
 * A refused request is sent again unchanged, with nothing in between that might have cured it. Two calls with one wrong
 * input look alike, so that outside of one call it takes three in a row.
 */
export const retryRefused: SequenceRule = {
  name: "retry-refused",
  check(step, { before, oneCall }) {
    if (before === undefined || before.told.has("retry-refused") || !isAfter(step.times, before.last.times))
      return undefined;
    const { fate, status, id, number } = before.last;
    if (!isSoonAfter(step.times, before.last.times)) return undefined;
    if (fate !== "refused" || step.number !== number + 1 || before.interrupted) return undefined;
    const { node, isDocumented } = answerStatement(step, status);
    if (
      !isDocumented ||
      (oneCall ? curable.includes(status as number) : !final.includes(status as number) || before.sure < 2)
    )
      return undefined;
    const times = before.count === 1 ? "a second" : before.count === 2 ? "a third" : "another";
    const refused =
      before.count === 1 ? `${id} was` : `${before.firstId}${before.count === 2 ? " and" : " to"} ${id} were`;
    return {
      message: `the same request was sent ${times} time; ${refused} refused with ${status}, which no repeat cures`,
      expected: null,
      actual: { times: before.count + 1, first: before.firstId, after: id },
      statement: node,
      ...(oneCall ? {} : { atBest: "inferred" }),
    };
  },
};
