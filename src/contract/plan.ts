import { compilePattern } from "./compile.ts";
import { type ContractDocuments, child, isObject, type Node, nodeAt } from "./documents.ts";

/**
 * Everything that a contract says of one place of a value: the schemas that hold there together, through references and
 * allOf, with what they say of the places below. Made once for each such set of schemas.
 */
export interface Plan {
  /** The schemas, references followed. */
  schemas: readonly Node[];
  unions: readonly Union[];
  conditions: readonly Condition[];
  /** Which members are named, by all schemas together. */
  properties: ReadonlyMap<string, readonly Node[]>;
  patterns: readonly { pattern: RegExp; schema: Node }[];
  /** What other members have to satisfy. */
  additional: readonly Node[];
  /** The `false` that closes the object to other members, and the schema that it closes. */
  closers: readonly { statement: Node; schema: Node }[];
  /** Members that are not named are part of the documented contract. */
  open: boolean;
  prefixItems: readonly (readonly Node[])[];
  items: readonly Node[];
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
      const key = schemas.map(({ document, pointer }) => `${document}#${pointer}`).join(" ");
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

function makePlan(documents: ContractDocuments, given: readonly Node[]): Plan {
  const schemas = closure(documents, given);
  const properties = new Map<string, Node[]>();
  const patterns: { pattern: RegExp; schema: Node }[] = [];
  const additional: Node[] = [];
  const items: Node[] = [];
  const prefixItems: Node[][] = [];
  const unions: Union[] = [];
  const conditions: Condition[] = [];
  const flags: Partial<Record<Flag, Node>> = {};
  const closers: { statement: Node; schema: Node }[] = [];
  let open = false;
  for (const schema of schemas) {
    const at = (keyword: string): Node | null => child(schema, keyword) ?? null;
    const map = at("properties");
    for (const name of map === null ? [] : Object.keys(map.value as object)) {
      const list = properties.get(name) ?? [];
      properties.set(name, list);
      list.push(child(map as Node, name) as Node);
    }
    const patternMap = at("patternProperties");
    for (const pattern of patternMap === null ? [] : Object.keys(patternMap.value as object)) {
      patterns.push({ pattern: compilePattern(pattern), schema: child(patternMap as Node, pattern) as Node });
    }
    const rest = at("additionalProperties") ?? at("unevaluatedProperties");
    if (rest !== null) {
      if (rest.value === false) closers.push({ statement: rest, schema });
      else {
        open = true;
        additional.push(rest);
      }
    }
    for (const keyword of ["oneOf", "anyOf"] as const) {
      const node = at(keyword);
      if (node !== null) unions.push({ keyword, node, branches: listOf(node), discriminator: at("discriminator") });
    }
    const test = at("if");
    if (test !== null) conditions.push({ test, whenTrue: at("then"), whenFalse: at("else") });
    const dependent = at("dependentSchemas");
    for (const name of dependent === null ? [] : Object.keys(dependent.value as object)) {
      conditions.push({ member: name, whenTrue: child(dependent as Node, name) as Node, whenFalse: null });
    }
    const prefix = at("prefixItems");
    for (const [index, item] of (prefix === null ? [] : listOf(prefix)).entries()) {
      const list = prefixItems[index] ?? [];
      prefixItems[index] = list;
      list.push(item);
    }
    const item = at("items");
    if (item !== null) items.push(item);
    for (const flag of ["readOnly", "writeOnly", "deprecated"] as const) {
      const node = at(flag);
      if (node?.value === true) flags[flag] ??= node;
    }
  }
  return { schemas, unions, conditions, properties, patterns, additional, closers, open, prefixItems, items, flags };
}

/** The schemas themselves and those that hold with them whatever the value: behind references and in allOf. */
function closure(documents: ContractDocuments, given: readonly Node[]): Node[] {
  const found = new Map<string, Node>();
  const pending = [...given].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const key = `${node.document}#${node.pointer}`;
    if (found.has(key) || !isObject(node.value)) continue;
    // In 3.1 a reference has siblings that hold as well: the schema stays in the list beside its target.
    found.set(key, node);
    const all = child(node, "allOf");
    if (all !== undefined) pending.push(...listOf(all).reverse());
    const ref = node.value.$ref;
    if (typeof ref === "string") pending.push(nodeAt(documents, ref, node.document) as Node);
  }
  return [...found.values()];
}

function listOf(node: Node): Node[] {
  return (node.value as unknown[]).map((_, index) => child(node, index) as Node);
}
