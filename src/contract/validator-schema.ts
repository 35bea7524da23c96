import type { Direction } from "./compile.ts";
import { type ContractDocuments, child, type Node, nodeAt } from "./documents.ts";
import { isObject } from "./is-object.ts";
import { tokensOf } from "./json-pointer.ts";
import { assertionKeywords } from "./keywords.ts";

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

/** Where a schema stands: the schemas around it that hold for the same value, from the outermost; null where nothing is demanded. */
interface Inside {
  around: readonly Node[] | null;
  /** What stands here is a map, whose members have names and not keywords. */
  named: boolean;
}

const outside: Inside = { around: [], named: false };

/**
 * A schema as ajv reads it in one direction. What is exempt there is not required; references are spelt by `spell`;
 * and what only looks like an identifier is left out. All that needs no change is the very same value.
 */
export function validatorSchema(
  direction: Direction,
  documents: ContractDocuments,
  node: Node,
  spell: (target: Node) => string,
): unknown {
  return rewrite(node, insideOf(documents, node));

  function rewrite(node: Node, inside: Inside): unknown {
    const { value } = node;
    if (Array.isArray(value)) return rewriteMembers(node, value, inside);
    if (!isObject(value)) return value;
    const schema = rewriteMembers(node, value, inside);
    // ajv 8.20 without a maximum takes the result of the list before for that of an empty list.
    if (!inside.named && isObject(value.contains) && value.maxContains === undefined)
      return { ...(schema as object), maxContains: Number.MAX_SAFE_INTEGER };
    return schema;
  }

  function rewriteMembers(node: Node, value: object, inside: Inside): unknown {
    let copy: Record<string, unknown> | undefined;
    for (const key of Object.keys(value)) {
      const member = child(node, key) as Node;
      const rewritten = rewriteMember(node, key, member, inside);
      if (rewritten === member.value) continue;
      copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
      if (rewritten === undefined) delete copy[key];
      else copy[key] = rewritten;
    }
    return copy ?? value;
  }

  function rewriteMember(node: Node, key: string, member: Node, inside: Inside): unknown {
    const into = below(inside, node, key);
    if (into === undefined) return without(key, member.value);
    if (!inside.named && !Array.isArray(node.value)) {
      if (key === "$ref" && typeof member.value === "string") {
        const target = nodeAt(documents, member.value, member.document);
        return target === undefined ? member.value : spell(target);
      }
      if (key === "required" && Array.isArray(member.value))
        return dueMembers(direction, documents, inside.around && [...inside.around, node], member.value);
    }
    return rewrite(member, into);
  }
}

/** The keywords of a schema that say something of the value itself, as they hold in one direction. */
export function assertionsOf(direction: Direction, documents: ContractDocuments, node: Node): Record<string, unknown> {
  if (!isObject(node.value)) return {};
  const { around } = insideOf(documents, node);
  const assertions = Object.entries(node.value).filter(([keyword]) => assertionKeywords.has(keyword));
  return Object.fromEntries(
    assertions.map(([keyword, value]) =>
      keyword === "required" && Array.isArray(value)
        ? [keyword, dueMembers(direction, documents, around && [...around, node], value)]
        : [keyword, value],
    ),
  );
}

function insideOf(documents: ContractDocuments, node: Node): Inside {
  let inside = outside;
  let at: Node = { document: node.document, pointer: "", value: documents.files.get(node.document)?.value };
  for (const token of tokensOf(node.pointer)) {
    inside = below(inside, at, token) ?? outside;
    at = child(at, token) as Node;
  }
  return inside;
}

/** Where a member stands; undefined when it is a value, whatever it looks like. */
function below({ around, named }: Inside, node: Node, key: string): Inside | undefined {
  if (named || !isObject(node.value)) return { around, named: false };
  if (values.has(key) || (identifiers.has(key) && typeof node.value[key] === "string")) return undefined;
  const holders = around && [...around, node];
  return {
    around: applicators.has(key) ? holders : key === "not" || key === "if" ? null : [],
    named: maps.has(key),
  };
}

/** The members that are required in one direction. `holders` are the schemas that hold there together. */
function dueMembers(
  direction: Direction,
  documents: ContractDocuments,
  holders: readonly Node[] | null,
  names: readonly string[],
): readonly string[] {
  const due = holders === null ? names : names.filter((name) => !isExempt(direction, documents, holders, name));
  return due.length < names.length ? due : names;
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
