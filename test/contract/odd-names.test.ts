import { expect, it } from "vitest";
import { contractOf, findingsIn, loadFiles } from "./contract-fixture.ts";

/** Where a value breaks a schema, and by which rule. */
function brokenIn(schema: unknown, value: unknown, more: Record<string, unknown> = {}): string[] {
  const findings = findingsIn(contractOf({ Thing: schema, ...more }), "Thing", value);
  return findings.map(({ pointer, rule }) => `${pointer} ${rule}`);
}

const text = { type: "string" };
const keywords = ["$ref", "$id", "id", "required", "contains", "const", "enum", "not", "example", "properties", "type"];

it.each(keywords)("takes a member that is called %s as any other", (name) => {
  const schema = { properties: { [name]: text }, required: [name], additionalProperties: false };
  expect(brokenIn(schema, { [name]: "a" })).toEqual([]);
  expect(brokenIn(schema, { [name]: 1 })).toEqual([`/${name} type`]);
  expect(brokenIn(schema, {})).toEqual([`/${name} required`]);
});

it.each(keywords)("takes a pattern that is called %s as any other", (name) => {
  const schema = { patternProperties: { [`^${name.replace("$", "\\$")}`]: text } };
  expect(brokenIn(schema, { [`${name}s`]: 1 })).toEqual([`/${name}s type`]);
});

const looksLikeOne = { $ref: "#/nowhere", $id: "a", id: "b", required: ["c"], contains: {}, not: {}, type: "string" };

it.each(["const", "enum"])("compares with what stands in %s, whatever it looks like", (keyword) => {
  const schema = { [keyword]: keyword === "enum" ? [looksLikeOne] : looksLikeOne };
  expect(brokenIn(schema, structuredClone(looksLikeOne))).toEqual([]);
  expect(brokenIn(schema, { ...looksLikeOne, id: "c" })).toEqual([` ${keyword}`]);
});

it.each(["default", "example", "examples"])("does not read what stands in %s", (keyword) => {
  const shown = keyword === "examples" ? [looksLikeOne, looksLikeOne] : looksLikeOne;
  const twice = { type: "object", [keyword]: shown, properties: { a: { type: "object", [keyword]: shown } } };
  const schema = { allOf: [{ $ref: "#/components/schemas/One" }, { $ref: "#/components/schemas/Two" }] };
  expect(brokenIn(schema, { a: {} }, { One: twice, Two: twice })).toEqual([]);
  expect(brokenIn(schema, { a: 1 }, { One: twice, Two: twice })).toEqual(["/a type"]);
});

it("does not read examples that only mention what looks like an identifier deep inside", () => {
  const schema = (id: unknown) => ({ type: "integer", example: [{ a: [null, 1, { $anchor: id }] }], examples: [] });
  expect(brokenIn({ allOf: [schema("x"), schema("x")] }, "a")).toEqual([" type"]);
});

it("holds lists without a maximum to what they must contain, beside lists that have it", () => {
  const schema = { properties: { a: { contains: text }, b: { contains: text, maxContains: 1 } } };
  expect(brokenIn(schema, { a: ["x", "y"], b: ["x"] })).toEqual([]);
  expect(brokenIn(schema, { a: [], b: [] })).toEqual(["/a contains", "/b contains"]);
  expect(brokenIn(schema, { a: [1], b: ["x", "y"] })).toEqual(["/a contains", "/b maxContains"]);
});

it("reads a contract in which a response, a header or a parameter has the name of a keyword", () => {
  const contract = loadFiles({
    "openapi.yaml": `openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths: { /things: { post: { operationId: createThing, responses: { 200: { $ref: "#/components/responses/example" } } } } }
components:
  responses:
    example: { description: Done, content: { application/json: { schema: { $ref: "#/components/headers/const/schema" } } } }
  headers: { const: { schema: { $ref: "#/components/parameters/enum/schema" } } }
  parameters: { enum: { name: a, in: query, schema: { $ref: "#/components/schemas/default" } } }
  schemas:
    default: { required: [id, name], properties: { id: { type: string, readOnly: true }, name: { type: string } } }
    Thing: { $ref: "#/components/headers/const/schema" }
`,
  });
  expect(findingsIn(contract, "Thing", {}).map(({ pointer }) => pointer)).toEqual(["/name"]);
  expect(findingsIn(contract, "Thing", {}, "response").map(({ pointer }) => pointer)).toEqual(["/id", "/name"]);
});

it("looks for members that an object has itself, where the contract names one that every object inherits", () => {
  expect(brokenIn({ required: ["toString"], properties: { toString: text } }, {})).toEqual(["/toString required"]);
  expect(brokenIn({ properties: { constructor: text } }, {})).toEqual([]);
  expect(brokenIn({ dependentRequired: { valueOf: ["a"] } }, {})).toEqual([]);
});
