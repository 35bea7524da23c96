import type { Headers } from "../exchange.ts";
import type { Entry, KeptBody } from "./entry.ts";
import type { PooledText, TextPool } from "./text-pool.ts";

/** An entry with its texts in a pool. */
export interface PackedEntry
  extends Pick<Entry, "number" | "contract" | "tenant" | "operation" | "time" | "durationMs" | "violations"> {
  /** Method, URL, both heads and both bodies; see `formatTexts`. */
  texts: PooledText;
  requestBody: PackedBody | null;
  status: number | null;
  responseBody: PackedBody | null;
}

/** `content` is bytes that are no text, or how many characters of the entry's texts are the body. */
interface PackedBody {
  content: Buffer | number;
  size: number | null;
}

export function packEntry(entry: Entry, pool: TextPool): PackedEntry {
  const { number, contract, tenant, operation, time, durationMs, violations, body, response } = entry;
  return {
    number,
    contract,
    tenant,
    operation,
    time,
    durationMs,
    violations,
    texts: pool.keep(formatTexts(entry)),
    requestBody: packBody(body),
    status: response === null ? null : response.status,
    responseBody: response === null ? null : packBody(response.body),
  };
}

export function unpackEntry(packed: PackedEntry, pool: TextPool): Entry {
  const { texts, requestBody, status, responseBody, ...kept } = packed;
  const reader = new TextReader(pool.read(texts));
  const method = reader.next();
  const url = reader.next();
  const headers = readHeaders(reader);
  const responseHeaders = readHeaders(reader);
  const body = unpackBody(requestBody, reader);
  const response =
    status === null ? null : { status, headers: responseHeaders, body: unpackBody(responseBody, reader) };
  return { ...kept, method, url, headers, body, response };
}

/** About how many bytes an entry holds. */
export function weigh({ texts, requestBody, responseBody, violations }: PackedEntry): number {
  return 512 + texts.end - texts.start + bytesOf(requestBody) + bytesOf(responseBody) + violations.length * 1024;
}

function bytesOf(body: PackedBody | null): number {
  return typeof body?.content === "object" ? body.content.length : 0;
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
      headers[name] = value;
      continue;
    }
    const list = name.slice(0, -1);
    const values = headers[list];
    if (Array.isArray(values)) values.push(value);
    else headers[list] = [value];
  }
  return headers;
}

function textOf(body: KeptBody | null): string {
  return typeof body?.content === "string" ? body.content : "";
}

function packBody(body: KeptBody | null): PackedBody | null {
  if (body === null) return null;
  const { content, size } = body;
  // Note: a part of a buffer would hold on to the whole.
  return { content: typeof content === "string" ? content.length : Buffer.from(content), size };
}

function unpackBody(body: PackedBody | null, reader: TextReader): KeptBody | null {
  if (body === null) return null;
  const { content, size } = body;
  return { content: typeof content === "number" ? reader.take(content) : content, size };
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
