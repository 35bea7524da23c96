import { isDeepStrictEqual } from "node:util";
import type { Exchange } from "../exchange.ts";
import type { AdapterFault } from "./finding.ts";
import type { Visit } from "./visit.ts";

/** One call has a write done once: what is sent again has failed, or was lost. Undefined where that is so. */
export function findRepeatedWrite({ plan, exchanges }: Visit): AdapterFault | undefined {
  // Who sends items one by one sends equal ones alike.
  if (plan.inputs.length !== 1 || hasTwins(plan.inputs[0])) return undefined;
  for (const [at, again] of exchanges.entries()) {
    const before = exchanges.slice(0, at);
    const first = before.findLastIndex((one) => isSameWrite(one, again));
    if (first === -1 || !before.slice(first).every(isDone)) continue;
    const { id, response } = before[first] as Exchange;
    const { method, url } = again.request;
    const message = `${method} ${url} is sent again with the same body, though ${id} was answered with ${response?.status}`;
    return { rule: "repeated-write", message, expected: 1, actual: 2 };
  }
  return undefined;
}

function isSameWrite({ request: one }: Exchange, { request: other }: Exchange): boolean {
  const isWrite = !["GET", "HEAD", "OPTIONS"].includes(one.method);
  return isWrite && one.method === other.method && one.url === other.url && one.body === other.body;
}

/** What is only accepted may have to be asked for again. */
function isDone({ response, fault: planted }: Exchange): boolean {
  return planted === undefined && response !== null && response.status < 400 && response.status !== 202;
}

/** Two items of some list are equal. */
function hasTwins(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const within = Object.values(value);
  const isTwin = (item: unknown, at: number) => within.findIndex((one) => isDeepStrictEqual(one, item)) < at;
  return (Array.isArray(value) && value.some(isTwin)) || within.some(hasTwins);
}
