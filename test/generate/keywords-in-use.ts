import type { Direction } from "../../src/contract/compile.ts";
import type { Contract } from "../../src/contract/contract.ts";
import { child, type Node, nodeAt } from "../../src/contract/documents.ts";
import { isObject } from "../../src/contract/is-object.ts";

/**
 * The keywords that the JSON bodies of one direction are described with, outside of unions, and "closed" where an object
 * names its members and allows no others. Read off the document, so that it can tell what the planting of faults missed.
 */
export function keywordsInUse(contract: Contract, direction: Direction): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (node: Node | undefined): void => {
    if (node === undefined || !isObject(node.value) || seen.has(node.document + node.pointer)) return;
    seen.add(node.document + node.pointer);
    const all = [...together(contract, node)];
    if (all.some(({ value }) => "discriminator" in (value as object))) found.add("discriminator");
    if (all.some(({ value }) => ["oneOf", "anyOf", "if"].some((keyword) => keyword in (value as object)))) return;
    const rest = all.map(({ value }) => (value as Record<string, unknown>).additionalProperties ?? false);
    const open = rest.some((additional) => additional !== false);
    for (const schema of all) {
      for (const [keyword, value] of Object.entries(schema.value as object)) {
        // What is excluded otherwise than by a list is no single value to plant.
        if (value !== false && (keyword !== "not" || (value as { enum?: unknown }).enum !== undefined))
          found.add(keyword);
      }
      const properties = child(schema, "properties");
      if (properties !== undefined && !open) found.add("closed");
      for (const name of Object.keys((properties?.value ?? {}) as object)) visit(child(properties as Node, name));
      visit(child(schema, "items"));
    }
  };
  for (const { requestBody, responses } of contract.operations) {
    const content =
      direction === "request" ? (requestBody?.content ?? []) : responses.flatMap((response) => response.content);
    for (const { schema } of content) visit(schema ?? undefined);
  }
  return found;
}

/** A schema with what is behind its reference and in its allOf. */
function* together(contract: Contract, node: Node): Generator<Node> {
  if (!isObject(node.value)) return;
  yield node;
  const { $ref, allOf } = node.value;
  if (typeof $ref === "string") yield* together(contract, nodeAt(contract.documents, $ref, node.document) as Node);
  for (const index of Array.isArray(allOf) ? allOf.keys() : [])
    yield* together(contract, child(node, "allOf", index) as Node);
}
