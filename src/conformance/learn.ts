import { markedInput } from "./mark.ts";
import type { Learnt, Subject } from "./subject.ts";
import { parsedBody, sentLeaves, traceInput, traceResult } from "./trace.ts";
import { visit } from "./visit.ts";

/** Sees where an adapter takes its values, from a call whose texts are all different. */
export async function learn(subject: Subject): Promise<Learnt> {
  const input = markedInput(subject);
  const { outcomes, exchanges } = await visit(subject, { inputs: [input] });
  const exchange = exchanges.findLast(({ operation }) => operation === subject.operation.id);
  const routes = exchange === undefined ? new Map() : traceInput(input, sentLeaves(subject.contract, exchange));
  const { response } = exchange ?? {};
  const answer = outcomes[0]?.answer;
  if (!response || response.status >= 300 || answer?.kind !== "result")
    return { routes, sources: undefined, reply: undefined, result: undefined };
  const body = parsedBody(response.body);
  const { result } = answer;
  return { routes, sources: traceResult(result, body), reply: { status: response.status, body }, result };
}
