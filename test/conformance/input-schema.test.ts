import { describe, expect, it } from "vitest";
import { allows, membersOf, mergeParts, type Schema, typesNamed } from "../../src/conformance/input-schema.ts";

describe("mergeParts", () => {
  const root: Schema = {
    $defs: {
      named: { type: "object", required: ["name"], properties: { name: { type: "string" } } },
      "a/b": { type: "integer" },
      again: { $ref: "#/$defs/again", title: "itself" },
    },
  };

  it("joins what a reference, an allOf and the schema itself say", () => {
    expect(
      mergeParts(root, {
        $ref: "#/$defs/named",
        allOf: [{ properties: { age: { type: "integer" } }, required: ["age"] }, { title: "x" }],
        required: ["id"],
        title: "nearer",
      }),
    ).toEqual({
      type: "object",
      properties: { name: { type: "string" }, age: { type: "integer" } },
      required: ["name", "age", "id"],
      title: "nearer",
    });
    expect(mergeParts(root, { $ref: "#/$defs/a~1b" })).toEqual({ type: "integer" });
  });

  it("takes the first branch of a union that says more than null, which it then allows as well", () => {
    const text = { type: "string" };
    expect(mergeParts(root, { anyOf: [{ type: "null" }, text, { type: "integer" }] })).toEqual({
      type: ["string", "null"],
    });
    expect(mergeParts(root, { oneOf: [text, { type: "integer" }] })).toEqual(text);
    expect(mergeParts(root, { oneOf: [{ type: "null" }] })).toEqual({ type: ["null"] });
    expect(mergeParts(root, { anyOf: [{ type: "null" }, { type: ["string", "null"] }] })).toEqual({
      type: ["string", "null"],
    });
    expect(mergeParts(root, { anyOf: [{ type: "null" }, { enum: ["a"] }] })).toEqual({ enum: ["a"] });
  });

  it("ends where a schema refers to itself, and passes over references to elsewhere", () => {
    expect(mergeParts(root, { $ref: "#/$defs/again" })).toMatchObject({ title: "itself" });
    expect(mergeParts(root, { $ref: "other.json", title: "x" })).toEqual({ title: "x" });
    expect(mergeParts(root, { $ref: "#/$defs/none", title: "x" })).toEqual({ title: "x" });
  });
});

describe("membersOf", () => {
  it("tells members at any depth, the outer ones first, and which of them are demanded", () => {
    const owner = { type: "object", required: ["name"], properties: { name: { type: "string" } } };
    const members = membersOf({
      type: "object",
      required: ["owner"],
      properties: {
        owner,
        other: { ...owner, type: ["object", "null"] },
        "a/b": { anyOf: [{ type: "integer" }, { type: "null" }] },
      },
    });
    expect(members.map(({ pointer, name, required, nullable }) => [pointer, name, required, nullable])).toEqual([
      ["/owner", "owner", true, false],
      ["/owner/name", "name", true, false],
      ["/other", "other", false, true],
      ["/other/name", "name", false, false],
      ["/a~1b", "a/b", false, true],
    ]);
  });

  it("goes five levels deep, and not into lists", () => {
    const nested = (depth: number): Schema => (depth === 0 ? {} : { properties: { a: nested(depth - 1) } });
    expect(membersOf(nested(9)).map(({ pointer }) => pointer)).toEqual([
      "/a",
      "/a/a",
      "/a/a/a",
      "/a/a/a/a",
      "/a/a/a/a/a",
    ]);
    expect(membersOf({ properties: { list: { type: "array", items: nested(1) } } })).toHaveLength(1);
    expect(membersOf({ properties: ["a"], required: "a" })).toEqual([]);
  });
});

describe("allows", () => {
  it("goes by the values that a schema lists, else by its types", () => {
    expect(allows({ type: "string", enum: [null, 1] }, "null")).toBe(true);
    expect(allows({ type: "string", enum: [1] }, "string")).toBe(false);
    expect(allows({ const: ["a"] }, "array")).toBe(true);
    expect(allows({ const: null }, "null")).toBe(true);
    expect(allows({ const: 7, type: "string" }, "string")).toBe(false);
    expect(allows({ const: { a: 1 } }, "object")).toBe(true);
    expect(allows({ type: ["string", "null"] }, "null")).toBe(true);
    expect(allows({ type: "string" }, "null")).toBe(false);
    expect(allows({}, "string")).toBe(false);
  });
});

it("names the types of a schema in all branches of its unions, references as well", () => {
  const root = { $defs: { count: { type: ["integer", "null"] } } };
  const schema = { anyOf: [{ type: "string" }, { $ref: "#/$defs/count" }], allOf: [{ oneOf: [{ type: "boolean" }] }] };
  expect([...typesNamed(root, schema)].sort()).toEqual(["boolean", "integer", "null", "string"]);
  expect([...typesNamed(root, { enum: ["one"] })]).toEqual([]);
  const circular = { $defs: { own: { type: "string", anyOf: [{ $ref: "#/$defs/own" }] } } };
  expect([...typesNamed(circular, { $ref: "#/$defs/own" })]).toEqual(["string"]);
});
