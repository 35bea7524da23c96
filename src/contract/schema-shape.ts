import type { Parameter } from "./contract.ts";
import type { Node } from "./documents.ts";
import { isObject } from "./is-object.ts";
import { type Plan, type Planner, schemasFor } from "./plan.ts";
import type { ValueShape, ValueType } from "./value-shape.ts";

/** The shape that a schema gives to texts, through references, allOf and the branches of unions. */
export function shapeOf(planner: Planner, schemas: readonly Node[]): ValueShape {
  const plans = schemas.length === 0 ? [] : alternatives(planner, planner.plan(schemas), 0);
  const below = (pick: (plan: Plan) => readonly Node[]): ValueShape => shapeOf(planner, plans.flatMap(pick));
  return {
    types: typesOf(plans),
    properties: [...new Set(plans.flatMap(({ properties }) => [...properties.keys()]))],
    open: plans.some(({ open, properties }) => open || properties.size === 0),
    items: () => below(({ items }) => items),
    property: (name) => below((plan) => schemasFor(plan, name)),
  };
}

const shapes = new WeakMap<Parameter, ValueShape>();

/** The shape of a parameter, made once. */
export function parameterShape(planner: Planner, parameter: Parameter): ValueShape {
  let shape = shapes.get(parameter);
  if (shape === undefined) {
    shape = shapeOf(planner, parameter.schema === null ? [] : [parameter.schema]);
    shapes.set(parameter, shape);
  }
  return shape;
}

const maxDepth = 8;

/** The plan itself, and those of every branch that a value might take. */
function alternatives(planner: Planner, plan: Plan, depth: number): Plan[] {
  if (depth > maxDepth) return [plan];
  const branches = plan.unions.flatMap((union) => union.branches);
  return [plan, ...branches.flatMap((branch) => alternatives(planner, planner.plan([branch]), depth + 1))];
}

function typesOf(plans: readonly Plan[]): ReadonlySet<ValueType> {
  const types = new Set<ValueType>();
  for (const { schemas } of plans) {
    for (const { value } of schemas) {
      if (!isObject(value)) continue;
      for (const type of [value.type ?? []].flat()) types.add(type as ValueType);
      // An enumeration without a type says it by its values.
      if (value.type === undefined && Array.isArray(value.enum)) for (const item of value.enum) types.add(typeOf(item));
    }
  }
  return types;
}

function typeOf(value: unknown): ValueType {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : (typeof value as ValueType);
}
