import { expect, it } from "vitest";
import { done, head, refusalOf, withOperation, withSchema } from "./contract-fixture.ts";

it.each<[name: string, contract: string | Record<string, string>, refusal: string]>([
  [
    "to a file that is missing",
    withSchema("$ref: ./shared/thing.yaml#/Thing"),
    "CONTRACT_UNREADABLE openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/$ref: shared/thing.yaml cannot be read: it does not exist.",
  ],
  [
    "to a folder",
    withSchema("$ref: ./"),
    "CONTRACT_UNREADABLE openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/$ref: . cannot be read: it is a folder.",
  ],
  [
    "to another host",
    withSchema("$ref: https://api.acme.test/thing.yaml"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/$ref: the reference "https://api.acme.test/thing.yaml" is none to a file. A contract refers to files only; keep a copy beside it.',
  ],
  [
    "that is no URI",
    withSchema('$ref: "http://["'),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/$ref: the reference "http://[" is none to a file. A contract refers to files only; keep a copy beside it.',
  ],
  [
    "to nothing",
    withSchema('$ref: "#/components/schemas/Thing"'),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/$ref: the reference "#/components/schemas/Thing" leads to nothing.',
  ],
  [
    "to nothing in another file",
    { "openapi.yaml": withSchema("$ref: ./thing.yaml#/Thing"), "thing.yaml": "Other: {}\n" },
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/$ref: the reference "./thing.yaml#/Thing" leads to nothing.',
  ],
  [
    "to an anchor",
    withSchema('$ref: "#thing"'),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/$ref: the reference "#thing" leads to nothing: anchors are not supported, write a JSON Pointer.',
  ],
  [
    "to what is no schema",
    withSchema('$ref: "#/paths/~1things/post/operationId"'),
    'CONTRACT_INVALID openapi.yaml:6:7 at /paths/~1things/post/operationId: a schema is an object or a boolean, not "createThing".',
  ],
  [
    "to what is another object",
    withSchema('$ref: "#/paths/~1things/post"'),
    'CONTRACT_INVALID openapi.yaml:6:7 at /paths/~1things/post/operationId: "operationId" is no keyword of JSON Schema 2020-12.',
  ],
  [
    "that is no text",
    withSchema("$ref: 1"),
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/$ref: "$ref" must be a text, not 1.',
  ],
  [
    "in a circle",
    `${withSchema('$ref: "#/components/schemas/A"')}\ncomponents:\n  schemas:\n    A: { $ref: "#/components/schemas/B" }\n    B: { $ref: "#/components/schemas/A" }\n`,
    'CONTRACT_INVALID openapi.yaml:12:15 at /paths/~1things/post/requestBody/content/application~1json/schema/$ref: the reference "#/components/schemas/A" leads back to itself.',
  ],
  [
    "that leads back through allOf",
    `${withSchema('$ref: "#/components/schemas/A"')}\ncomponents:\n  schemas:\n    A: { allOf: [{ type: object }, { $ref: "#/components/schemas/A" }] }\n`,
    "CONTRACT_INVALID openapi.yaml:15:5 at /components/schemas/A: the schema leads back to itself without going into the value.",
  ],
  [
    "of a parameter to nothing",
    withOperation(`${done}parameters: [{ $ref: "#/components/parameters/Id" }]`),
    'CONTRACT_INVALID openapi.yaml:8:22 at /paths/~1things/post/parameters/0/$ref: the reference "#/components/parameters/Id" leads to nothing.',
  ],
  [
    "of a response to nothing",
    withOperation(`responses: { 200: { $ref: "#/components/responses/Done" } }`),
    'CONTRACT_INVALID openapi.yaml:7:27 at /paths/~1things/post/responses/200/$ref: the reference "#/components/responses/Done" leads to nothing.',
  ],
  [
    "of a response with fields beside it",
    withOperation(`responses:\n  200: { $ref: "#/components/responses/Done", headers: {} }`),
    'CONTRACT_INVALID openapi.yaml:8:53 at /paths/~1things/post/responses/200/headers: OpenAPI 3.1 knows no field "headers" in a reference. Known: $ref, summary, description.',
  ],
  [
    "of a path item to nothing",
    `${head}paths:\n  /things: { $ref: "./things.yaml" }\n`,
    "CONTRACT_UNREADABLE openapi.yaml:4:14 at /paths/~1things/$ref: things.yaml cannot be read: it does not exist.",
  ],
  [
    "of a request body in a circle",
    `${withOperation(`${done}requestBody: { $ref: "#/components/requestBodies/A" }`)}\ncomponents:\n  requestBodies:\n    A: { $ref: "#/components/requestBodies/A" }\n`,
    'CONTRACT_INVALID openapi.yaml:8:22 at /paths/~1things/post/requestBody/$ref: the reference "#/components/requestBodies/A" leads back to itself.',
  ],
  [
    "in a component that nothing uses",
    `${withOperation(done)}\ncomponents:\n  responses:\n    Gone: { $ref: ./gone.yaml }\n`,
    "CONTRACT_UNREADABLE openapi.yaml:11:13 at /components/responses/Gone/$ref: gone.yaml cannot be read: it does not exist.",
  ],
  ...[
    "not: REF",
    "if: REF",
    "then: REF",
    "else: REF",
    "anyOf: [true, REF]",
    "oneOf: [REF, true]",
    "dependentSchemas: { a: REF }",
  ].map((keyword): [string, string, string] => [
    `that leads back through ${keyword.split(":")[0]}`,
    `${withOperation(done)}\ncomponents:\n  schemas:\n    A: { ${keyword.replace("REF", '{ $ref: "#/components/schemas/A" }')} }\n`,
    "CONTRACT_INVALID openapi.yaml:11:5 at /components/schemas/A: the schema leads back to itself without going into the value.",
  ]),
  [
    "that leads back by way of others",
    `${withOperation(done)}\ncomponents:\n  schemas:\n    A: { allOf: [true, { anyOf: [{ $ref: "#/components/schemas/B" }] }] }\n    B: { if: { not: { $ref: "#/components/schemas/A" } } }\n`,
    "CONTRACT_INVALID openapi.yaml:12:5 at /components/schemas/B: the schema leads back to itself without going into the value.",
  ],
])("refuses a reference %s", (_, contract, refusal) => {
  expect(refusalOf(contract)).toBe(refusal);
});

it("loads schemas that come again below a member or an item, and those that are reached by two ways", () => {
  const schemas = `
    Tree: { type: object, properties: { next: { $ref: "#/components/schemas/Tree" } }, additionalProperties: { $ref: "#/components/schemas/Tree" } }
    List: { items: { $ref: "#/components/schemas/List" } }
    Both: { allOf: [{ $ref: "#/components/schemas/One" }, { $ref: "#/components/schemas/One" }, { $ref: "#/components/schemas/Two" }] }
    Two: { allOf: [{ $ref: "#/components/schemas/One" }] }
    One: { anyOf: [true, { not: { type: string } }] }`;
  expect(refusalOf(`${withOperation(done)}\ncomponents:\n  schemas:${schemas}\n`)).toBe("loads");
});
