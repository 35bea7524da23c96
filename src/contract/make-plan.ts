import { compilePattern } from "./compile.ts";
import { type ContractDocuments, child, keyOf, type Node, nodeAt } from "./documents.ts";
import { evaluatedItems, evaluatedNames, isNamed, mentionedNames, ownNames } from "./evaluated.ts";
import { isObject } from "./is-object.ts";
import { itemsOf, membersOf } from "./openapi-fields.ts";
import type { Condition, Flag, Plan, Union } from "./plan.ts";

/** Reads what the schemas say of a place together. */
export function makePlan(documents: ContractDocuments, given: readonly Node[]): Plan {
  const together = closure(documents, given);
  const schemas = together.filter(({ value }) => isObject(value));
  const held = new Set(schemas.map(keyOf));
  const at = (keyword: string): Node[] =>
    schemas.map((schema) => child(schema, keyword)).filter((node) => node !== undefined);
  const patterns = at("patternProperties").flatMap((map) =>
    membersOf(map).map(([pattern, schema]) => ({ pattern: compilePattern(pattern), schema })),
  );
  const rests = schemas.flatMap((schema) => [
    ...listOf(child(schema, "additionalProperties")).map((node) => ({ node, names: ownNames(schema) })),
    ...listOf(child(schema, "unevaluatedProperties")).map((node) => ({
      node,
      names: evaluatedNames(documents, schema, held),
    })),
  ]);
  // A plain `true` opens the object and holds nothing against its members.
  const others = rests.filter(({ node }) => isObject(node.value)).map(({ node, names }) => ({ names, schema: node }));
  return {
    schemas,
    refusals: together.filter(({ value }) => value === false),
    unions: schemas.flatMap(unionsOf),
    conditions: schemas.flatMap(conditionsOf),
    properties: propertiesOf(at("properties"), patterns, others),
    mentioned: new Set(schemas.flatMap(mentionedNames)),
    patterns,
    additional: others.filter(({ names }) => !names.all).map(({ schema }) => schema),
    others,
    closers: rests
      .filter(({ node, names }) => node.value === false && !names.all)
      .map(({ node, names }) => ({ statement: node, names })),
    open: rests.some(({ node }) => node.value !== false),
    ...itemsIn(schemas),
    unevaluatedItems: schemas.flatMap((schema) =>
      listOf(child(schema, "unevaluatedItems")).map((node) => ({
        items: evaluatedItems(documents, schema, held),
        schema: node,
      })),
    ),
    flags: flagsOf(schemas),
  };
}

/** The schemas themselves and those that hold with them whatever the value: behind references and in allOf. */
function closure(documents: ContractDocuments, given: readonly Node[]): Node[] {
  const found = new Map<string, Node>();
  const pending = [...given].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (found.has(keyOf(node))) continue;
    // In 3.1 a reference has siblings that hold as well: the schema stays in the list beside its target.
    found.set(keyOf(node), node);
    if (!isObject(node.value)) continue;
    pending.push(...itemsOf(child(node, "allOf")).reverse());
    const ref = node.value.$ref;
    if (typeof ref === "string") pending.push(nodeAt(documents, ref, node.document) as Node);
  }
  return [...found.values()];
}

function propertiesOf(maps: readonly Node[], patterns: Plan["patterns"], others: Plan["others"]): Map<string, Node[]> {
  const properties = new Map<string, Node[]>();
  for (const [name, schema] of maps.flatMap(membersOf)) {
    const list = properties.get(name) ?? [];
    properties.set(name, list);
    list.push(schema);
  }
  for (const [name, list] of properties) {
    list.push(...patterns.filter(({ pattern }) => pattern.test(name)).map(({ schema }) => schema));
    list.push(...others.filter(({ names }) => !isNamed(names, name)).map(({ schema }) => schema));
  }
  return properties;
}

function unionsOf(schema: Node): Union[] {
  return (["oneOf", "anyOf"] as const).flatMap((keyword) => {
    const node = child(schema, keyword);
    const discriminator = child(schema, "discriminator") ?? null;
    return node === undefined ? [] : [{ keyword, node, branches: itemsOf(node), discriminator }];
  });
}

function conditionsOf(schema: Node): Condition[] {
  const at = (keyword: string): Node | null => child(schema, keyword) ?? null;
  const tests = listOf(child(schema, "if")).map((test) => ({ test, whenTrue: at("then"), whenFalse: at("else") }));
  const dependent = membersOf(child(schema, "dependentSchemas"));
  return [...tests, ...dependent.map(([member, whenTrue]) => ({ member, whenTrue, whenFalse: null }))];
}

/** What holds for each of the first items, and for those after. */
function itemsIn(schemas: readonly Node[]): Pick<Plan, "prefixItems" | "items"> {
  const each = schemas.map((schema) => ({
    prefix: itemsOf(child(schema, "prefixItems")),
    rest: listOf(child(schema, "items")),
  }));
  const length = Math.max(0, ...each.map(({ prefix }) => prefix.length));
  return {
    prefixItems: Array.from({ length }, (_, index) =>
      each.flatMap(({ prefix, rest }) => (index < prefix.length ? [prefix[index] as Node] : rest)),
    ),
    items: each.flatMap(({ rest }) => rest),
  };
}

function flagsOf(schemas: readonly Node[]): Partial<Record<Flag, Node>> {
  const flags: Partial<Record<Flag, Node>> = {};
  for (const schema of schemas) {
    for (const flag of ["readOnly", "writeOnly", "deprecated"] as const) {
      const node = child(schema, flag);
      if (node?.value === true) flags[flag] ??= node;
    }
  }
  return flags;
}

function listOf(node: Node | undefined): Node[] {
  return node === undefined ? [] : [node];
}
