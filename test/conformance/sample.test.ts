import { expect, it } from "vitest";
import type { Schema } from "../../src/conformance/input-schema.ts";
import { makeSample } from "../../src/conformance/sample.ts";
import { compileJsonSchema } from "../../src/contract/json-schema.ts";

const shown: Record<string, unknown> = { title: "Water the plants", size: "large", tagId: "7", done: false };
const known = { find: (name: string) => shown[name] };
const holds = (schema: Schema, value: unknown) => compileJsonSchema(schema, "a part")(value).length === 0;

function sampleOf(schema: Schema, name = ""): unknown {
  return makeSample({ root: schema, known, holds }, schema, name);
}

it.each<[string, Schema, string, unknown]>([
  ["an example", { type: "string", examples: ["e"], default: "d", const: "e" }, "title", "e"],
  ["the default", { type: "string", default: "d" }, "title", "d"],
  ["the constant", { const: 7 }, "title", 7],
  ["what the documents show", { type: "string", enum: ["Water the plants", "x"] }, "title", "Water the plants"],
  ["the number that stands in a path as a text", { type: "integer" }, "tagId", 7],
  ["the text of what is shown as true or false", { type: "string" }, "done", "false"],
  ["a list of the one that is shown", { type: "array", items: { type: "integer" } }, "tagId", [7]],
  ["a list as short as it must be", { type: "array", maxItems: 0 }, "n", []],
  ["the first listed value where what is shown does not fit", { type: "integer", enum: [3, 4] }, "size", 3],
  ["what fits of the examples", { type: "string", examples: [1, "two"] }, "", "two"],
  ["the least number", { type: "integer", minimum: 5 }, "size", 5],
  ["a number", { type: ["null", "number"] }, "", 1],
  ["true", { type: "boolean" }, "", true],
  ["a text of its own", { type: "string" }, "name", "Standin name"],
  ["a text without a name", {}, "", "Standin"],
  ["an address", { type: "string" }, "workEmail", "ada@example.com"],
  ["a text of a format", { type: "string", format: "date" }, "", "2026-02-03"],
  ["null where nothing else is allowed", { type: "null" }, "", null],
  ["a list of one", { type: "array", items: { type: "string" } }, "tags", ["Standin tag"]],
  ["a list as long as it must be", { type: "array", minItems: 2, items: { type: "integer" } }, "n", [1, 1]],
  ["a list of one where none need be", { type: "array", minItems: 0, items: { type: "integer" } }, "n", [1]],
  ["a list of what its name says", { type: "array", items: { type: "string" } }, "stars", ["Standin star"]],
  ["an object without members", { type: "object" }, "", {}],
])("is %s", (_, schema, name, sample) => {
  expect(sampleOf(schema, name)).toEqual(sample);
});

it("has all members that a schema names, those of references too", () => {
  const schema = {
    $defs: { owner: { properties: { name: { type: "string" } } } },
    properties: { title: { type: "string" }, owner: { $ref: "#/$defs/owner" } },
    default: { title: "never" },
  };
  expect(sampleOf(schema)).toEqual({ title: "Water the plants", owner: { name: "Standin name" } });
});

it("takes the whole from an example of the whole, and a member from its default", () => {
  const whole = { properties: { title: { type: "string" } }, examples: [{ title: "mine" }] };
  expect(sampleOf(whole)).toEqual({ title: "mine" });
  expect(sampleOf({ properties: { owner: { properties: { a: {} }, default: { a: 1 } } } })).toEqual({
    owner: { a: 1 },
  });
});
