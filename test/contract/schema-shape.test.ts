import { expect, it } from "vitest";
import { shapeOf } from "../../src/contract/schema-shape.ts";
import type { ValueShape } from "../../src/contract/value-shape.ts";
import { contractOf, loadYaml, schemaAt } from "./contract-fixture.ts";

function shapeFor(schema: unknown, more: Record<string, unknown> = {}): ValueShape {
  const contract = contractOf({ Thing: schema, ...more });
  return shapeOf(contract.checker.planner, [schemaAt(contract, "Thing")]);
}

const types = (shape: ValueShape) => [...shape.types];
const node = { $ref: "#/components/schemas/Node" };

it.each<[schema: unknown, types: string[]]>([
  [{ type: "string" }, ["string"]],
  [{ type: ["integer", "null"] }, ["integer", "null"]],
  [{}, []],
  [true, []],
  [false, []],
  [{ enum: ["a", 1, true, null, [], {}] }, ["string", "number", "boolean", "null", "array", "object"]],
  [{ type: "string", enum: [1] }, ["string"]],
  [{ allOf: [{ type: "string" }, { type: "integer" }] }, ["string", "integer"]],
  [{ oneOf: [{ type: "string" }, { anyOf: [{ type: "boolean" }, { enum: [1] }] }] }, ["string", "boolean", "number"]],
  [{ type: "object", anyOf: [{ properties: {} }] }, ["object"]],
])("gives %j the types %j", (schema, expected) => {
  expect(types(shapeFor(schema))).toEqual(expected);
});

it("gives what has no schema no type, and lets it have any property", () => {
  const shape = shapeOf(contractOf({}).checker.planner, []);
  expect([types(shape), shape.properties, shape.open]).toEqual([[], [], false]);
  expect([types(shape.items()), types(shape.property("a"))]).toEqual([[], []]);
});

it.each<[what: string, schema: unknown, properties: string[], open: boolean]>([
  ["an object that says nothing", { type: "object" }, [], true],
  ["one with properties", { properties: { a: {}, b: {} } }, ["a", "b"], false],
  ["one that may have others", { properties: { a: {} }, additionalProperties: { type: "string" } }, ["a"], true],
  ["one that may have no others", { properties: { a: {} }, additionalProperties: false }, ["a"], false],
  [
    "branches that have the same",
    { properties: { a: {} }, oneOf: [{ properties: { a: {}, b: {} } }] },
    ["a", "b"],
    false,
  ],
  ["a branch that says nothing", { properties: { a: {} }, anyOf: [{ type: "object" }] }, ["a"], true],
])("lists the properties of %s", (_, schema, properties, open) => {
  const shape = shapeFor(schema);
  expect([shape.properties, shape.open]).toEqual([properties, open]);
});

it("gives items and properties their own shapes, those of branches too", () => {
  const list = shapeFor({ items: { type: "integer" }, oneOf: [{ items: { type: "string" } }] });
  expect(types(list.items())).toEqual(["integer", "string"]);
  const object = shapeFor({
    properties: { a: { items: { type: "boolean" } } },
    additionalProperties: { type: "null" },
  });
  expect([types(object.property("a").items()), types(object.property("b"))]).toEqual([["boolean"], ["null"]]);
});

it("reads a schema that holds itself, as far as it is asked, and branches that do for some levels", () => {
  const tree = shapeFor(node, { Node: { type: "object", properties: { next: node } } });
  expect(tree.property("next").property("next").property("next").properties).toEqual(["next"]);
  const deep = (depth: number): unknown => (depth === 0 ? { type: "integer" } : { anyOf: [deep(depth - 1)] });
  expect([9, 10].map((depth) => types(shapeFor(deep(depth))))).toEqual([["integer"], []]);
});

it("knows names of credentials from those that the contract has for data", () => {
  const parameter = (name: string, place: string, more = "") =>
    `{ name: ${name}, in: ${place}, schema: { type: string }${more} }`;
  const { credentials } = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - ${parameter("sort-key", "query")}
        - ${parameter("signature", "header")}
        - ${parameter("token", "query")}
        - ${parameter("token", "header")}
        - name: filter
          in: query
          style: deepObject
          schema:
            type: object
            properties:
              otp: { type: string }
              token: { type: object, properties: { text: { type: string } } }
              deep: { properties: { otp: { properties: { otp: { properties: { otp: {} } } } } } }
              list: { type: array, items: { properties: { otp: { type: string } } } }
        - name: flat
          in: query
          schema: { type: object, properties: { otp: { type: string } } }
      responses: { 200: { description: Done } }
    post:
      operationId: makeThing
      parameters: [${parameter("token", "query", ", required: true")}]
      responses: { 200: { description: Done } }
`);
  const names = [
    ...["sort_key", "apikey", "token", "filter[otp]", "filter[token]", "filter[token][text]", "filter[other_otp]"],
    ...[
      "filter[deep][otp]",
      "filter[deep][otp][otp]",
      "filter[deep][otp][otp][otp]",
      "filter[list][0][otp]",
      "flat[otp]",
    ],
  ];
  expect(names.filter((name) => credentials.has("query", name))).toEqual([
    ...["apikey", "filter[token]", "filter[other_otp]", "filter[deep][otp][otp][otp]", "flat[otp]"],
  ]);
  expect([credentials.has("header", "token"), credentials.has("header", "signature")]).toEqual([true, false]);
});

it("takes a token of the query for a credential where every operation demands it", () => {
  const withToken = (required: boolean) =>
    loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths:
  /things:
    get:
      operationId: listThings
      parameters: [{ name: token, in: query, required: ${required}, schema: { type: string } }]
      responses: { 200: { description: Done } }
`).credentials.has("query", "token");
  expect([withToken(true), withToken(false)]).toEqual([true, false]);
});
