import { hash } from "node:crypto";
import type { ObservedExchange } from "../../exchange.ts";
import type { Contract, Operation } from "../contract.ts";
import { keyOfValue } from "../parameters.ts";
import { parseQuery } from "../query.ts";
import { redactHeaders, redactUrl } from "../redaction.ts";
import { type ClientTimes, type ClientTraits, timesOf } from "./times.ts";

/** An exchange as one of several of the same client. A stand-in's exchanges can be given as its journal has them. */
export interface SequencedExchange extends ObservedExchange {
  /** How findings in later exchanges name it, such as "x-000001"; otherwise by its number. */
  id?: string;
  /** Whose it is at a stand-in, whose `startedAt` is by the tenant's clock; absent where no stand-in answered. */
  tenant?: string;
  /** A stand-in's: when the answer was at hand, by the machine's clock. */
  recordedAt?: string;
  /** From the request to its answer. Rules about repeats need it. */
  durationMs?: number;
  /** The fault that was injected, and the kinds of the others. */
  fault?: { kind: string; also?: readonly string[] };
  /** Bodies that are not at hand whole. */
  unrecorded?: readonly string[];
  request: ObservedExchange["request"] & { bodySize?: number };
  response: (NonNullable<ObservedExchange["response"]> & { bodySize?: number }) | null;
}

/** What became of a request, as its client saw it. */
export type Fate =
  /** An answer that is none of the following. */
  | "answered"
  /** 4xx but for 429. */
  | "refused"
  | "throttled"
  /** 5xx. */
  | "failed"
  /** No answer, or none that can be read. */
  | "lost";

/** An exchange in its sequence. */
export interface Step {
  contract: Contract;
  operation: Operation;
  exchange: SequencedExchange;
  /** As findings name it. */
  id: string;
  /** Counted from 1. */
  number: number;
  /** Raw, without the question mark and without credentials: a redacted exchange is judged alike. */
  query: string;
  fate: Fate;
  status: number | null;
  times: ClientTimes;
}

export function createStep(
  contract: Contract,
  operation: Operation,
  exchange: SequencedExchange,
  place: { number: number; query: string },
  traits: ClientTraits,
): Step {
  return {
    ...{ contract, operation, exchange, ...place },
    id: exchange.id ?? `exchange ${place.number}`,
    fate: fateOf(exchange),
    status: exchange.response?.status ?? null,
    times: timesOf(exchange, traits),
  };
}

/** Faults after which a client has nothing that it could read. */
const losing = ["reset", "empty", "garbage", "malformed-chunk", "truncate", "after-commit"];

function fateOf({ response, fault }: SequencedExchange): Fate {
  // What Standin says in its own voice is no word of the vendor's.
  if (response?.headers["standin-problem"] !== undefined) return "answered";
  const isLost = fault !== undefined && [fault.kind, ...(fault.also ?? [])].some((kind) => losing.includes(kind));
  if (response === null || isLost) return "lost";
  if (response.status === 429) return "throttled";
  if (response.status >= 500) return "failed";
  return response.status >= 400 ? "refused" : "answered";
}

/** Longer texts are told apart by their hash. */
export const longestKept = 200;

/**
 * What two requests have alike when one is the other sent again: all that the contract speaks of but an idempotency key.
 * Undefined where it is not known whole.
 */
export function identityOf(step: Step): string | undefined {
  const { contract, operation } = step;
  const { request, unrecorded = [] } = step.exchange;
  if (request.bodySize !== undefined || unrecorded.includes("request.body")) return undefined;
  const names = operation.parameters
    .filter((one) => one.in === "header" && !isIdempotencyKey(one.name))
    .map(keyOfValue);
  const sent = redactHeaders(contract, request.headers);
  const headers = ["authorization", "content-type", ...names].map((name) => String(sent[name] ?? ""));
  const text = [request.method, addressOf(step), ...headers, request.body ?? ""].join("\n");
  return text.length <= longestKept ? text : hash("sha256", text, "base64");
}

/** A URL without credentials and idempotency keys. */
export function addressOf({ contract, operation, exchange, query }: Step): string {
  const url = redactUrl(contract, exchange.request.url);
  const keys = operation.parameters.filter((one) => one.in === "query" && isIdempotencyKey(one.name));
  if (keys.length === 0) return url;
  const others = parseQuery(query).filter((entry) => !keys.some(({ name }) => name === entry.name));
  return [url.replace(/[?#].*/s, ""), ...others.map(({ rawName, rawValue }) => `${rawName}=${rawValue}`)].join("&");
}

export function isIdempotencyKey(parameter: string): boolean {
  return /idempoten/i.test(parameter);
}
