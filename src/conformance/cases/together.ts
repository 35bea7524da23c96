import { isDeepStrictEqual } from "node:util";
import { type Case, type CaseOutcome, createCase, inapplicable } from "../case.ts";
import { type DistinctCalls, distinctCalls, withoutAnswers } from "../distinct-calls.ts";
import { withoutMember } from "../edit.ts";
import { membersOf } from "../input-schema.ts";
import { expectResults, type Found } from "../judge.ts";
import type { Subject } from "../subject.ts";
import { type Visit, visit } from "../visit.ts";
import { expectOwn } from "../whose.ts";
import { afterErrorCase } from "./after-error.ts";
import { expectNothingKept } from "./kept.ts";
import { sameRecordCases } from "./same-record.ts";

const atOnce = 20;

/** Calls of one adapter beside and after each other: none shows in another. */
export function togetherCases(subject: Subject): Case[] {
  const { documentedInput, fullInput } = subject;
  const bare = withoutOptional(subject);
  const together = {
    group: "concurrency",
    claim: `keeps ${atOnce} calls at once apart`,
    inputs: [Array(atOnce).fill(documentedInput)],
    perRecord: 2,
    together: true,
    expect: () => [],
  };
  const after = {
    group: "sequence",
    claim: "lets nothing of one call show in the next",
    inputs: [fullInput, documentedInput].map((first) => [first, bare]),
    perRecord: 1,
    together: false,
    expect: expectNothingKept,
  };
  const apart = [together, after].map((one) => apartCase(subject, one));
  return [...apart, afterErrorCase(subject), ...sameRecordCases(subject, bare)];
}

/** Calls that have to be kept apart. */
interface CallsApart extends Pick<Case, "group" | "claim"> {
  /** Of the calls; those of which an adapter may refuse the first go before those of which it may not. */
  inputs: readonly (readonly unknown[])[];
  perRecord: number;
  together: boolean;
  expect(visit: Visit, calls: DistinctCalls): Found[] | Promise<Found[]>;
}

function apartCase(subject: Subject, { group, claim, together, inputs, perRecord, expect }: CallsApart): Case {
  /** Which calls of the last try report an error. */
  let failed: readonly number[] = [];
  const runWith = (calls: DistinctCalls): Promise<CaseOutcome> =>
    createCase(subject, {
      ...{
        group,
        claim,
        together,
        inputs: calls.inputs,
        faults: calls.faults,
        leastHit: Math.min(1, calls.faults.length),
      },
      async expect(done) {
        failed = done.outcomes.flatMap(({ answer }, index) => (answer.kind === "error" ? [index] : []));
        return [...(await expectServed(done)), ...expectOwn(done, calls), ...(await expect(done, calls))];
      },
    }).run();
  const isTried = (calls: DistinctCalls) => together || areDifferent(calls);
  return {
    ...{ group, detail: "", claim },
    async run() {
      const learnt = await subject.learn();
      let outcome = inapplicable("nothing tells two calls apart");
      for (const [index, given] of inputs.entries()) {
        const answered = distinctCalls(subject, learnt, { inputs: given, perRecord });
        if (isTried(answered)) outcome = await runWith(answered);
        if (isTried(answered) && failed.length === 0) break;
        // Who asks for more than was foreseen, or looks answers over, gets those of the stand-in.
        const plain = withoutAnswers(subject, learnt, given);
        const isLast = index === inputs.length - 1;
        if (!isTried(plain) || (!isLast && failed.includes(0))) continue;
        const seen = await runWith(plain);
        if (isLast || (seen.found.length > 0 && !failed.includes(0))) return seen;
      }
      return outcome;
    },
  };
}

function areDifferent({ inputs: [first, second] }: DistinctCalls): boolean {
  return !isDeepStrictEqual(first, second);
}

/** The documented input, or what must be of it. */
function withoutOptional({ inputSchema, documentedInput, checkInput }: Subject): unknown {
  const optional = membersOf(inputSchema ?? {}).filter(({ required }) => !required);
  const bare = optional.reduce((input, { pointer }) => withoutMember(input, pointer), documentedInput);
  return checkInput(bare).length > 0 ? documentedInput : bare;
}

/** As many calls report an error as the vendor has refused: a record is deleted once. */
async function expectServed(done: Visit): Promise<Found[]> {
  const refused = done.exchanges.filter(({ response }) => response !== null && response.status >= 400).length;
  const errors = done.outcomes.filter(({ answer }) => answer.kind === "error").length;
  if (errors > 0 && errors === refused) return [];
  const { outcomes } = done;
  return expectResults((await isLastFailureItsOwn(done)) ? { ...done, outcomes: outcomes.slice(0, -1) } : done);
}

/** Whether the last of calls one after the other, which alone fails, may do so whatever went before. */
async function isLastFailureItsOwn({ subject, plan, outcomes, exchanges }: Visit): Promise<boolean> {
  const isLastAlone = outcomes.every(
    ({ answer }, index) => (answer.kind === "error") === (index === outcomes.length - 1),
  );
  // Where answers are given, those of the stand-in are still tried.
  if (!isLastAlone || plan.together === true || plan.faults?.length !== 0 || exchanges.length === 0) return false;
  // Who looks first whether there is such a record already may find that there is.
  if (exchanges.at(-1)?.operation !== subject.operation.id) return true;
  const alone = await visit(subject, { inputs: plan.inputs.slice(-1) });
  return alone.outcomes[0]?.answer.kind === "error";
}
