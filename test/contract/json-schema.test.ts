import { expect, it } from "vitest";
import { compileJsonSchema } from "../../src/contract/json-schema.ts";

const draft = "https://json-schema.org/draft/2020-12/schema";

it("takes a schema that says which draft it is of, or refers to it", () => {
  const schema = { $schema: draft, type: "object", properties: { schema: { allOf: [{ $ref: draft }] } } };
  const check = compileJsonSchema(schema, "The input");
  expect(check({ schema: { type: "string" } })).toEqual([]);
  expect(check({ schema: { type: 5 } })[0]).toMatchObject({ instancePath: "/schema/type" });
});

it("takes one that refers to a draft and does not say which it is of, beside values of any kind", () => {
  const schema = { properties: { kind: { enum: [null, "a"] }, schema: { $ref: draft } } };
  const check = compileJsonSchema(schema, "The input");
  expect([check({ schema: true, kind: null }), check({ schema: 5 }).length > 0]).toEqual([[], true]);
});

it("reads a schema of an older draft, or with keywords and formats of somebody's own, as of 2020-12", () => {
  const schema = { $schema: "http://json-schema.org/draft-07/schema#", type: "string", colour: 1, format: "colour" };
  const check = compileJsonSchema(schema, "The input");
  expect([check("a"), check(1).length]).toEqual([[], 1]);
});

it("takes true and false for schemas", () => {
  expect(compileJsonSchema(true, "The input")(1)).toEqual([]);
  expect(compileJsonSchema(false, "The input")(1)).toHaveLength(1);
});

it("says all that a value breaks", () => {
  const check = compileJsonSchema({ properties: { a: { type: "string" }, b: { type: "string" } } }, "The input");
  expect(check({ a: 1, b: 2 }).map(({ instancePath }) => instancePath)).toEqual(["/a", "/b"]);
});

it("judges values as the contracts' schemas do", () => {
  const breaks = (schema: object, value: unknown) => compileJsonSchema(schema, "The input")(value).length > 0;
  expect(breaks({ multipleOf: 0.01 }, 19.99)).toBe(false);
  expect(breaks({ multipleOf: 0.01 }, 19.999)).toBe(true);
  expect(breaks({ required: ["toString"] }, {})).toBe(true);
  expect(breaks({ format: "date" }, "2026-02-30")).toBe(true);
  expect(breaks({ pattern: "^\\p{L}$" }, "ü")).toBe(false);
  expect(breaks({ pattern: "^[\\w-.]+$" }, "a.b-c")).toBe(false);
});

it("compiles a schema once", () => {
  const schema = { type: "string" };
  expect(compileJsonSchema(schema, "The input")).toBe(compileJsonSchema(schema, "The output"));
});

it("refuses what is no schema, and what cannot be compiled, by the name that it is given", () => {
  for (const value of [["id"], null, undefined, "string", 5])
    expect(() => compileJsonSchema(value, "The input")).toThrow(
      "The input is no JSON Schema: it is an object, true or false.",
    );
  expect(() => compileJsonSchema({ $ref: "#/$defs/none" }, "The input")).toThrow(/^The input cannot be compiled: /);
  expect(codeOf(() => compileJsonSchema(5, "The input"))).toBe("SCHEMA_INVALID");
  expect(codeOf(() => compileJsonSchema({ $ref: "#/$defs/none" }, "The input"))).toBe("SCHEMA_INVALID");
});

function codeOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}
