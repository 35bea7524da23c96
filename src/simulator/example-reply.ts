import { STATUS_CODES } from "node:http";
import { findResponse } from "../contract/check-response.ts";
import type { Contract, MediaType, Operation, Parameter, ResponseDefinition } from "../contract/contract.ts";
import { isObject } from "../contract/documents.ts";
import { isJson } from "../contract/media-type.ts";
import type { Reply } from "../define.ts";

/** The answer with a status as the contract's example has it; undefined where the contract shows none. */
export function exampleReply(operation: Operation, status: number): Reply | undefined {
  const documented = findResponse(operation, status);
  return documented && replyOf(documented, status);
}

/**
 * A refusal in the vendor's own words. One that the contract does not show for the operation is as another operation
 * shows it, or comes in the plainest envelope of the provider's: others name what was wrong with some request.
 * Where it says in a member `timestamp` when it was made, it says `now`.
 */
export function refusalReply(contract: Contract, operation: Operation, status: number, now: Date): Reply {
  const reply = shownRefusal(contract, operation, status);
  return reply.body === undefined ? reply : { ...reply, body: redate(reply.body, now) };
}

function shownRefusal(contract: Contract, operation: Operation, status: number): Reply {
  const own = exampleReply(operation, status);
  if (own !== undefined) return own;
  const [closest] = contract.operations
    .flatMap((one) => refusalsOf(one, operation, status))
    .sort(
      (a, b) => a.otherStatus - b.otherStatus || a.details - b.details || a.other - b.other || a.distance - b.distance,
    );
  const documented = findResponse(operation, status);
  const headers = documented && headersOf(documented);
  if (closest === undefined) return { status, ...(headers && { headers }) };
  const { reply } = closest;
  if (reply.status === status) return reply;
  return { status, ...(headers && { headers }), body: restate(reply.body, reply.status, status) };
}

/** The refusals that an operation shows, with how far each is from what is looked for, by one measure after the other. */
function refusalsOf(operation: Operation, asked: Operation, status: number) {
  return operation.responses.flatMap((response) => {
    const code = Number(response.status);
    const reply = code >= 400 ? replyOf(response, code) : undefined;
    if (reply?.body === undefined) return [];
    return {
      reply,
      otherStatus: code === status ? 0 : 1,
      details: countDetails(reply.body, code),
      other: operation === asked ? 0 : 1,
      distance: Math.abs(code - status) + (Math.trunc(code / 100) === Math.trunc(status / 100) ? 0 : 1000),
    };
  });
}

/** How much an envelope says beside the status and the words for it. */
function countDetails(value: unknown, status: number): number {
  if (value === status || value === String(status)) return 0;
  if (!isObject(value) && !Array.isArray(value)) return 1;
  return Object.entries(value)
    .filter(([name, member]) => !isExplanation(name, member))
    .reduce((count, [, member]) => count + countDetails(member, status), 0);
}

function replyOf(response: ResponseDefinition, status: number): Reply | undefined {
  const { content } = response;
  const headers = headersOf(response);
  const described = content.find((mediaType) => exampleOf(mediaType) !== undefined);
  if (described === undefined) return content.length === 0 ? { status, headers } : undefined;
  const example = exampleOf(described);
  headers["content-type"] = described.type;
  return isJson(described.type) ? { status, headers, body: example } : { status, headers, text: String(example) };
}

function headersOf({ headers: documented }: ResponseDefinition): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const header of documented) {
    const example = exampleOfHeader(header);
    if (example !== undefined) headers[header.name] = String(example);
  }
  return headers;
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

/** Members whose text says what the status means. */
const explanations = new Set(["message", "detail", "error", "title", "msg", "description", "reason"]);

function isExplanation(name: string, value: unknown): boolean {
  return typeof value === "string" && explanations.has(name);
}

/** The same with another status wherever the example says its own, as a number, a text or in words. */
function restate(value: unknown, from: number, to: number): unknown {
  if (value === from) return to;
  if (value === String(from)) return String(to);
  const phrase = STATUS_CODES[to] ?? String(to);
  if (typeof value === "string" && value.toLowerCase() === STATUS_CODES[from]?.toLowerCase()) return phrase;
  if (Array.isArray(value)) return value.map((item) => restate(item, from, to));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    isExplanation(name, member) ? phrase : restate(member, from, to),
  ]);
  return Object.fromEntries(members);
}
