import { leavesOf } from "./edit.ts";
import { markedInput } from "./mark.ts";
import type { Learnt, Subject } from "./subject.ts";
import { parsedBody, sentLeaves, traceInput, traceResult } from "./trace.ts";
import { firstOwn, type VisitPlan, visit } from "./visit.ts";

/** Sees where an adapter takes its values: from a call whose texts are all different, and from the documented answer. */
export async function learn(subject: Subject): Promise<Learnt> {
  const input = markedInput(subject);
  const marked = await see(subject, { inputs: [input] });
  const { documentedReply: reply, operation } = subject;
  const fault = { kind: "reply", operation: operation.id, ...(subject.isPaged ? { times: 1 } : {}) };
  const shown = reply && (await see(subject, { inputs: [input], faults: [{ ...fault, reply }] }));
  const routes = traceInput(input, marked.sent);
  const [fuller, other] =
    leavesOf(shown?.reply?.body).length > leavesOf(marked.reply?.body).length ? [shown, marked] : [marked, shown];
  const learnt = fuller?.reply === undefined ? other : fuller;
  if (learnt?.reply === undefined) return { routes, sources: undefined, reply: undefined, result: undefined };
  return { routes, sources: traceResult(learnt.result, learnt.reply.body), reply: learnt.reply, result: learnt.result };
}

async function see(subject: Subject, plan: VisitPlan) {
  const visited = await visit(subject, plan);
  const exchange = firstOwn(visited);
  const sent = exchange === undefined ? [] : sentLeaves(subject.contract, exchange);
  const answer = visited.outcomes[0]?.answer;
  const { response } = exchange ?? {};
  if (!response || response.status >= 300 || answer?.kind !== "result")
    return { sent, reply: undefined, result: undefined };
  return { sent, reply: { status: response.status, body: parsedBody(response.body) }, result: answer.result };
}
