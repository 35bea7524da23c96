import { splitUrl } from "../contract/check-exchange.ts";
import type { Contract } from "../contract/contract.ts";
import { isObject } from "../contract/is-object.ts";
import { matchOperation } from "../contract/match-operation.ts";
import { parseQuery } from "../contract/query.ts";

/** A documented request, as far as values are taken from it. */
export interface DocumentedRequest {
  url: string;
  method: string;
  headers: Readonly<Record<string, unknown>>;
  body?: unknown;
}

/** Values that the vendor's documents show for an operation, by the names of what carries them. */
export interface KnownValues {
  /** The value that fits a member's name best; undefined when none does. */
  find(name: string): unknown;
}

/**
 * Reads them from documented requests. Names are compared without case and punctuation: "first_name" is "firstName". A list
 * or an object with nothing in it shows no value.
 */
export function readKnownValues(contract: Contract, requests: readonly DocumentedRequest[]): KnownValues {
  const values = new Map<string, unknown>();
  let id: string | undefined;
  const add = (name: string, value: unknown) =>
    void (values.has(toNameKey(name)) || isEmpty(value) || values.set(toNameKey(name), value));
  for (const { url, method, headers, body } of requests) {
    const { path, query } = splitUrl(url);
    const match = matchOperation(contract, method, path);
    const inPath = Object.entries(match.kind === "operation" ? match.pathParameters : {}).map(
      ([name, value]) => [name, decodeURIComponent(value)] as const,
    );
    for (const [name, value] of inPath) add(name, value);
    id ??= inPath.at(-1)?.[1];
    for (const { name, value } of parseQuery(query)) add(name, value);
    for (const [name, value] of Object.entries(headers))
      for (const called of [name, name.replace(/^x-/i, "")]) add(called, value);
    addMembers(body, add);
  }
  return {
    find(name) {
      const key = toNameKey(name);
      if (values.has(key)) return values.get(key);
      // A path's last id is what the request is about, whatever either side calls it.
      return /id$/.test(key) ? id : undefined;
    },
  };
}

/** The members of a body, at whatever depth: what lies nearer to its top counts first. */
function addMembers(body: unknown, add: (name: string, value: unknown) => void): void {
  let level: unknown[] = [body];
  while (level.length > 0) {
    const objects = level.filter(isObject);
    for (const object of objects) for (const [name, value] of Object.entries(object)) add(name, value);
    level = objects.flatMap((object) => Object.values(object));
  }
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** A name without case and punctuation. */
export function toNameKey(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
