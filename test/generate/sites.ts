import type { Direction } from "../../src/contract/compile.ts";
import type { Contract } from "../../src/contract/contract.ts";
import type { Node } from "../../src/contract/documents.ts";
import { isObject } from "../../src/contract/is-object.ts";
import { escapeToken } from "../../src/contract/json-pointer.ts";
import type { Plan } from "../../src/contract/plan.ts";
import { type RareMistake, rareSites } from "./rare-sites.ts";

export type Mistake =
  | "wrong type"
  | "null where none may stand"
  | "value outside the enumeration"
  | "wrong constant"
  | "wrong format"
  | "too long text"
  | "too short text"
  | "text outside the pattern"
  | "too large number"
  | "too small number"
  | "too many items"
  | "too few items"
  | "repeated item"
  | "missing member"
  | "undocumented member"
  | "read-only member"
  | "write-only member"
  | "deprecated member"
  | RareMistake;

/** A place in a body, with a mistake that can be made there. */
export interface Site {
  mistake: Mistake;
  pointer: string;
  /** What the mistake may be called. */
  rules: string[];
  plant(): void;
}

/** The mistakes that can be made in a value, outside of unions: there, what one branch refuses another may take. */
export function* sitesOf(
  contract: Contract,
  direction: Direction,
  schemas: readonly Node[],
  value: unknown,
  pointer = "",
  set: (value: unknown) => void = () => {},
): Generator<Site> {
  const plan = contract.checker.planner.plan(schemas);
  yield* rareSites(contract, direction, plan, value, pointer, set);
  if (plan.unions.length > 0 || plan.conditions.length > 0) return;
  if (pointer !== "") yield* scalarSites(plan, pointer, set);
  if (Array.isArray(value)) {
    yield* arraySites(plan, value, pointer);
    // An item that is broken may have been the one that had to be there.
    if (plan.schemas.some(({ value: schema }) => "contains" in (schema as object))) return;
    for (const [index, item] of value.entries())
      yield* sitesOf(contract, direction, plan.items, item, `${pointer}/${index}`, (next) => {
        value[index] = next;
      });
  } else if (isObject(value)) {
    yield* memberSites(contract, direction, plan, value, pointer);
    for (const [name, member] of plan.properties) {
      if (!Object.hasOwn(value, name)) continue;
      yield* sitesOf(contract, direction, member, value[name], `${pointer}/${escapeToken(name)}`, (next) => {
        value[name] = next;
      });
    }
  }
}

function* scalarSites(plan: Plan, pointer: string, set: (value: unknown) => void): Generator<Site> {
  const types = new Set(plan.schemas.flatMap(({ value }) => (value as { type?: string | string[] }).type ?? []));
  const site = (mistake: Mistake, rules: string[], value: unknown): Site => ({
    mistake,
    pointer,
    rules,
    plant: () => set(value),
  });
  if (types.size > 0) {
    const wrong = {
      string: { a: 1 },
      number: "12",
      integer: "12",
      boolean: "true",
      object: "text",
      array: "text",
      null: 0,
    }[[...types][0] as string];
    const kind = Array.isArray(wrong) ? "array" : typeof wrong;
    if (!types.has(kind)) yield site("wrong type", ["type"], wrong);
    if (!types.has("null")) yield site("null where none may stand", ["type"], null);
  }
  // A text of the wrong length has no format either: that would be two faults.
  const free = plan.schemas.every(({ value }) => (value as { format?: string }).format === undefined);
  for (const { value } of plan.schemas) {
    const stated = value as Record<string, unknown>;
    const { format, maxLength, minLength, pattern, maximum, minimum } = stated;
    if (Array.isArray(stated.enum))
      yield site("value outside the enumeration", ["enum", "type"], types.has("integer") ? 987654 : "no-such-value");
    if (stated.const !== undefined)
      yield site("wrong constant", ["const", "type"], types.has("boolean") ? !stated.const : "no-such-value");
    if (typeof format === "string" && types.has("string"))
      yield site("wrong format", ["format", "pattern"], "no such format");
    if (free && typeof maxLength === "number") yield site("too long text", ["maxLength"], "x".repeat(maxLength + 1));
    if (free && typeof minLength === "number" && minLength > 0) yield site("too short text", ["minLength"], "");
    if (typeof pattern === "string") yield site("text outside the pattern", ["pattern", "format"], "\u0007");
    if (typeof maximum === "number") yield site("too large number", ["maximum"], maximum + 1);
    if (typeof minimum === "number") yield site("too small number", ["minimum"], minimum - 1);
  }
}

function* arraySites(plan: Plan, value: unknown[], pointer: string): Generator<Site> {
  for (const { value: schema } of plan.schemas) {
    const { items, minItems, maxItems, uniqueItems, contains } = schema as Record<string, unknown>;
    const site = (mistake: Mistake, rule: string, plant: () => void): Site => ({
      mistake,
      pointer,
      rules: [rule],
      plant,
    });
    if (typeof minItems === "number" && minItems > 0 && contains === undefined)
      yield site("too few items", "minItems", () => value.splice(minItems - 1));
    // Where nothing is said of the items, any will do.
    if (typeof maxItems === "number" && (value.length > 0 || items === undefined) && uniqueItems !== true)
      yield site("too many items", "maxItems", () => {
        while (value.length <= maxItems) value.push(value[0] ?? "item");
      });
    if (uniqueItems === true && value.length > 0 && value.length !== maxItems)
      yield site("repeated item", "uniqueItems", () => value.push(structuredClone(value[0])));
  }
}

function* memberSites(
  contract: Contract,
  direction: Direction,
  plan: Plan,
  value: Record<string, unknown>,
  pointer: string,
): Generator<Site> {
  const required = new Set(
    plan.schemas.flatMap(({ value: schema }) => (schema as { required?: string[] }).required ?? []),
  );
  const below = (name: string): string => `${pointer}/${escapeToken(name)}`;
  for (const name of required) {
    if (!Object.hasOwn(value, name)) continue;
    const plant = (): void => {
      delete value[name];
    };
    yield { mistake: "missing member", pointer: below(name), rules: ["required"], plant };
  }
  if ((plan.properties.size > 0 || plan.closers.length > 0) && !plan.open) {
    const plant = (): void => {
      value.noSuchProperty = 1;
    };
    const closed = plan.closers.length > 0;
    const rules = closed ? ["additionalProperties", "unevaluatedProperties"] : ["undocumented-property"];
    yield { mistake: "undocumented member", pointer: below("noSuchProperty"), rules, plant };
  }
  for (const [name, schemas] of plan.properties) {
    const { flags } = contract.checker.planner.plan(schemas);
    const filler = fillerFor(contract, direction, schemas);
    const plant = (): void => {
      value[name] = filler;
    };
    const site = (mistake: Mistake, rule: string): Site => ({ mistake, pointer: below(name), rules: [rule], plant });
    if (filler === undefined) continue;
    if (flags.readOnly !== undefined) yield site("read-only member", "read-only");
    if (flags.writeOnly !== undefined) yield site("write-only member", "write-only");
    if (flags.deprecated !== undefined && flags.readOnly === undefined) yield site("deprecated member", "deprecated");
  }
}

/** A value that the member may have, so that only its presence is wrong. */
function fillerFor(contract: Contract, direction: Direction, schemas: readonly Node[]): unknown {
  const compiler = contract.checker.compilers[direction];
  return [null, "text", 1, true, [], {}, "2020-01-01T00:00:00Z", "123e4567-e89b-42d3-a456-426614174000"].find(
    (candidate) => schemas.every((schema) => compiler.accepts(schema, candidate)),
  );
}
