import { expect, it } from "vitest";
import { contractOf, findingsIn, linesOf } from "./contract-fixture.ts";

const text = { type: "string" };
const named = { type: "object", properties: { name: text }, required: ["name"] };
const aged = { type: "object", properties: { age: { type: "integer" } } };

function lines(schema: unknown, value: unknown, direction: "request" | "response" = "request"): string[] {
  return linesOf(findingsIn(contractOf({ Thing: schema, Named: named, Aged: aged }), "Thing", value, direction));
}

const allOf = (...schemas: unknown[]) => ({ allOf: schemas });
const anyOf = (...schemas: unknown[]) => ({ anyOf: schemas });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const undocumented = (name: string, meant?: string) =>
  `/${name} undocumented-property: the contract names no property "${name}"${meant === undefined ? "" : `; did you mean "${meant}"?`}`;

it.each<[string, unknown, Record<string, unknown>]>([
  ["properties of its own", { properties: { a: text } }, { a: "" }],
  ["properties behind a reference", ref("Named"), { name: "" }],
  [
    "properties of all parts",
    allOf(ref("Named"), ref("Aged"), { properties: { a: text } }),
    { name: "", age: 1, a: "" },
  ],
  ["properties beside a reference", { ...ref("Named"), properties: { a: text } }, { name: "", a: "" }],
  ["properties of a branch that fits", anyOf(ref("Named"), ref("Aged")), { name: "" }],
  ["properties of all branches that fit", anyOf(ref("Named"), ref("Aged")), { name: "", age: 1 }],
  ["properties around branches", { ...aged, ...anyOf(ref("Named"), { required: ["age"] }) }, { age: 1 }],
  ["properties of the branch of a branch", { oneOf: [text, anyOf(allOf(ref("Named")))] }, { name: "" }],
  [
    "properties of the condition that holds",
    { ...aged, if: { properties: { kind: { const: "a" } } } },
    { kind: "a", age: 1 },
  ],
  [
    "properties that a member brings",
    { ...aged, dependentSchemas: { age: { properties: { b: text } } } },
    { age: 1, b: "" },
  ],
  ["names by a pattern", { ...aged, patternProperties: { "^x-": text } }, { "x-a": "", age: 1 }],
  [
    "names that are only demanded",
    { ...aged, required: ["id"], dependentRequired: { a: ["b"] } },
    { id: 1, a: 1, b: 1 },
  ],
  ["no properties: the object is free", { type: "object" }, { anything: 1 }],
  ["no properties, but some demanded", { type: "object", required: ["a"] }, { a: 1, b: 2 }],
  ["that it is open", { ...aged, additionalProperties: true }, { anything: 1 }],
  ["what others have to be", { ...aged, additionalProperties: { type: "number" } }, { anything: 1 }],
  ["that it is open, in one part", allOf(ref("Aged"), { additionalProperties: true }), { anything: 1 }],
  ["that it is open to what is left", { ...aged, unevaluatedProperties: true }, { anything: 1 }],
])("takes what the contract says of an object: %s", (_, schema, value) => {
  expect(lines(schema, value)).toEqual([]);
});

it.each<[unknown, Record<string, unknown>, string[]]>([
  [named, { name: "", nmae: "" }, [undocumented("nmae", "name")]],
  [
    named,
    { name: "", Name: "", NAME_: "", colour: 1 },
    [undocumented("Name", "name"), undocumented("NAME_", "name"), undocumented("colour")],
  ],
  [allOf(ref("Named"), ref("Aged")), { name: "", years: 1 }, [undocumented("years")]],
  [anyOf(ref("Named"), ref("Aged")), { age: 1, other: 1 }, [undocumented("other")]],
  [{ ...named, patternProperties: { "^x-": text } }, { name: "", y: 1 }, [undocumented("y")]],
  [
    { properties: { "a/b": named } },
    { "a/b": { name: "", "c~d": 1 } },
    ['/a~1b/c~0d undocumented-property: the contract names no property "c~d"'],
  ],
  [{ items: named }, [{ name: "", b: 1 }] as never, ['/0/b undocumented-property: the contract names no property "b"']],
])("tells of members that %j does not name", (schema, value, found) => {
  expect(lines(schema, value)).toEqual(found);
  expect(lines(schema, value, "response")).toEqual(found);
});

it("is closed by additionalProperties to what its own schema does not name, whatever others name", () => {
  const closed = { ...named, additionalProperties: false };
  expect(lines(closed, { name: "", nmae: 1 })).toEqual([
    '/nmae additionalProperties: the contract names no property "nmae"; did you mean "name"?',
  ]);
  expect(lines(allOf(closed, ref("Aged")), { name: "", age: 1 })).toEqual([
    '/age additionalProperties: the contract names no property "age"',
  ]);
  expect(lines({ additionalProperties: false }, { a: 1 })).toEqual([
    '/a additionalProperties: the contract names no property "a"',
  ]);
});

it("is closed by unevaluatedProperties to what nothing in place names", () => {
  const closed = { ...allOf(ref("Named"), anyOf(ref("Aged"), text)), unevaluatedProperties: false };
  expect(lines(closed, { name: "", age: 1 })).toEqual([]);
  expect(lines(closed, { name: "", age: 1, size: 1 })).toEqual([
    '/size unevaluatedProperties: the contract names no property "size"',
  ]);
  expect(lines(allOf(ref("Named"), { properties: { a: text }, unevaluatedProperties: false }), { name: "" })).toEqual([
    '/name unevaluatedProperties: the contract names no property "name"',
  ]);
});

it("holds additional members to their schema, though another part names them", () => {
  const schema = allOf(ref("Named"), { properties: { a: text }, additionalProperties: { type: "integer" } });
  expect(lines(schema, { name: "x", a: "", b: "" })).toEqual([
    '/name type: must be integer, and is the string "x"',
    '/b type: must be integer, and is the string ""',
  ]);
});

it("holds members to all patterns that their names match", () => {
  const schema = { patternProperties: { "^a": { type: "integer" }, b$: { minimum: 5 } }, additionalProperties: text };
  expect(lines(schema, { ab: 1, a: "", b: 1, c: 1 })).toEqual([
    "/ab minimum: must be at least 5, and is 1",
    '/a type: must be integer, and is the string ""',
    "/b minimum: must be at least 5, and is 1",
    "/c type: must be string, and is the number 1",
  ]);
});
