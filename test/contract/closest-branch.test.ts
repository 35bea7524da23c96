import { expect, it } from "vitest";
import { contractOf, findingsIn, linesOf } from "./contract-fixture.ts";

const text = { type: "string" };
const whole = { type: "integer" };

function lines(schema: unknown, value: unknown): string[] {
  return linesOf(findingsIn(contractOf({ Thing: schema }), "Thing", value));
}

it.each<[claim: string, branches: unknown[], value: unknown, found: string[]]>([
  [
    "that lacks less",
    [{ required: ["a", "b"] }, { required: ["x"] }],
    { c: "" },
    ["/x required: the property is missing"],
  ],
  [
    "whose own union lacks less by its least branch",
    [{ required: ["x", "y"] }, { anyOf: [{ required: ["a"] }, { required: ["b", "c", "d", "e"] }] }],
    {},
    ["/a required: the property is missing"],
  ],
  [
    "that most members fit, for these do not count",
    [
      { properties: { a: whole }, required: ["y"], additionalProperties: true },
      { properties: { a: text, b: text, c: text, d: text }, required: ["x"] },
    ],
    { a: "", b: "", c: "", d: "" },
    ["/x required: the property is missing"],
  ],
  [
    "that a constant names, whatever else is wrong",
    [
      { properties: { kind: { const: "card" }, number: text } },
      { properties: { kind: { const: "cash" } }, required: ["amount", "currency", "place", "date"] },
    ],
    { kind: "cash", number: "" },
    [
      "/amount required: the property is missing",
      "/currency required: the property is missing",
      "/place required: the property is missing",
      "/date required: the property is missing",
      '/number undocumented-property: the contract names no property "number"',
    ],
  ],
  [
    "that names a member of the wrong type, which speaks for it as well",
    [
      { type: "object", properties: { a: whole } },
      { type: "object", required: ["x"], properties: { x: text }, additionalProperties: true },
    ],
    { a: "" },
    ['/a type: must be integer, and is the string ""'],
  ],
  [
    "that takes anything at all",
    [false, { minimum: 5, multipleOf: 2, not: { const: 1 } }],
    1,
    [
      " minimum: must be at least 5, and is 1",
      " multipleOf: must be a multiple of 2, and is 1",
      " not: the value is one that the contract excludes",
    ],
  ],
])("explains by the branch %s", (_, branches, value, found) => {
  expect(lines({ anyOf: branches }, value)).toEqual(found);
});

it("tells what is wrong by the constants of branches, also where they stand behind other statements", () => {
  const branch = (kind: string) => ({ properties: { kind: { allOf: [text, { const: kind }] } }, required: ["kind"] });
  expect(lines({ oneOf: [branch("card"), branch("cash")] }, { kind: "gold" })).toEqual([
    '/kind enum: must be one of "card", "cash", and is "gold"',
  ]);
});

it("tells apart by constants only where every branch has one", () => {
  const branches = [{ properties: { kind: { const: "card" } } }, { required: ["amount"] }];
  expect(lines({ anyOf: branches }, { kind: "gold" })).toEqual(["/amount required: the property is missing"]);
});

it("tells what is wrong with the only branch at that branch", () => {
  const [finding] = findingsIn(contractOf({ Thing: { oneOf: [text] } }), "Thing", 1);
  expect(finding?.statement.pointer).toBe("/components/schemas/Thing/oneOf/0/type");
});

it("takes no branch that is written in place for one that a discriminator can name", () => {
  const components = {
    Cat: { type: "object", properties: { kind: text, lives: whole }, required: ["kind", "lives"] },
    Bird: { type: "object", properties: { kind: text } },
    Pet: {
      oneOf: [
        { type: "object", properties: { kind: text, barks: { type: "boolean" } }, required: ["barks"] },
        { $ref: "#/components/schemas/Cat" },
      ],
      discriminator: { propertyName: "kind", mapping: { felis: "#/components/schemas/Cat" } },
    },
  };
  const found = findingsIn(contractOf(components), "Pet", { kind: "Dog" });
  expect(linesOf(found)).toEqual(['/kind discriminator: must be one of "Cat", "felis", and is "Dog"']);
  expect(found[0]?.expected).toEqual(["Cat", "felis"]);
  expect(linesOf(findingsIn(contractOf(components), "Pet", { kind: "felis" }))).toEqual([
    "/lives required: the property is missing",
  ]);
});
