/** The named values of a query or a Cookie header, and the parameters that they belong to. */

import type { Parameter } from "./contract.ts";
import type { ValueShape } from "./value-shape.ts";

/** One `name=value`, in the order sent. */
export interface QueryEntry {
  name: string;
  value: string;
  /** As sent, still percent-encoded. */
  rawName: string;
  rawValue: string;
  /** False for a name without "=". */
  hasValue: boolean;
  /** An escape in name or value is broken; it was left as it stands. */
  malformed: boolean;
}

/** Reads a query, without its question mark. */
export function parseQuery(raw: string): QueryEntry[] {
  const entries: QueryEntry[] = [];
  // Note: String.split would remember texts that never come again.
  for (let start = 0; start < raw.length; ) {
    const found = raw.indexOf("&", start);
    const end = found === -1 ? raw.length : found;
    if (end > start) entries.push(readPair(raw.slice(start, end)));
    start = end + 1;
  }
  return entries;
}

function readPair(pair: string): QueryEntry {
  const [rawName, rawValue, hasValue] = splitPair(pair);
  const name = percentDecode(plusToSpace(rawName));
  const value = percentDecode(plusToSpace(rawValue));
  const malformed = name.malformed || value.malformed;
  return { name: name.text, value: value.text, rawName, rawValue, hasValue, malformed };
}

/** Reads a Cookie header. Note: nothing in it is malformed, for a cookie's value need not be percent-encoded. */
export function parseCookies(header: string): QueryEntry[] {
  const entries: QueryEntry[] = [];
  for (const pair of header.split(";")) {
    const [name, value, hasValue] = splitPair(pair);
    if (!hasValue) continue;
    const rawName = name.trim();
    const rawValue = value.trim().replace(/^"(.*)"$/s, "$1");
    const { text } = percentDecode(rawValue);
    entries.push({ name: rawName, value: text, rawName, rawValue, hasValue, malformed: false });
  }
  return entries;
}

/** What stands before and after the first "=", and whether there is one. */
export function splitPair(pair: string): [name: string, value: string, hasValue: boolean] {
  const equals = pair.indexOf("=");
  return equals < 0 ? [pair, "", false] : [pair.slice(0, equals), pair.slice(equals + 1), true];
}

export function plusToSpace(raw: string): string {
  return raw.includes("+") ? raw.replaceAll("+", " ") : raw;
}

/** Decodes percent-escapes; what is no hexadecimal pair, and a run that is no UTF-8, stays as it stands. */
export function percentDecode(raw: string): { text: string; malformed: boolean } {
  if (!raw.includes("%")) return { text: raw, malformed: false };
  const whole = decodeWhole(raw);
  if (whole !== null) return { text: whole, malformed: false };
  return { text: raw.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => decodeWhole(escapes) ?? escapes), malformed: true };
}

function decodeWhole(raw: string): string | null {
  try {
    return decodeURIComponent(raw);
  } catch {
    return null;
  }
}

export interface AssignedEntries {
  /** A parameter that was not sent is absent. */
  byParameter: Map<Parameter, QueryEntry[]>;
  undocumented: QueryEntry[];
}

/** Gives each entry to the one parameter that its name belongs to. */
export function assignEntries(
  entries: readonly QueryEntry[],
  parameters: readonly Parameter[],
  shapes: (parameter: Parameter) => ValueShape,
): AssignedEntries {
  const assigned: AssignedEntries = { byParameter: new Map(), undocumented: [] };
  if (entries.length === 0) return assigned;
  const owners = ownersOf(parameters, shapes);
  for (const entry of entries) {
    const owner = findOwner(entry.name, owners);
    const documented = owner ?? owners.byName.get(entry.name);
    if (entry.value === "" && documented?.allowEmptyValue) continue;
    const siblings = owner === undefined ? assigned.undocumented : assigned.byParameter.get(owner);
    if (siblings !== undefined) siblings.push(entry);
    else if (owner !== undefined) assigned.byParameter.set(owner, [entry]);
  }
  return assigned;
}

interface Owners {
  byName: Map<string, Parameter>;
  /** Objects whose properties stand as parameters of their own. */
  byProperty: Map<string, Parameter>;
  /** Takes every other name. */
  open: Parameter | null;
}

const ownersByParameters = new WeakMap<readonly Parameter[], Owners>();

/** Listed once for each list of parameters, whose shapes are always the same. */
function ownersOf(parameters: readonly Parameter[], shapes: (parameter: Parameter) => ValueShape): Owners {
  let owners = ownersByParameters.get(parameters);
  if (owners === undefined) {
    owners = listOwners(parameters, shapes);
    ownersByParameters.set(parameters, owners);
  }
  return owners;
}

function listOwners(parameters: readonly Parameter[], shapes: (parameter: Parameter) => ValueShape): Owners {
  const owners: Owners = { byName: new Map(), byProperty: new Map(), open: null };
  for (const parameter of parameters) {
    const shape = shapes(parameter);
    if (!standsAsProperties(parameter, shape)) {
      owners.byName.set(parameter.name, parameter);
      continue;
    }
    for (const property of shape.properties) owners.byProperty.set(property, parameter);
    if (shape.open) owners.open ??= parameter;
  }
  return owners;
}

function findOwner(name: string, { byName, byProperty, open }: Owners): Parameter | undefined {
  const bracket = name.indexOf("[");
  const named = byName.get(name) ?? (bracket > 0 ? byName.get(name.slice(0, bracket)) : undefined);
  if (named !== undefined && isSpellingOf(named, name.slice(named.name.length))) return named;
  return byProperty.get(name) ?? open ?? undefined;
}

/** `rest` is what follows the parameter's name. */
function isSpellingOf({ style, arrayFormats }: Parameter, rest: string): boolean {
  if (style === "deepObject") return rest !== "";
  if (arrayFormats.length === 0) return rest === "";
  if (rest === "") return arrayFormats.includes("comma") || arrayFormats.includes("repeat");
  if (rest === "[]") return arrayFormats.includes("brackets");
  return arrayFormats.includes("indices") && /^\[(?:0|[1-9]\d*)\]$/.test(rest);
}

/** Whether the properties of an object are sent under their own names: style form, exploded. */
export function standsAsProperties({ style, explode, mediaType }: Parameter, shape: ValueShape): boolean {
  return style === "form" && explode && mediaType === null && isObjectOnly(shape);
}

/** Whether a value can be nothing but an object, or null. */
export function isObjectOnly({ types }: ValueShape): boolean {
  return types.has("object") && [...types].every((type) => type === "object" || type === "null");
}
