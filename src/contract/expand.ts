import type { SchemaCompiler } from "./compile.ts";
import { keyOf, type Node } from "./documents.ts";
import { isObject } from "./is-object.ts";
import type { Plan, Planner, Union } from "./plan.ts";

/**
 * The plan of schemas with the branches that this very value takes. `takeBranches` chooses those of a union, and is
 * asked once for each.
 */
export function expand(
  planner: Planner,
  compiler: SchemaCompiler,
  schemas: readonly Node[],
  value: unknown,
  takeBranches: (union: Union) => readonly Node[],
): Plan {
  let plan = planner.plan(schemas);
  if (plan.unions.length === 0 && plan.conditions.length === 0) return plan;
  const taken = [...schemas];
  const handled = new Set<string>();
  for (let grown = true; grown; ) {
    grown = false;
    for (const union of plan.unions) {
      if (handled.has(keyOf(union.node))) continue;
      handled.add(keyOf(union.node));
      taken.push(...takeBranches(union));
      grown = true;
    }
    for (const { test, member, whenTrue, whenFalse } of plan.conditions) {
      const key = keyOf((test ?? whenTrue) as Node);
      if (handled.has(key)) continue;
      handled.add(key);
      const holds =
        test === undefined ? isObject(value) && Object.hasOwn(value, member ?? "") : compiler.accepts(test, value);
      const branch = holds ? whenTrue : whenFalse;
      if (branch !== null) taken.push(branch);
      if (holds && test !== undefined) taken.push(test);
      grown = true;
    }
    if (grown) plan = planner.plan(taken);
  }
  return plan;
}
