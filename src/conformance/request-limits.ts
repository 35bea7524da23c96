import { checkValue } from "../contract/check-value.ts";
import type { Contract, Operation } from "../contract/contract.ts";
import type { Node } from "../contract/documents.ts";
import { isObject } from "../contract/is-object.ts";
import { requestPlaces } from "./request-places.ts";
import type { Route } from "./trace.ts";

const limits = ["minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"] as const;

export type Limit = (typeof limits)[number];

/** How long, how many or how much may stand somewhere; what is not limited is left out. */
export type Limits = Readonly<Partial<Record<Limit, number>>>;

/** What a contract limits at the places of an operation's requests. */
export interface RequestLimits {
  /** Those that are stated anywhere. */
  kinds: readonly Limit[];
  at(place: Route): Limits;
  /** Whether a value may stand at a place, whatever its limits are. */
  mayStand(place: Route, value: unknown): boolean;
}

export function readLimits(contract: Contract, operation: Operation): RequestLimits {
  const byPlace = new Map<string, Limits>();
  const schemas = new Map<string, readonly Node[]>();
  for (const place of requestPlaces(contract, operation)) {
    const stated = place.schemas.map(({ value }) => limitsOf(value)).reduce(narrow, {});
    if (Object.keys(stated).length > 0) byPlace.set(keyOf(place), stated);
    schemas.set(keyOf(place), place.schemas);
  }
  return {
    kinds: limits.filter((limit) => [...byPlace.values()].some((stated) => stated[limit] !== undefined)),
    at: (place) => byPlace.get(keyOf(place)) ?? {},
    mayStand: (place, value) =>
      (schemas.get(keyOf(place)) ?? []).every((schema) =>
        checkValue(contract.checker, schema, value, "request").every(({ rule }) => limits.some((one) => one === rule)),
      ),
  };
}

function limitsOf(schema: unknown): Limits {
  if (!isObject(schema)) return {};
  return Object.fromEntries(limits.flatMap((name) => (typeof schema[name] === "number" ? [[name, schema[name]]] : [])));
}

/** Of two statements the narrower. */
function narrow(one: Limits, other: Limits): Limits {
  const both: Partial<Record<Limit, number>> = {};
  for (const limit of limits) {
    const stated = [one[limit], other[limit]].filter((value) => value !== undefined);
    if (stated.length > 0) both[limit] = limit.startsWith("min") ? Math.max(...stated) : Math.min(...stated);
  }
  return both;
}

function keyOf({ part, pointer }: Route): string {
  return `${part} ${pointer}`;
}
