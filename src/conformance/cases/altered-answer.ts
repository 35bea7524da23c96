import { isInItem } from "../../contract/json-pointer.ts";
import { answerFirstWith, pageBehind } from "../answer-with.ts";
import { type Case, createCase, inapplicable } from "../case.ts";
import { memberAt, withMember, withoutMember } from "../edit.ts";
import { expectResults, type Found } from "../judge.ts";
import { listAt, withCount } from "../paged-list.ts";
import type { Learnt, Subject } from "../subject.ts";
import type { Answered } from "../tell-apart.ts";
import type { Visit } from "../visit.ts";
import { expectSources, isWithin } from "./sources.ts";

/** An answer with something else at a place of it, or everywhere. */
export interface AlteredAnswer {
  group: string;
  /** JSON Pointer into the answer; "" for all of it. */
  pointer: string;
  claim: string;
  /** Makes the body of another; undefined where there is nothing to alter. */
  alter(body: unknown, learnt: Learnt): unknown;
  /** Why there may be nothing. */
  unless?: string;
  /** The place says something that can be told, so that even an adapter that cannot do without it has no reason to fail. */
  isTellable?: boolean;
  /** How the answer is sent, given its status; left out, as the contract has it. */
  headers?(status: number): Record<string, string>;
  /** An error is as good as a result. */
  mayRefuse?: boolean;
  /** What the result has to be; left out, one that says all that it is known to take from the answer. */
  expect?(visit: Visit, body: unknown, learnt: Learnt): Found[];
}

/** A case in which the documented answer is altered. */
export function alteredCase(subject: Subject, altered: AlteredAnswer): Case {
  const { group, pointer, claim, alter, unless = "the answer has no such place" } = altered;
  const { isTellable = false, mayRefuse = false, headers, expect = expectTold(pointer) } = altered;
  return {
    group,
    detail: pointer,
    claim,
    async run() {
      const learnt = await subject.learn();
      if (learnt.reply?.body === undefined) return inapplicable(noBody);
      const altered = alter(learnt.reply.body, learnt);
      if (altered === undefined) return inapplicable(unless);
      const { body, next } = asOnlyPage(altered, learnt, pointer);
      const { status } = learnt.reply;
      const reply = { status, body, ...(headers === undefined ? {} : { headers: headers(status) }) };
      let isUntold = false;
      let isLost = false;
      const outcome = await createCase(subject, {
        group,
        claim,
        inputs: [subject.documentedInput],
        faults: answerFirstWith(subject, reply, next),
        leastHit: 1,
        expect(visit) {
          const mayFail = isTellable
            ? isRefusable(subject, learnt, pointer, memberAt(body, pointer))
            : isNeeded(subject, learnt, pointer);
          const isError = visit.outcomes.some(({ answer }) => answer.kind === "error");
          isUntold = isError && subject.checkOutput === undefined;
          isLost = isError && isElsewhere(visit);
          if (isLost) return [];
          if (isError && (mayFail || mayRefuse)) return [];
          return expect(visit, body, learnt);
        },
      }).run();
      if (outcome.found.length > 0) return outcome;
      if (isLost) return inapplicable(noRecord);
      return isUntold ? inapplicable(noOutput) : outcome;
    },
  };
}

function expectTold(pointer: string): NonNullable<AlteredAnswer["expect"]> {
  return (visit, body, learnt) => [...expectResults(visit), ...expectSources(visit, body, learnt, pointer)];
}

const noOutput =
  "the adapter reports an error, and without an output schema nothing tells whether it has to do without";

const noRecord = "the adapter goes on to what the altered answer names, and the stand-in has no such record";

/** What was refused last is no request that the case answers: it asks for what that answer names. */
function isElsewhere({ exchanges }: Visit): boolean {
  const last = exchanges.at(-1);
  return (
    last?.fault === undefined && last?.response?.status === 404 && exchanges.some(({ fault }) => fault !== undefined)
  );
}

/** Of a list a page whose records are all that there are, and what comes behind them. */
function asOnlyPage(body: unknown, learnt: Learnt, altered: string): { body: unknown; next?: Answered | undefined } {
  if (learnt.places === undefined) return { body };
  const records = listAt(body, learnt.places.answered.list).length;
  return { body: withCount(body, records, altered), next: pageBehind(records, learnt) };
}

export const noBody = "no answer with a body of JSON was seen";

/** What the adapter's own output schema demands comes from there: without it, an error is all that it can answer. */
function isNeeded({ checkOutput }: Subject, { sources, result }: Learnt, pointer: string): boolean {
  if (checkOutput === undefined || sources === undefined) return true;
  // Nor can it be blamed where nothing is left of what it answers from.
  if (pointer !== "" && [...sources.values()].every((source) => isWithin(source, pointer))) return true;
  return [...sources].some(
    ([place, source]) =>
      pointer !== "" &&
      isWithin(source, pointer) &&
      // Without its records an adapter that lists has nothing to say.
      ((Array.isArray(result) && !isInItem(pointer) && /^\/\d+\//.test(source.slice(pointer.length))) ||
        (checkOutput(withoutMember(result, place)).length > 0 &&
          checkOutput(withMember(result, place, null)).length > 0)),
  );
}

/** An empty text need not do where the output schema demands one, and a value may say itself that something went wrong. */
function isRefusable({ checkOutput }: Subject, { sources, result }: Learnt, pointer: string, said: unknown): boolean {
  if (said !== "") return typeof said === "string" && /error|fail|reject|denied/i.test(said);
  return [...(sources ?? [])].some(
    ([place, source]) => source === pointer && (checkOutput?.(withMember(result, place, said)).length ?? 0) > 0,
  );
}
