import { isDeepStrictEqual } from "node:util";
import { escapeToken, tokensOf } from "../contract/json-pointer.ts";
import type { Exchange } from "../exchange.ts";
import { answerFirstWith } from "./answer-with.ts";
import { arrangedAsTraced } from "./arrange.ts";
import { leavesOf, memberAt, withMember } from "./edit.ts";
import { listInput } from "./list-input.ts";
import { freeMembers, markedInput, markOf } from "./mark.ts";
import { findPlaces } from "./paged-list.ts";
import { successOf } from "./resend.ts";
import { fullSuccess } from "./response-members.ts";
import { settleSources } from "./settle-sources.ts";
import type { Learnt, Subject } from "./subject.ts";
import { type Answered, tellApart, tellIdsApart } from "./tell-apart.ts";
import { isTelling, parsedBody, type Routes, sentLeaves, traceEncoded, traceInput, traceResult } from "./trace.ts";
import { vary } from "./vary.ts";
import { firstOwn, type Visit, type VisitPlan, visit } from "./visit.ts";

/**
 * Sees where an adapter takes its values: from a call whose texts are all different, and from an answer whose ids are. That
 * is the documented one, or the stand-in's own where that has more in it.
 */
export async function learn(subject: Subject): Promise<Learnt> {
  const { documentedInput, fullInput, documentedReply, isPaged } = subject;
  const [marked, full] = [documentedInput, fullInput].map((given) => markedInput(subject, given));
  const first = await see(subject, { inputs: [marked] });
  const whole = isDeepStrictEqual(marked, full) ? first : await see(subject, { inputs: [full] });
  const unmarked = first.end === undefined ? await refusedMarks(subject) : [];
  const input = unmarked.reduce<unknown>(
    (less, pointer) => withMember(less, pointer, memberAt(documentedInput, pointer)),
    marked,
  );
  const own = unmarked.length === 0 ? first : await see(subject, { inputs: [input] });
  const routes = new Map([
    ...traceEncoded(full, whole.sent),
    ...traceInput(full, whole.sent),
    ...traceInput(marked, first.sent),
    ...traceInput(input, own.sent),
  ]);
  for (const [pointer, route] of await seeIds(subject, input, routes)) routes.set(pointer, route);
  const replies = [documentedReply, own.reply, await seeFull(subject, own.reply)];
  const fuller = replies
    .map((one) => (one && isPaged ? { status: one.status, body: cutLists(one.body) } : one))
    .sort((one, other) => sizeOf(other) - sizeOf(one))[0];
  const seeWith = (reply: Answered) => see(subject, { inputs: [input], faults: answerFirstWith(subject, reply) });
  let shown = fuller && (await seeWith({ ...fuller, body: tellApart(subject, fuller) }));
  // An adapter may well know more of a value than the contract says.
  if (fuller && shown?.reply === undefined) shown = await seeWith({ ...fuller, body: tellIdsApart(fuller.body) });
  const { reply: learnt, result: answered, others } = shown?.reply === undefined ? own : shown;
  const trace = (result: unknown) => learnt && traceResult(result, learnt.body);
  const result = isPaged ? arrangedAsTraced(answered, trace(answered) ?? new Map()) : answered;
  const traced = trace(result);
  const ofAnswer = traced && isPaged ? new Map([...traced].filter(isOfOneItem(result, learnt?.body))) : traced;
  const sources =
    learnt && ofAnswer && (await settleSources(subject, { sources: ofAnswer, reply: learnt, others }, seeWith));
  const places = isPaged ? findPlaces(sources) : undefined;
  return { routes, unmarked, sources, reply: learnt, end: (await seeEnd(subject)) ?? own.end, places, result };
}

/** What comes last of a list of which the documented call may want a part alone. */
async function seeEnd(subject: Subject): Promise<Learnt["end"]> {
  const input = subject.isPaged ? await listInput(subject) : subject.documentedInput;
  return input === subject.documentedInput ? undefined : (await see(subject, { inputs: [input] })).end;
}

/** Members that a mark is refused in: an adapter, or a vendor, may well know more of a text than the schemas say. */
async function refusedMarks(subject: Subject): Promise<string[]> {
  const refused: string[] = [];
  if ((await see(subject, { inputs: [subject.documentedInput] })).end === undefined) return refused;
  for (const pointer of freeMembers(subject)) {
    const input = withMember(subject.documentedInput, pointer, markOf(pointer));
    if ((await see(subject, { inputs: [input] })).end === undefined) refused.push(pointer);
  }
  return refused;
}

/** Where ids go that stand in a request more than once: nobody need have a record with other ones. */
async function seeIds(subject: Subject, input: unknown, known: Routes): Promise<Routes> {
  const untold = leavesOf(input).filter(
    ({ pointer, value }) => isTelling(value) && /id$/i.test(pointer) && !known.has(pointer),
  );
  if (untold.length === 0) return new Map();
  const varied = untold.reduce(
    (altered, { pointer, value }, index) => withMember(altered, pointer, vary(value as string, index + 1)),
    input,
  );
  if (subject.checkInput(varied).length > 0) return new Map();
  const { sent } = await see(subject, { inputs: [varied] });
  return new Map([...traceInput(varied, sent)].filter(([pointer]) => untold.some((leaf) => leaf.pointer === pointer)));
}

/** Records of later pages have values of the first one by chance, at other indexes, or under other keys. */
function isOfOneItem(result: unknown, body: unknown): (traced: readonly [string, string]) => boolean {
  const owners = new Map<string, string | undefined>();
  for (const { pointer, value } of leavesOf(body)) {
    const [index, key] = [indexIn(pointer), String(value)];
    owners.set(key, owners.has(key) && owners.get(key) !== index ? undefined : index);
  }
  return ([place, source]) => itemOf(result, place, owners) === indexIn(source);
}

/** The index of the record that a place of a result is of: in a list its own, and under a key that of the record which has it. */
function itemOf(result: unknown, place: string, owners: ReadonlyMap<string, string | undefined>): string | undefined {
  let above = "";
  for (const token of tokensOf(place)) {
    const holder = memberAt(result, above);
    if (Array.isArray(holder)) return token;
    if (Object.keys(holder ?? {}).some((name) => owners.get(name) !== undefined)) return owners.get(token) ?? token;
    above += `/${escapeToken(token)}`;
  }
  return undefined;
}

function indexIn(pointer: string): string | undefined {
  return /\/(\d+)(?=\/|$)/.exec(pointer)?.[1];
}

/** What a vendor that may answer without a body says when it answers with one. */
async function seeFull(subject: Subject, own: Learnt["reply"]): Promise<Learnt["reply"]> {
  const { documentedInput, documentedReply, operation } = subject;
  const status = Number(fullSuccess(operation)?.status);
  if (own === undefined || own.body !== undefined || documentedReply !== undefined || Number.isNaN(status)) return own;
  const seen = await visit(subject, {
    inputs: [documentedInput],
    faults: [{ kind: "status", operation: operation.id, status }],
  });
  const { response } = firstOwn(seen) ?? {};
  return response ? { status: response.status, body: parsedBody(response.body) } : own;
}

function sizeOf(reply: { body: unknown } | undefined): number {
  return reply?.body === undefined ? 0 : leavesOf(reply.body).length;
}

/** A page of few records tells as much as one of many, and is judged sooner: a list has some dozens of cases. */
function cutLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, mostItems).map(cutLists);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cutLists(member)]));
}

const mostItems = 3;

async function see(subject: Subject, plan: VisitPlan) {
  const visited = await visit(subject, plan);
  const exchange = firstOwn(visited);
  const sent = exchange === undefined ? [] : sentLeaves(subject.contract, exchange);
  const answer = visited.outcomes[0]?.answer;
  const last = visited.exchanges.findLast(({ operation }) => operation === subject.operation.id);
  const [reply, end] = [exchange, last].map(successfulReply);
  if (reply === undefined || answer?.kind !== "result")
    return { sent, reply: undefined, end: undefined, result: undefined, others: new Set() };
  return { sent, reply, end, result: answer.result, others: saidByOthers(visited) };
}

/** What answers to other operations say. */
function saidByOthers({ subject, exchanges }: Visit): ReadonlySet<unknown> {
  const others = exchanges.filter(({ operation }) => operation !== subject.operation.id);
  return new Set(others.flatMap((one) => leavesOf(successOf(one)).map(({ value }) => value)));
}

function successfulReply(exchange: Exchange | undefined): Answered | undefined {
  const { response } = exchange ?? {};
  if (!response || response.status >= 300) return undefined;
  return { status: response.status, body: parsedBody(response.body) };
}
