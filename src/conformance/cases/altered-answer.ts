import { parentOf, tokensOf, valueAt } from "../../contract/json-pointer.ts";
import { answerFirstWith, pageBehind } from "../answer-with.ts";
import { arranged } from "../arrange.ts";
import { type Case, createCase, inapplicable } from "../case.ts";
import { leavesOf, memberAt, withMember, withoutMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { expectResults, type Found, fault } from "../judge.ts";
import { listAt, withCount } from "../paged-list.ts";
import { type ItemPlace, splitItem } from "../shown-lists.ts";
import type { Learnt, Subject } from "../subject.ts";
import type { Answered } from "../tell-apart.ts";
import { isTextOfNothing } from "../text-of-nothing.ts";
import type { Visit } from "../visit.ts";
import { isTextInstead } from "./text-instead.ts";

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
      ((Array.isArray(result) && !/\/\d+(\/|$)/.test(pointer) && /^\/\d+\//.test(source.slice(pointer.length))) ||
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

/** Every place of the result whose source is known says what stands there in the answer. */
export function expectSources(
  visit: Visit,
  body: unknown,
  { sources, places, reply, result: known }: Pick<Learnt, "sources" | "places" | "reply" | "result">,
  altered: string | undefined,
): Found[] {
  const [outcome] = visit.outcomes;
  if (outcome?.answer.kind !== "result" || sources === undefined) return [];
  const result = places === undefined ? outcome.answer.result : arranged(outcome.answer.result, body, places);
  const gone = valuesGone(reply?.body, body);
  return [...sources].flatMap(([place, source]) => {
    // What the vendor says may be the name of a member, such as that of a custom field: then its place is another now.
    if (namesIn(known, place).some((name) => gone.has(name))) return [];
    const [seen, said] = [memberAt(result, place), memberAt(body, source)];
    // Who has nothing to say may say null.
    if ((seen ?? null) === (said ?? null)) return [];
    if (isJoined(sources, place) && hasBeside(result, place, said)) return [];
    if ((said ?? null) === null && isOwnWord(visit, body, seen)) return [];
    const isAltered = altered !== undefined && altered !== "" && isWithin(source, altered);
    const isLess = (seen ?? null) === null ? isPlain(said) : [seen, said].every((value) => typeof value === "number");
    const isHidden = source === altered && isLess && maySay(visit, place, said);
    const isOther = isHidden || isTextOfNothing(seen, said) || isTextInstead(visit.subject, { place, seen, said });
    if (isAltered && !isOther) return [];
    const message = `the result is ${shown(seen)}, and the vendor's answer has ${shown(said)} at ${source}`;
    return [fault(visit, { rule: "output-differs", pointer: place, message, expected: said, actual: seen })];
  });
}

/** What an adapter says where the vendor says nothing is its own affair, if it is nothing that stands elsewhere. */
function isOwnWord({ plan }: Visit, body: unknown, seen: unknown): boolean {
  if (isTextOfNothing(seen, null)) return false;
  return seen === "" || ![...leavesOf(body), ...leavesOf(plan.inputs)].some(({ value }) => value === seen);
}

/** Whether other items of the list that a place lies in come from elsewhere: their number says where this one stands. */
function isJoined(sources: ReadonlyMap<string, string>, place: string): boolean {
  const own = splitItem(place);
  if (own === undefined) return false;
  const origins = new Map<string, Set<string>>();
  for (const [other, source] of sources) {
    const to = splitItem(other);
    if (to?.list !== own.list) continue;
    const from = splitItem(source)?.list ?? parentOf(source);
    origins.set(to.index, (origins.get(to.index) ?? new Set()).add(from));
  }
  const these = origins.get(own.index) ?? new Set();
  return [...origins.values()].some((those) => [...those].every((one) => !these.has(one)));
}

/** Whether some item of the list has it at the same place. */
function hasBeside(result: unknown, place: string, said: unknown): boolean {
  const { list, rest } = splitItem(place) as ItemPlace;
  return said !== undefined && listAt(result, list).some((item) => memberAt(item, rest) === said);
}

/** Texts and numbers that an answer had, and another has not at the same place: as they would be the name of a member. */
function valuesGone(before: unknown, now: unknown): ReadonlySet<string> {
  const gone = leavesOf(before).filter(
    ({ pointer, value }) => ["string", "number"].includes(typeof value) && memberAt(now, pointer) !== value,
  );
  return new Set(gone.map(({ value }) => String(value)));
}

/** The names of members on the way to a place: what stands in a list has an index. */
function namesIn(value: unknown, place: string): string[] {
  const tokens = tokensOf(place);
  return tokens.filter((_, index) => !Array.isArray(valueAt(value, tokens.slice(0, index))));
}

function isWithin(pointer: string, place: string): boolean {
  return pointer === place || pointer.startsWith(`${place}/`);
}

/** Texts, numbers, true and false; who is told an empty text may say null. */
function isPlain(value: unknown): boolean {
  return value !== null && value !== "" && ["string", "number", "boolean"].includes(typeof value);
}

/** Whether the adapter's own output schema has room for it in its result. */
export function maySay(
  { subject: { checkOutput }, outcomes: [outcome] }: Visit,
  place: string,
  said: unknown,
): boolean {
  if (outcome?.answer.kind !== "result" || checkOutput === undefined) return false;
  return checkOutput(withMember(outcome.answer.result, place, said)).length === 0;
}
