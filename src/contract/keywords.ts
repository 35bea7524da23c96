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

/** Every keyword of JSON Schema 2020-12 and OpenAPI 3.1's base vocabulary that a contract may use. */
export const keywords: Readonly<Record<string, KeywordValue>> = {
  ...assertions,
  $ref: "text",
  $comment: "text",
  $schema: "text",
  $defs: "schemaMap",
  allOf: "schemas",
  anyOf: "schemas",
  oneOf: "schemas",
  not: "schema",
  if: "schema",
  // biome-ignore lint/suspicious/noThenProperty: it is the keyword's name, and nobody awaits this table.
  then: "schema",
  else: "schema",
  dependentSchemas: "schemaMap",
  prefixItems: "schemas",
  items: "schema",
  contains: "schema",
  maxContains: "count",
  minContains: "count",
  properties: "schemaMap",
  patternProperties: "schemaMap",
  additionalProperties: "schema",
  propertyNames: "schema",
  unevaluatedItems: "schema",
  unevaluatedProperties: "schema",
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
  discriminator: "object",
  xml: "object",
  externalDocs: "object",
};

export const assertionKeywords: ReadonlySet<string> = new Set(Object.keys(assertions));
