import { setMember } from "../contract/assign-members.ts";
import type { Headers, Violation } from "../exchange.ts";
import type { Entry, KeptBody, ServedContract } from "./entry.ts";
import type { Share } from "./kept-entries.ts";
import type { PooledText, TextPool } from "./text-pool.ts";

/** An entry with its texts in a pool. Note: flat and written over again, so that the journal leaves no garbage behind. */
export class PackedEntry {
  number = 0;
  contract: ServedContract | undefined;
  tenant = "";
  operation: string | null = null;
  time = 0;
  recordedAt = 0;
  durationMs = 0;
  violations: readonly Violation[] = none;
  fault: Entry["fault"];
  planned: readonly Violation[] = none;
  beginsAgain = false;
  /** Method, URL, both heads and both bodies; see `formatTexts`. */
  readonly texts: PooledText = { chunk: undefined, start: 0, end: 0 };
  status: number | null = null;
  /** Bytes that are no text, or how many characters of the entry's texts are the body; null where there is none. */
  requestBody: Buffer | number | null = null;
  requestSize: number | null = null;
  responseBody: Buffer | number | null = null;
  responseSize: number | null = null;
  /** About how many bytes it holds. */
  weight = 0;
  /** What its tenant keeps, and the same tenant's next one in the journal. */
  share: Share | undefined;
  next: PackedEntry | undefined;

  pack(entry: Entry, pool: TextPool): this {
    const { body, response } = entry;
    this.number = entry.number;
    this.contract = entry.contract;
    this.tenant = entry.tenant;
    this.operation = entry.operation;
    this.time = entry.time;
    this.recordedAt = entry.recordedAt;
    this.durationMs = entry.durationMs;
    this.violations = entry.violations.length === 0 ? none : entry.violations;
    this.fault = entry.fault;
    this.planned = entry.planned.length === 0 ? none : entry.planned;
    this.beginsAgain = entry.beginsAgain === true;
    pool.keep(formatTexts(entry), this.texts);
    this.status = response === null ? null : response.status;
    this.requestBody = packBody(body);
    this.requestSize = body === null ? null : body.size;
    this.responseBody = response === null ? null : packBody(response.body);
    this.responseSize = response === null || response.body === null ? null : response.body.size;
    this.weight = this.#weigh();
    return this;
  }

  unpack(pool: TextPool): Entry {
    const { number, tenant, operation, time, recordedAt, durationMs, violations, fault, planned, beginsAgain, status } =
      this;
    const reader = new TextReader(pool.read(this.texts));
    const method = reader.next();
    const url = reader.next();
    const headers = readHeaders(reader);
    const responseHeaders = readHeaders(reader);
    const body = unpackBody(this.requestBody, this.requestSize, reader);
    const responseBody = unpackBody(this.responseBody, this.responseSize, reader);
    const response = status === null ? null : { status, headers: responseHeaders, body: responseBody };
    const contract = this.contract as ServedContract;
    const request = { method, url, headers, body };
    const times = { time, recordedAt, durationMs };
    return {
      number,
      contract,
      tenant,
      operation,
      ...times,
      ...request,
      response,
      violations,
      fault,
      planned,
      beginsAgain,
    };
  }

  #weigh(): number {
    const { texts, requestBody, responseBody, violations, planned } = this;
    return (
      512 +
      texts.end -
      texts.start +
      bytesOf(requestBody) +
      bytesOf(responseBody) +
      (violations.length + planned.length) * 1024
    );
  }
}

const none: readonly Violation[] = [];

function bytesOf(body: Buffer | number | null): number {
  return typeof body === "object" && body !== null ? body.length : 0;
}

/** Ends every text of a head: HTTP lets it stand in none of them. */
const end = "\0";

function formatTexts({ method, url, headers, body, response }: Entry): string {
  const head = method + end + url + end + formatHeaders(headers);
  const texts = (response === null ? head + end : head + formatHeaders(response.headers)) + textOf(body);
  return response === null ? texts : texts + textOf(response.body);
}

/** Each header has its name and its value; an empty name ends them all. */
function formatHeaders(headers: Headers): string {
  let text = "";
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === "string") text += name + end + value + end;
    // No name has a bracket in it: this one says that the values were a list.
    else if (value !== undefined) for (const one of value) text += `${name}[${end}${one}${end}`;
  }
  return text + end;
}

function readHeaders(reader: TextReader): Headers {
  const headers: Headers = {};
  for (let name = reader.next(); name !== ""; name = reader.next()) {
    const value = reader.next();
    if (!name.endsWith("[")) {
      setMember(headers, name, value);
      continue;
    }
    const list = name.slice(0, -1);
    const values = headers[list];
    if (Array.isArray(values)) values.push(value);
    else setMember(headers, list, [value]);
  }
  return headers;
}

function textOf(body: KeptBody | null): string {
  return typeof body?.content === "string" ? body.content : "";
}

function packBody(body: KeptBody | null): Buffer | number | null {
  if (body === null) return null;
  // Note: a part of a buffer would hold on to the whole.
  return typeof body.content === "string" ? body.content.length : Buffer.from(body.content);
}

function unpackBody(body: Buffer | number | null, size: number | null, reader: TextReader): KeptBody | null {
  if (body === null) return null;
  return { content: typeof body === "number" ? reader.take(body) : body, size };
}

class TextReader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  next(): string {
    const stop = this.#text.indexOf(end, this.#position);
    const text = this.#text.slice(this.#position, stop);
    this.#position = stop + 1;
    return text;
  }

  take(length: number): string {
    const text = this.#text.slice(this.#position, this.#position + length);
    this.#position += length;
    return text;
  }
}
