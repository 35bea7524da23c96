import { compilePattern } from "./compile.ts";
import { type ContractDocuments, child, contractError, isObject, type Node, nodeAt, resolve } from "./documents.ts";
import { annotationFormats, formats } from "./formats.ts";
import { type KeywordValue, keywords } from "./keywords.ts";
import { nearest } from "./near-miss.ts";

/**
 * Holds every schema below the given ones to be one that can be compiled: known keywords with values of their type,
 * patterns that compile, references that lead to a schema. Throws at the first that is not, with its place.
 * Answers what will not be checked although a reader may think so.
 */
export function verifySchemas(documents: ContractDocuments, schemas: Iterable<Node>): string[] {
  const seen = new Set<string>();
  const warnings: string[] = [];
  const pending = [...schemas];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const key = `${node.document}#${node.pointer}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (typeof node.value === "boolean") continue;
    if (!isObject(node.value))
      throw contractError(documents, node, `a schema is an object or a boolean, not ${quote(node.value)}`);
    for (const keyword of Object.keys(node.value)) {
      if (keyword.startsWith("x-")) continue;
      const at = child(node, keyword) as Node;
      verifyKeyword(documents, keyword, at);
      if (keyword === "$ref") {
        pending.push(targetOf(documents, node, at));
      } else if (
        keyword === "format" &&
        !annotationFormats.has(at.value as string) &&
        !Object.hasOwn(formats, at.value as string)
      ) {
        warnings.push(formatWarning(documents, at));
      } else {
        pending.push(...subschemas(keywords[keyword], at));
      }
    }
  }
  return warnings;
}

/** The schemas that stand directly below a keyword. */
function subschemas(kind: KeywordValue | undefined, at: Node): Node[] {
  if (kind === "schema") return [at];
  if (kind !== "schemas" && kind !== "schemaMap") return [];
  return Object.keys(at.value as object).map((key) => child(at, key) as Node);
}

function targetOf(documents: ContractDocuments, node: Node, at: Node): Node {
  const ref = at.value as string;
  const target = nodeAt(documents, ref, node.document);
  if (target === undefined) {
    const anchor = /#[^/]/.test(ref) ? ": anchors are not supported, write a JSON Pointer" : "";
    throw contractError(documents, at, `the reference "${ref}" leads to nothing${anchor}`);
  }
  // A chain that only leads round in a circle says nothing of any value.
  if (Object.keys(node.value as object).length === 1) resolve(documents, node);
  return target;
}

function verifyKeyword(documents: ContractDocuments, keyword: string, at: Node): void {
  const kind = Object.hasOwn(keywords, keyword) ? keywords[keyword] : undefined;
  if (kind === undefined) throw contractError(documents, at, unknownKeyword(keyword));
  const expected = expectation(kind, at.value);
  if (expected !== undefined)
    throw contractError(documents, at, `"${keyword}" must be ${expected}, not ${quote(at.value)}`);
  for (const pattern of patternsOf(keyword, at.value)) {
    try {
      compilePattern(pattern);
    } catch (error) {
      throw contractError(
        documents,
        at,
        `the pattern ${quote(pattern)} cannot be compiled: ${(error as Error).message}`,
        error,
      );
    }
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

const typeNames = ["string", "number", "integer", "boolean", "object", "array", "null"];

/** What the value should have been, or undefined when it is that. */
function expectation(kind: KeywordValue, value: unknown): string | undefined {
  const isText = (text: unknown): boolean => typeof text === "string";
  const isTexts = (list: unknown): boolean => Array.isArray(list) && list.every(isText);
  const isSchema = (schema: unknown): boolean => isObject(schema) || typeof schema === "boolean";
  const checks: Record<KeywordValue, [string, () => boolean]> = {
    schema: ["a schema", () => isSchema(value)],
    schemas: ["a list of at least one schema", () => Array.isArray(value) && value.length > 0 && value.every(isSchema)],
    schemaMap: ["an object of schemas", () => isObject(value) && Object.values(value).every(isSchema)],
    text: ["a text", () => isText(value)],
    pattern: ["a text", () => isText(value)],
    boolean: ["true or false", () => typeof value === "boolean"],
    number: ["a number", () => typeof value === "number" && Number.isFinite(value)],
    positive: ["a number above 0", () => typeof value === "number" && Number.isFinite(value) && value > 0],
    count: ["a whole number of at least 0", () => Number.isInteger(value) && (value as number) >= 0],
    types: [
      `one of ${typeNames.join(", ")}, or a list of several`,
      () =>
        Array.isArray(value)
          ? value.length > 0 && value.every((name) => typeNames.includes(name))
          : typeNames.includes(value as string),
    ],
    texts: ["a list of texts", () => isTexts(value)],
    textsMap: ["an object of lists of texts", () => isObject(value) && Object.values(value).every(isTexts)],
    values: ["a list of at least one value", () => Array.isArray(value) && value.length > 0],
    object: ["an object", () => isObject(value)],
    list: ["a list", () => Array.isArray(value)],
    any: ["anything", () => true],
  };
  const [expected, holds] = checks[kind];
  return holds() ? undefined : expected;
}

function formatWarning(documents: ContractDocuments, at: Node): string {
  const known = nearest(at.value as string, Object.keys(formats));
  const hint = known === undefined ? "" : ` Did you mean "${known}"?`;
  return (
    contractError(documents, at, `nobody defines the format "${at.value}", so values are not held against it`).message +
    hint
  );
}

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
