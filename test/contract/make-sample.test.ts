import { expect, it } from "vitest";
import { makeSample, shownExample, type Wishes } from "../../src/contract/make-sample.ts";
import { contractOf, findingsIn, schemaAt } from "./contract-fixture.ts";

const wishes: Wishes = (name) => ({ code: [404], message: [1, "Not found"], colour: ["red"] })[name] ?? [];

function sampleOf(schema: unknown, more: Record<string, unknown> = {}): unknown {
  const contract = contractOf({ Thing: schema, ...more });
  return makeSample(contract.checker, schemaAt(contract, "Thing"), wishes);
}

it.each<[what: string, schema: unknown, sample: unknown]>([
  ["the example", { type: "string", example: "a", default: "b" }, "a"],
  ["the first of the examples", { type: "string", examples: ["a", "b"] }, "a"],
  ["the default", { type: "string", default: "a" }, "a"],
  ["an example that holds, before one that does not", { type: "string", example: 1, examples: [2, "a"] }, "a"],
  ["the constant", { const: null }, null],
  ["the first of the listed values that holds", { type: "string", enum: [1, "a", "b"] }, "a"],
  ["an example before a constant", { enum: ["a", "b"], example: "b" }, "b"],
  ["a free text", { type: "string" }, "string"],
  ["a text of a schema that says nothing", {}, "string"],
  ["a text that is long enough", { type: "string", minLength: 8 }, "stringnn"],
  ["a text that is short enough", { type: "string", maxLength: 3 }, "str"],
  ["a date", { type: "string", format: "date" }, "2026-02-03"],
  ["a time of day", { type: "string", format: "time" }, "04:05:06Z"],
  ["a moment", { type: "string", format: "date-time" }, "2026-02-03T04:05:06Z"],
  ["an address", { type: "string", format: "email" }, "ada@example.com"],
  ["an id", { type: "string", format: "uuid" }, "3f6c1f0e-7f5f-4f4e-9b50-6f2f1c0a7d11"],
  ["a URI", { type: "string", format: "uri" }, "https://example.com/ada"],
  ["a URL", { type: "string", format: "url" }, "https://example.com/ada"],
  ["a host", { type: "string", format: "hostname" }, "example.com"],
  ["an address of a host", { type: "string", format: "ipv4" }, "192.0.2.1"],
  ["a text of another format", { type: "string", format: "colour" }, "string"],
  ["a whole number", { type: "integer" }, 1],
  ["the least number", { type: "number", minimum: 5 }, 5],
  ["a number above the least", { type: "integer", exclusiveMinimum: 5 }, 6],
  ["the most, where that is less than 1", { type: "number", maximum: -5 }, -5],
  ["1, where more may be", { type: "number", maximum: 5 }, 1],
  ["the next multiple", { type: "number", minimum: 5, multipleOf: 4 }, 8],
  ["true", { type: "boolean" }, true],
  ["nothing, where only that may be", { type: "null" }, null],
  ["a text, where nothing may be, too", { type: ["null", "string"] }, "string"],
  ["a number, where nothing may be, too", { type: ["null", "integer"] }, 1],
  ["an item of a list", { type: "array", items: { type: "integer" } }, [1]],
  ["an item of what has items", { items: { type: "integer" } }, [1]],
  ["as many items as must be", { type: "array", items: { type: "integer" }, minItems: 3 }, [1, 1, 1]],
  [
    "an item for each place",
    { type: "array", prefixItems: [{ type: "integer" }, { type: "boolean" }], items: { type: "string" }, minItems: 3 },
    [1, true, "string"],
  ],
  ["a list of lists", { type: "array", items: { type: "array", items: { type: "integer" } } }, [[1]]],
])("makes %s", (_, schema, sample) => {
  expect(sampleOf(schema)).toEqual(sample);
  const contract = contractOf({ Thing: schema });
  expect(findingsIn(contract, "Thing", sampleOf(schema), "response")).toEqual([]);
});

const text = { type: "string" };

it.each<[what: string, schema: unknown, sample: unknown]>([
  [
    "all members where none is demanded",
    { type: "object", properties: { a: text, b: text } },
    { a: "string", b: "string" },
  ],
  ["those that are demanded", { properties: { a: text, b: text }, required: ["b"] }, { b: "string" }],
  ["those that nobody describes, too", { type: "object", required: ["a"] }, { a: "string" }],
  [
    "those that are shown",
    {
      type: "object",
      properties: { a: { ...text, example: "x" }, b: text, c: { type: "integer", default: 5 } },
      required: ["b"],
    },
    { a: "x", b: "string", c: 5 },
  ],
  [
    "those that are wished for, where they hold",
    {
      type: "object",
      properties: { code: { type: "integer" }, message: text, colour: { type: "integer" }, other: text },
      required: ["message"],
    },
    { code: 404, message: "Not found" },
  ],
  [
    "none that only requests have",
    { type: "object", properties: { a: { ...text, writeOnly: true }, b: text } },
    { b: "string" },
  ],
  [
    "members of members",
    { type: "object", properties: { a: { type: "object", properties: { code: { type: "integer" } } } } },
    { a: { code: 404 } },
  ],
  ["nothing in what has no members", { type: "object" }, {}],
  [
    "members of what is put together",
    {
      allOf: [
        { type: "object", properties: { a: text }, required: ["a"] },
        { properties: { b: text }, required: ["b"] },
      ],
    },
    { a: "string", b: "string" },
  ],
  ["the first branch that can be made", { oneOf: [{ type: "string", pattern: "^x" }, { type: "integer" }] }, 1],
  [
    "a branch together with what stands beside it",
    {
      type: "object",
      required: ["a"],
      anyOf: [{ properties: { a: { type: "integer" } } }, { properties: { b: text } }],
    },
    { a: 1 },
  ],
  [
    "a branch of each of two unions",
    {
      allOf: [
        { anyOf: [{ properties: { a: text }, required: ["a"] }] },
        { oneOf: [{ properties: { b: text }, required: ["b"] }] },
      ],
    },
    { a: "string", b: "string" },
  ],
  ["nothing where no branch can be made", { oneOf: [{ type: "string", pattern: "^x" }] }, null],
])("makes an object of %s", (_, schema, sample) => {
  expect(sampleOf(schema)).toEqual(sample);
});

it("ends where a schema holds itself", () => {
  const more = {
    Node: { type: "object", properties: { next: { $ref: "#/components/schemas/Node" } }, required: ["next"] },
  };
  const depth = (value: unknown): number => (value === null ? 0 : 1 + depth((value as { next: unknown }).next));
  expect(depth(sampleOf({ $ref: "#/components/schemas/Node" }, more))).toBe(1000);
});

it("makes no more than a hundred items for their own sake", () => {
  expect(sampleOf({ type: "array", items: { type: "integer" }, minItems: 5000 })).toHaveLength(100);
});

it.each<[what: string, schema: unknown, shown: unknown]>([
  ["the first example that holds", { type: "object", examples: [1, { a: 1 }], default: { b: 1 } }, { a: 1 }],
  ["none that does not hold", { type: "object", example: 1 }, undefined],
  ["none that is not shown", { type: "object", properties: { a: { example: 1 } } }, undefined],
  ["that of a schema behind it", { allOf: [{ example: { a: 1 } }] }, { a: 1 }],
  ["none of what may be anything", true, undefined],
])("finds as the example of an answer %s", (_, schema, shown) => {
  const contract = contractOf({ Thing: schema });
  expect(shownExample(contract.checker, schemaAt(contract, "Thing"))).toEqual(shown);
});
