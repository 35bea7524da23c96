import type { Direction } from "../../src/contract/compile.ts";
import type { Contract } from "../../src/contract/contract.ts";
import { child, type Node } from "../../src/contract/documents.ts";
import { isObject } from "../../src/contract/is-object.ts";
import { escapeToken } from "../../src/contract/json-pointer.ts";
import type { Plan } from "../../src/contract/plan.ts";
import type { Site } from "./sites.ts";

/** Mistakes against keywords that few contracts use. */
export type RareMistake =
  | "number off the step"
  | "excluded bound"
  | "excluded value"
  | "no item of the needed kind"
  | "too few members"
  | "missing dependent member"
  | "name that no member may have"
  | "unknown discriminator";

export function* rareSites(
  contract: Contract,
  direction: Direction,
  plan: Plan,
  value: unknown,
  pointer: string,
  set: (value: unknown) => void,
): Generator<Site> {
  const compiler = contract.checker.compilers[direction];
  const site = (mistake: RareMistake, rule: string, plant: () => void, below?: string): Site => ({
    mistake,
    pointer: below === undefined ? pointer : `${pointer}/${escapeToken(below)}`,
    rules: [rule],
    plant,
  });
  for (const union of plan.unions) {
    const { propertyName } = (union.discriminator?.value ?? {}) as { propertyName?: string };
    if (propertyName === undefined || !isObject(value) || plan.unions.length > 1) continue;
    const plant = (): void => {
      value[propertyName] = "no-such-kind";
    };
    yield site("unknown discriminator", "discriminator", plant, propertyName);
  }
  if (plan.unions.length > 0 || plan.conditions.length > 0) return;
  for (const schema of plan.schemas) {
    const stated = schema.value as Record<string, unknown>;
    const { multipleOf, exclusiveMinimum, exclusiveMaximum, minProperties } = stated;
    if (typeof multipleOf === "number" && typeof value === "number")
      yield site("number off the step", "multipleOf", () => set(value + (multipleOf > 1 ? 1 : multipleOf / 2)));
    if (typeof exclusiveMinimum === "number")
      yield site("excluded bound", "exclusiveMinimum", () => set(exclusiveMinimum));
    if (typeof exclusiveMaximum === "number")
      yield site("excluded bound", "exclusiveMaximum", () => set(exclusiveMaximum));
    const [excluded] = ((child(schema, "not", "enum")?.value ?? []) as unknown[]).filter(
      (candidate) => pointer !== "" && compiler.ownErrors(schema, candidate).length === 0,
    );
    if (excluded !== undefined) yield site("excluded value", "not", () => set(excluded));
    const contains = child(schema, "contains") as Node;
    const others = Array.isArray(value) && contains ? value.filter((item) => !compiler.accepts(contains, item)) : [];
    if (others.length > 0) yield site("no item of the needed kind", "contains", () => set(others));
    if (!isObject(value)) continue;
    if (minProperties === 1 && stated.required === undefined)
      yield site("too few members", "minProperties", () => {
        for (const name of Object.keys(value)) delete value[name];
      });
    for (const [name, needed] of Object.entries((stated.dependentRequired ?? {}) as Record<string, string[]>)) {
      if (!Object.hasOwn(value, name)) continue;
      for (const other of needed)
        yield site("missing dependent member", "dependentRequired", () => void delete value[other], other);
    }
    const { maxLength } = (stated.propertyNames ?? {}) as { maxLength?: number };
    const [example] = Object.values(value);
    if (maxLength === undefined || example === undefined) continue;
    const name = "x".repeat(maxLength + 1);
    const plant = (): void => {
      value[name] = example;
    };
    yield site("name that no member may have", "propertyNames", plant, name);
  }
}
