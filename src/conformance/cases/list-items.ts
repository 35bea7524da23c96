import { toDotted } from "../../contract/json-pointer.ts";
import { type Case, type CaseOutcome, createCase, inapplicable } from "../case.ts";
import { leavesOf, memberAt, withMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { findHeld, type HeldItem, heldItems, type Way } from "../held-items.ts";
import { allows, type Member, mergeParts, toSchema } from "../input-schema.ts";
import { expectEither, type Found, fault } from "../judge.ts";
import { mayStandAt, placeNamed, type RequestPlace, requestPlaces } from "../request-places.ts";
import { splitItem } from "../shown-lists.ts";
import type { Learnt, Subject } from "../subject.ts";
import { sentLeaves } from "../trace.ts";
import { variedItems } from "../varied-items.ts";
import type { Visit } from "../visit.ts";

/** A list of a request that items of a list of the input go into, with the ways that are known of their members. */
interface SentList {
  place: RequestPlace;
  ways: readonly Way[];
}

const group = "list-items";

/** Several items of a list of objects, no two of them alike: each goes, with its own members. */
export function listItemsCases(subject: Subject, members: readonly Member[]): Case[] {
  return members.flatMap((member) => {
    const { pointer, schema } = member;
    const items = mergeParts(subject.inputSchema ?? {}, toSchema(schema.items));
    if (!allows(schema, "array") || items.properties === undefined) return [];
    const claim = `sends each of ${count} items for ${toDotted(pointer)}`;
    return [{ group, detail: pointer, claim, run: () => runItems(subject, member, claim) }];
  });
}

const count = 3;

async function runItems(subject: Subject, member: Member, claim: string): Promise<CaseOutcome> {
  const { pointer } = member;
  const lists = sentLists(subject, await subject.learn(), pointer);
  if (lists.length === 0) return inapplicable("it is not known which list of the vendor's they go into");
  const items = itemsFor(subject, member, lists);
  if (items.length < count) return inapplicable(`there is no room for ${count} that can be told apart`);
  return createCase(subject, {
    ...{ group, detail: pointer, claim },
    inputs: [withMember(subject.documentedInput, pointer, items)],
    expect: (visit) => [
      ...expectEither(visit),
      ...lists.flatMap((list) => expectEach(visit, { pointer, items }, list)),
    ],
  }).run();
}

function sentLists({ contract, operation }: Subject, { routes }: Learnt, pointer: string): SentList[] {
  const ways = new Map<string, Way[]>();
  for (const [given, { part, pointer: sent }] of routes) {
    const [from, to] = [splitItem(given), splitItem(sent)];
    if (from?.list !== pointer || from.index !== "0" || to === undefined || part !== "request.body") continue;
    ways.set(to.list, [...(ways.get(to.list) ?? []), { place: to.rest, source: from.rest }]);
  }
  const named = placeNamed(contract, operation, pointer);
  if (ways.size === 0 && named?.part === "request.body") return [{ place: named, ways: [] }];
  return requestPlaces(contract, operation).flatMap((place) => {
    const known = place.part === "request.body" ? ways.get(place.pointer) : undefined;
    return known === undefined ? [] : [{ place, ways: known }];
  });
}

/** As the adapter's schema and the contract allow them; none where they do not. */
function itemsFor(subject: Subject, member: Member, lists: readonly SentList[]): unknown[] {
  const { contract, documentedInput, fullInput, checkInput } = subject;
  const { pointer } = member;
  const [first] = [memberAt(fullInput, pointer)].flat();
  const isAllowed = (items: readonly unknown[]) =>
    checkInput(withMember(documentedInput, pointer, items)).length === 0 &&
    lists.every(({ place, ways }) => mayStandAt(contract, place, asSent(items, ways)));
  const taken = new Set(leavesOf(fullInput).map(({ value }) => value));
  const model = first ?? subject.sampleItem(member);
  const items = variedItems(model, { count, name: pointer, taken, isAllowed });
  const areDistinct = new Set(items.map((item) => JSON.stringify(item))).size === count;
  return areDistinct && isAllowed(items) ? items : [];
}

/** As the vendor calls their members, where an adapter calls them otherwise. */
function asSent(items: readonly unknown[], ways: readonly Way[]): readonly unknown[] {
  if (ways.every(({ place, source }) => place === source)) return items;
  return items.map((item) =>
    ways.reduce<unknown>((made, { place, source }) => withMember(made, place, memberAt(item, source)), {}),
  );
}

/** In whatever order, also in several requests; where the vendor refuses one of these there may be no more of them. */
function expectEach(
  visit: Visit,
  { pointer, items }: { pointer: string; items: readonly unknown[] },
  { place: { part, pointer: list }, ways: known }: SentList,
): Found[] {
  const { subject, exchanges, outcomes } = visit;
  if (outcomes[0]?.answer.kind !== "result") return [];
  const held = exchanges.flatMap((exchange) => {
    const sent = sentLeaves(subject.contract, exchange);
    return heldItems(
      sent.filter((leaf) => leaf.part === part),
      list,
    );
  });
  const ways = [...known, ...sameNamed(held, items).filter(({ place }) => known.every((way) => way.place !== place))];
  const varied = ways.filter(({ source }) => memberAt(items[0], source) !== memberAt(items[1], source));
  if (varied.length === 0) return [];
  const holders = items.map((item) => findHeld(held, item, varied));
  const lost = holders.indexOf(undefined);
  if (lost !== -1) {
    const reached = holders.filter((holder) => holder !== undefined).length;
    const message = `${shown(items[lost])} does not reach the vendor: ${part} ${list} has ${reached} of ${items.length} items`;
    return [fault(visit, { rule: "input-lost", pointer: `${pointer}/${lost}`, message, expected: items[lost] })];
  }
  for (const [index, item] of items.entries())
    for (const { place, source } of ways) {
      const { at, values } = holders[index] as HeldItem;
      const [given, arrived] = [memberAt(item, source), values.get(place)];
      // What an adapter writes in another way is seen of the first item.
      const isOther = items.some((one) => memberAt(one, source) === arrived);
      if (given === arrived || (given ?? null) === null || (arrived !== undefined && !isOther)) continue;
      const what = arrived === undefined ? "does not reach the vendor" : `reaches the vendor as ${shown(arrived)}`;
      const message = `${shown(given)} ${what}: ${part} ${at}${place}`;
      const rule = arrived === undefined ? "input-lost" : "input-altered";
      return [
        fault(visit, { rule, pointer: `${pointer}/${index}${source}`, message, expected: given, actual: arrived }),
      ];
    }
  return [];
}

/** Members that some item has as it was given, by the same name. */
function sameNamed(held: readonly HeldItem[], items: readonly unknown[]): Way[] {
  return leavesOf(items[0]).flatMap(({ pointer }) => {
    const isSent = held.some(({ values }) => items.some((item) => values.get(pointer) === memberAt(item, pointer)));
    return isSent ? [{ place: pointer, source: pointer }] : [];
  });
}
