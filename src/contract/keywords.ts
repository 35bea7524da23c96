import { isObject } from "./is-object.ts";

/** What a keyword's value has to be for the keyword to mean anything. */
export type KeywordValue =
  | "schema"
  | "schemas"
  | "schemaMap"
  | "text"
  | "boolean"
  | "number"
  | "positive"
  | "count"
  | "types"
  | "texts"
  | "textsMap"
  | "values"
  | "pattern"
  | "object"
  | "list"
  | "any";

const typeNames: readonly unknown[] = ["string", "number", "integer", "boolean", "object", "array", "null"];

const isText = (value: unknown): boolean => typeof value === "string";
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const expectations: Readonly<Record<KeywordValue, [expected: string, holds: (value: unknown) => boolean]>> = {
  schema: ["a schema", isSchema],
  schemas: ["a list of at least one schema", isFilled],
  schemaMap: ["an object of schemas", isObject],
  text: ["a text", isText],
  pattern: ["a text", isText],
  boolean: ["true or false", (value) => typeof value === "boolean"],
  number: ["a number", Number.isFinite],
  positive: ["a number above 0", (value) => Number.isFinite(value) && (value as number) > 0],
  count: ["a whole number of at least 0", (value) => Number.isInteger(value) && (value as number) >= 0],
  types: [
    `one of ${typeNames.join(", ")}, or a list of several`,
    (value) => (isFilled(value) ? value.every((name) => typeNames.includes(name)) : typeNames.includes(value)),
  ],
  texts: ["a list of texts", isTexts],
  textsMap: ["an object of lists of texts", (value) => isObject(value) && Object.values(value).every(isTexts)],
  values: ["a list of at least one value", isFilled],
  object: ["an object", isObject],
  list: ["a list", Array.isArray],
  any: ["anything", () => true],
};

/** What a keyword's value should have been, or undefined when it is that. */
export function expectation(kind: KeywordValue, value: unknown): string | undefined {
  const [expected, holds] = expectations[kind];
  return holds(value) ? undefined : expected;
}

export function isSchema(value: unknown): boolean {
  return isObject(value) || typeof value === "boolean";
}

function isFilled(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0;
}

/** Keywords that say something of the value itself, and need no other schema. */
const assertions = {
  type: "types",
  enum: "values",
  const: "any",
  multipleOf: "positive",
  maximum: "number",
  exclusiveMaximum: "number",
  minimum: "number",
  exclusiveMinimum: "number",
  maxLength: "count",
  minLength: "count",
  pattern: "pattern",
  format: "text",
  maxItems: "count",
  minItems: "count",
  uniqueItems: "boolean",
  maxProperties: "count",
  minProperties: "count",
  required: "texts",
  dependentRequired: "textsMap",
} as const satisfies Record<string, KeywordValue>;

/** Keywords that lead to other schemas, and may find a value wrong themselves. */
const judges = {
  anyOf: "schemas",
  oneOf: "schemas",
  not: "schema",
  if: "schema",
  items: "schema",
  contains: "schema",
  maxContains: "count",
  minContains: "count",
  additionalProperties: "schema",
  propertyNames: "schema",
  unevaluatedItems: "schema",
  unevaluatedProperties: "schema",
  discriminator: "object",
} as const satisfies Record<string, KeywordValue>;

/** Every keyword of JSON Schema 2020-12 and OpenAPI 3.1's base vocabulary that a contract may use. */
export const keywords: Readonly<Record<string, KeywordValue>> = {
  ...assertions,
  ...judges,
  $ref: "text",
  $comment: "text",
  $schema: "text",
  $defs: "schemaMap",
  allOf: "schemas",
  // biome-ignore lint/suspicious/noThenProperty: it is the keyword's name, and nobody awaits this table.
  then: "schema",
  else: "schema",
  dependentSchemas: "schemaMap",
  prefixItems: "schemas",
  properties: "schemaMap",
  patternProperties: "schemaMap",
  contentEncoding: "text",
  contentMediaType: "text",
  contentSchema: "schema",
  title: "text",
  description: "text",
  default: "any",
  deprecated: "boolean",
  readOnly: "boolean",
  writeOnly: "boolean",
  examples: "list",
  example: "any",
  xml: "object",
  externalDocs: "object",
};

export const assertionKeywords: ReadonlySet<string> = new Set(Object.keys(assertions));

/** A keyword that a value can break. */
export type BreakableKeyword = keyof typeof assertions | keyof typeof judges;

export const breakableKeywords = Object.keys({ ...assertions, ...judges }) as readonly BreakableKeyword[];
