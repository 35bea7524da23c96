import { toDotted } from "../../contract/json-pointer.ts";
import { type Case, createCase, inapplicable, runAll } from "../case.ts";
import { leavesOf, withMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { heldItems } from "../held-items.ts";
import { type Member, mergeParts, toSchema } from "../input-schema.ts";
import { expectEither, type Found, fault } from "../judge.ts";
import { mayStandAt, placeAt } from "../request-places.ts";
import { type ItemPlace, splitItem } from "../shown-lists.ts";
import type { Subject } from "../subject.ts";
import { isTelling, type Routes, sentLeaves } from "../trace.ts";
import type { Visit } from "../visit.ts";

const group = "list-items";

/** Values that are known to do as items of a list, several in one call: each goes. */
export function listedItemsCases(subject: Subject, members: readonly Member[]): Case[] {
  return members.flatMap((member) => {
    const values = valuesFor(subject, member);
    if (values.length < 2) return [];
    const { pointer } = member;
    const claim = `sends each of several listed items for ${toDotted(pointer)}`;
    const run = async () => {
      const { routes } = await subject.learn();
      const place = placeOf(routes, pointer);
      if (place === undefined) return inapplicable("it is not known which list of the vendor's they go into");
      const cases = listsOf(subject, { pointer, place, values }).map((items) =>
        createCase(subject, {
          ...{ group, detail: pointer, claim },
          inputs: [withMember(subject.documentedInput, pointer, items)],
          expect: (visit) => [...expectEither(visit), ...expectEach(visit, { pointer, place }, items)],
        }),
      );
      return cases.length === 0 ? inapplicable("there are no two that adapter and vendor both allow") : runAll(cases);
    };
    return [{ group, detail: pointer, claim, run }];
  });
}

/** What the schema lists for items, or has as examples of them; of ids what the vendor's documents show in one list. */
function valuesFor({ inputSchema, documentedRequests }: Subject, { name, schema }: Member): unknown[] {
  if (schema.items === undefined) return [];
  const items = mergeParts(inputSchema ?? {}, toSchema(schema.items));
  if (items.properties !== undefined) return [];
  const own = [items.enum, items.examples].find(Array.isArray) as unknown[] | undefined;
  const isOfIds = /ids?$/i.test(name) || items.format === "uuid";
  const known = own ?? (isOfIds ? documentedRequests.flatMap(({ body }) => itemsIn(body)) : []);
  return [...new Set(known.filter(isTelling))].slice(0, mostItems);
}

const mostItems = 20;

function itemsIn(body: unknown): unknown[] {
  return leavesOf(body).flatMap(({ pointer, value }) => {
    const rest = splitItem(pointer)?.rest;
    return rest === "" || (rest !== undefined && /^\/[^/]*id$/i.test(rest)) ? [value] : [];
  });
}

/** Paths and queries have many ways to write lists. */
function placeOf(routes: Routes, pointer: string): ItemPlace | undefined {
  const route = routes.get(`${pointer}/0`);
  return route?.part === "request.body" ? splitItem(route.pointer) : undefined;
}

/** A list of items that is tried, where it goes, and what can be in it. */
interface Tried {
  pointer: string;
  place: ItemPlace;
  values: readonly unknown[];
}

/** Two that nothing else of the input says, where there are such, and all. */
function listsOf(subject: Subject, { pointer, place, values }: Tried): unknown[][] {
  const { contract, operation, documentedInput, checkInput } = subject;
  const ofItem = placeAt(contract, operation, { part: "request.body", pointer: `${place.list}/0${place.rest}` });
  const allowed = values.filter((value) => mayStandAt(contract, ofItem, value));
  const said = leavesOf(withMember(documentedInput, pointer, [])).map(({ value }) => value);
  const isElsewhere = (value: unknown) => said.includes(value);
  const two = [
    ...allowed.filter((value) => !isElsewhere(value)),
    ...allowed.filter((value) => isElsewhere(value)),
  ].slice(0, 2);
  return (allowed.length > 2 ? [two, allowed] : [two]).filter(
    (items) => items.length > 1 && checkInput(withMember(documentedInput, pointer, items)).length === 0,
  );
}

/** In whatever order, in several requests, and in whatever place; as many as there are, each may be another to the vendor. */
function expectEach(
  visit: Visit,
  { pointer, place }: Pick<Tried, "pointer" | "place">,
  items: readonly unknown[],
): Found[] {
  const { subject, outcomes, exchanges } = visit;
  if (outcomes[0]?.answer.kind !== "result") return [];
  const sent = exchanges.map((exchange) => sentLeaves(subject.contract, exchange));
  const held = sent.flatMap((leaves) =>
    heldItems(
      leaves.filter(({ part }) => part === "request.body"),
      place.list,
    ),
  );
  if (held.length >= items.length) return [];
  const words = sent.flat().map(({ value }) => String(value).toLowerCase());
  const lost = items.findIndex((item) => !words.some((word) => word.includes(String(item).toLowerCase())));
  if (lost === -1) return [];
  const message = `${shown(items[lost])} does not reach the vendor: ${place.list || "the body"} has ${held.length} of ${items.length} items`;
  return [fault(visit, { rule: "input-lost", pointer: `${pointer}/${lost}`, message, expected: items[lost] })];
}
