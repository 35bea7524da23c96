import { isDeepStrictEqual } from "node:util";
import { type Case, type CaseOutcome, createCase, inapplicable } from "../case.ts";
import { type DistinctCalls, distinctCalls, withoutAnswers } from "../distinct-calls.ts";
import { withoutMember } from "../edit.ts";
import { membersOf } from "../input-schema.ts";
import { expectResults, type Found } from "../judge.ts";
import type { Subject } from "../subject.ts";
import type { Visit } from "../visit.ts";
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
  /** Of the calls; those that an adapter may refuse go before those that it may not. */
  inputs: readonly (readonly unknown[])[];
  perRecord: number;
  together: boolean;
  expect(visit: Visit, calls: DistinctCalls): Found[] | Promise<Found[]>;
}

function apartCase(subject: Subject, { group, claim, together, inputs, perRecord, expect }: CallsApart): Case {
  let isTaken = true;
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
        isTaken = done.outcomes.every(({ answer }) => answer.kind !== "error");
        return [...expectServed(done), ...expectOwn(done, calls), ...(await expect(done, calls))];
      },
    }).run();
  return {
    ...{ group, detail: "", claim },
    async run() {
      const learnt = await subject.learn();
      // Who asks for more than was foreseen, or looks answers over, gets those of the stand-in.
      const plain = withoutAnswers(subject, learnt, inputs.at(-1) as readonly unknown[]);
      const answered = inputs.map((given) => distinctCalls(subject, learnt, { inputs: given, perRecord }));
      const tries = [...answered, plain].filter((calls) => together || areDifferent(calls));
      let outcome = inapplicable("nothing tells two calls apart");
      for (const calls of tries) {
        outcome = await runWith(calls);
        if (isTaken) break;
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
function expectServed(done: Visit): Found[] {
  const refused = done.exchanges.filter(({ response }) => response !== null && response.status >= 400).length;
  const errors = done.outcomes.filter(({ answer }) => answer.kind === "error").length;
  return errors > 0 && errors === refused ? [] : expectResults(done);
}
