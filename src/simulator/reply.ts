import { validateHeaderName, validateHeaderValue } from "node:http";
import { inspect, types } from "node:util";
import { findResponse } from "../contract/check-response.ts";
import type { Operation } from "../contract/contract.ts";
import { isJson } from "../contract/media-type.ts";
import type { Reply } from "../define.ts";
import type { Headers } from "../exchange.ts";

/** An answer as it goes over the wire. */
export interface WireReply {
  status: number;
  /** Names in lower case. */
  headers: Headers;
  /** Undefined: no body. */
  text: string | undefined;
}

/** Serialises what a handler answered, with the defaults of the contract. */
export function toWireReply(reply: Reply, operation: Operation | null): WireReply {
  const { status, headers: given } = requireReply(reply);
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    const text = typeof status === "string" ? `the string "${status}"` : String(status);
    throw new RangeError(`A reply has a status from 200 to 599, not ${text}.`);
  }
  const headers: Headers = {};
  if (given !== undefined) for (const name of Object.keys(given)) addHeader(headers, name, given[name]);
  if (status === 204 && headers["content-length"] !== undefined)
    throw new TypeError('A reply of status 204 has no body, and no header "content-length" either.');
  if (status === 204 || status === 304) return { status, headers, text: undefined };

  const text = reply.text ?? (reply.body === undefined ? undefined : toJson(reply.body));
  if (text !== undefined && headers["content-type"] === undefined) {
    headers["content-type"] = contentType(operation, status, reply.text === undefined);
  }
  const length = text === undefined ? "0" : String(Buffer.byteLength(text));
  const { "content-length": claimed = length } = headers;
  if (String(claimed) !== length)
    throw new RangeError(`The header "content-length" is ${claimed}, and the body has ${length} bytes. Leave it out.`);
  headers["content-length"] = length;
  return { status, headers, text };
}

/** Throws when a mock answered no reply, which its types do not keep it from where it is JavaScript. */
export function requireReply(value: unknown): Reply {
  if (typeof value !== "object" || value === null) {
    throw new TypeError(`It answered ${String(value)}. A reply is an object such as { status: 200, body }.`);
  }
  if (types.isPromise(value)) {
    // Its rejection would end the process, and nobody waits for it.
    value.catch(() => {});
    throw new TypeError("It answered a promise. A reply is answered at once: remove async and await.");
  }
  return value as Reply;
}

function toJson(body: unknown): string {
  const text = JSON.stringify(body) as string | undefined;
  if (text === undefined) throw new TypeError(`The body is ${show(body)}, which JSON does not have.`);
  return text;
}

/** They speak of one connection and how a body goes over it, which is the server's to decide. */
const connectionHeaders = new Set(
  "connection keep-alive proxy-connection te trailer transfer-encoding upgrade".split(" "),
);

/** What cannot be sent is the mock's mistake, to be told as such. */
function addHeader(headers: Headers, name: string, value: unknown): void {
  validateHeaderName(name);
  if (typeof value === "string") validateHeaderValue(name, value);
  else if (Array.isArray(value) && value.every((line) => typeof line === "string"))
    for (const line of value) validateHeaderValue(name, line);
  else throw new TypeError(`The header "${name}" is ${show(value)}. It is a text, or a list of texts.`);
  const key = name.toLowerCase();
  if (connectionHeaders.has(key))
    throw new TypeError(`A reply has no header "${name}": the connection is Standin's. Leave it out.`);
  // An assignment would make it the prototype of all the others.
  if (key === "__proto__") throw new TypeError(`A reply has no header "${name}". Leave it out.`);
  headers[key] = value as string | string[];
}

function show(value: unknown): string {
  return inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY });
}

const contentTypes = new WeakMap<Operation, Map<number, DocumentedTypes>>();

interface DocumentedTypes {
  json: string;
  text: string;
}

function contentType(operation: Operation | null, status: number, json: boolean): string {
  const types = operation === null ? undocumentedTypes : typesOf(operation, status);
  return json ? types.json : types.text;
}

const undocumentedTypes: DocumentedTypes = { json: "application/json", text: "text/plain; charset=utf-8" };

function typesOf(operation: Operation, status: number): DocumentedTypes {
  const statuses = contentTypes.get(operation) ?? new Map<number, DocumentedTypes>();
  contentTypes.set(operation, statuses);
  const types = statuses.get(status) ?? documentedTypes(operation, status);
  statuses.set(status, types);
  return types;
}

function documentedTypes(operation: Operation, status: number): DocumentedTypes {
  const types = (findResponse(operation, status)?.content ?? [])
    .map(({ type }) => type)
    .filter((type) => !type.includes("*"));
  return {
    json: types.find(isJson) ?? types[0] ?? undocumentedTypes.json,
    text: types.find((type) => !isJson(type)) ?? types[0] ?? undocumentedTypes.text,
  };
}
