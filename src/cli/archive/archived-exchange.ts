import { setMember } from "../../contract/assign-members.ts";
import type { SequencedExchange } from "../../contract/sequence.ts";
import type { Headers, ObservedExchange, ObservedRequest, ObservedResponse, Violation } from "../../exchange.ts";
import { isCutting } from "../../simulator/faults/cut-reply.ts";
import { faultKinds, isAltering } from "../../simulator/faults/fault.ts";
import { originOf } from "./origin.ts";

/** An exchange out of an archive, with what the archive says of it beside what was observed. */
export interface ArchivedExchange extends ObservedExchange {
  /** Whom the archive names; absent in archives from elsewhere. */
  provider?: string;
  /** A stand-in's journal was exported: the stand-in answered. */
  standin: boolean;
  /** A fault was injected that alters answers. */
  fault: boolean;
  /** Bodies that were there and that the archive does not hold whole: they cannot be judged. */
  unrecorded: readonly ("request.body" | "response.body")[];
  /** It is an interaction, and says what it is. */
  expected?: Expectation;
  /** What places it among the others. */
  among: Pick<SequencedExchange, "id" | "tenant" | "recordedAt" | "durationMs" | "fault">;
}

/** What an interaction says of itself, to be held against what is found. */
export interface Expectation {
  /** operationId; null where the vendor refuses what is no operation. */
  operation: string | null;
  /** What it breaks on purpose. */
  violates: readonly Pick<Violation, "part" | "pointer" | "rule">[];
}

/** What a value lacks to be an exchange: text that completes "the exchange …". */
export class NoExchange extends Error {}

/** Takes one exchange of NDJSON or of a journal. Throws NoExchange. */
export function toArchivedExchange(value: unknown): ArchivedExchange {
  const exchange = toRecord(value, "is no JSON object");
  const request = toRecord(exchange.request, "has no request");
  const response =
    exchange.response === null ? null : toRecord(exchange.response, "has no response (null stands for none)");
  const unrecorded: ArchivedExchange["unrecorded"][number][] = [];
  const sent = toRequest(request);
  // A journal caps bodies and then tells the size of the whole.
  if (typeof request.bodySize === "number" || isUnread(sent)) unrecorded.push("request.body");
  // Of an answer that a fault cut off the journal has what was sent.
  if (typeof response?.bodySize === "number" || (response !== null && kindsOf(exchange.fault).some(isCutting)))
    unrecorded.push("response.body");
  return {
    request: sent,
    response: response === null ? null : toResponse(response),
    ...(typeof exchange.startedAt === "string" ? { startedAt: exchange.startedAt } : {}),
    ...(typeof exchange.provider === "string" ? { provider: exchange.provider } : {}),
    standin: typeof exchange.tenant === "string",
    fault: altersAnswer(exchange.fault),
    unrecorded,
    among: toAmong(exchange),
  };
}

function toAmong({ id, tenant, recordedAt, durationMs, fault }: Record<string, unknown>): ArchivedExchange["among"] {
  const [kind, ...also] = kindsOf(fault);
  return {
    ...(typeof id === "string" ? { id } : {}),
    ...(typeof tenant === "string" ? { tenant } : {}),
    ...(typeof recordedAt === "string" ? { recordedAt } : {}),
    ...toDuration(durationMs),
    ...(kind === undefined ? {} : { fault: { kind, also } }),
  };
}

/** The kinds of the faults that were injected, the one that is named first. */
function kindsOf(fault: unknown): readonly string[] {
  if (fault === undefined || fault === null) return none;
  const { kind, also = [] } = fault as { kind?: unknown; also?: unknown };
  return [kind, also].flat().filter((one) => typeof one === "string");
}

const none: readonly string[] = [];

/** A time that was taken; recorders that have taken none write a negative one. */
export function toDuration(durationMs: unknown): { durationMs?: number } {
  return typeof durationMs === "number" && durationMs >= 0 ? { durationMs } : {};
}

/** Faults that alter answers: what such an answer breaks is planned. Others leave it as the stand-in made it. */
function altersAnswer(fault: unknown): boolean {
  const kinds = kindsOf(fault);
  if (kinds.length === 0) return false;
  return faultKinds.some((known) => isAltering(known) && kinds.includes(known));
}

function toRequest(request: Record<string, unknown>): ObservedRequest {
  const { method, url } = request;
  if (typeof method !== "string" || method === "") throw new NoExchange("has no request.method");
  if (typeof url !== "string" || originOf(url) === undefined) throw new NoExchange("has no absolute request.url");
  return {
    method: method.toUpperCase(),
    url,
    headers: toHeaders(request.headers, "request"),
    ...toBody(request, "request"),
  };
}

/** A body was announced that nobody has: the client hung up half way, or the body was refused unread. */
function isUnread({ body, headers }: ObservedRequest): boolean {
  if (body !== undefined) return false;
  const { "content-length": length, "transfer-encoding": encoding } = headers;
  return Number(length) > 0 || encoding !== undefined;
}

function toResponse(response: Record<string, unknown>): ObservedResponse {
  const { status } = response;
  if (!isStatus(status)) throw new NoExchange("has no response.status from 100 to 999");
  return { status, headers: toHeaders(response.headers, "response"), ...toBody(response, "response") };
}

export function isStatus(status: unknown): status is number {
  return typeof status === "number" && Number.isInteger(status) && status >= 100 && status <= 999;
}

function toHeaders(value: unknown, side: string): Headers {
  const headers: Headers = {};
  for (const [name, values] of Object.entries(toRecord(value ?? {}, `has ${side}.headers that are no JSON object`))) {
    for (const one of Array.isArray(values) ? values.flat() : [values]) {
      if (typeof one !== "string") throw new NoExchange(`has a ${side} header "${name}" that is no text`);
      addHeader(headers, name, one);
    }
  }
  return headers;
}

/** Names in lower case; a name that comes more than once has an array. The pseudo headers of HTTP/2 are none. */
export function collectHeaders(pairs: Iterable<readonly [string, string]>): Headers {
  const headers: Headers = {};
  for (const [name, value] of pairs) addHeader(headers, name, value);
  return headers;
}

function addHeader(headers: Headers, spelling: string, value: string): void {
  const name = spelling.toLowerCase();
  if (name.startsWith(":")) return;
  const before = Object.hasOwn(headers, name) ? headers[name] : undefined;
  setMember(headers, name, before === undefined ? value : [before, value].flat());
}

function toBody(message: Record<string, unknown>, side: string): Pick<ObservedRequest, "body" | "bodyEncoding"> {
  const { body, bodyEncoding } = message;
  if (body === undefined || body === null) return {};
  if (typeof body !== "string") throw new NoExchange(`has a ${side}.body that is no text; it must be the text as sent`);
  if (bodyEncoding === undefined || bodyEncoding === null) return { body };
  if (bodyEncoding !== "base64") throw new NoExchange(`has a ${side}.bodyEncoding that is not "base64"`);
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(body)) throw new NoExchange(`has a ${side}.body that is no base64`);
  return { body, bodyEncoding };
}

export function toRecord(value: unknown, complaint: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new NoExchange(complaint);
  return value as Record<string, unknown>;
}
