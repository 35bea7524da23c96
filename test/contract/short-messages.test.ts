import { expect, it } from "vitest";
import { contractOf, findingsIn, linesOf } from "./contract-fixture.ts";

function lines(schema: unknown, value: unknown): string[] {
  return linesOf(findingsIn(contractOf({ Thing: schema }), "Thing", value));
}

const letters = (count: number) => "a".repeat(count);

it.each<[claim: string, schema: unknown, value: unknown, line: string]>([
  ["a text of 80 characters whole", { type: "integer" }, letters(78), `is the string "${letters(78)}"`],
  ["77 characters of a longer text", { type: "integer" }, letters(79), `is the string "${letters(76)}...`],
  ["50 values whole", { enum: Array.from({ length: 50 }, (_, index) => index) }, 99, "48, 49, and is 99"],
  [
    "50 of more values, and how many more",
    { enum: Array.from({ length: 53 }, (_, index) => index) },
    99,
    "48, 49 and 3 more, and is 99",
  ],
  [
    "a name of 80 characters whole",
    { additionalProperties: false },
    { [letters(80)]: 1 },
    `the contract names no property "${letters(80)}"`,
  ],
  [
    "77 characters of a longer name",
    { additionalProperties: false },
    { [letters(81)]: 1 },
    `the contract names no property "${letters(77)}..."`,
  ],
])("shows %s", (_, schema, value, end) => {
  const [line, ...others] = lines(schema, value);
  expect(others).toEqual([]);
  expect(line?.slice(-end.length)).toBe(end);
});

it("takes as many items of one kind as there may be", () => {
  const schema = { contains: { type: "string" }, minContains: 1, maxContains: 2 };
  expect(lines(schema, ["a"])).toEqual([]);
  expect(lines(schema, ["a", "b", 1])).toEqual([]);
});

it("rests what a list lacks on the number that is stated, or else on what it must contain", () => {
  const found = (schema: unknown) => {
    const [finding] = findingsIn(contractOf({ Thing: schema }), "Thing", [1]);
    return [finding?.rule, finding?.expected, finding?.statement.pointer.replace("/components/schemas/Thing", "#")];
  };
  const text = { type: "string" };
  expect(found({ contains: text })).toEqual(["contains", text, "#/contains"]);
  expect(found({ contains: text, minContains: 2 })).toEqual(["minContains", 2, "#/minContains"]);
});

it("asks only objects for the names of their members", () => {
  const schema = { propertyNames: { pattern: "^a" }, not: { const: "x" } };
  expect(lines(schema, "x")).toEqual([" not: the value is one that the contract excludes"]);
  expect(lines({ ...schema, not: { const: null } }, null)).toEqual([
    " not: the value is one that the contract excludes",
  ]);
});
