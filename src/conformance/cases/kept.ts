import { isDeepStrictEqual } from "node:util";
import type { Exchange } from "../../exchange.ts";
import type { DistinctCalls } from "../distinct-calls.ts";
import { leavesOf } from "../edit.ts";
import { shown } from "../finding.ts";
import { type Found, fault } from "../judge.ts";
import { markOf } from "../mark.ts";
import type { Subject } from "../subject.ts";
import { parsedBody, type SentLeaf, sentLeaves } from "../trace.ts";
import { type Visit, visit } from "../visit.ts";
import { carries, ownOf, requestsOfCalls } from "../whose.ts";

/** The second of two calls sends what it was given, as a fresh adapter does, and nothing that the first one carried. */
export async function expectNothingKept(done: Visit, calls: DistinctCalls): Promise<Found[]> {
  const { subject, plan } = done;
  const second = secondOf(done, calls);
  const last = tellingOf(subject, second);
  if (last === undefined) return [];
  const sent = sentLeaves(subject.contract, last);
  // What the vendor has said meanwhile may well be sent back.
  const told = new Set(second.filter((one) => one !== last).flatMap(({ response }) => valuesOf(response?.body)));
  const first = sent.find(({ value }) => String(value).includes(markOf("1")) && !told.has(value));
  if (first !== undefined) return [keptFault(done, first, { actual: sent })];
  const [, input] = plan.inputs;
  const sendAlone = async (): Promise<SentLeaf[]> => {
    const fresh = await visit(subject, { inputs: [input], faults: calls.faults.slice(1), leastHit: 1 });
    const alone = tellingOf(subject, ownOf(fresh));
    return alone === undefined ? [] : sentLeaves(subject.contract, alone);
  };
  const due = await sendAlone();
  const lacking = due.filter((leaf) => !sent.some(at(leaf)));
  const odd = sent.filter((leaf) => !due.some((other) => isDeepStrictEqual(leaf, other)) && !told.has(leaf.value));
  const differing = [...lacking, ...odd];
  if (differing.length === 0) return [];
  // A time, or a number that is drawn, is another one in every call.
  const again = await sendAlone();
  const isSteady = (leaf: SentLeaf) => isDeepStrictEqual(due.find(at(leaf)), again.find(at(leaf)));
  return differing
    .filter(isSteady)
    .slice(0, 1)
    .map((leaf) => keptFault(done, leaf, { expected: due, actual: sent }));
}

function at({ part, pointer }: SentLeaf): (other: SentLeaf) => boolean {
  return (other) => other.part === part && other.pointer === pointer;
}

/** Who writes may read before; who lists goes on as far as there are pages. */
function tellingOf({ operation, isPaged }: Subject, exchanges: readonly Exchange[]): Exchange | undefined {
  const own = exchanges.filter((exchange) => exchange.operation === operation.id);
  return isPaged ? own[0] : own.at(-1);
}

/** What came of the second call. */
function secondOf(done: Visit, calls: DistinctCalls): readonly Exchange[] {
  const { outcomes, exchanges } = done;
  if (outcomes[1]?.answer.kind !== "result") return [];
  const [, second] = requestsOfCalls(done) ?? [];
  if (second !== undefined) return second;
  const own = ownOf(done);
  if (calls.tells.length === 0) return own.length === 2 ? own.slice(1) : [];
  const isOwn = (exchange: Exchange) => own.includes(exchange) && carries(done, calls, exchange, 1);
  const start = exchanges.findIndex(isOwn);
  return start === -1 ? [] : exchanges.slice(start);
}

function valuesOf(body: string | undefined): unknown[] {
  return leavesOf(parsedBody(body)).map(({ value }) => value);
}

function keptFault(
  done: Visit,
  leaf: SentLeaf,
  seen: { expected?: readonly SentLeaf[]; actual: readonly SentLeaf[] },
): Found {
  const { part, pointer, value } = leaf;
  const said = seen.actual.includes(leaf)
    ? `${part} ${pointer} is ${shown(value)}`
    : `${part} has no ${pointer}, which is ${shown(value)} without that call`;
  return fault(done, {
    rule: "shared-state",
    message: `what the adapter sends depends on the call before: ${said}`,
    ...seen,
  });
}
