import { expect, it } from "vitest";
import { readSchema, type StandardSchema } from "../../src/conformance/schema-like.ts";

type Validate = StandardSchema["~standard"]["validate"];

/** What a library of schemas makes. */
function standard(validate: Validate, more: object = {}): StandardSchema {
  return { "~standard": { version: 1, vendor: "shapes", validate, ...more } };
}

it("checks values with a JSON Schema, and has it", () => {
  const schema = { type: "string" };
  const { json, check } = readSchema(schema, "the input");
  expect(json).toBe(schema);
  expect(check("a")).toEqual([]);
  expect(check(7)).toMatchObject([{ instancePath: "", keyword: "type", message: "must be string" }]);
  expect(readSchema(true, "the input").check(7)).toEqual([]);
});

it("checks values with a Standard Schema, and tells where they are wrong", () => {
  const { json, check } = readSchema(
    standard((value) =>
      value === 1
        ? { issues: undefined }
        : { issues: [{ message: "is odd", path: ["a", { key: 0 }, "b"] }, { message: "too" }] },
    ),
    "the input",
  );
  expect(json).toBeUndefined();
  expect(check(1)).toEqual([]);
  expect(check(2)).toEqual([
    { instancePath: "/a/0/b", keyword: "shapes", params: {}, message: "is odd" },
    { instancePath: "", keyword: "shapes", params: {}, message: "too" },
  ]);
});

it("has the JSON Schema of a Standard Schema that gives one, of functions too", () => {
  const jsonSchema = { input: ({ target }: { target: string }) => ({ target }) };
  const schema = Object.assign(
    () => {},
    standard(() => ({}), { jsonSchema }),
  );
  expect(readSchema(schema as unknown as StandardSchema, "the input").json).toEqual({ target: "draft-2020-12" });
});

it("only checks values with a Standard Schema that has no JSON Schema, such as one of dates", () => {
  const jsonSchema = {
    input() {
      throw new Error("Date cannot be represented in JSON Schema");
    },
  };
  const validate: Validate = (value) => (value instanceof Date ? {} : { issues: [{ message: "is no date" }] });
  const { json, check } = readSchema(standard(validate, { jsonSchema }), "the output");
  expect(json).toBeUndefined();
  expect(check(new Date())).toEqual([]);
  expect(check("today")).toMatchObject([{ message: "is no date" }]);
});

it("refuses a schema that checks in its own time", () => {
  const { check } = readSchema(
    standard(async () => ({})),
    "the input",
  );
  expect(() => check(1)).toThrow(
    expect.objectContaining({
      code: "SCHEMA_INVALID",
      message: "the input checks in its own time. It has to answer at once.",
    }),
  );
});
