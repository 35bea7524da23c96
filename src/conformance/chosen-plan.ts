import type { ValueChecker } from "../contract/check-value.ts";
import type { Node } from "../contract/documents.ts";
import { isObject } from "../contract/is-object.ts";
import type { Plan } from "../contract/plan.ts";

/** What schemas say together, with of each union the first branch that says more than null: what most callers mean. */
export function chosenPlan({ planner }: ValueChecker, schemas: readonly Node[]): Plan {
  const plan = planner.plan(schemas);
  const chosen = plan.unions.flatMap(({ branches }) => branches.find((branch) => !isNull(branch)) ?? []);
  return chosen.length === 0 ? plan : { ...planner.plan([...schemas, ...chosen]), unions: plan.unions };
}

/** All that schemas say, whichever branches of their unions hold; of unions within these the chosen branch. */
export function everySchema(checker: ValueChecker, schemas: readonly Node[]): Node[] {
  const plan = chosenPlan(checker, schemas);
  const branches = plan.unions.flatMap((union) => union.branches);
  return [...plan.schemas, ...branches.flatMap((branch) => chosenPlan(checker, [branch]).schemas)];
}

/** The types that a schema names itself. */
export function typesOf({ value }: Node): unknown[] {
  return isObject(value) && value.type !== undefined ? [value.type].flat() : [];
}

function isNull({ value }: Node): boolean {
  return isObject(value) && value.type === "null";
}
