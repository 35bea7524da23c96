import { expect, it } from "vitest";
import { contractOf, findingsIn } from "./contract-fixture.ts";

/** Where a value breaks a schema, and by which rule; every schema demands something that the values do not have. */
function brokenIn(schema: Record<string, unknown>, value: unknown): string[] {
  const demands = Array.isArray(value) ? { minItems: 9 } : { required: ["z"] };
  const text = { type: "string" };
  const schemas = {
    Thing: { ...schema, ...demands },
    Base: { properties: { b: text } },
    List: { prefixItems: [true] },
  };
  return findingsIn(contractOf(schemas), "Thing", value)
    .map(({ pointer, rule }) => `${pointer} ${rule}`)
    .filter((line) => line !== " minItems" && line !== "/z required" && line !== " required");
}

const integer = { type: "integer" };
const rest = { unevaluatedProperties: integer };
const base = { $ref: "#/components/schemas/Base" };

it.each<[what: string, schema: Record<string, unknown>, value: unknown, broken: string[]]>([
  ["what nobody names", rest, { a: "" }, ["/a type"]],
  ["what it names itself", { properties: { a: {} }, ...rest }, { a: "", b: "" }, ["/b type"]],
  ["what a pattern names", { patternProperties: { "^a": {} }, ...rest }, { ab: "", b: "" }, ["/b type"]],
  ["what a part names", { allOf: [{ properties: { a: {} } }], ...rest }, { a: "", b: "" }, ["/b type"]],
  [
    "what a part names by a pattern",
    { allOf: [{ patternProperties: { "^a": {} } }], ...rest },
    { ab: "", b: "" },
    ["/b type"],
  ],
  ["what is named behind a reference", { ...base, ...rest }, { a: "", b: "" }, ["/a type"]],
  ["what a part of a part names", { allOf: [{ allOf: [base] }], ...rest }, { a: "", b: "" }, ["/a type"]],
  ["what is open to others in itself", { additionalProperties: true, ...rest }, { a: "" }, []],
  [
    "what is open to others in a part",
    { allOf: [{}, { additionalProperties: { type: "string" } }], ...rest },
    { a: "" },
    [],
  ],
  [
    "what a part says of all that is left",
    { allOf: [{}, { unevaluatedProperties: { type: "string" } }], ...rest },
    { a: "" },
    [],
  ],
  [
    "what a branch that fits names",
    { anyOf: [{ properties: { a: {} } }, { type: "string" }], ...rest },
    { a: "", b: "" },
    ["/b type"],
  ],
  [
    "what a branch that does not fit names",
    { anyOf: [{ properties: { a: {} } }, { properties: { b: integer } }], ...rest },
    { a: "", b: "" },
    ["/b type"],
  ],
  ["what the condition that holds names", { if: { properties: { a: {} } }, ...rest }, { a: "", b: "" }, ["/b type"]],
  [
    "what follows from the condition",
    { ...JSON.parse('{"if":true,"then":{"properties":{"a":{}}}}'), ...rest },
    { a: "", b: "" },
    ["/b type"],
  ],
  [
    "what a member brings",
    { dependentSchemas: { c: { properties: { a: {}, c: {} } } }, ...rest },
    { a: "", b: "", c: "" },
    ["/b type"],
  ],
  ["what a part says of a part is no matter to it", { properties: { b: {} }, allOf: [rest] }, { b: "" }, ["/b type"]],
])("holds against unevaluatedProperties, of an object, %s", (_, schema, value, broken) => {
  expect(brokenIn(schema, value)).toEqual(broken);
});

const left = { unevaluatedItems: integer };

it.each<[what: string, schema: Record<string, unknown>, value: unknown, broken: string[]]>([
  ["what nobody speaks of", left, ["", ""], ["/0 type", "/1 type"]],
  ["what comes after its first", { prefixItems: [true], ...left }, ["", ""], ["/1 type"]],
  [
    "what comes after the first of a part",
    { allOf: [{ prefixItems: [true, true] }, { prefixItems: [true] }], ...left },
    ["", "", ""],
    ["/2 type"],
  ],
  [
    "what comes after the first behind a reference",
    { $ref: "#/components/schemas/List", ...left },
    ["", ""],
    ["/1 type"],
  ],
  ["what its own items are", { items: { type: "string" }, ...left }, ["", ""], []],
  ["what a part's items are", { allOf: [{}, { items: { type: "string" } }], ...left }, ["", ""], []],
  ["what a part contains", { allOf: [{}, { contains: { type: "string" } }], ...left }, ["", ""], []],
  [
    "what a part says of all that is left",
    { allOf: [{}, { unevaluatedItems: { type: "string" } }], ...left },
    ["", ""],
    [],
  ],
  [
    "what comes after the first of a branch that fits",
    { anyOf: [{ prefixItems: [{ type: "string" }] }, { type: "string" }], ...left },
    ["", ""],
    ["/1 type"],
  ],
])("holds against unevaluatedItems, of a list, %s", (_, schema, value, broken) => {
  expect(brokenIn(schema, value)).toEqual(broken);
});

it("tells what is demanded of members by several patterns and parts at once", () => {
  const schema = {
    properties: { ab: { minLength: 3 } },
    patternProperties: { "^a": { maxLength: 1 }, b$: { pattern: "^x" }, c: { const: 1 } },
    additionalProperties: false,
  };
  expect(brokenIn(schema, { ab: "yy", a: "yy", d: 1 })).toEqual([
    "/d additionalProperties",
    "/ab minLength",
    "/ab maxLength",
    "/ab pattern",
    "/a maxLength",
  ]);
});

it("holds a member that is named to what others leave out", () => {
  const parts = [
    { properties: { a: { minLength: 3 } } },
    { properties: { b: {} }, additionalProperties: { maxLength: 1 } },
  ];
  expect(brokenIn({ allOf: parts }, { a: "yy", b: "" })).toEqual(["/a minLength", "/a maxLength"]);
});
