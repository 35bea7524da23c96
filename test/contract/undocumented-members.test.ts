import { expect, it } from "vitest";
import { contractOf, findingsIn, linesOf } from "./contract-fixture.ts";

const text = { type: "string" };

/** What there is to say of a value, and the statement that each finding rests on, below the schema. */
function found(schema: unknown, value: unknown, direction: "request" | "response" = "request"): string[][] {
  const findings = findingsIn(contractOf({ Thing: schema }), "Thing", value, direction);
  return findings.map((finding) => [
    ...linesOf([finding]),
    finding.statement.pointer.replace("/components/schemas/Thing", "#"),
  ]);
}

const unnamed = (pointer: string, name: string) =>
  `${pointer} undocumented-property: the contract names no property "${name}"`;

it.each<[claim: string, schema: unknown, value: unknown, lines: string[][]]>([
  [
    "at the properties that leave it out",
    { properties: { a: text } },
    { other: 1 },
    [[unnamed("/other", "other"), "#/properties"]],
  ],
  [
    "at the properties of the schema that has any",
    { allOf: [{ required: ["a"] }, { properties: { a: text } }] },
    { a: "", other: 1 },
    [[unnamed("/other", "other"), "#/allOf/1/properties"]],
  ],
  [
    "at the schema where only patterns name members",
    { patternProperties: { "^x-": text } },
    { "x-a": "", other: 1 },
    [[unnamed("/other", "other"), "#"]],
  ],
  [
    "not at all where a pattern takes it",
    { properties: { a: text }, patternProperties: { "^x-": text } },
    { "x-a": 1 },
    [["/x-a type: must be string, and is the number 1", "#/patternProperties/^x-/type"]],
  ],
  ["not at all where nothing is named", { type: "object", required: ["a"] }, { a: 1, other: 1 }, []],
])("tells a member that the contract does not name %s", (_, schema, value, lines) => {
  expect(found(schema, value)).toEqual(lines);
});

it("shows which members there are, beside one that is not among them", () => {
  const [finding] = findingsIn(contractOf({ Thing: { properties: { a: text, b: text } } }), "Thing", { other: 1 });
  expect([finding?.expected, finding?.actual]).toEqual([["a", "b"], 1]);
});

it("passes over members that are undefined, which JSON does not have", () => {
  const schema = { properties: { id: { ...text, readOnly: true }, a: text } };
  expect(found(schema, { id: undefined, a: 1, other: undefined })).toEqual([
    ["/a type: must be string, and is the number 1", "#/properties/a/type"],
  ]);
});

it("speaks of direction and deprecation at members, and not at the whole value", () => {
  const flags = { readOnly: true, writeOnly: true, deprecated: true };
  const schema = { ...flags, properties: { old: { ...text, deprecated: true }, a: text } };
  expect(found(schema, { old: "", a: 1 })).toEqual([
    ["/old deprecated: the property is deprecated", "#/properties/old/deprecated"],
    ["/a type: must be string, and is the number 1", "#/properties/a/type"],
  ]);
  expect(found(schema, { old: "", a: 1 }, "response")).toEqual([
    ["/a type: must be string, and is the number 1", "#/properties/a/type"],
  ]);
});

it("holds items to what is left for them by place, whether or not others have a schema", () => {
  expect(found({ prefixItems: [{ properties: { a: text } }] }, [{ other: 1 }])).toEqual([
    [unnamed("/0/other", "other"), "#/prefixItems/0/properties"],
  ]);
  expect(found({ unevaluatedItems: { properties: { a: text } } }, [{ other: 1 }])).toEqual([
    [unnamed("/0/other", "other"), "#/unevaluatedItems/properties"],
  ]);
});
