import { expect, it } from "vitest";
import { checkExchange } from "../../src/contract/check-exchange.ts";
import { formatViolation } from "../../src/contract/violation.ts";
import { done, loadFiles, loadYaml, refusalOf, withOperation, withSchema } from "./contract-fixture.ts";

const exchange = (body: unknown) => ({
  request: {
    method: "POST",
    url: "https://api.acme.test/v1/things",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  },
  response: { status: 200, headers: {} },
});

/** What there is to say of a request whose body is this. */
function linesFor(files: Record<string, string>, body: unknown): string[] {
  return checkExchange(loadFiles(files), exchange(body)).violations.map(formatViolation);
}

it("reads schemas from other files, YAML and JSON, each relative to the file that names it", () => {
  const files = {
    "openapi.yaml": withSchema("$ref: ./schemas/thing.yaml"),
    "schemas/thing.yaml": "type: object\nproperties:\n  tag: { $ref: '../more/tags.json#/Tag' }\n",
    "more/tags.json": '{\n  "Tag": { "type": "string",\n    "maxLength": 3 }\n}',
  };
  expect(linesFor(files, { tag: "long" })).toEqual([
    "[acme] createThing request.body /tag maxLength: must have at most 3 characters, and has 4 (more/tags.json:3, documented)",
  ]);
});

it.each([
  ["a space", "my things.yaml", "./my%20things.yaml"],
  ["a space as it is", "my things.yaml", "./my things.yaml"],
  ["an umlaut", "größe.yaml", "./größe.yaml"],
  ["an umlaut, encoded", "größe.yaml", "./gr%C3%B6%C3%9Fe.yaml"],
  ["a percent sign", "100%.yaml", "./100%25.yaml"],
  ["brackets", "{a}[b].yaml", "./{a}[b].yaml"],
])("reads a file with %s in its name", (_, name, ref) => {
  const files = { "openapi.yaml": withSchema(`$ref: "${ref}#/Thing"`), [name]: "Thing: { type: object }\n" };
  expect(linesFor(files, 1)).toEqual([
    `[acme] createThing request.body type: must be object, and is the number 1 (${name}:1, documented)`,
  ]);
});

it.each([
  ["a slash and a tilde", "a/b~c", "a~1b~0c"],
  ["a percent sign", "100%", "100%25"],
  ["a percent sign as it is", "100%", "100%"],
  ["an encoded letter", "%41", "%2541"],
  ["a space", "a b", "a%20b"],
  ["a space as it is", "a b", "a b"],
  ["an umlaut", "größe", "größe"],
  ["braces", "{id}", "{id}"],
  ["a hash", "a#b", "a%23b"],
  ["a question mark", "a?b", "a?b"],
  ["a name that every object has", "constructor", "constructor"],
])("follows a reference to a schema with %s in its name", (_, name, token) => {
  const contract = `${withSchema(`$ref: "#/components/schemas/${token}"`)}
components:
  schemas:
    ${JSON.stringify(name)}: { type: object }
`;
  expect(linesFor({ "openapi.yaml": contract }, 1)).toEqual([
    "[acme] createThing request.body type: must be object, and is the number 1 (openapi.yaml:15, documented)",
  ]);
});

it("reads circular schemas across files", () => {
  const files = {
    "openapi.yaml": withSchema("$ref: ./tree.yaml"),
    "tree.yaml": "properties:\n  name: { type: string }\n  leaves: { items: { $ref: ./tree.yaml } }\n",
  };
  expect(linesFor(files, { leaves: [{ leaves: [{ name: 1 }] }] })).toEqual([
    "[acme] createThing request.body /leaves/0/leaves/0/name type: must be string, and is the number 1 (tree.yaml:2, documented)",
  ]);
});

it("holds what stands beside a reference as well", () => {
  const contract = `${withSchema('$ref: "#/components/schemas/Name"\nmaxLength: 3')}
components: { schemas: { Name: { type: string, minLength: 5 } } }
`;
  expect(linesFor({ "openapi.yaml": contract }, "four")).toEqual([
    "[acme] createThing request.body maxLength: must have at most 3 characters, and has 4 (openapi.yaml:13, documented)",
    "[acme] createThing request.body minLength: must have at least 5 characters, and has 4 (openapi.yaml:14, documented)",
  ]);
});

it("does not look for references in examples, and is not misled by what looks like an identifier there", () => {
  const example = '{ $ref: ./nowhere.yaml, $id: "x", $anchor: "no anchor" }';
  const contract = withSchema(`properties: { a: { type: string } }
example: ${example}
examples: [${example}, { $id: "x", other: 1 }]
default: ${example}`);
  expect(linesFor({ "openapi.yaml": contract }, { a: 1 })).toEqual([
    "[acme] createThing request.body /a type: must be string, and is the number 1 (openapi.yaml:12, documented)",
  ]);
});

it("reads a file that a property named example refers to", () => {
  const files = {
    "openapi.yaml": withSchema("properties: { example: { $ref: ./example.yaml } }"),
    "example.yaml": "type: string\n",
  };
  expect(linesFor(files, { example: 1 })).toEqual([
    "[acme] createThing request.body /example type: must be string, and is the number 1 (example.yaml:1, documented)",
  ]);
});

it("tells the lines of a JSON contract", () => {
  const contract = `{
  "openapi": "3.1.0",
  "servers": [{ "url": "https://api.acme.test/v1" }],
  "paths": { "/things": { "post": {
    "operationId": "createThing",
    "requestBody": { "content": { "application/json": { "schema": {
      "type": "object",
      "required": ["name"]
    } } } },
    "responses": { "200": { "description": "Done" } } } } }
}`;
  expect(linesFor({ "openapi.json": contract }, {})).toEqual([
    "[acme] createThing request.body /name required: the property is missing (openapi.json:8, documented)",
  ]);
});

it("gives an alias its own place and evidence", () => {
  const contract = withSchema(`properties:
  a: &text { type: string }
  b:
    x-evidence: assumed
    properties: { c: *text }`);
  expect(linesFor({ "openapi.yaml": contract }, { a: 1, b: { c: 1 } })).toEqual([
    "[acme] createThing request.body /a type: must be string, and is the number 1 (openapi.yaml:13, documented)",
    "[acme] createThing request.body /b/c type: must be string, and is the number 1 (openapi.yaml:13, assumed)",
  ]);
});

it("says which formats and which bodies nothing is held against", () => {
  const contract = `${withSchema("properties: { at: { type: string, format: datetime } }")}
    multipart/form-data:
      schema: { type: object }
`.replace("    multipart/form-data:\n      schema", "          multipart/form-data:\n            schema");
  expect(loadYaml(contract).warnings).toEqual([
    'openapi.yaml:12:49 at /paths/~1things/post/requestBody/content/application~1json/schema/properties/at/format: nobody defines the format "datetime", so values are not held against it. Did you mean "date-time"?',
    "openapi.yaml:13:11 at /paths/~1things/post/requestBody/content/multipart~1form-data: bodies of type multipart/form-data are not read, so their schema is not checked.",
  ]);
});

it("refuses a format that only a plain object would know", () => {
  expect(refusalOf(withSchema("format: constructor"))).toBe(
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/format: nobody defines the format "constructor", so values are not held against it.',
  );
});

it("loads a contract with all that OpenAPI allows and nothing is held against", () => {
  const contract = withOperation(`${done}tags: [things]
externalDocs: { url: "https://acme.test" }
callbacks: {}
x-anything: 1
parameters:
  - { name: plain, in: query }
  - { name: X-Trace, in: header, schema: true, examples: {} }`);
  expect(loadYaml(contract).operations[0]?.parameters.map(({ name }) => name)).toEqual(["plain", "X-Trace"]);
});
