import { expect, it } from "vitest";
import { compileJsonSchema } from "../../src/contract/json-schema.ts";

const draft = "https://json-schema.org/draft/2020-12/schema";

it("takes a schema that says which draft it is of, or refers to it", () => {
  const schema = { $schema: draft, type: "object", properties: { schema: { allOf: [{ $ref: draft }] } } };
  const check = compileJsonSchema(schema, "The input");
  expect(check({ schema: { type: "string" } })).toEqual([]);
  expect(check({ schema: { type: 5 } })[0]).toMatchObject({ instancePath: "/schema/type" });
});

it("compiles a schema once", () => {
  const schema = { type: "string" };
  expect(compileJsonSchema(schema, "The input")).toBe(compileJsonSchema(schema, "The output"));
});

it("refuses what is no schema, and what cannot be compiled, by the name that it is given", () => {
  expect(() => compileJsonSchema(["id"], "The input")).toThrow(
    "The input is no JSON Schema: it is an object, true or false.",
  );
  expect(() => compileJsonSchema({ $ref: "#/$defs/none" }, "The input")).toThrow(/^The input cannot be compiled: /);
});
