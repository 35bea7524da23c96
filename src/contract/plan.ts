import { type ContractDocuments, keyOf, type Node } from "./documents.ts";
import { type Items, isNamed, type Names } from "./evaluated.ts";
import { isObject } from "./is-object.ts";
import { makePlan } from "./make-plan.ts";

/**
 * Everything that a contract says of one place of a value: the schemas that hold there together, through references and
 * allOf, with what they say of the places below. Made once for each such set of schemas.
 */
export interface Plan {
  /** The schemas, references followed. */
  schemas: readonly Node[];
  /** The `false` among them: nothing may stand here. */
  refusals: readonly Node[];
  unions: readonly Union[];
  conditions: readonly Condition[];
  /** Which members are named, by all schemas together, and what holds for each. */
  properties: ReadonlyMap<string, readonly Node[]>;
  /** Members that are demanded somewhere, though no schema describes them. */
  mentioned: ReadonlySet<string>;
  patterns: readonly { pattern: RegExp; schema: Node }[];
  /** What members that are not named have to satisfy. */
  additional: readonly Node[];
  /** The same where only some members are meant, such as those that no pattern of the same schema names. */
  others: readonly { names: Names; schema: Node }[];
  /** The `false` that closes the object to members other than these. */
  closers: readonly { statement: Node; names: Names }[];
  /** Members that are not named are part of the documented contract. */
  open: boolean;
  prefixItems: readonly (readonly Node[])[];
  items: readonly Node[];
  unevaluatedItems: readonly { items: Items; schema: Node }[];
  /** The statements `readOnly: true`, `writeOnly: true` and `deprecated: true`, where one is made. */
  flags: Readonly<Partial<Record<Flag, Node>>>;
}

export type Flag = "readOnly" | "writeOnly" | "deprecated";

export interface Union {
  keyword: "oneOf" | "anyOf";
  /** The list of branches. */
  node: Node;
  branches: readonly Node[];
  discriminator: Node | null;
}

export interface Condition {
  /** The schema of `if`. */
  test?: Node;
  /** The member of `dependentSchemas`. */
  member?: string;
  whenTrue: Node | null;
  whenFalse: Node | null;
}

export interface Planner {
  /** The plan of schemas that hold together. */
  plan(schemas: readonly Node[]): Plan;
}

export function createPlanner(documents: ContractDocuments): Planner {
  const plans = new Map<string, Plan>();
  const single = new WeakMap<object, Plan>();

  return {
    plan(schemas) {
      const first = schemas[0];
      const alone = schemas.length === 1 && isObject(first?.value) ? first.value : undefined;
      const known = alone && single.get(alone);
      if (known !== undefined) return known;
      const key = schemas.map(keyOf).join(" ");
      let plan = plans.get(key);
      if (plan === undefined) {
        plan = makePlan(documents, schemas);
        plans.set(key, plan);
        if (alone !== undefined) single.set(alone, plan);
      }
      return plan;
    },
  };
}

/** What holds for a member of an object. */
export function schemasFor(plan: Plan, name: string): readonly Node[] {
  const named = plan.properties.get(name);
  if (named !== undefined || plan.patterns.length === 0) return named ?? plan.additional;
  return [
    ...plan.patterns.filter(({ pattern }) => pattern.test(name)).map(({ schema }) => schema),
    ...plan.others.filter(({ names }) => !isNamed(names, name)).map(({ schema }) => schema),
  ];
}
