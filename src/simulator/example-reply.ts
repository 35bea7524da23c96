import { STATUS_CODES } from "node:http";
import { findResponse } from "../contract/check-response.ts";
import type { MediaType, Operation, Parameter, ResponseDefinition } from "../contract/contract.ts";
import { isObject } from "../contract/documents.ts";
import { isJson } from "../contract/media-type.ts";
import type { Reply } from "../define.ts";

/**
 * The answer with a status as the contract's example has it: the vendor's own envelope and headers. Without an example
 * it has no body, or for a refusal that of the closest one. Where a refusal says in a member `timestamp` when it was
 * made, it says `now`.
 */
export function exampleReply(operation: Operation, status: number, now: Date): Reply {
  const reply = shownReply(operation, status);
  return status < 400 || reply.body === undefined ? reply : { ...reply, body: redate(reply.body, now) };
}

function shownReply(operation: Operation, status: number): Reply {
  const documented = findResponse(operation, status);
  const shown = documented && replyOf(documented, status);
  if (shown !== undefined || status < 400) return shown ?? { status };
  // A refusal that the contract does not show comes in the envelope of the one that is closest to it.
  const known = operation.responses
    .map((response) => ({ response, code: Number(response.status) }))
    .filter(({ response, code }) => code >= 400 && replyOf(response, code)?.body !== undefined)
    .sort((a, b) => distance(a.code, status) - distance(b.code, status))[0];
  if (known === undefined) return { status };
  return { status, body: restate(replyOf(known.response, known.code)?.body, known.code, status) };
}

/** Whether the contract documents the status for the operation, and shows what is answered with it. */
export function hasExample(operation: Operation, status: number): boolean {
  const documented = findResponse(operation, status);
  return documented !== undefined && replyOf(documented, status) !== undefined;
}

function distance(code: number, status: number): number {
  return Math.abs(code - status) + (Math.trunc(code / 100) === Math.trunc(status / 100) ? 0 : 1000);
}

function replyOf({ content, headers: documented }: ResponseDefinition, status: number): Reply | undefined {
  const headers: Record<string, string> = {};
  for (const header of documented) {
    const example = exampleOfHeader(header);
    if (example !== undefined) headers[header.name] = String(example);
  }
  const described = content.find((mediaType) => exampleOf(mediaType) !== undefined);
  if (described === undefined) return content.length === 0 ? { status, headers } : undefined;
  const example = exampleOf(described);
  headers["content-type"] = described.type;
  return isJson(described.type) ? { status, headers, body: example } : { status, headers, text: String(example) };
}

function exampleOf({ node }: MediaType): unknown {
  if (!isObject(node.value)) return undefined;
  const { example, examples } = node.value;
  if (example !== undefined) return example;
  const [first] = isObject(examples) ? Object.values(examples) : [];
  return isObject(first) ? first.value : undefined;
}

function exampleOfHeader({ node, schema }: Parameter): unknown {
  const described = isObject(node.value) ? node.value.example : undefined;
  return described ?? (isObject(schema?.value) ? schema.value.example : undefined);
}

/** The same with another time at each member `timestamp`, in the form that the example has there. */
function redate(value: unknown, now: Date): unknown {
  if (Array.isArray(value)) return value.map((item) => redate(item, now));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === "timestamp" ? timeLike(member, now) : redate(member, now),
    ]),
  );
}

/** What is no time in UTC stays as it is. */
function timeLike(shown: unknown, now: Date): unknown {
  const fraction = typeof shown === "string" ? /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.exec(shown) : null;
  if (fraction === null) return shown;
  const text = now.toISOString();
  return fraction[1] === undefined ? text.replace(/\.\d+Z$/, "Z") : text;
}

/** The same with another status wherever the example says its own, as a number, a text or a phrase. */
function restate(value: unknown, from: number, to: number): unknown {
  if (value === from) return to;
  if (value === String(from)) return String(to);
  if (typeof value === "string" && value.toLowerCase() === STATUS_CODES[from]?.toLowerCase()) return STATUS_CODES[to];
  if (Array.isArray(value)) return value.map((item) => restate(item, from, to));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, restate(member, from, to)]));
}
