import { basename } from "node:path";
import { tokensOf } from "../../src/contract/json-pointer.ts";
import type { Evidence, Headers, Part, Violation } from "../../src/exchange.ts";

/** A documented request with its response, as the files of contracts/<provider>/interactions hold it. */
export interface Interaction {
  /** Null where the vendor refuses what is no operation at all; the response is then a component's. */
  operation: string | null;
  /** Its name below components/responses. */
  component?: string;
  outcome: string;
  evidence: Evidence;
  source: string;
  request: { method: string; url: string; headers: Headers } & Content;
  response: { status: number; headers: Headers } & Content;
  /** JSON Pointers into the response's body, `*` for any member, whose values the stand-in makes itself. */
  generated?: string[];
  violates?: Expected[];
}

/** A JSON value, or a text that is none. */
interface Content {
  body?: unknown;
  text?: string;
}

/** A violation, as far as an interaction foresees it. */
export type Expected = Pick<Violation, "part" | "pointer" | "rule">;

/** What is wrong with the file itself. */
export function faultsOf(file: string, interaction: Interaction): string[] {
  const { operation, component, outcome, evidence, source, request, response } = interaction;
  const { generated = [], violates = [] } = interaction;
  const known = [
    ...["operation", "component", "outcome", "evidence", "source"],
    ...["request", "response", "generated", "violates"],
  ];
  const faults = Object.keys(interaction)
    .filter((member) => !known.includes(member))
    .map((member) => `the member ${member} is unknown`);
  if ((operation === null) !== (component !== undefined))
    faults.push("either an operation is named, or a component and null for the operation");
  const name = `${operation ?? component}.${outcome}.json`;
  if (basename(file) !== name) faults.push(`the name is not ${name}`);
  if (!["documented", "client", "observed", "inferred", "assumed"].includes(evidence))
    faults.push(`evidence is ${evidence}`);
  if (typeof source !== "string" || source.trim() === "") faults.push("no source is named");
  for (const { part } of violates) if (!requestParts.includes(part)) faults.push(`violates names the part ${part}`);
  for (const content of [request, response])
    if (content.body !== undefined && content.text !== undefined) faults.push("both body and text are given");
  const nowhere = generated.filter((pointer) => placesAt(response.body, pointer).length === 0);
  return [...faults, ...nowhere.map((pointer) => `generated names ${pointer}, where the body has nothing`)];
}

const requestParts: readonly Part[] = ["request.path", "request.query", "request.headers", "request.body"];

/** The headers with each credential of the list made the tenant's; others stay, and with them the default tenant. */
export function withTenant(headers: Headers, credentials: readonly string[], tenant: string): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, suffixed(String(value))]));

  function suffixed(value: string): string {
    const [, scheme = "", credential = ""] = /^((?:Bearer|Basic) +)?(.*)$/is.exec(value) ?? [];
    if (!/^Basic/i.test(scheme)) return credentials.includes(credential) ? `${scheme}${credential}+${tenant}` : value;
    const [, user = "", rest = ""] = /^([^:]*)(.*)$/s.exec(Buffer.from(credential, "base64").toString()) ?? [];
    if (!credentials.includes(user)) return value;
    return scheme + Buffer.from(`${user}+${tenant}${rest}`).toString("base64");
  }
}

/** A body in which the values at the pointers are replaced by their JSON types. */
export function masked(body: unknown, pointers: readonly string[]): unknown {
  const copy = structuredClone(body);
  for (const pointer of pointers)
    for (const { holder, key } of placesAt(copy, pointer)) holder[key] = kindOf(holder[key]);
  return copy;
}

function kindOf(value: unknown): string {
  return `<generated ${value === null ? "null" : Array.isArray(value) ? "array" : typeof value}>`;
}

interface Place {
  holder: Record<string, unknown>;
  key: string;
}

function placesAt(body: unknown, pointer: string): Place[] {
  const tokens = tokensOf(pointer);
  const last = tokens.pop();
  let holders = [body];
  for (const token of tokens) holders = holders.flatMap((holder) => placesIn(holder, token).map(valueAt));
  return last === undefined ? [] : holders.flatMap((holder) => placesIn(holder, last));
}

function placesIn(holder: unknown, token: string): Place[] {
  if (typeof holder !== "object" || holder === null) return [];
  const members = holder as Record<string, unknown>;
  const keys = token === "*" ? Object.keys(members) : Object.hasOwn(members, token) ? [token] : [];
  return keys.map((key) => ({ holder: members, key }));
}

function valueAt({ holder, key }: Place): unknown {
  return holder[key];
}
