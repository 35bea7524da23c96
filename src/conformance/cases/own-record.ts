import { leavesOf, memberAt } from "../edit.ts";
import { shown } from "../finding.ts";
import { type Found, fault } from "../judge.ts";
import { type ListPlaces, listAt } from "../paged-list.ts";
import type { Learnt } from "../subject.ts";
import { isTelling, parsedBody } from "../trace.ts";
import type { Visit } from "../visit.ts";
import { ownOf } from "../whose.ts";

/**
 * Each record of a listed result has its own values, and none of another's. Where a member comes from is seen of the first
 * record alone: by the same way the others have theirs, unless it is one that nobody else has.
 */
export function expectOwnRecord(visit: Visit, { sources, places }: Learnt): Found[] {
  const answer = visit.outcomes[0]?.answer;
  if (answer?.kind !== "result" || sources === undefined || places === undefined) return [];
  const items = ownOf(visit).flatMap(({ response }) => listAt(parsedBody(response?.body), places.answered.list));
  const byId = new Map(items.map((item) => [String(memberAt(item, places.answered.id)), item]));
  const ways = waysOf(sources, places);
  for (const [index, record] of listAt(answer.result, places.result.list).entries()) {
    const own = byId.get(String(memberAt(record, places.result.id)));
    if (own === undefined) continue;
    const values = new Set(leavesOf(own).map(({ value }) => value));
    for (const { place, source } of ways) {
      const [seen, said] = [memberAt(record, place), memberAt(own, source)];
      if (!isTelling(seen) || values.has(seen) || (said ?? null) === null) continue;
      const other = items.find((item) => memberAt(item, source) === seen);
      if (other === undefined) continue;
      const id = shown(memberAt(own, places.answered.id));
      const message = `the record ${id} of the result says ${shown(seen)}, which the vendor says of ${shown(memberAt(other, places.answered.id))}, and of this one ${shown(said)}`;
      const pointer = `${places.result.list}/${index}${place}`;
      return [fault(visit, { rule: "output-differs", pointer, message, expected: said, actual: seen })];
    }
  }
  return [];
}

/** For places in a record of the result those in a record of the answer. */
function waysOf(sources: NonNullable<Learnt["sources"]>, { result, answered }: ListPlaces) {
  const [to, from] = [`${result.list}/0`, `${answered.list}/0`];
  return [...sources].flatMap(([place, source]) =>
    place.startsWith(`${to}/`) && source.startsWith(`${from}/`)
      ? [{ place: place.slice(to.length), source: source.slice(from.length) }]
      : [],
  );
}
