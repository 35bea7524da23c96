import { isObject } from "../../contract/is-object.ts";
import { lastTokenOf } from "../../contract/json-pointer.ts";
import { memberAt } from "../edit.ts";
import { shown } from "../finding.ts";
import { type Found, fault } from "../judge.ts";
import { toNameKey } from "../known-values.ts";
import { type Namesake, namesakesOf } from "../namesakes.ts";
import type { Learnt, Subject } from "../subject.ts";
import { isSame, listRoutes, type Route, type Routes, type SentLeaf, sentLeaves } from "../trace.ts";
import type { Visit } from "../visit.ts";

/**
 * What an adapter does in every call is no alteration of what it does otherwise: the contract says where members belong, by
 * their names, and which values are listed there.
 */
export function expectOwnPlaces(visit: Visit, { routes }: Learnt, sent: readonly SentLeaf[]): Found[] {
  return [...expectNoneSwapped(visit, routes, sent), ...expectListed(visit, routes, sent)];
}

/** A member that goes to the place of another's name, while that one goes to its own, or by a third there. */
interface Swapped {
  own: Namesake;
  /** The member that goes to the place which has the name of this one. */
  other: Namesake;
  way: Route;
  /** "/0" where both are lists. */
  item: string;
}

const known = new WeakMap<Routes, readonly Swapped[]>();

function expectNoneSwapped(visit: Visit, routes: Routes, sent: readonly SentLeaf[]): Found[] {
  const swapped = known.get(routes) ?? findSwapped(visit.subject, routes);
  known.set(routes, swapped);
  return swapped.flatMap(({ own, other, way, item }) => {
    const [value, instead] = [own, other].map(({ pointer }) => memberAt(visit.plan.inputs[0], pointer + item));
    const arrived = arrivedAt(sent, own, item);
    if (value === undefined || arrived === undefined) return [];
    if (isSame(arrived.value, value) || !isSame(arrived.value, instead)) return [];
    const message = `${shown(value)} reaches the vendor in ${way.part} ${way.pointer}${item}, and at the place of its name, ${arrived.pointer}, there is ${shown(arrived.value)}, which the input has at ${other.pointer}${item}`;
    const seen = { expected: value, actual: arrived.value };
    return [fault(visit, { rule: "input-altered", pointer: own.pointer + item, message, ...seen })];
  });
}

/**
 * Members that have changed places with each other. One that goes to another's place alone may be called otherwise by the
 * adapter, as its `name` is the vendor's `contact_name`, and so may ids.
 */
function findSwapped(subject: Subject, routes: Routes): Swapped[] {
  const lists = listRoutes(routes);
  const going = namesakesOf(subject).flatMap((own) => {
    const [alone, list] = [routes.get(own.pointer), lists.get(own.pointer)];
    const way = alone ?? list;
    if (way === undefined || /id$/i.test(own.name)) return [];
    return [{ own, way, item: alone === undefined ? "/0" : "" }];
  });
  const byPlace = new Map(going.map((one) => [`${one.way.part} ${one.way.pointer}`, one]));
  const atPlaceOf = ({ place }: Namesake) => byPlace.get(`${place.part} ${place.pointer}`);
  return going.flatMap(({ own, way, item }) => {
    const first = atPlaceOf(own);
    if (first === undefined || first.own === own || first.item !== item) return [];
    let one: typeof first | undefined = first;
    for (let steps = 0; steps < going.length && one !== undefined && one.own !== own; steps++) one = atPlaceOf(one.own);
    return one?.own === own ? [{ own, other: first.own, way, item }] : [];
  });
}

/** Of values that the adapter's schema and the contract list alike, each reaches the vendor as itself, also by and by. */
function expectListed(visit: Visit, routes: Routes, sent: readonly SentLeaf[]): Found[] {
  const { subject, plan, exchanges } = visit;
  const [input] = plan.inputs;
  return listedAlike(subject).flatMap((own) => {
    const value = memberAt(input, own.pointer);
    const arrived = arrivedAt(sent, own);
    if ((value ?? null) === null || arrived === undefined || routes.has(own.pointer)) return [];
    if (isSame(arrived.value, value) || isOneOfSeveral(input, own.pointer)) return [];
    const all = exchanges.flatMap((exchange) => sentLeaves(subject.contract, exchange));
    if (all.some((leaf) => isNamed(leaf, own) && isSame(leaf.value, value))) return [];
    const message = `${shown(value)} reaches the vendor as ${shown(arrived.value)}, in ${arrived.part} ${arrived.pointer}, where the contract lists what the input schema lists`;
    const seen = { expected: value, actual: arrived.value };
    return [fault(visit, { rule: "input-altered", pointer: own.pointer, message, ...seen })];
  });
}

const listed = new WeakMap<Subject, readonly Namesake[]>();

function listedAlike(subject: Subject): readonly Namesake[] {
  const alike =
    listed.get(subject) ??
    namesakesOf(subject).filter(({ schema, place }) => {
      const own = valuesOf(schema.enum);
      const theirs = place.schemas.map(({ value }) => (isObject(value) ? valuesOf(value.enum) : "")).find(Boolean);
      return own !== "" && own === theirs;
    });
  listed.set(subject, alike);
  return alike;
}

/** What is listed, in one order; "" where that is fewer than two. Whether null is among it says nothing of the others. */
function valuesOf(given: unknown): string {
  const values = Array.isArray(given)
    ? given.filter((value) => value !== null).map((value) => JSON.stringify(value))
    : [];
  return values.length < 2 ? "" : [...new Set(values)].sort().join();
}

/** In an item of a list that has others: these may go in another order. */
function isOneOfSeveral(input: unknown, pointer: string): boolean {
  const list = /^(.*)\/0\//.exec(pointer)?.[1];
  return list !== undefined && memberAt(input, `${list}/1`) !== undefined;
}

function isNamed({ pointer }: SentLeaf, { name }: Namesake): boolean {
  return toNameKey(lastTokenOf(pointer)) === toNameKey(name);
}

function arrivedAt(sent: readonly SentLeaf[], { place }: Namesake, item = ""): SentLeaf | undefined {
  return sent.find(({ part, pointer }) => part === place.part && pointer === place.pointer + item);
}
