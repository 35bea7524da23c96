import { lastTokenOf, parentOf } from "../../contract/json-pointer.ts";
import { arranged } from "../arrange.ts";
import { leavesOf, memberAt, withMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { type Found, fault } from "../judge.ts";
import { momentOf } from "../moment.ts";
import { mayBeOf, originOf } from "../origins.ts";
import { type ListPlaces, listAt } from "../paged-list.ts";
import type { Learnt } from "../subject.ts";
import type { Visit } from "../visit.ts";

/** What the vendor says, and what the adapter makes of it. */
interface Told {
  body: unknown;
  result: unknown;
}

/** A record of the vendor's with that of the result, or all of both where they are but one. */
interface Pair extends Told {
  /** All of the result. */
  whole: unknown;
  /** JSON Pointers of both. */
  at: string;
  from: string;
  sources: Learnt["sources"];
}

/** A time in the result, however it is written, is the one that the vendor says. */
export function expectMoments(visit: Visit, told: Told, learnt: Learnt): Found[] {
  for (const pair of pairsIn(told, learnt)) {
    const found = leavesOf(pair.result).flatMap((leaf) => expectMoment(visit, pair, leaf));
    if (found.length > 0) return found;
  }
  return [];
}

/** Of a list each record with its own, as far as it is known which that is. */
function pairsIn({ body, result }: Told, { sources, places }: Learnt): Pair[] {
  if (places === undefined)
    return Array.isArray(result) ? [] : [{ body, result, whole: result, at: "", from: "", sources }];
  const own = relativeTo(sources, places);
  const whole = arranged(result, body, places);
  const records = listAt(whole, places.result.list);
  return listAt(body, places.answered.list).flatMap((item, index) => {
    const isSame = String(memberAt(records[index], places.result.id)) === String(memberAt(item, places.answered.id));
    const [at, from] = [`${places.result.list}/${index}`, `${places.answered.list}/${index}`];
    return isSame ? [{ body: item, result: records[index], whole, at, from, sources: own }] : [];
  });
}

/** The same within records: that of the first. */
function relativeTo(sources: Learnt["sources"], { result, answered }: ListPlaces): Learnt["sources"] {
  const [to, from] = [`${result.list}/0/`, `${answered.list}/0/`];
  const own = [...(sources ?? [])].filter(([place, source]) => place.startsWith(to) && source.startsWith(from));
  return new Map(own.map(([place, source]) => [place.slice(to.length - 1), source.slice(from.length - 1)]));
}

function expectMoment(
  { subject, ...visit }: Visit,
  { body, whole, at, from, sources }: Pair,
  { pointer, value }: { pointer: string; value: unknown },
): Found[] {
  const seen = momentOf(value);
  if (seen === undefined) return [];
  const leaves = leavesOf(body);
  const namesakes = leaves.filter((leaf) => lastTokenOf(leaf.pointer) === lastTokenOf(pointer));
  const [namesake, ...others] =
    namesakes.length > 1
      ? namesakes.filter((leaf) => parentOf(leaf.pointer) === originOf(sources, pointer))
      : namesakes;
  const said = momentOf(namesake?.value);
  if (namesake === undefined || others.length > 0 || said === undefined) return [];
  if (!mayBeOf(sources, pointer, namesake.pointer)) return [];
  // Some leave out parts of a second, and some the time of the day: but not where a date alone would not do.
  const day = () => withMember(whole, at + pointer, String(value).slice(0, "2026-01-01".length));
  const mayBeDate = () => (subject.checkOutput?.(day()) ?? []).length === 0;
  if (Math.abs(seen - said) < 1000 || (seen % dayMs === 0 && mayBeDate())) return [];
  const same = leaves.filter((leaf) => momentOf(leaf.value) === seen);
  // It may be another thing of that name; what stands beside the one that it is named as is not.
  if (same.some((leaf) => parentOf(leaf.pointer) !== parentOf(namesake.pointer))) return [];
  // A text that stands there as it is has been seen by then.
  if (same.some((leaf) => leaf.value === value)) return [];
  const instead = same[0] === undefined ? "" : `, which the vendor has at ${from}${same[0].pointer}`;
  const message = `the result says ${shown(value)}${instead}, and the vendor's answer has another time, ${shown(namesake.value)} at ${from}${namesake.pointer}`;
  const differing = { expected: namesake.value, actual: value };
  return [fault({ subject, ...visit }, { rule: "output-differs", pointer: at + pointer, message, ...differing })];
}

const dayMs = 24 * 60 * 60 * 1000;
