import { isDeepStrictEqual } from "node:util";
import { isCounting, isPageSize } from "../contract/paging-names.ts";
import { memberAt, withMember } from "./edit.ts";
import { allows, isFreeText, type Member, mergeParts, type Schema, toSchema } from "./input-schema.ts";
import { saysForm } from "./name-forms.ts";
import { mayStandAt, placeAt, placeNamed, type RequestPlace } from "./request-places.ts";
import type { Subject } from "./subject.ts";
import { listRoutes, type Routes } from "./trace.ts";

/**
 * What a member of an input may be in the place of what is documented, as far as the adapter's schema allows it, and the
 * contract where the member goes; nothing where that is not known. Texts of any words, listed values, true, false and null are
 * among it only for members of items: those of other members are tried whether or not the contract allows them.
 */
export function otherValues(subject: Subject, routes: Routes, member: Member): unknown[] {
  const { contract, documentedInput, fullInput, checkInput, inputSchema } = subject;
  const { pointer, name, schema, nullable } = member;
  const place = placeOf(subject, routes, pointer);
  if (place === undefined || isPageSize(name) || isCounting(name)) return [];
  const base = memberAt(documentedInput, pointer) === undefined ? fullInput : documentedInput;
  const given = memberAt(base, pointer);
  const values = allows(schema, "array")
    ? listsOf(inputSchema ?? {}, member, place, given)
    : isOfFirstItem(pointer)
      ? [...scalarsOf(schema, name, given), ...(nullable ? [null] : [])]
      : writtenOtherwise(schema, name, given);
  return values.filter(
    (value) =>
      !isDeepStrictEqual(value, memberAt(documentedInput, pointer)) &&
      checkInput(withMember(base, pointer, value)).length === 0 &&
      mayStandAt(contract, place, value),
  );
}

/** Whether a member of `membersWithItems` is one of items, of which it has those of the first. */
export function isOfFirstItem(pointer: string): boolean {
  return /\/0(\/|$)/.test(pointer);
}

function placeOf({ contract, operation }: Subject, routes: Routes, pointer: string): RequestPlace | undefined {
  const route = routes.get(pointer) ?? listRoutes(routes).get(pointer);
  if (route === undefined) return isOfFirstItem(pointer) ? undefined : placeNamed(contract, operation, pointer);
  return placeAt(contract, operation, route);
}

/** Lists of none, of one and of several, of values that are none of the documented ones. */
function listsOf(root: Schema, { name, schema }: Member, { part }: RequestPlace, given: unknown): unknown[] {
  // Paths and queries have many ways to write lists.
  if (part !== "request.body" || !Array.isArray(given)) return [];
  const items = mergeParts(root, toSchema(schema.items));
  if (items.properties !== undefined) return [given];
  const values = scalarsOf(items, name.replace(/s$/, ""), given[0]).filter((value) => value !== given[0]);
  // An adapter may sort them.
  const sorted = values.slice(0, mostItems).sort(compare);
  return [[], ...values.map((value) => [value]), ...[2, 3, mostItems].map((count) => sorted.slice(0, count))];
}

const mostItems = 5;

/** Numbers by their size, and all else by its text. */
function compare(one: unknown, other: unknown): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one) < String(other) ? -1 : 1;
}

function scalarsOf(schema: Schema, name: string, given: unknown): unknown[] {
  if (Array.isArray(schema.enum)) return schema.enum.filter((value) => typeof value !== "object");
  return [
    ...(allows(schema, "boolean") ? [true, false] : []),
    ...writtenOtherwise(schema, name, given),
    ...(isFreeText(schema) && !saysForm(name) ? freeTexts : []),
  ];
}

/** Numbers, and texts of a format. */
function writtenOtherwise(schema: Schema, name: string, given: unknown): unknown[] {
  if (Array.isArray(schema.enum)) return [];
  const texts = allows(schema, "string") ? (textsOf[String(schema.format)]?.(given) ?? []) : [];
  return [...(/id$/i.test(name) ? [] : numbersOf(schema)), ...texts];
}

/** Nothing that is written otherwise in another language: small, negative, large, fractional, and at the schema's limits. */
function numbersOf(schema: Schema): number[] {
  const isNumber = allows(schema, "number");
  if (!isNumber && !allows(schema, "integer")) return [];
  const { minimum, maximum } = schema;
  const limits = [minimum, maximum].filter((limit) => typeof limit === "number");
  const within = limits.flatMap((limit) => [limit, limit + 1, limit + 2, limit - 1, limit - 2]);
  const wholes = new Set([2, 1, 0, -1, -2, ...within, 1001, 2 ** 16 + 1, 2 ** 32 + 1]);
  return [...wholes, ...(isNumber ? [0.5, 19.99, -2.25] : [])];
}

const freeTexts = ["4", "Standin", "true", "two words", "Ünïcode, comma"];

/** Of each format what is written otherwise than the documented one. */
const textsOf: Readonly<Record<string, (given: unknown) => string[]>> = {
  "date-time": () => ["2026-02-03T04:05:06Z", "2026-01-31T23:30:00-05:00", "2024-02-29T01:15:30.250+05:30"],
  date: () => ["2026-01-01", "2025-12-31", "2024-02-29"],
  email: () => ["ada+list@example.com", "a.b-c@mail.example.org"],
  uri: withQuery,
  url: withQuery,
};

/** No other host, for an adapter may ask it. */
function withQuery(given: unknown): string[] {
  if (typeof given !== "string" || !URL.canParse(given)) return [];
  const { origin, pathname } = new URL(given);
  return origin === "null" ? [] : [`${origin}${pathname}?part=a%20b&other=c`];
}
