import type { Exchange } from "../exchange.ts";
import type { DistinctCalls } from "./distinct-calls.ts";
import type { CallOutcome } from "./driver.ts";
import { leavesOf, memberAt } from "./edit.ts";
import { shown } from "./finding.ts";
import { type Found, fault } from "./judge.ts";
import { isSame, parsedBody, sentLeaves } from "./trace.ts";
import type { Visit } from "./visit.ts";

/** Each call reached the vendor, and has what the vendor answered to it and to no other. */
export function expectOwn(visit: Visit, calls: DistinctCalls): Found[] {
  const own = ownOf(visit);
  // Who asks by another way, such as for many records at once, cannot be looked over.
  if (own.length === 0) return [];
  if (calls.tells.length === 0) return expectAllShown(visit, calls, own);
  const seen = visit.outcomes.map((outcome, index) => seeCall(visit, calls, { outcome, index, own }));
  const [unsent, mixed] = [seen.filter(({ isSent }) => !isSent), seen.filter(({ lacking }) => lacking !== undefined)];
  if (unsent[0] !== undefined) {
    const message = `${unsent.length} of ${seen.length} calls do not reach the vendor with all that they carry, such as that with ${unsent[0].name}`;
    return [fault(visit, { rule: "shared-state", pointer: calls.tells[0]?.[0] ?? "", message })];
  }
  if (mixed[0] === undefined) return expectNoneOfOthers(visit, calls, seen);
  const { name, lacking } = mixed[0];
  const message = `${mixed.length} of ${seen.length} calls have the result of another, such as that with ${name}: the vendor's answer to it says ${shown(lacking)}`;
  return [fault(visit, { rule: "shared-state", message, expected: lacking })];
}

/** No result has beside its own what the vendor has answered to other calls alone. */
function expectNoneOfOthers(visit: Visit, calls: DistinctCalls, seen: readonly SeenCall[]): Found[] {
  const foreign = seen.flatMap(({ name, mine, texts }) => {
    const own = new Set(mine.flatMap((exchange) => saidBy(exchange, calls)));
    const all = seen.flatMap((other) => other.mine.flatMap((one) => saidBy(one, calls)));
    const text = all.find((one) => !own.has(one) && texts.has(one));
    return text === undefined ? [] : [{ name, text }];
  });
  if (foreign[0] === undefined) return [];
  const message = `${foreign.length} of ${seen.length} calls have in their result what the vendor has answered to another, such as that with ${foreign[0].name}: it has ${shown(foreign[0].text)}`;
  return [fault(visit, { rule: "shared-state", message, actual: foreign[0].text })];
}

type SeenCall = ReturnType<typeof seeCall>;

/** Whether a request has what the call carries, and what the answer to it says that its result does not. */
function seeCall(
  visit: Visit,
  calls: DistinctCalls,
  { outcome: { answer }, index, own }: { outcome: CallOutcome; index: number; own: readonly Exchange[] },
) {
  const mine = own.filter((exchange) => carries(visit, calls, exchange, index));
  const isRefused = answer.kind === "failure" || (answer.kind === "error" && own.length < visit.outcomes.length);
  const texts = textsOf(answer.kind === "result" ? answer.result : undefined);
  const said = answer.kind === "result" ? mine.flatMap((exchange) => saidBy(exchange, calls)) : [];
  return {
    name: nameOf(visit, calls, index),
    ...{ mine, texts },
    isSent: isRefused || mine.length > 0,
    lacking: said.find((text) => !texts.has(text)),
  };
}

/** Where nothing tells whose an answer is, at least one result shows it. */
function expectAllShown(visit: Visit, calls: DistinctCalls, own: readonly Exchange[]): Found[] {
  const results = visit.outcomes.flatMap(({ answer }) => (answer.kind === "result" ? [textsOf(answer.result)] : []));
  if (results.length < visit.outcomes.length) return [];
  const said = own.map((exchange) => saidOfRecords(visit, calls, exchange));
  const shownBy = said.map((records) => results.filter((seen) => isShown(records, seen)).length);
  const doubled = shownBy.findIndex((count) => count > 1);
  // Who asks once for several calls that are alike gives all of them the same answer.
  if (doubled !== -1 && shownBy.filter((count) => count > 0).length >= results.length) {
    const message = `an answer of the vendor shows in the results of ${shownBy[doubled]} calls, that with ${shown(said[doubled]?.[0]?.[0])}`;
    return [fault(visit, { rule: "shared-state", message, actual: said[doubled]?.[0]?.[0] })];
  }
  const lost = said.filter((records, index) => records.length > 0 && shownBy[index] === 0);
  if (lost.length === 0 || isMoreThanAsked(visit, shownBy)) return [];
  const message = `of ${own.length} answers of the vendor ${lost.length} show in no call's result, such as that with ${shown(lost[0]?.[0]?.[0])}`;
  return [fault(visit, { rule: "shared-state", message, expected: lost[0]?.flat() })];
}

/** A caller who wants so many records of a list and no more is not shown a page that was read beyond them. */
function isMoreThanAsked({ subject, outcomes }: Visit, shownBy: readonly number[]): boolean {
  return subject.isPaged && shownBy.filter((count) => count > 0).length >= outcomes.length;
}

/** A caller may want fewer records than a page has: one of them, told by all its texts, shows the page. */
function isShown(records: readonly (readonly string[])[], seen: ReadonlySet<unknown>): boolean {
  return records.some((texts) => texts.every((text) => seen.has(text)));
}

/** What an answer says that a result shows: of a list for each of its records, of all else in one. */
function saidOfRecords({ subject }: Visit, calls: DistinctCalls, exchange: Exchange): string[][] {
  const records = new Map<string, string[]>();
  for (const source of calls.told) {
    const record = subject.isPaged ? (/\/(\d+)(?=\/|$)/.exec(source)?.[1] ?? "") : "";
    records.set(record, [...(records.get(record) ?? []), source]);
  }
  return [...records.values()].map((told) => saidBy(exchange, { ...calls, told })).filter((texts) => texts.length > 0);
}

/** The requests of the operation, whoever sent them. */
export function ownOf({ subject, exchanges }: Visit): Exchange[] {
  return exchanges.filter(({ operation }) => operation === subject.operation.id);
}

/** What each call sent, for calls one after the other; undefined where it cannot be seen, as of another process. */
export function requestsOfCalls({ outcomes, exchanges }: Visit): Exchange[][] | undefined {
  const counts = outcomes.map(({ sent }) => sent?.length ?? Number.NaN);
  if (counts.reduce((sum, count) => sum + count, 0) !== exchanges.length) return undefined;
  let start = 0;
  return counts.map((count) => {
    start += count;
    return exchanges.slice(start - count, start);
  });
}

/** Whether a request is of the call with this number. */
export function carries({ subject, plan }: Visit, { tells }: DistinctCalls, exchange: Exchange, call: number): boolean {
  const sent = sentLeaves(subject.contract, exchange);
  return tells.every(([pointer, { part, pointer: place }]) =>
    sent.some(
      (leaf) =>
        leaf.part === part && leaf.pointer === place && isSame(leaf.value, memberAt(plan.inputs[call], pointer)),
    ),
  );
}

function nameOf({ plan }: Visit, { tells }: DistinctCalls, call: number): string {
  return shown(memberAt(plan.inputs[call], tells[0]?.[0] ?? ""));
}

function saidBy({ response }: Exchange, { told }: DistinctCalls): string[] {
  const body = parsedBody(response?.body);
  return told.map((source) => memberAt(body, source)).filter((value) => typeof value === "string");
}

function textsOf(result: unknown): ReadonlySet<unknown> {
  return new Set(leavesOf(result).map(({ value }) => value));
}
