import { type ContractDocuments, child, contractError, keyOf, type Node, nodeAt } from "./documents.ts";
import { isObject } from "./is-object.ts";
import { itemsOf, membersOf } from "./openapi-fields.ts";

/** The schemas that a schema holds against the very same value: behind its reference and in its applicators. */
export function inPlace(documents: ContractDocuments, schema: Node): Node[] {
  const { value } = schema;
  if (!isObject(value)) return [];
  const target = typeof value.$ref === "string" ? nodeAt(documents, value.$ref, schema.document) : undefined;
  const single = ["not", "if", "then", "else"].map((keyword) => child(schema, keyword));
  return [
    target,
    ...["allOf", "anyOf", "oneOf"].flatMap((keyword) => itemsOf(child(schema, keyword))),
    ...single,
    ...membersOf(child(schema, "dependentSchemas")).map(([, dependent]) => dependent),
  ].filter((node) => node !== undefined);
}

/** Refuses a schema that comes back to itself without going into the value: no check of it would ever end. */
export function verifyAcyclic(documents: ContractDocuments, schemas: readonly Node[]): void {
  const done = new Set<string>();
  const open = new Set<string>();
  for (const schema of schemas) {
    const path: { node: Node; rest: Node[] }[] = [];
    const enter = (node: Node): void => {
      open.add(keyOf(node));
      path.push({ node, rest: inPlace(documents, node) });
    };
    if (!done.has(keyOf(schema))) enter(schema);
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const next = last.rest.pop();
      if (next === undefined) {
        open.delete(keyOf(last.node));
        done.add(keyOf(last.node));
        path.pop();
      } else if (open.has(keyOf(next)))
        throw contractError(documents, next, "the schema leads back to itself without going into the value");
      else if (!done.has(keyOf(next))) enter(next);
    }
  }
}
