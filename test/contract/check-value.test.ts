import { expect, it } from "vitest";
import { contractOf, findingsIn, linesOf } from "./contract-fixture.ts";

/** What there is to say of a value that is sent in a request, or received. */
function lines(schema: unknown, value: unknown, direction: "request" | "response" = "request"): string[] {
  return linesOf(findingsIn(contractOf({ Thing: schema, ...others }), "Thing", value, direction));
}

const text = { type: "string" };
const others = {
  Named: { type: "object", properties: { name: text }, required: ["name"] },
  Aged: { type: "object", properties: { age: { type: "integer" } } },
  Tree: { properties: { leaves: { type: "array", items: { $ref: "#/components/schemas/Tree" } } } },
};

/** JSON, so that a member may have any name. */
function json(value: string): unknown {
  return JSON.parse(value);
}

it("tells everything at once", () => {
  const schema = {
    type: "object",
    required: ["id", "name"],
    properties: {
      id: text,
      name: { type: "string", maxLength: 3, pattern: "^[a-z]+$" },
      age: { type: "integer", minimum: 0 },
      tags: { type: "array", items: { enum: ["a", "b"] }, minItems: 1, uniqueItems: true },
      size: { type: "object", properties: { width: { type: "number" } }, additionalProperties: false },
    },
  };
  const value = { name: "LONG", age: -1.5, tags: ["a", "c", "a"], size: { width: "1", height: 2 }, aeg: 1 };
  expect(lines(schema, value)).toMatchInlineSnapshot(`
    [
      "/id required: the property is missing",
      "/name maxLength: must have at most 3 characters, and has 4",
      "/name pattern: must match the pattern ^[a-z]+$, and is "LONG"",
      "/age type: must be integer, and is the number -1.5",
      "/tags uniqueItems: must not hold an item twice",
      "/tags/1 enum: must be one of "a", "b", and is "c"",
      "/size/height additionalProperties: the contract names no property "height"",
      "/size/width type: must be number, and is the string "1"",
      "/aeg undocumented-property: the contract names no property "aeg"; did you mean "age"?",
    ]
  `);
});

it.each<[string, unknown, unknown, string]>([
  ["type", { type: "string" }, 1, "must be string, and is the number 1"],
  ["type", { type: ["string", "null"] }, [], "must be string or null, and is array"],
  ["type", { type: "integer" }, 1.5, "must be integer, and is the number 1.5"],
  ["type", { type: "object" }, null, "must be object, and is null"],
  ["enum", { enum: ["a", 1, null] }, "b", 'must be one of "a", 1, null, and is "b"'],
  ["const", { const: { a: 1 } }, { a: 2 }, 'must be {"a":1}, and is {"a":2}'],
  ["format", { format: "date" }, "2026-02-30", 'must match format "date", and is "2026-02-30"'],
  ["pattern", { pattern: "^a+$" }, "b", 'must match the pattern ^a+$, and is "b"'],
  ["maxLength", { maxLength: 1 }, "👍👍", "must have at most 1 characters, and has 2"],
  ["minLength", { minLength: 2 }, "👍", "must have at least 2 characters, and has 1"],
  ["maxItems", { maxItems: 0 }, [1], "must have at most 0 items, and has 1"],
  ["minItems", { minItems: 1 }, [], "must have at least 1 items, and has 0"],
  ["maxProperties", { maxProperties: 0 }, { a: 1 }, "must have at most 0 properties, and has 1"],
  ["minProperties", { minProperties: 1 }, {}, "must have at least 1 properties, and has 0"],
  ["maximum", { maximum: 1 }, 2, "must be at most 1, and is 2"],
  ["minimum", { minimum: 1 }, 0, "must be at least 1, and is 0"],
  ["exclusiveMaximum", { exclusiveMaximum: 1 }, 1, "must be below 1, and is 1"],
  ["exclusiveMinimum", { exclusiveMinimum: 1 }, 1, "must be above 1, and is 1"],
  ["multipleOf", { multipleOf: 0.01 }, 0.001, "must be a multiple of 0.01, and is 0.001"],
  [
    "uniqueItems",
    { uniqueItems: true },
    [
      { a: 1, b: [2] },
      { b: [2], a: 1 },
    ],
    "must not hold an item twice",
  ],
  ["not", { not: { type: "string" } }, "a", "the value is one that the contract excludes"],
  ["contains", { contains: { type: "string" } }, [1], "no item is of the kind that must be among them"],
  ["minContains", { contains: text, minContains: 2 }, ["a", 1], "must have at least 2 items of one kind, and has 1"],
  ["maxContains", { contains: text, maxContains: 1 }, ["a", "b"], "must have at most 1 items of one kind, and has 2"],
  ["false schema", false, 1, "nothing may stand here"],
  ["false schema", { allOf: [true, false] }, 1, "nothing may stand here"],
])("says of %s: %j is broken by %j", (rule, schema, value, message) => {
  expect(lines(schema, value)).toEqual([` ${rule}: ${message}`]);
});

it.each<[unknown, unknown]>([
  [{ multipleOf: 0.01 }, 19.99],
  [{ multipleOf: 0.1 }, 1.1],
  [{ type: "integer" }, 1.0],
  [{ uniqueItems: true }, [1, "1", true, [1], { a: 1 }, null]],
  [{ contains: text, minContains: 0 }, []],
  [{ pattern: "^\\p{L}+$" }, "Größe"],
  [{ pattern: "^[\\w-]+\\:$" }, "a-b:"],
  [{ required: ["a"] }, { a: null }],
  [{ format: "email" }, 1],
  [true, { anything: 1 }],
  [{}, [[]]],
])("has nothing against %j for %j", (schema, value) => {
  expect(lines(schema, value)).toEqual([]);
});

it("says once what two schemas say", () => {
  expect(lines({ allOf: [{ type: "string" }, { type: "string" }, { $ref: "#/components/schemas/Named" }] }, 1)).toEqual(
    [" type: must be string, and is the number 1"],
  );
});

it("names the members that a dependent keyword demands, and what a condition does", () => {
  const schema = {
    properties: { card: text, address: text, country: text, zip: text },
    dependentRequired: { card: ["address"] },
    dependentSchemas: { zip: { required: ["country"] } },
    if: { properties: { country: { const: "DE" } }, required: ["country"] },
    // biome-ignore lint/suspicious/noThenProperty: it is the keyword's name.
    then: { properties: { zip: { pattern: "^[0-9]{5}$" } } },
    else: { properties: { zip: { maxLength: 3 } } },
  };
  expect(lines(schema, { card: "1" })).toEqual([
    '/address dependentRequired: the property is missing, and "card" demands it',
  ]);
  expect(lines(schema, { zip: "1" })).toEqual(["/country required: the property is missing"]);
  expect(lines(schema, { country: "DE", zip: "1234" })).toEqual([
    '/zip pattern: must match the pattern ^[0-9]{5}$, and is "1234"',
  ]);
  expect(lines(schema, { country: "AT", zip: "1234" })).toEqual([
    "/zip maxLength: must have at most 3 characters, and has 4",
  ]);
});

it("holds items by their place, and those after by what is left for them", () => {
  const schema = { prefixItems: [text, { type: "integer" }], items: { type: "boolean" } };
  expect(lines(schema, ["a", 1, true])).toEqual([]);
  expect(lines(schema, ["a"])).toEqual([]);
  expect(lines(schema, [1, "a", "b"])).toEqual([
    "/0 type: must be string, and is the number 1",
    '/1 type: must be integer, and is the string "a"',
    '/2 type: must be boolean, and is the string "b"',
  ]);
  expect(lines({ prefixItems: [text], items: false }, ["a", 1])).toEqual(["/1 false schema: nothing may stand here"]);
  expect(lines({ allOf: [{ items: text }, { prefixItems: [{ minLength: 2 }] }] }, ["a", 1])).toEqual([
    "/0 minLength: must have at least 2 characters, and has 1",
    "/1 type: must be string, and is the number 1",
  ]);
  expect(lines({ prefixItems: [text], unevaluatedItems: false }, ["a", 1])).toEqual([
    "/1 false schema: nothing may stand here",
  ]);
});

it("finds an empty list that lacks what it must contain beside one that has it", () => {
  expect(lines({ items: { contains: { type: "object" } } }, [[{}], []])).toEqual([
    "/1 contains: no item is of the kind that must be among them",
  ]);
  expect(lines({ prefixItems: [{ type: "object" }], contains: { type: "object" } }, [])).toEqual([
    " contains: no item is of the kind that must be among them",
  ]);
});

it("names the properties whose names may not be, with the place of each", () => {
  expect(lines({ propertyNames: { pattern: "^[a-z]+$" } }, { a: 1, "B/~": 1 })).toEqual([
    '/B~1~0 propertyNames: "B/~" is no name that a property may have here',
  ]);
});

it("follows circular schemas to any depth", () => {
  const deep = json(`${'{"leaves":['.repeat(200)}{"leaves":1}${"]}".repeat(200)}`);
  expect(
    linesOf(findingsIn(contractOf({ Thing: { $ref: "#/components/schemas/Tree" }, ...others }), "Thing", deep)),
  ).toEqual([`${"/leaves/0".repeat(200)}/leaves type: must be array, and is the number 1`]);
});

it.each<[string, unknown, string, string[]]>([
  [
    "has a member of a prototype's name",
    { properties: { a: text } },
    '{"__proto__": 1, "constructor": 2}',
    [
      '/__proto__ undocumented-property: the contract names no property "__proto__"',
      '/constructor undocumented-property: the contract names no property "constructor"',
    ],
  ],
  [
    "lacks one that is required",
    { required: ["constructor", "toString", "__proto__"] },
    "{}",
    [
      "/constructor required: the property is missing",
      "/toString required: the property is missing",
      "/__proto__ required: the property is missing",
    ],
  ],
  ["lacks one that is described", { properties: { constructor: text, toString: text } }, "{}", []],
  [
    "has one of the wrong type",
    { properties: { constructor: text } },
    '{"constructor": 1}',
    ["/constructor type: must be string, and is the number 1"],
  ],
  [
    "is closed to one",
    { properties: { a: text }, additionalProperties: false },
    '{"__proto__": 1, "valueOf": 1}',
    [
      '/__proto__ additionalProperties: the contract names no property "__proto__"',
      '/valueOf additionalProperties: the contract names no property "valueOf"',
    ],
  ],
  [
    "does not depend on one",
    { dependentRequired: { toString: ["a"] }, dependentSchemas: { valueOf: false } },
    "{}",
    [],
  ],
])("is not misled by an object that %s", (_, schema, value, found) => {
  expect(lines(schema, json(value))).toEqual(found);
});
