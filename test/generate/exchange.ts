import type { Contract, MediaType, Operation, Parameter, ResponseDefinition } from "../../src/contract/contract.ts";
import { isJson } from "../../src/contract/media-type.ts";
import type { Headers, ObservedExchange } from "../../src/exchange.ts";
import { addCredential } from "./credential.ts";
import { encodeHeader, encodeQuery, encodeSegment } from "./encode.ts";
import type { Random } from "./random.ts";
import { makeValue } from "./value.ts";

/** An exchange in pieces, so that one of them can be broken before it is put together. */
export interface Draft {
  contract: Contract;
  operation: Operation;
  method: string;
  segments: Record<string, string>;
  query: { parameter: Parameter | null; pieces: string[] }[];
  headers: Headers;
  requestType: MediaType | null;
  requestBody: unknown;
  /** Stands for the body when it is no serialisation of a value. */
  requestText?: string;
  /** Leads the path away from every operation. */
  pathSuffix?: string;
  response: ResponseDefinition;
  status: number;
  responseHeaders: Headers;
  responseType: MediaType | null;
  responseBody: unknown;
  responseText?: string;
}

/** An exchange that keeps to the contract in every statement. */
export function draftExchange(contract: Contract, operation: Operation, random: Random): Draft {
  const response = random.chance(0.7)
    ? random.pick(operation.responses.filter(({ status }) => status.startsWith("2")))
    : random.pick(operation.responses);
  const draft: Draft = {
    contract,
    operation,
    method: operation.method,
    segments: {},
    query: [],
    headers: {},
    requestType: null,
    requestBody: undefined,
    response,
    status: statusOf(response),
    responseHeaders: {},
    responseType: null,
    responseBody: undefined,
  };
  addCredential(draft, random);
  for (const parameter of operation.parameters) addParameter(draft, parameter, random);
  addRequestBody(draft, random);
  addAccept(draft, random);
  addResponse(draft, random);
  return draft;
}

/** Puts a draft together. */
export function finish(draft: Draft): ObservedExchange {
  const { contract, operation, segments, query, headers, status, responseHeaders } = draft;
  const server = contract.servers[0];
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => segments[name] as string);
  const pieces = query.flatMap((entry) => entry.pieces);
  const url = `${server?.origin}${server?.basePath}${path}${draft.pathSuffix ?? ""}${pieces.length === 0 ? "" : `?${pieces.join("&")}`}`;
  const requestText = draft.requestText ?? serialised(draft.requestBody);
  const responseText = draft.responseText ?? serialised(draft.responseBody);
  return {
    request: {
      method: draft.method,
      url,
      headers,
      ...(requestText === undefined ? {} : { body: requestText }),
    },
    response: {
      status,
      headers: responseHeaders,
      ...(responseText === undefined ? {} : { body: responseText }),
    },
  };
}

function serialised(body: unknown): string | undefined {
  return body === undefined ? undefined : JSON.stringify(body);
}

function statusOf({ status }: ResponseDefinition): number {
  return status === "default" ? 418 : Number(status.replaceAll("X", "0"));
}

function addParameter(draft: Draft, parameter: Parameter, random: Random): void {
  if (!parameter.required && (parameter.deprecated || random.chance(0.6))) return;
  const maker = { contract: draft.contract, direction: "request" as const, random };
  const value = parameter.schema === null ? "text" : makeValue(maker, parameter.schema);
  if (parameter.in === "path") draft.segments[parameter.name] = value === "" ? "id" : encodeSegment(parameter, value);
  else if (parameter.in === "header") draft.headers[parameter.name.toLowerCase()] = encodeHeader(parameter, value);
  else if (parameter.in === "cookie") addCookie(draft, parameter.name, String(value));
  else if (parameter.in === "query" && isWritable(parameter, value))
    draft.query.push({ parameter, pieces: encodeQuery(parameter, value, random) });
}

export function addCookie({ headers }: Draft, name: string, value: string): void {
  const pair = `${name}=${encodeURIComponent(value)}`;
  headers.cookie = headers.cookie === undefined ? pair : `${headers.cookie}; ${pair}`;
}

/** Null, nothing and nested things have no spelling in a query. */
function isWritable(parameter: Parameter, value: unknown): boolean {
  if (value === null || (value === "" && (parameter.allowEmptyValue || parameter.required))) return false;
  const members = typeof value === "object" ? Object.values(value as object) : [];
  if (typeof value === "object" && members.length === 0) return false;
  return members.every((member) => typeof member !== "object" && member !== "");
}

function addRequestBody(draft: Draft, random: Random): void {
  const { requestBody } = draft.operation;
  if (requestBody === null || (!requestBody.required && random.chance(0.3))) return;
  const mediaType = random.pick(requestBody.content.filter(({ type }) => isJson(concrete(type))));
  draft.requestType = mediaType;
  draft.headers["content-type"] = withParameter(mediaType, random);
  draft.requestBody =
    mediaType.schema === null
      ? {}
      : makeValue({ contract: draft.contract, direction: "request", random }, mediaType.schema);
}

/** What the client takes: anything, or one of the documented types, alone or among others. */
function addAccept({ operation, headers }: Draft, random: Random): void {
  const types = operation.responses
    .filter(({ status }) => status.startsWith("2"))
    .flatMap(({ content }) => content.map(({ type }) => type));
  if (types.length === 0 || random.chance(0.4)) return;
  const type = random.pick(types);
  const range = `${type.split("/")[0]}/*`;
  headers.accept = random.pick(["*/*", type, `${range};q=0.5, text/csv`, `text/csv, ${type};q=0.9, */*;q=0.1`]);
}

function addResponse(draft: Draft, random: Random): void {
  const { response, contract } = draft;
  const maker = { contract, direction: "response" as const, random };
  for (const header of response.headers) {
    if (header.required || random.chance(0.5))
      draft.responseHeaders[header.name] =
        header.schema === null ? "text" : encodeHeader(header, makeValue(maker, header.schema));
  }
  const mediaType = response.content.find(({ type }) => isJson(concrete(type)));
  if (mediaType === undefined) {
    const text = response.content[0];
    if (text !== undefined) draft.responseHeaders["content-type"] = text.type;
    if (text !== undefined) draft.responseText = "text";
    return;
  }
  draft.responseType = mediaType;
  draft.responseHeaders["content-type"] = withParameter(mediaType, random);
  draft.responseBody = mediaType.schema === null ? {} : makeValue(maker, mediaType.schema);
}

/** A type of the range that the contract may give instead. */
function concrete(type: string): string {
  return type.replace(/^\*\/\*$|^application\/\*$/, "application/json");
}

/** Media types are compared without regard to case, their parameters may be quoted (RFC 9110, 8.3.1). */
function withParameter({ type: range, exact }: MediaType, random: Random): string {
  const type = concrete(range);
  if (exact !== null || random.chance(0.6)) return type;
  return random.pick([`${type}; charset=utf-8`, `${type};charset="utf-8"`, type.toUpperCase()]);
}
