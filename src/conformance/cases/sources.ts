import { parentOf, tokensOf, valueAt } from "../../contract/json-pointer.ts";
import { arranged } from "../arrange.ts";
import { leavesOf, memberAt, withMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { type Found, fault } from "../judge.ts";
import { listAt } from "../paged-list.ts";
import { type ItemPlace, splitItem } from "../shown-lists.ts";
import type { Learnt } from "../subject.ts";
import { isTextOfNothing } from "../text-of-nothing.ts";
import type { Visit } from "../visit.ts";
import { isTextInstead } from "./text-instead.ts";

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

/** Whether a place is another one, or lies in it. */
export function isWithin(pointer: string, place: string): boolean {
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
