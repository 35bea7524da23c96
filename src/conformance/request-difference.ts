import { lastTokenOf } from "../contract/json-pointer.ts";
import { parseMediaType } from "../contract/media-type.ts";
import { isPageSize } from "../contract/paging-names.ts";
import { keyOfValue } from "../contract/parameters.ts";
import { parseQuery } from "../contract/query.ts";
import { isIdempotencyKey } from "../contract/sequence/step.ts";
import { isOfAttempt } from "../contract/sequence/written.ts";
import type { Exchange, Part } from "../exchange.ts";
import type { Subject } from "./subject.ts";
import { parsedBody, sentLeaves } from "./trace.ts";

/** A place in which two requests are not alike. */
export interface Difference {
  part: Part;
  /** JSON Pointer, or the name of a header. */
  pointer: string;
  /** What each has there, undefined for nothing; of a place that stands more than once all that it has. */
  values: readonly [first: unknown, other: unknown];
}

type Requester = Pick<Subject, "contract" | "operation">;

/**
 * Where one request is another than the first, in its path, its query, its body and the headers that the contract has: but for
 * what each attempt has anew, for credentials and idempotency keys, and for the size of pages, of which a vendor in need may be asked for less.
 */
export function differencesOf(subject: Requester, first: Exchange, other: Exchange): Difference[] {
  const [own, others] = [placesOf(subject, first), placesOf(subject, other)];
  return [...new Map([...own, ...others]).entries()].flatMap(([key, { part, pointer }]) => {
    const values = [own.get(key)?.value, others.get(key)?.value] as const;
    return JSON.stringify(values[0]) === JSON.stringify(values[1]) ? [] : [{ part, pointer, values }];
  });
}

interface Place {
  part: Part;
  pointer: string;
  value: unknown;
}

function placesOf(subject: Requester, exchange: Exchange): Map<string, Place> {
  const sent = [exchange.startedAt, exchange.recordedAt].map((time) => Date.parse(time));
  const places = new Map<string, Place>();
  for (const { part, pointer, value } of leavesOfAll(subject, exchange)) {
    const name = lastTokenOf(pointer);
    if (isOfAttempt(name, value, sent)) continue;
    if (part === "request.query" && (isPageSize(name) || isIdempotencyKey(name))) continue;
    const key = `${part} ${pointer}`;
    const before = places.get(key);
    places.set(key, { part, pointer, value: before === undefined ? value : [before.value, value].flat() });
  }
  return places;
}

function leavesOfAll({ contract, operation }: Requester, exchange: Exchange): Place[] {
  const { headers, body = "" } = exchange.request;
  const named = operation.parameters.filter((one) => one.in === "header" && !isIdempotencyKey(one.name));
  const names = ["content-type", ...named.map(keyOfValue)];
  // Of a body that is no JSON the text follows.
  const leaves: Place[] = sentLeaves(contract, exchange).filter(({ value }) => value !== undefined);
  const [type] = [headers["content-type"]].flat();
  const kind = parseMediaType(type ?? "")?.type ?? "";
  if (kind.startsWith("multipart/")) return leaves;
  for (const name of names)
    if (headers[name] !== undefined)
      leaves.push({ part: "request.headers", pointer: `/${name}`, value: String(headers[name]) });
  if (parsedBody(body) !== undefined || body === "") return leaves;
  const entries = kind === "application/x-www-form-urlencoded" ? parseQuery(body) : [{ name: "", value: body }];
  for (const { name, value } of entries)
    leaves.push({ part: "request.body", pointer: name === "" ? "" : `/${name}`, value });
  return leaves;
}
