import { compilePattern } from "./compile.ts";
import { type ContractDocuments, child, contractError, follow, keyOf, type Node, resolve } from "./documents.ts";
import { verifyEvidence } from "./evidence.ts";
import { quote } from "./explain.ts";
import { annotationFormats, formats } from "./formats.ts";
import { verifyAcyclic } from "./in-place.ts";
import { isObject } from "./is-object.ts";
import { expectation, type KeywordValue, keywords } from "./keywords.ts";
import { nearest } from "./near-miss.ts";
import { itemsOf, membersOf, verifyExtension } from "./openapi-fields.ts";

/**
 * Holds every schema below the given ones to be one that can be compiled: known keywords with values of their type,
 * patterns that compile, references that lead to a schema. Throws at the first that is not, with its place.
 * Answers what will not be checked although a reader may think so.
 */
export function verifySchemas(documents: ContractDocuments, schemas: Iterable<Node>): string[] {
  const seen = new Map<string, Node>();
  const warnings: string[] = [];
  const pending = [...schemas];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(keyOf(node))) continue;
    seen.set(keyOf(node), node);
    if (typeof node.value === "boolean") continue;
    if (!isObject(node.value))
      throw contractError(documents, node, `a schema is an object or a boolean, not ${quote(node.value)}`);
    verifyEvidence(documents, node);
    for (const [keyword, at] of membersOf(node)) {
      if (keyword.startsWith("x-")) verifyExtension(documents, at, keyword);
      else pending.push(...verifyKeyword(documents, keyword, at, warnings));
    }
    // A chain that only leads round in a circle says nothing of any value.
    if (Object.keys(node.value).length === 1) resolve(documents, node);
  }
  verifyAcyclic(documents, [...seen.values()]);
  return warnings;
}

/** Schemas are of JSON Schema 2020-12, as OpenAPI 3.1 has it by default. */
export function verifyDialect(documents: ContractDocuments, at: Node): void {
  const known = ["https://spec.openapis.org/oas/3.1/dialect/", "https://json-schema.org/draft/2020-12/schema"];
  if (!known.some((dialect) => String(at.value).startsWith(dialect)))
    throw contractError(documents, at, `schemas are written in JSON Schema 2020-12, not in ${quote(at.value)}`);
}

/** Answers the schemas that the keyword leads to. */
function verifyKeyword(documents: ContractDocuments, keyword: string, at: Node, warnings: string[]): Node[] {
  const kind = Object.hasOwn(keywords, keyword) ? keywords[keyword] : undefined;
  if (kind === undefined) throw contractError(documents, at, unknownKeyword(keyword));
  const expected = expectation(kind, at.value);
  if (expected !== undefined)
    throw contractError(documents, at, `"${keyword}" must be ${expected}, not ${quote(at.value)}`);
  verifyPatterns(documents, keyword, at);
  if (keyword === "$ref") return [follow(documents, at)];
  if (keyword === "$schema") verifyDialect(documents, at);
  if (keyword === "discriminator") verifyDiscriminator(documents, at);
  if (keyword === "format") warnings.push(...formatWarnings(documents, at));
  // ajv passes a property of this name over.
  if (keyword === "properties" && Object.hasOwn(at.value as object, "__proto__"))
    throw contractError(documents, at, 'a property named "__proto__" cannot be checked');
  return subschemas(kind, at);
}

/** The schemas that stand directly below a keyword. */
function subschemas(kind: KeywordValue, at: Node): Node[] {
  if (kind === "schema") return [at];
  if (kind === "schemas") return itemsOf(at);
  return kind === "schemaMap" ? membersOf(at).map(([, schema]) => schema) : [];
}

function verifyPatterns(documents: ContractDocuments, keyword: string, at: Node): void {
  for (const pattern of patternsOf(keyword, at.value)) {
    try {
      compilePattern(pattern);
    } catch (error) {
      const place = keyword === "pattern" ? at : (child(at, pattern) as Node);
      const reason = `the pattern ${quote(pattern)} cannot be compiled: ${(error as Error).message}`;
      throw contractError(documents, place, reason, error);
    }
  }
}

/** A mapping leads to schemas, by reference or by the name of a component. */
function verifyDiscriminator(documents: ContractDocuments, at: Node): void {
  const name = child(at, "propertyName");
  if (typeof name?.value !== "string")
    throw contractError(documents, name ?? at, 'a discriminator has the name of a property as "propertyName"');
  const unknown = membersOf(at).find(([field]) => !/^(propertyName|mapping|x-.*)$/.test(field));
  if (unknown !== undefined)
    throw contractError(documents, unknown[1], `OpenAPI 3.1 knows no field "${unknown[0]}" in a discriminator`);
  const mapping = child(at, "mapping");
  if (mapping !== undefined && !isObject(mapping.value))
    throw contractError(documents, mapping, `"mapping" must be an object, not ${quote(mapping.value)}`);
  for (const [, target] of membersOf(mapping)) {
    if (typeof target.value !== "string")
      throw contractError(documents, target, `a mapping leads to a schema, not to ${quote(target.value)}`);
    if (child(documents.root, "components", "schemas", target.value) === undefined) follow(documents, target);
  }
}

function patternsOf(keyword: string, value: unknown): string[] {
  if (keyword === "pattern") return [value as string];
  return keyword === "patternProperties" ? Object.keys(value as object) : [];
}

function unknownKeyword(keyword: string): string {
  if (keyword === "nullable")
    return `"nullable" is no keyword of OpenAPI 3.1, and would not be checked. Write type: [<type>, "null"]`;
  if (keyword.startsWith("$")) return `the keyword "${keyword}" is not supported`;
  const known = nearest(keyword, Object.keys(keywords));
  return `"${keyword}" is no keyword of JSON Schema 2020-12${known === undefined ? "" : `; did you mean "${known}"?`}`;
}

function formatWarnings(documents: ContractDocuments, at: Node): string[] {
  const name = at.value as string;
  if (annotationFormats.has(name) || Object.hasOwn(formats, name)) return [];
  const known = nearest(name, Object.keys(formats));
  const hint = known === undefined ? "" : ` Did you mean "${known}"?`;
  const reason = `nobody defines the format "${name}", so values are not held against it`;
  // ajv looks formats up in a plain object.
  if (name in {}) throw contractError(documents, at, reason);
  return [contractError(documents, at, reason).message + hint];
}
