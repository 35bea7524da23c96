import type { Direction } from "./compile.ts";
import { type ContractDocuments, child, isObject, type Node, nodeAt } from "./documents.ts";
import { toFragment } from "./json-pointer.ts";

/** Keywords whose members are named by the contract, not by JSON Schema. */
const maps: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
  "$defs",
  "schemas",
  "responses",
  "headers",
  "parameters",
  "requestBodies",
]);
/** Keywords that hold values, whatever they look like. */
const values: ReadonlySet<string> = new Set(["const", "enum", "default", "example", "examples"]);
/** Keywords whose schemas hold for the very value that the schema around them holds for. */
const applicators: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "then", "else", "dependentSchemas"]);
/** What ajv would take for an identifier, though it only stands in an example. */
const identifiers: ReadonlySet<string> = new Set(["$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "id"]);

/**
 * A document as ajv reads it in one direction. What is exempt there is not required; references are spelt in one way;
 * and what only looks like an identifier is left out. All that needs no change is the very same value.
 */
export function validatorDocument(direction: Direction, documents: ContractDocuments, root: Node): unknown {
  return rewrite(root, [], false);

  /** `around` are the schemas that hold for the same value, from the outermost; null where nothing is demanded. */
  function rewrite(node: Node, around: readonly Node[] | null, named: boolean): unknown {
    const { value } = node;
    if (Array.isArray(value)) return rewriteMembers(node, () => ({ around, named: false }));
    if (!isObject(value)) return value;
    if (named) return rewriteMembers(node, () => ({ around, named: false }));
    const holders = around === null ? null : [...around, node];
    // ajv 8.20 without a maximum takes the result of the list before for that of an empty list.
    if (isObject(value.contains) && value.maxContains === undefined)
      return { ...(rewriteSchema(node, value, holders) as object), maxContains: Number.MAX_SAFE_INTEGER };
    return rewriteSchema(node, value, holders);
  }

  function rewriteSchema(node: Node, value: Record<string, unknown>, holders: readonly Node[] | null): unknown {
    return rewriteMembers(
      node,
      (key) => {
        if (values.has(key) || (identifiers.has(key) && typeof value[key] === "string")) return undefined;
        const inside = applicators.has(key) ? holders : key === "not" || key === "if" ? null : [];
        return { around: inside, named: maps.has(key) };
      },
      (key, member) => {
        if (key === "$ref" && typeof member.value === "string") return spellReference(member);
        if (key !== "required" || !Array.isArray(member.value) || holders === null) return undefined;
        const due = member.value.filter((name) => !isExempt(direction, documents, holders, name));
        return due.length < member.value.length ? due : undefined;
      },
    );
  }

  function rewriteMembers(
    node: Node,
    descend: (key: string) => { around: readonly Node[] | null; named: boolean } | undefined,
    replace: (key: string, member: Node) => unknown = () => undefined,
  ): unknown {
    const value = node.value as Record<string, unknown>;
    let copy: Record<string, unknown> | undefined;
    for (const key of Object.keys(value)) {
      const member = child(node, key) as Node;
      const into = descend(key);
      const rewritten =
        into === undefined
          ? without(key, member.value)
          : (replace(key, member) ?? rewrite(member, into.around, into.named));
      if (rewritten === member.value) continue;
      copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
      if (rewritten === undefined) delete copy[key];
      else copy[key] = rewritten;
    }
    return copy ?? value;
  }

  /** ajv and we resolve and decode references alike only when there is nothing to resolve or decode. */
  function spellReference(reference: Node): string | undefined {
    const ref = reference.value as string;
    if (/^#[\w/.~-]*$/.test(ref)) return undefined;
    const target = nodeAt(documents, ref, reference.document);
    return target && `${idOf(documents, target.document)}#${toFragment(target.pointer)}`;
  }
}

/** A value as it stands; undefined for what ajv would take for an identifier, or find one in. */
function without(key: string, value: unknown): unknown {
  if (identifiers.has(key)) return undefined;
  // What is in the other keywords of this kind ajv does not look at.
  return (key === "example" || key === "examples") && mentionsIdentifier(value) ? undefined : value;
}

function mentionsIdentifier(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, member]) => identifiers.has(key) || mentionsIdentifier(member));
}

/** The name of a document among ajv's schemas: a file's own URI may be spelt in several ways. */
export function idOf(documents: ContractDocuments, uri: string): string {
  return `https://contract.invalid/${[...documents.files.keys()].indexOf(uri)}`;
}

/** A read-only member is not due in a request, nor a write-only one in a response. */
function isExempt(direction: Direction, documents: ContractDocuments, holders: readonly Node[], name: string): boolean {
  const flag = direction === "request" ? "readOnly" : "writeOnly";
  const together = holdingTogether(documents, holders);
  const properties = together.map((schema) => child(schema, "properties", name)).filter((node) => node !== undefined);
  return holdingTogether(documents, properties).some(({ value }) => isObject(value) && value[flag] === true);
}

/** The schemas, and those that hold with them through references and allOf. */
function holdingTogether(documents: ContractDocuments, schemas: readonly Node[]): Node[] {
  const found = new Set<unknown>();
  const nodes: Node[] = [];
  const pending = [...schemas];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const { value } = node;
    if (!isObject(value) || found.has(value)) continue;
    found.add(value);
    nodes.push(node);
    const target = typeof value.$ref === "string" ? nodeAt(documents, value.$ref, node.document) : undefined;
    if (target !== undefined) pending.push(target);
    const all = child(node, "allOf");
    if (Array.isArray(all?.value)) for (const index of all.value.keys()) pending.push(child(all, index) as Node);
  }
  return nodes;
}
