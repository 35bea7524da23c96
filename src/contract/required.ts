import type { Direction } from "./compile.ts";
import { type ContractDocuments, child, isObject, type Node, nodeAt } from "./documents.ts";

/** The names that a schema requires in one direction: a read-only member is not due in a request, a write-only one not in a response. */
export function requiredFor(direction: Direction, documents: ContractDocuments, schema: Node): string[] {
  const names = (schema.value as { required: string[] }).required;
  return names.filter((name) => !isExempt(direction, documents, child(schema, "properties", name)));
}

/** The document as that direction's validators read it: the very same value unless an exempt member is required somewhere. */
export function withRequiredFor<T extends object>(
  direction: Direction,
  documents: ContractDocuments,
  uri: string,
  value: T,
): T {
  const changes: { pointer: string[]; required: string[] }[] = [];
  collect({ document: uri, pointer: "", value }, []);
  if (changes.length === 0) return value;
  const copy = structuredClone(value);
  for (const { pointer, required } of changes) {
    let target: Record<string, unknown> = copy as Record<string, unknown>;
    for (const token of pointer) target = target[token] as Record<string, unknown>;
    target.required = required;
  }
  return copy;

  function collect(node: Node, path: string[]): void {
    if (typeof node.value !== "object" || node.value === null) return;
    const { required, properties } = node.value as { required?: unknown; properties?: unknown };
    if (Array.isArray(required) && isObject(properties)) {
      const due = requiredFor(direction, documents, node);
      if (due.length < required.length) changes.push({ pointer: path, required: due });
    }
    for (const key of Object.keys(node.value)) collect(child(node, key) as Node, [...path, key]);
  }
}

function isExempt(direction: Direction, documents: ContractDocuments, property: Node | undefined): boolean {
  const flag = direction === "request" ? "readOnly" : "writeOnly";
  let current = property;
  for (let hops = 0; isObject(current?.value) && hops < 32; hops++) {
    if (current.value[flag] === true) return true;
    const ref = current.value.$ref;
    if (typeof ref !== "string") return false;
    current = nodeAt(documents, ref, current.document);
  }
  return false;
}
