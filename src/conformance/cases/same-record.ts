import { type Case, createCase, inapplicable } from "../case.ts";
import { type DistinctCalls, idMember, withoutAnswers } from "../distinct-calls.ts";
import { memberAt } from "../edit.ts";
import { shown } from "../finding.ts";
import { type Found, fault } from "../judge.ts";
import { markOf } from "../mark.ts";
import type { Subject } from "../subject.ts";
import { isSame, sentLeaves } from "../trace.ts";
import { type Visit, visit } from "../visit.ts";
import { carries, ownOf } from "../whose.ts";

const named = {
  group: "sequence",
  detail: "same-record",
  claim: "writes a record as it was before, after another write, and nothing of that",
};

/** A record is written, written otherwise with all that there is, and then as at first: that is what the vendor has to have. */
export function sameRecordCases(subject: Subject, least: unknown): Case[] {
  if (!["PUT", "PATCH"].includes(subject.operation.method)) return [];
  return [{ ...named, run: async () => sameRecord(subject, least) }];
}

async function sameRecord(subject: Subject, least: unknown) {
  const { documentedInput, fullInput } = subject;
  const learnt = await subject.learn();
  if (idMember(subject, learnt) === undefined) return inapplicable("nothing says which record is written");
  const calls = [least, documentedInput]
    .map((one) => withoutAnswers(subject, learnt, [one, fullInput, one]))
    .find(({ tells }) => tells.length > 0);
  if (calls === undefined) return inapplicable("nothing tells two writes apart");
  const [first, other] = calls.inputs;
  return createCase(subject, {
    ...named,
    inputs: [first, other, first],
    expect: async (visit) => [
      ...(await expectServedAgain(visit)),
      ...expectLastWord(visit, calls),
      ...expectNoneOfOther(visit, calls),
    ],
  }).run();
}

/** What was taken once is taken again, unless the vendor refuses it by then, or the adapter takes no write twice. */
async function expectServedAgain(done: Visit): Promise<Found[]> {
  const { subject, plan, outcomes, exchanges } = done;
  const [first, , last] = outcomes.map(({ answer }) => answer);
  const errors = outcomes.filter(({ answer }) => answer.kind === "error").length;
  const refused = exchanges.filter(({ response }) => response !== null && response.status >= 400).length;
  if (first?.kind !== "result" || last?.kind !== "error" || errors <= refused) return [];
  const twice = await visit(subject, { inputs: [plan.inputs[0], plan.inputs[0]] });
  if (twice.outcomes.some(({ answer }) => answer.kind === "error")) return [];
  const message = `the first write of a record, made once more after another one, reports an error: ${last.error.message}`;
  return [fault(done, { rule: "shared-state", message, actual: last.error.message })];
}

/** Of each member that differs the vendor is told last what the last call has. */
function expectLastWord(visit: Visit, calls: DistinctCalls): Found[] {
  const { subject, outcomes, plan } = visit;
  // Who refuses one of them has said so.
  if (outcomes.some(({ answer }) => answer.kind !== "result")) return [];
  const sent = ownOf(visit).flatMap((exchange) => sentLeaves(subject.contract, exchange));
  for (const [pointer, { part, pointer: place }] of calls.tells) {
    const last = sent.findLast((leaf) => leaf.part === part && leaf.pointer === place);
    const due = memberAt(plan.inputs.at(-1), pointer);
    if (last === undefined || isSame(last.value, due)) continue;
    const message = `the last write of a record, which is what the first one was, does not reach the vendor: it has ${shown(last.value)} from the write between them, and not ${shown(due)}`;
    return [fault(visit, { rule: "shared-state", pointer, message, expected: due, actual: last.value })];
  }
  return [];
}

/** What follows the other write has nothing of it, as the first one had not. */
function expectNoneOfOther(visit: Visit, calls: DistinctCalls): Found[] {
  const { subject, exchanges } = visit;
  const own = ownOf(visit);
  // What the vendor has said meanwhile may well be sent back.
  if (own.length < exchanges.length) return [];
  const other = own.findLastIndex((exchange) => carries(visit, calls, exchange, 1));
  const kept = own
    .slice(other === -1 ? own.length : other + 1)
    .flatMap((exchange) => sentLeaves(subject.contract, exchange))
    .find(({ value }) => String(value).includes(markOf("2")));
  if (kept === undefined) return [];
  const message = `what the adapter sends of a record depends on what it sent of it before: ${kept.part} ${kept.pointer} is ${shown(kept.value)}`;
  return [fault(visit, { rule: "shared-state", message, actual: kept.value })];
}
