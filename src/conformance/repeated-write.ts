import { isDeepStrictEqual } from "node:util";
import { splitUrl } from "../contract/check-exchange.ts";
import { keyOf } from "../contract/sequence/idempotency-key.ts";
import type { Exchange } from "../exchange.ts";
import type { AdapterFault } from "./finding.ts";
import type { Visit } from "./visit.ts";

/** One call has a write done once: what is sent again has failed, or was lost. Undefined where that is so. */
export function findRepeatedWrite(visit: Visit): AdapterFault | undefined {
  const { plan, exchanges } = visit;
  // Who sends items one by one sends equal ones alike.
  if (plan.inputs.length !== 1 || hasTwins(plan.inputs[0])) return undefined;
  for (const [at, again] of exchanges.entries()) {
    const before = exchanges.slice(0, at);
    const first = before.findLastIndex((one) => isSameWrite(one, again));
    if (first === -1 || !before.slice(first).every(isDone)) continue;
    const done = before[first] as Exchange;
    if (before.slice(first).some(isPlanted) && !adds(visit, done, again)) continue;
    const { id, response } = done;
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
  if (response === null || response.status === 202) return false;
  if (planted === undefined) return response.status < 400;
  // What breaks off says nothing; a planted answer that is whole says so by its status, whatever its body.
  return planted.kind === "reply" && planted.also === undefined && response.status >= 200 && response.status < 300;
}

function isPlanted({ fault: planted }: Exchange): boolean {
  return planted !== undefined;
}

/** Whoever cannot make use of an answer may set again what is set, or send a write by which the vendor knows it again. */
function adds({ subject }: Visit, first: Exchange, again: Exchange): boolean {
  if (again.request.method !== "POST") return false;
  const operation = subject.contract.operations.find(({ id }) => id === again.operation);
  if (operation === undefined) return false;
  const [key, other] = [first, again].map((exchange) =>
    keyOf({ operation, exchange, query: splitUrl(exchange.request.url).query }),
  );
  return key === undefined || key !== other;
}

/** Two items of some list are equal. */
export function hasTwins(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const within = Object.values(value);
  const isTwin = (item: unknown, at: number) => within.findIndex((one) => isDeepStrictEqual(one, item)) < at;
  return (Array.isArray(value) && value.some(isTwin)) || within.some(hasTwins);
}
