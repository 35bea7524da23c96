import { expect, it } from "vitest";
import { done, refusalOf, withOperation, withSchema } from "./contract-fixture.ts";

it.each<[name: string, contract: string, refusal: string]>([
  [
    "with a pattern of another language",
    withSchema('pattern: "(?i)^[a-z]+$"'),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/pattern: the pattern "(?i)^[a-z]+$" cannot be compiled: Invalid regular expression: /(?i)^[a-z]+$/: Invalid group.',
  ],
  [
    "with a pattern for names that does not compile",
    withSchema('patternProperties: { "[a-": { type: string } }'),
    'CONTRACT_INVALID openapi.yaml:12:36 at /paths/~1things/post/requestBody/content/application~1json/schema/patternProperties/[a-: the pattern "[a-" cannot be compiled: Invalid regular expression: /[a-/: Unterminated character class.',
  ],
  [
    "with a keyword that is misspelt",
    withSchema("maxLenght: 5"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/maxLenght: "maxLenght" is no keyword of JSON Schema 2020-12; did you mean "maxLength"?',
  ],
  [
    "with a keyword that nobody knows",
    withSchema("colour: red"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/colour: "colour" is no keyword of JSON Schema 2020-12.',
  ],
  [
    "with nullable",
    withSchema("type: string\nnullable: true"),
    'CONTRACT_INVALID openapi.yaml:13:15 at /paths/~1things/post/requestBody/content/application~1json/schema/nullable: "nullable" is no keyword of OpenAPI 3.1, and would not be checked. Write type: [<type>, "null"].',
  ],
  [
    "with an anchor",
    withSchema("$anchor: thing"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/$anchor: the keyword "$anchor" is not supported.',
  ],
  [
    "with another dialect",
    withSchema("$schema: http://json-schema.org/draft-07/schema#"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/$schema: schemas are written in JSON Schema 2020-12, not in "http://json-schema.org/draft-07/schema#".',
  ],
  [
    "with an unknown type",
    withSchema("type: text"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/type: "type" must be one of string, number, integer, boolean, object, array, null, or a list of several, not "text".',
  ],
  [
    "with no type in the list",
    withSchema("type: []"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/type: "type" must be one of string, number, integer, boolean, object, array, null, or a list of several, not [].',
  ],
  [
    "with a text for a length",
    withSchema('maxLength: "5"'),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/maxLength: "maxLength" must be a whole number of at least 0, not "5".',
  ],
  [
    "with a negative length",
    withSchema("minLength: -1"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/minLength: "minLength" must be a whole number of at least 0, not -1.',
  ],
  [
    "with a text for required",
    withSchema("required: name"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/required: "required" must be a list of texts, not "name".',
  ],
  [
    "with true for required",
    withSchema("properties:\n  name: { type: string, required: true }"),
    'CONTRACT_INVALID openapi.yaml:13:39 at /paths/~1things/post/requestBody/content/application~1json/schema/properties/name/required: "required" must be a list of texts, not true.',
  ],
  [
    "with properties that are null",
    withSchema("properties: null"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/properties: "properties" must be an object of schemas, not null.',
  ],
  [
    "with a property that is null",
    withSchema("properties:\n  name:"),
    "CONTRACT_INVALID openapi.yaml:13:17 at /paths/~1things/post/requestBody/content/application~1json/schema/properties/name: a schema is an object or a boolean, not null.",
  ],
  [
    "with items in a list",
    withSchema("items: [{ type: string }]"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/items: "items" must be a schema, not [{"type":"string"}].',
  ],
  [
    "with an empty allOf",
    withSchema("allOf: []"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/allOf: "allOf" must be a list of at least one schema, not [].',
  ],
  [
    "with an empty enum",
    withSchema("enum: []"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/enum: "enum" must be a list of at least one value, not [].',
  ],
  [
    "with a multiple of 0",
    withSchema("multipleOf: 0"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/multipleOf: "multipleOf" must be a number above 0, not 0.',
  ],
  [
    "with a bound that is boolean, as in draft 4",
    withSchema("minimum: 0\nexclusiveMinimum: true"),
    'CONTRACT_INVALID openapi.yaml:13:15 at /paths/~1things/post/requestBody/content/application~1json/schema/exclusiveMinimum: "exclusiveMinimum" must be a number, not true.',
  ],
  [
    "that is a list",
    withSchema("[]"),
    'CONTRACT_INVALID openapi.yaml:11:13 at /paths/~1things/post/requestBody/content/application~1json/schema: "schema" must be a schema, not [].',
  ],
  [
    "that is null",
    withSchema(""),
    'CONTRACT_INVALID openapi.yaml:11:13 at /paths/~1things/post/requestBody/content/application~1json/schema: "schema" must be a schema, not null.',
  ],
  [
    "with a discriminator of no property",
    withSchema("oneOf: [{ type: object }]\ndiscriminator: { mapping: {} }"),
    'CONTRACT_INVALID openapi.yaml:13:15 at /paths/~1things/post/requestBody/content/application~1json/schema/discriminator: a discriminator has the name of a property as "propertyName".',
  ],
  [
    "with a mapping to nothing",
    withSchema(
      'oneOf: [{ type: object }]\ndiscriminator:\n  propertyName: kind\n  mapping: { cat: "#/components/schemas/Cat" }',
    ),
    'CONTRACT_INVALID openapi.yaml:15:28 at /paths/~1things/post/requestBody/content/application~1json/schema/discriminator/mapping/cat: the reference "#/components/schemas/Cat" leads to nothing.',
  ],
  [
    "with a property that cannot be checked",
    withSchema("properties: { __proto__: { type: string } }"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/properties: a property named "__proto__" cannot be checked.',
  ],
  [
    "with evidence of no grade",
    withSchema("x-evidence: certain"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/x-evidence: "x-evidence" must be one of documented, client, observed, inferred, assumed, not "certain".',
  ],
  [
    "with an extension that is misspelt",
    withSchema("x-evidense: assumed"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/x-evidense: nobody reads the extension "x-evidense". Did you mean "x-evidence"?',
  ],
  [
    "in a component that nothing uses",
    `${withOperation(done)}\ncomponents:\n  schemas:\n    Thing: { typ: object }\n`,
    'CONTRACT_INVALID openapi.yaml:11:14 at /components/schemas/Thing/typ: "typ" is no keyword of JSON Schema 2020-12; did you mean "type"?',
  ],
])("refuses a schema %s", (_, contract, refusal) => {
  expect(refusalOf(contract)).toBe(refusal);
});
