import { expect, it } from "vitest";
import { done, loadYaml, refusalOf, withOperation, withSchema } from "./contract-fixture.ts";

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
    "with a source that is no text",
    withSchema("x-source: 5"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/x-source: "x-source" must be a text, not 5.',
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
  ...(
    [
      ["parameters", "{ name: a, in: query, schema: SCHEMA }", "schema"],
      ["headers", "{ schema: SCHEMA }", "schema"],
      ["requestBodies", "{ content: { text/plain: { schema: SCHEMA } } }", "content/text~1plain/schema"],
      ["responses", "{ description: Done, content: { text/plain: { schema: SCHEMA } } }", "content/text~1plain/schema"],
      ["responses", "{ description: Done, headers: { A: { schema: SCHEMA } } }", "headers/A/schema"],
    ] as const
  ).map(([kind, component, pointer]): [string, string, string] => {
    const line = `    A: ${component.replace("SCHEMA", "{ typ: object }")}`;
    return [
      `in one of the ${kind} that nothing uses, in ${pointer}`,
      `${withOperation(done)}\ncomponents:\n  ${kind}:\n${line}\n`,
      `CONTRACT_INVALID openapi.yaml:11:${line.indexOf("typ:") + 1} at /components/${kind}/A/${pointer}/typ: "typ" is no keyword of JSON Schema 2020-12; did you mean "type"?`,
    ];
  }),
  [
    "below a keyword that holds one",
    withSchema("items: { typ: object }"),
    'CONTRACT_INVALID openapi.yaml:12:24 at /paths/~1things/post/requestBody/content/application~1json/schema/items/typ: "typ" is no keyword of JSON Schema 2020-12; did you mean "type"?',
  ],
  [
    "below a keyword that holds several",
    withSchema("anyOf: [true, { typ: object }]"),
    'CONTRACT_INVALID openapi.yaml:12:31 at /paths/~1things/post/requestBody/content/application~1json/schema/anyOf/1/typ: "typ" is no keyword of JSON Schema 2020-12; did you mean "type"?',
  ],
  [
    "with a discriminator with a field that is misspelt",
    withSchema("oneOf: [{ type: object }]\ndiscriminator: { propertyName: kind, mappings: {} }"),
    'CONTRACT_INVALID openapi.yaml:13:52 at /paths/~1things/post/requestBody/content/application~1json/schema/discriminator/mappings: OpenAPI 3.1 knows no field "mappings" in a discriminator.',
  ],
  [
    "with a discriminator with a field that ends as one",
    withSchema("oneOf: [{ type: object }]\ndiscriminator: { propertyName: kind, xx-a: {} }"),
    'CONTRACT_INVALID openapi.yaml:13:52 at /paths/~1things/post/requestBody/content/application~1json/schema/discriminator/xx-a: OpenAPI 3.1 knows no field "xx-a" in a discriminator.',
  ],
  [
    "with a mapping that is none",
    withSchema("oneOf: [{ type: object }]\ndiscriminator: { propertyName: kind, mapping: [] }"),
    'CONTRACT_INVALID openapi.yaml:13:52 at /paths/~1things/post/requestBody/content/application~1json/schema/discriminator/mapping: "mapping" must be an object, not [].',
  ],
  [
    "with a mapping to what is no text",
    withSchema("oneOf: [{ type: object }]\ndiscriminator: { propertyName: kind, mapping: { cat: 1 } }"),
    "CONTRACT_INVALID openapi.yaml:13:63 at /paths/~1things/post/requestBody/content/application~1json/schema/discriminator/mapping/cat: a mapping leads to a schema, not to 1.",
  ],
  [
    "with a format that is called as what every object has",
    withSchema("type: string\nformat: toString"),
    'CONTRACT_INVALID openapi.yaml:13:15 at /paths/~1things/post/requestBody/content/application~1json/schema/format: nobody defines the format "toString", so values are not held against it.',
  ],
  [
    "with a number among names",
    withSchema("required: [a, 1]"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/required: "required" must be a list of texts, not ["a",1].',
  ],
  [
    "with a text among types that is none",
    withSchema("type: [string, text]"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/type: "type" must be one of string, number, integer, boolean, object, array, null, or a list of several, not ["string","text"].',
  ],
  [
    "with a list for names that depend",
    withSchema("dependentRequired: [a]"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/dependentRequired: "dependentRequired" must be an object of lists of texts, not ["a"].',
  ],
  [
    "with a text for names that depend",
    withSchema("dependentRequired: { a: [b], c: d }"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/dependentRequired: "dependentRequired" must be an object of lists of texts, not {"a":["b"],"c":"d"}.',
  ],
  [
    "with a number for a text",
    withSchema("title: 1"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/title: "title" must be a text, not 1.',
  ],
  [
    "with a text for a flag",
    withSchema('readOnly: "yes"'),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/readOnly: "readOnly" must be true or false, not "yes".',
  ],
  [
    "with a fraction for a length",
    withSchema("maxItems: 1.5"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/maxItems: "maxItems" must be a whole number of at least 0, not 1.5.',
  ],
  [
    "with a negative multiple",
    withSchema("multipleOf: -1"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/multipleOf: "multipleOf" must be a number above 0, not -1.',
  ],
  [
    "with an object for examples",
    withSchema("examples: {}"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/examples: "examples" must be a list, not {}.',
  ],
])("refuses a schema %s", (_, contract, refusal) => {
  expect(refusalOf(contract)).toBe(refusal);
});

it("loads a discriminator whose mapping names components and references, with an extension of somebody", () => {
  const schema = `oneOf: [{ type: object }]
discriminator: { propertyName: kind, mapping: { cat: Cat, dog: "#/components/schemas/Dog" }, x-note: {} }`;
  expect(refusalOf(`${withSchema(schema)}\ncomponents: { schemas: { Cat: true, Dog: { type: object } } }\n`)).toBe(
    "loads",
  );
});

it("loads a property called __proto__ where it is a value, and names that begin as keywords do", () => {
  expect(refusalOf(withSchema('default: { __proto__: 1 }\npatternProperties: { "^__proto__$": true }'))).toBe("loads");
});

it("warns of formats that nobody defines, with the name that was probably meant", () => {
  const { warnings } = loadYaml(
    withSchema("allOf: [{ format: date }, { format: int64 }, { format: datetime }, { format: colour }]"),
  );
  const place = "/paths/~1things/post/requestBody/content/application~1json/schema/allOf";
  expect(warnings).toEqual([
    `openapi.yaml:12:84 at ${place}/3/format: nobody defines the format "colour", so values are not held against it.`,
    `openapi.yaml:12:62 at ${place}/2/format: nobody defines the format "datetime", so values are not held against it. Did you mean "date-time"?`,
  ]);
});
