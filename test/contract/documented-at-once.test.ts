import { expect, it } from "vitest";
import type { Direction } from "../../src/contract/compile.ts";
import { DocumentedCheck } from "../../src/contract/documented.ts";
import { contractOf, schemaAt } from "./contract-fixture.ts";

/** Whether it is said at once that a value has nothing but what the contract names. */
function saysYes(schema: unknown, value: unknown, direction: Direction = "request"): boolean {
  const contract = contractOf({ Thing: schema, Named: { properties: { name: {} } } });
  const { planner, compilers } = contract.checker;
  const node = schemaAt(contract, "Thing");
  expect(compilers[direction].accepts(node, value)).toBe(true);
  const check = new DocumentedCheck({ planner, compiler: compilers[direction], direction }, [node]);
  const answer = check.holds(value);
  expect(check.holds(value)).toBe(answer);
  return answer;
}

const cat = { properties: { kind: { const: "cat" }, lives: {} }, required: ["kind"] };
const dog = { properties: { kind: { const: "dog" }, tricks: {} }, required: ["kind"] };
const inner = { properties: { a: {} } };

it.each<[what: string, schema: unknown, value: unknown, yes: boolean]>([
  ["a text", { type: "string", deprecated: true }, "a", true],
  ["nothing", { type: "null" }, null, true],
  ["a member that is named", inner, { a: 1 }, true],
  ["a member that is not", inner, { b: 1 }, false],
  ["both", inner, { a: 1, b: 1 }, false],
  ["no member", inner, {}, true],
  ["a member of nothing that is named", inner, { b: undefined }, true],
  ["any member of what names none", { type: "object" }, { b: 1 }, true],
  ["any member of what is open", { ...inner, additionalProperties: true }, { b: 1 }, true],
  ["any member of what is closed, for ajv accepts it", { additionalProperties: false, ...inner }, { a: 1 }, true],
  ["a member that is only demanded", { ...inner, required: ["b"] }, { b: 1 }, true],
  ["a member of all others", { ...inner, additionalProperties: inner }, { b: { a: 1 }, c: {} }, true],
  ["a member of all others that has one more", { ...inner, additionalProperties: inner }, { b: { a: 1, b: 1 } }, false],
  ["members below members", { properties: { a: inner } }, { a: { a: 1 } }, true],
  ["one more below a member", { properties: { a: inner } }, { a: { b: 1 } }, false],
  ["a text where an object may be", { properties: { a: inner } }, { a: "b" }, true],
  ["items", { items: inner }, [{ a: 1 }, {}, 1], true],
  ["an item with one more", { items: inner }, [{ a: 1 }, { b: 1 }], false],
  ["items of which nothing is said", { type: "array" }, [{ b: 1 }], true],
  ["items of which little is said", { items: { type: "object" } }, [{ b: 1 }], true],
  ["items by their places, which take a look", { prefixItems: [inner] }, [{ a: 1 }], false],
  ["items that are left, which take a look", { unevaluatedItems: inner }, [{ a: 1 }], false],
  ["patterns, which take a look", { patternProperties: { "^a": {} } }, { a: 1 }, false],
  ["patterns below a member", { properties: { a: { patternProperties: { "^a": {} } } } }, { a: { a: 1 } }, false],
  ["places below a member", { properties: { a: { prefixItems: [inner] } } }, { a: [{ a: 1 }] }, false],
  ["places below a member, of what is no list", { properties: { a: { prefixItems: [inner] } } }, { a: 1 }, true],
  ["lists below a member", { properties: { a: { items: inner } } }, { a: [{ b: 1 }] }, false],
  ["members behind a reference", { $ref: "#/components/schemas/Named" }, { name: 1 }, true],
  ["members of all parts", { allOf: [inner, { properties: { b: {} } }] }, { a: 1, b: 1 }, true],
  ["members of the branch that fits", { oneOf: [cat, dog] }, { kind: "dog", tricks: 1 }, true],
  ["members of another branch", { oneOf: [cat, dog] }, { kind: "dog", lives: 1 }, false],
  ["members of several branches that fit", { anyOf: [inner, { properties: { b: {} } }] }, { a: 1, b: 1 }, true],
  [
    "members of a branch of a branch",
    { oneOf: [{ anyOf: [cat, dog] }, { type: "string" }] },
    { kind: "cat", lives: 1 },
    true,
  ],
  [
    "members of two unions",
    { allOf: [{ oneOf: [cat, dog] }, { anyOf: [inner] }] },
    { kind: "cat", lives: 1, a: 1 },
    true,
  ],
  ["branches below a member", { properties: { a: { oneOf: [cat, dog] } } }, { a: { kind: "cat", tricks: 1 } }, false],
  ["what a member brings", { ...inner, dependentSchemas: { a: { properties: { b: {} } } } }, { a: 1, b: 1 }, true],
  [
    "what no member brings",
    { properties: { a: {}, c: {} }, dependentSchemas: { a: { properties: { b: {} } } } },
    { c: 1, b: 1 },
    false,
  ],
  [
    "what a member would bring to an object",
    { properties: { a: { dependentSchemas: { b: inner } } } },
    { a: [] },
    true,
  ],
  ["what a condition names", { if: { properties: { a: { const: 1 } } } }, { a: 1 }, true],
  [
    "what a condition that does not hold names",
    { properties: { b: {} }, if: { properties: { a: { const: 1 } } } },
    { a: 2 },
    false,
  ],
  [
    "what follows from a condition",
    JSON.parse('{"if":{"required":["a"]},"then":{"properties":{"a":{}}},"else":{"properties":{"b":{}}}}'),
    { a: 1 },
    true,
  ],
  [
    "what follows from its failing",
    JSON.parse('{"if":{"required":["a"]},"then":{"properties":{"a":{}}},"else":{"properties":{"b":{}}}}'),
    { b: 1 },
    true,
  ],
  [
    "what follows from the other outcome",
    JSON.parse('{"if":{"required":["a"]},"then":{"properties":{"a":{}}},"else":{"properties":{"b":{}}}}'),
    { a: 1, b: 1 },
    false,
  ],
])("says at once of %s whether it is all that the contract names", (_, schema, value, yes) => {
  expect(saysYes(schema, value)).toBe(yes);
});

it.each<[flag: string, request: boolean, response: boolean]>([
  ["readOnly", false, true],
  ["writeOnly", true, false],
  ["deprecated", false, true],
])("asks of members that are %s whether they belong in the direction", (flag, request, response) => {
  const flagged = { type: "string", [flag]: true };
  for (const [direction, yes] of [
    ["request", request],
    ["response", response],
  ] as const) {
    expect(saysYes({ properties: { a: flagged } }, { a: "b" }, direction)).toBe(yes);
    expect(saysYes({ properties: { a: {}, b: flagged } }, { a: "b" }, direction)).toBe(true);
    expect(saysYes({ items: flagged }, ["b"], direction)).toBe(yes);
    expect(saysYes({ properties: { a: { anyOf: [flagged] } } }, { a: "b" }, direction)).toBe(yes);
    expect(saysYes({ properties: {}, additionalProperties: flagged }, { a: "b" }, direction)).toBe(yes);
    expect(saysYes({ ...flagged, type: "object" }, { a: "b" }, direction)).toBe(true);
  }
});

it("takes what may be of several branches, of which one alone must fit, for no answer", () => {
  const contract = contractOf({ Thing: { oneOf: [inner, inner] } });
  const { planner, compilers } = contract.checker;
  const rules = { planner, compiler: compilers.request, direction: "request" } as const;
  const check = new DocumentedCheck(rules, [schemaAt(contract, "Thing")]);
  expect([check.holds({ a: 1 }), check.holds("a")]).toEqual([false, true]);
});
