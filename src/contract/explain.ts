import type { SchemaError } from "./compile.ts";
import type { Node } from "./documents.ts";
import { escapeToken } from "./json-pointer.ts";
import type { RuleName } from "./rules.ts";
import { toShortJson } from "./short-json.ts";
import type { Finding } from "./violation.ts";

/** What JSON calls the kind of a value, with its article-free name. */
export function jsonTypeOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "array";
  return typeof value;
}

/** Says what one keyword of one schema finds wrong with a value. */
export function explainError(error: SchemaError, schema: Node, value: unknown, pointer: string): Finding {
  const keyword = error.keyword;
  const limit = (schema.value as Record<string, unknown>)[keyword];
  const finding: Finding = {
    pointer,
    // A contract with any other keyword has been refused when it was loaded.
    rule: keyword as RuleName,
    message: messageOf(keyword, limit, value) ?? error.message ?? "the value does not fit",
    expected: limit,
    actual: value,
    statement: { document: schema.document, pointer: `${schema.pointer}/${keyword}` },
  };
  if (keyword === "required")
    return explainRequired(finding, (error.params as { missingProperty: string }).missingProperty, limit);
  if (keyword === "dependentRequired") {
    const { missingProperty, property } = error.params as { missingProperty: string; property: string };
    return {
      ...finding,
      pointer: `${pointer}/${escapeToken(missingProperty)}`,
      message: `the property is missing, and "${property}" demands it`,
      actual: undefined,
    };
  }
  return finding;
}

function explainRequired(finding: Finding, name: string, names: unknown): Finding {
  return {
    ...finding,
    pointer: `${finding.pointer}/${escapeToken(name)}`,
    message: "the property is missing",
    expected: name,
    actual: undefined,
    statement: { ...finding.statement, pointer: `${finding.statement.pointer}/${(names as string[]).indexOf(name)}` },
  };
}

function messageOf(keyword: string, limit: unknown, value: unknown): string | undefined {
  const length =
    typeof value === "string"
      ? [...value].length
      : Array.isArray(value)
        ? value.length
        : Object.keys(Object(value)).length;
  switch (keyword) {
    case "type":
      return `must be ${[limit].flat().join(" or ")}, and is ${describe(value)}`;
    case "enum":
      return `must be one of ${quoteAll(limit as unknown[])}, and is ${quote(value)}`;
    case "const":
      return `must be ${quote(limit)}, and is ${quote(value)}`;
    case "format":
      return `must match format "${limit}", and is ${quote(value)}`;
    case "pattern":
      return `must match the pattern ${limit}, and is ${quote(value)}`;
    case "maxLength":
      return `must have at most ${limit} characters, and has ${length}`;
    case "minLength":
      return `must have at least ${limit} characters, and has ${length}`;
    case "maxItems":
      return `must have at most ${limit} items, and has ${length}`;
    case "minItems":
      return `must have at least ${limit} items, and has ${length}`;
    case "maxProperties":
      return `must have at most ${limit} properties, and has ${length}`;
    case "minProperties":
      return `must have at least ${limit} properties, and has ${length}`;
    case "maximum":
      return `must be at most ${limit}, and is ${quote(value)}`;
    case "minimum":
      return `must be at least ${limit}, and is ${quote(value)}`;
    case "exclusiveMaximum":
      return `must be below ${limit}, and is ${quote(value)}`;
    case "exclusiveMinimum":
      return `must be above ${limit}, and is ${quote(value)}`;
    case "multipleOf":
      return `must be a multiple of ${limit}, and is ${quote(value)}`;
    case "uniqueItems":
      return "must not hold an item twice";
    default:
      return undefined;
  }
}

function describe(value: unknown): string {
  return value === null || typeof value === "object" ? jsonTypeOf(value) : `the ${jsonTypeOf(value)} ${quote(value)}`;
}

/** A value as a message shows it. */
export function quote(value: unknown): string {
  const text = toShortJson(value, 80) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

const maxListed = 50;

/** Values as a message lists them. */
export function quoteAll(values: readonly unknown[]): string {
  const listed = values.slice(0, maxListed).map(quote).join(", ");
  return values.length > maxListed ? `${listed} and ${values.length - maxListed} more` : listed;
}
