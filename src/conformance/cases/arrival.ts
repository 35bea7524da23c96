import { leavesOf, memberAt, withMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { allows, membersWithItems, type Schema, toSchema } from "../input-schema.ts";
import { expectEither, type Found, fault } from "../judge.ts";
import { momentOf } from "../moment.ts";
import { placeAt, placeNamed } from "../request-places.ts";
import { firstMissing, firstOther, firstWrite, isNothing, resend, successOf } from "../resend.ts";
import type { Subject } from "../subject.ts";
import { isSame, listRoutes, parsedBody, type Routes, type SentLeaf, sentLeaves } from "../trace.ts";
import { firstOwn, type Visit } from "../visit.ts";
import { expectOwnPlaces } from "./own-places.ts";

/** The adapter does what it was asked, or refuses to: nothing goes wrong on the way. */
export async function expectAccepted(visit: Visit): Promise<Found[]> {
  return [...expectEither(visit), ...(await expectArrival(visit))];
}

/**
 * Every member of the input whose way is known stands in the request as it was given: nothing is lost, nothing altered.
 * An input that the adapter itself refuses goes nowhere.
 */
export async function expectArrival(visit: Visit): Promise<Found[]> {
  const { subject, plan } = visit;
  const exchange = firstOwn(visit);
  const [input] = plan.inputs;
  if (exchange === undefined) return [];
  const learnt = await subject.learn();
  const { routes } = learnt;
  const sent = sentLeaves(subject.contract, exchange);
  const found = [...expectItems(visit, routes), ...(await expectEmptyLists(visit, routes))];
  for (const [pointer, { part, pointer: place }] of routes) {
    const value = memberAt(input, pointer);
    if (value === undefined || (typeof value === "object" && value !== null)) continue;
    const there = sent.filter((leaf) => leaf.part === part && leaf.pointer === place);
    // A query may have several values by one name.
    const arrived = there.find((leaf) => isSame(leaf.value, value)) ?? there[0];
    if (arrived === undefined) {
      // In a path or a query there is no null, and 0, false and an empty text are mostly as good as nothing.
      const mayStayAway = value === null || value === 0 || value === false || value === "";
      if (mayStayAway && part !== "request.body") continue;
      if (value === false && !(await isMissed(visit, place, value))) continue;
      const message = `${shown(value)} does not reach the vendor: ${part} has no ${place}`;
      found.push(fault(visit, { rule: "input-lost", pointer, message, expected: value }));
    } else if (
      (!isSame(arrived.value, value) && !isSameMoment(arrived.value, value)) ||
      isSentAsText(subject, pointer, arrived, value)
    ) {
      const message = `${shown(value)} reaches the vendor as ${shown(arrived.value)}, in ${part} ${place}`;
      found.push(fault(visit, { rule: "input-altered", pointer, message, expected: value, actual: arrived.value }));
    }
  }
  return [...found, ...expectSentMoments(visit, routes, sent), ...expectOwnPlaces(visit, learnt, sent)];
}

/** A text for a number or a truth value, where adapter and vendor take both: then they are two. */
function isSentAsText(
  { inputSchema, contract, operation }: Subject,
  pointer: string,
  arrived: SentLeaf,
  value: unknown,
): boolean {
  if (arrived.part !== "request.body" || typeof arrived.value !== "string" || typeof value === "string") return false;
  const types = typeof value === "boolean" ? ["boolean"] : ["number", "integer"];
  const takesBoth = (schema: Schema) => allows(schema, "string") && types.some((type) => allows(schema, type));
  const given = membersWithItems(inputSchema ?? {}).find((one) => one.pointer === pointer);
  if (given === undefined || !takesBoth(given.schema)) return false;
  const schemas = placeAt(contract, operation, arrived)?.schemas ?? [];
  return schemas.some((schema) => takesBoth(toSchema(schema.value)));
}

/** A time whose way is not known, for it is sent as another one: the vendor has a place of its name, and gets it there. */
function expectSentMoments(visit: Visit, routes: Routes, sent: readonly SentLeaf[]): Found[] {
  const { contract, operation } = visit.subject;
  return leavesOf(visit.plan.inputs[0]).flatMap(({ pointer, value }) => {
    const given = momentOf(value);
    if (routes.has(pointer) || given === undefined) return [];
    const place = placeNamed(contract, operation, pointer);
    const arrived = sent.find((leaf) => leaf.part === place?.part && leaf.pointer === place.pointer);
    const moment = momentOf(arrived?.value);
    // Parts of a second may be left out, and what is written otherwise need be no moment.
    if (arrived === undefined || moment === undefined || Math.abs(moment - given) < 1000) return [];
    const message = `${shown(value)} reaches the vendor as ${shown(arrived.value)}, in ${arrived.part} ${arrived.pointer}`;
    const seen = { expected: value, actual: arrived.value };
    return [fault(visit, { rule: "input-altered", pointer, message, ...seen })];
  });
}

/** Times that are written with other offsets may be the same; parts of a second may be left out. */
function isSameMoment(arrived: unknown, given: unknown): boolean {
  const [sent, moment] = [momentOf(arrived), momentOf(given)];
  return moment !== undefined && (sent === moment || sent === Math.floor(moment / 1000) * 1000);
}

/** A list without items reaches the vendor as one, where that makes a difference to the vendor. */
async function expectEmptyLists(visit: Visit, routes: Routes): Promise<Found[]> {
  const { subject, plan, exchanges } = visit;
  const sent = exchanges.flatMap((exchange) => sentLeaves(subject.contract, exchange));
  const found: Found[] = [];
  for (const [pointer, { part, pointer: place }] of listRoutes(routes)) {
    const list = memberAt(plan.inputs[0], pointer);
    if (!Array.isArray(list) || list.length > 0 || part !== "request.body") continue;
    if (sent.some((leaf) => leaf.part === part && isAtOrAround(leaf.pointer, place))) continue;
    if (!(await isMissed(visit, place, list))) continue;
    const message = `[] does not reach the vendor: ${part} has no ${place}`;
    found.push(fault(visit, { rule: "input-lost", pointer, message, expected: list }));
  }
  return found;
}

/** Whether the vendor, asked once more with the value that it did not get, has another answer for it. */
export async function isMissed(visit: Visit, place: string, value: unknown): Promise<boolean> {
  const exchange = firstWrite(visit);
  const answered = exchange && successOf(exchange);
  if (exchange === undefined || answered === undefined) return false;
  const body = withMember(parsedBody(exchange.request.body), place, value);
  const told = await resend(visit.subject, exchange, body);
  if (told === undefined) return false;
  return (isNothing(value) ? firstMissing(answered, told) : firstOther(told, answered, value)) !== undefined;
}

function isAtOrAround(pointer: string, place: string): boolean {
  return pointer === place || pointer.startsWith(`${place}/`) || place.startsWith(`${pointer}/`);
}

/** A list has all its items, in whatever order, also where an adapter sends them in several requests. */
function expectItems(visit: Visit, routes: Routes): Found[] {
  const { subject, plan, exchanges } = visit;
  const sent = exchanges.flatMap((exchange) => sentLeaves(subject.contract, exchange));
  return [...routes].flatMap(([pointer, { part, pointer: place }]) => {
    const list = memberAt(plan.inputs[0], pointer.replace(/\/0$/, ""));
    if (!pointer.endsWith("/0") || !place.endsWith("/0") || !Array.isArray(list)) return [];
    const items = sent.filter((leaf) => leaf.part === part && leaf.pointer.startsWith(place.slice(0, -1)));
    const lost = list.findIndex((value, at) => at > 0 && !items.some((item) => isSame(item.value, value)));
    if (lost === -1) return [];
    const message = `${shown(list[lost])} does not reach the vendor: ${part} ${place.slice(0, -2)} has ${items.length} of ${list.length} items`;
    return [
      fault(visit, { rule: "input-lost", pointer: `${pointer.slice(0, -1)}${lost}`, message, expected: list[lost] }),
    ];
  });
}
