import { hash } from "node:crypto";
import { single } from "../authentication.ts";
import { isJson, parseMediaType } from "../media-type.ts";
import { keyOfValue } from "../parameters.ts";
import { parseJson } from "../parse-json.ts";
import { parseQuery } from "../query.ts";
import { withoutMark } from "../sent-body.ts";
import { addressOf, isIdempotencyKey, longestKept, type Step } from "./step.ts";

/** Where a write goes, but for its idempotency key: an operation, and whatever of path, query and headers may be an account's. */
export function keyedAddressOf(step: Step): string {
  const { operation, exchange } = step;
  const headers = operation.parameters
    .filter(({ name, in: place }) => place === "header" && !isIdempotencyKey(name) && !isOfAttempt(name, "", []))
    .map((parameter) => String(exchange.request.headers[keyOfValue(parameter)] ?? ""));
  return [operation.id, addressOf(step), ...headers].join("\n");
}

/**
 * What a write says, for two that say the same to be equal: in JSON and forms the order of members is none, and what each
 * attempt stamps anew is left out. Undefined where it is not known whole, or has a form that is another one each time.
 */
export function writtenIn(step: Step): string | undefined {
  const { request, unrecorded = [] } = step.exchange;
  if (request.bodySize !== undefined || unrecorded.includes("request.body")) return undefined;
  const text = withoutMark(request.body ?? "");
  const type = parseMediaType(single(request.headers["content-type"]) ?? "")?.type ?? "";
  if (type.startsWith("multipart/")) return undefined;
  const written = toComparable(text, type, momentsOf(step));
  return written.length <= longestKept ? written : hash("sha256", written, "base64");
}

function toComparable(text: string, type: string, sent: readonly number[]): string {
  if (type === "application/x-www-form-urlencoded") {
    const entries = parseQuery(text).map(({ name, value }) => [name, stampless(name, value, sent)] as const);
    return JSON.stringify(entries.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)));
  }
  const { value, problem } = isJson(type) ? parseJson(text) : { problem: "no JSON" };
  return problem === undefined ? JSON.stringify(inOrder(value, sent)) : text;
}

function inOrder(value: unknown, sent: readonly number[]): unknown {
  if (Array.isArray(value)) return value.map((item) => inOrder(item, sent));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return members.map(([name, member]) => [name, inOrder(stampless(name, member, sent), sent)]);
}

/** Names of what tells one attempt from another: traces, numbers of attempts, ids of requests. */
const ofAttempt =
  /^(?:x[-_]?)?(?:nonce|trace|traceparent|tracestate|(?:trace|span|correlation|request)[-_]?id|attempts?(?:[-_]?(?:no|number|count))?|retr(?:y|ies)(?:[-_]?(?:no|number|count))?)$/i;

/** Whether a value is one that each attempt has anew: it has a name that only attempts have, or is the time at which one was sent. */
export function isOfAttempt(name: string, value: unknown, sent: readonly number[]): boolean {
  if (ofAttempt.test(name)) return typeof value !== "object";
  const times = typeof value === "number" ? [value, value * 1000] : typeof value === "string" ? timesIn(value) : [];
  return times.some((time) => sent.some((moment) => Math.abs(time - moment) <= nearMs));
}

function stampless(name: string, value: unknown, sent: readonly number[]): unknown {
  return isOfAttempt(name, value, sent) ? "of the attempt" : value;
}

function timesIn(text: string): number[] {
  if (/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d/.test(text)) return [Date.parse(text)];
  return /^\d{10,13}$/.test(text) ? [Number(text), Number(text) * 1000] : [];
}

/** Clocks are set differently, and what is sent may have waited. */
const nearMs = 5 * 60_000;

/** When a request was sent, by the clocks that its client may go by. */
function momentsOf({ times: { start, tenant } }: Step): number[] {
  return [start, tenant].filter((time) => time !== undefined);
}
