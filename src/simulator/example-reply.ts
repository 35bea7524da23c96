import { findResponse } from "../contract/check-response.ts";
import type { ValueChecker } from "../contract/check-value.ts";
import type { Contract, MediaType, Operation, Parameter, ResponseDefinition } from "../contract/contract.ts";
import { isObject } from "../contract/is-object.ts";
import { makeSample, shownExample } from "../contract/make-sample.ts";
import { isJson } from "../contract/media-type.ts";
import type { Reply } from "../define.ts";
import { judgeReply } from "./judge-reply.ts";
import { nameOwnFields } from "./refused-fields.ts";
import { toWireReply } from "./reply.ts";
import { countDetails, phraseOf, restate, wordsFor } from "./status-words.ts";

/** The answer with a status as the contract's example has it; undefined where the contract shows none. */
export function exampleReply({ checker }: Contract, operation: Operation, status: number): Reply | undefined {
  const documented = findResponse(operation, status);
  return documented && replyOf(checker, documented, status);
}

/**
 * A refusal in the vendor's own words. One that the contract does not show for the operation is as another operation
 * shows it, or comes in the plainest envelope of the provider's: others name what was wrong with some request. Where what
 * the contract documents for it is none of these, it is made of its schema. Where it says in a member `timestamp` when it
 * was made, it says `now`, and fields that it names are the operation's.
 */
export function refusalReply(contract: Contract, operation: Operation, status: number, now: Date): Reply {
  const reply = exampleReply(contract, operation, status) ?? fittingRefusal(contract, operation, status);
  if (reply.body === undefined) return reply;
  return { ...reply, body: redate(nameOwnFields(reply.body, contract, operation), now) };
}

/** One that keeps to what is documented, where there is one. */
function fittingRefusal(contract: Contract, operation: Operation, status: number): Reply {
  const documented = findResponse(operation, status);
  const headers = documented && headersOf(contract.checker, documented, status);
  const others = shownElsewhere(contract, operation, status).map(({ reply }): Reply => {
    if (reply.status === status) return reply;
    return { status, ...(headers && { headers }), body: restate(reply.body, reply.status, status) };
  });
  const made = documented && madeReply(contract.checker, documented, status);
  const fitting = documented && [...others, ...listOf(made)].find((reply) => keeps(contract, operation, reply));
  const [reply] = [
    ...listOf(fitting),
    ...others,
    ...listOf(documented ? undefined : madeElsewhere(contract, operation, status)),
  ];
  return reply ?? { status, ...(headers && { headers }) };
}

/** A refusal with a status that nothing documents, in the envelope of one that something does. */
function madeElsewhere({ checker, operations }: Contract, operation: Operation, status: number): Reply | undefined {
  const envelopes = [operation, ...operations].flatMap(({ responses }) =>
    responses.filter((one) => !/^[123]/.test(one.status)),
  );
  const made = envelopes.map((response) => madeReply(checker, response, status));
  return made.find((reply) => reply !== undefined);
}

function keeps(contract: Contract, operation: Operation, reply: Reply): boolean {
  const answered = { contract, operation, method: operation.method };
  return judgeReply(answered, toWireReply(reply, operation), reply).length === 0;
}

/** The refusals that operations show, the closest first. */
function shownElsewhere(contract: Contract, asked: Operation, status: number) {
  return contract.operations
    .flatMap((one) => refusalsOf(contract, one, asked, status))
    .sort(
      (a, b) => a.otherStatus - b.otherStatus || a.details - b.details || a.other - b.other || a.distance - b.distance,
    );
}

/** The refusals that an operation shows, with how far each is from what is looked for, by one measure after the other. */
function refusalsOf({ checker }: Contract, operation: Operation, asked: Operation, status: number) {
  return operation.responses.flatMap((response) => {
    const code = Number(response.status);
    const reply = code >= 400 ? replyOf(checker, response, code) : undefined;
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

function replyOf(checker: ValueChecker, response: ResponseDefinition, status: number): Reply | undefined {
  const { content } = response;
  const headers = headersOf(checker, response, status);
  if (content.length === 0) return { status, headers };
  for (const described of content) {
    const example = exampleOf(checker, described);
    if (example !== undefined) return replyWith(example, described.type, { status, headers });
  }
  return undefined;
}

/** A refusal made of the schema, in JSON where it may be. */
function madeReply(checker: ValueChecker, response: ResponseDefinition, status: number): Reply | undefined {
  const described = response.content.find(({ type }) => isJson(type)) ?? response.content[0];
  if (described === undefined || described.schema === null) return undefined;
  const made = makeSample(checker, described.schema, wordsFor(status));
  const body = isJson(described.type) ? made : phraseOf(status);
  return replyWith(body, described.type, { status, headers: headersOf(checker, response, status) });
}

function replyWith(body: unknown, type: string, { status, headers }: Pick<Reply, "status" | "headers">): Reply {
  const typed = { ...headers, "content-type": type };
  return isJson(type) ? { status, headers: typed, body } : { status, headers: typed, text: String(body) };
}

/**
 * Those that are shown, and those that are demanded. Of who is told to wait, Retry-After says how long: what is shown of
 * other optional ones, such as how much of a quota is left, is of another answer and would say otherwise.
 */
function headersOf(checker: ValueChecker, response: ResponseDefinition, status: number): Record<string, string> {
  const headers: Record<string, string> = {};
  const isWait = status === 429 || (status >= 400 && response.headers.some(isRetryAfter));
  for (const header of response.headers) {
    const { name, required, schema } = header;
    if (isWait && !required && !isRetryAfter(header)) continue;
    const made = required && schema !== null ? makeSample(checker, schema, () => []) : undefined;
    const value = exampleOf(checker, header) ?? made;
    if (value !== undefined) headers[name] = String(value);
  }
  return headers;
}

function isRetryAfter({ name }: Parameter): boolean {
  return name.toLowerCase() === "retry-after";
}

/** What a media type or a header shows: its own example, else its schema's. */
function exampleOf(checker: ValueChecker, { node, schema }: MediaType | Parameter): unknown {
  const { example, examples } = isObject(node.value) ? node.value : {};
  if (example !== undefined) return example;
  const [first] = isObject(examples) ? Object.values(examples) : [];
  if (isObject(first) && first.value !== undefined) return first.value;
  return schema === null ? undefined : shownExample(checker, schema);
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

function listOf<Item>(item: Item | undefined): Item[] {
  return item === undefined ? [] : [item];
}
