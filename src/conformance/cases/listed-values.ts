import { isDeepStrictEqual } from "node:util";
import { checkValue } from "../../contract/check-value.ts";
import { toDotted } from "../../contract/json-pointer.ts";
import { answerFirstWith, pageBehind } from "../answer-with.ts";
import { type Case, type CaseOutcome, inapplicable, runAll, toOutcome } from "../case.ts";
import { leavesOf, withMember } from "../edit.ts";
import { shown } from "../finding.ts";
import type { Member } from "../input-schema.ts";
import { expectEither, type Found, fault, judge } from "../judge.ts";
import { requestPlaces } from "../request-places.ts";
import { firstWrite, sendAgain } from "../resend.ts";
import { isSaid, isSameWord } from "../said.ts";
import type { Subject } from "../subject.ts";
import { isTelling, parsedBody, type Route, type SentLeaf, sentLeaves } from "../trace.ts";
import { firstOwn, type Visit, visit } from "../visit.ts";
import { expectArrival } from "./arrival.ts";

/** A call with one of the listed values, and what it sent. */
interface Tried {
  value: unknown;
  visited: Visit;
  sent: readonly SentLeaf[];
}

const group = "listed-values";
const fewest = 2;
const most = 8;

/** Each value that the input schema lists for a member goes where the others go: so that is known of a member whose own value says nothing. */
export function listedValuesCases(subject: Subject, members: readonly Member[]): Case[] {
  return members.flatMap((member) => {
    const { pointer, schema } = member;
    const values = (Array.isArray(schema.enum) ? schema.enum : []).filter(isTelling).slice(0, most);
    const allowed = values.filter((value) => subject.checkInput(withValue(subject, pointer, value)).length === 0);
    if (allowed.length < fewest) return [];
    const claim = `sends each of the listed values for ${toDotted(pointer)}`;
    return [{ group, detail: pointer, claim, run: () => runValues(subject, member, allowed) }];
  });
}

/** In the documented input; beside what it needs there, in the full one. */
function withValue({ documentedInput, fullInput, checkInput }: Subject, pointer: string, value: unknown): unknown {
  const input = withMember(documentedInput, pointer, value);
  return checkInput(input).length === 0 ? input : withMember(fullInput, pointer, value);
}

async function runValues(subject: Subject, member: Member, values: readonly unknown[]): Promise<CaseOutcome> {
  const { pointer, nullable } = member;
  const all: Tried[] = [];
  for (const value of values) all.push(await tryValue(subject, pointer, value));
  if (all.every(({ visited }) => visited.exchanges.length === 0))
    return inapplicable("the adapter refuses each of them before it sends anything");
  const places = placesOf(all);
  const found: Found[][] = [];
  for (const one of all)
    found.push([
      ...(await judge(one.visited, async (visited) => [...expectEither(visited), ...(await expectArrival(visited))])),
      ...expectAt(member, places, one, values),
      ...(await expectTaken(member, places, one, all)),
    ]);
  const none = nullable ? withValue(subject, pointer, null) : undefined;
  if (places.length === 0 && none !== undefined && subject.checkInput(none).length === 0)
    found[0]?.push(...expectDifference(member, await tryValue(subject, pointer, null), all));
  return runAll(
    all.map(({ visited }, index) => ({
      ...{ group, detail: pointer, claim: "" },
      run: async () => toOutcome(visited, found[index] ?? []),
    })),
  );
}

/** Of a list the first page is all that there is. */
async function tryValue(subject: Subject, pointer: string, value: unknown): Promise<Tried> {
  const end = subject.isPaged ? pageBehind(0, await subject.learn()) : undefined;
  const faults = end === undefined ? [] : answerFirstWith(subject, end, end);
  const visited = await visit(subject, { inputs: [withValue(subject, pointer, value)], faults, leastHit: 0 });
  const exchange = firstOwn(visited);
  return { value, visited, sent: exchange === undefined ? [] : sentLeaves(subject.contract, exchange) };
}

/** Where several of the values stand, each in its own call. */
function placesOf(all: readonly Tried[]): Route[] {
  const counts = new Map<string, { place: Route; count: number }>();
  for (const { value, sent } of all)
    for (const { part, pointer } of sent.filter((leaf) => isSameWord(leaf.value, value))) {
      const key = `${part} ${pointer}`;
      counts.set(key, { place: { part, pointer }, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  return [...counts.values()].filter(({ count }) => count >= fewest).map(({ place }) => place);
}

/** There each stands as itself: not as another one that is listed, or as what another member says. */
function expectAt(
  { pointer }: Member,
  places: readonly Route[],
  { value, visited, sent }: Tried,
  values: readonly unknown[],
): Found[] {
  const others = othersOf(visited, pointer);
  return places.flatMap((place) => {
    const arrived = leafAt(sent, place)?.value;
    if (arrived === undefined || isSameWord(arrived, value) || !mayStand(visited.subject, place, value)) return [];
    if (![...values, ...others].some((other) => isSameWord(other, arrived))) return [];
    const message = `${shown(value)} reaches the vendor as ${shown(arrived)}, in ${place.part} ${place.pointer}, where other listed values arrive as they are`;
    return [fault(visited, { rule: "input-altered", pointer, message, expected: value, actual: arrived })];
  });
}

/** What the vendor refuses is not what it was asked with another value, with this one in its place. */
async function expectTaken(
  { pointer }: Member,
  places: readonly Route[],
  { value, visited }: Tried,
  all: readonly Tried[],
): Promise<Found[]> {
  const { answer } = visited.outcomes[0] ?? {};
  const [place] = places.filter(({ part }) => part === "request.body");
  const model = all.find((one) => one.visited.outcomes[0]?.answer.kind === "result");
  const [taken, refused] = [model && firstWrite(model.visited), firstOwn(visited)];
  if (answer?.kind !== "error" || place === undefined || taken === undefined) return [];
  if (refused?.response == null || refused.response.status < 400) return [];
  const { subject } = visited;
  const body = withMember(parsedBody(taken.request.body), place.pointer, value);
  if (refused.request.url === taken.request.url && isDeepStrictEqual(parsedBody(refused.request.body), body)) return [];
  const response = await sendAgain(subject, subject.openTenant(), { ...taken.request, body: JSON.stringify(body) });
  if (!response.ok) return [];
  const message = `the vendor refuses what the adapter sends for ${shown(value)}, and takes what it sends for ${shown(model?.value)} with ${shown(value)} at ${place.pointer}: ${answer.error.message}`;
  return [
    fault(visited, { rule: "unexpected-error", pointer, message, expected: value, actual: answer.error.message }),
  ];
}

/** An id that reaches the vendor nowhere: all are as none is, which is sent as null, or another member's value is sent for all. */
function expectDifference({ pointer, name }: Member, none: Tried, all: readonly Tried[]): Found[] {
  if (!/id$/i.test(name) || none.visited.outcomes[0]?.answer.kind !== "result") return [];
  const own = all.filter(({ value, visited, sent }) => {
    const isElsewhere = othersOf(visited, pointer).some((other) => isSameWord(other, value));
    return !isElsewhere && sent.length > 0 && visited.outcomes[0]?.answer.kind === "result";
  });
  const [first] = own;
  if (first === undefined || own.some(({ value, visited }) => isSaid(visited.exchanges, value))) return [];
  const { value, visited } = first;
  const nulls = none.sent.filter((leaf) => leaf.part === "request.body" && leaf.value === null);
  const still = nulls.find((leaf) => own.every(({ sent }) => leafAt(sent, leaf)?.value === null));
  const instead = first.sent.find(
    (leaf) =>
      leaf.part === "request.body" &&
      !isSameWord(leafAt(none.sent, leaf)?.value, leaf.value) &&
      othersOf(visited, pointer).some((other) => isSameWord(other, leaf.value)) &&
      own.every(({ sent }) => isSameWord(leafAt(sent, leaf)?.value, leaf.value)),
  );
  if (instead !== undefined) {
    const message = `${shown(value)} does not reach the vendor: ${instead.part} has ${shown(instead.value)} at ${instead.pointer}, which another member of the input says`;
    return [fault(visited, { rule: "input-altered", pointer, message, expected: value, actual: instead.value })];
  }
  if (still === undefined) return [];
  const message = `${shown(value)} does not reach the vendor: ${still.part} has null${still.pointer && ` at ${still.pointer}`}, as it has for null`;
  return [fault(visited, { rule: "input-lost", pointer, message, expected: value })];
}

function othersOf({ plan }: Visit, pointer: string): unknown[] {
  return leavesOf(plan.inputs[0])
    .filter((leaf) => leaf.pointer !== pointer && isTelling(leaf.value))
    .map(({ value }) => value);
}

function leafAt(sent: readonly SentLeaf[], { part, pointer }: Route): SentLeaf | undefined {
  return sent.find((leaf) => leaf.part === part && leaf.pointer === pointer);
}

function mayStand({ contract, operation }: Subject, { part, pointer }: Route, value: unknown): boolean {
  return requestPlaces(contract, operation)
    .filter((place) => place.part === part && place.pointer === pointer)
    .flatMap(({ schemas }) => schemas)
    .every((schema) => checkValue(contract.checker, schema, value, "request").length === 0);
}
