import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Parameter } from "../../src/contract/contract.ts";
import { decodeQuery } from "../../src/contract/parameters.ts";
import { freeFormSchema, parameter, type Schema, shapeOf, stringSchema, stringsSchema } from "./parameter-fixture.ts";

describe("hostile input", () => {
  const subjects = [
    parameter("query", "__proto__"),
    parameter("query", "deep", { style: "deepObject" }),
    parameter("query", "list", { arrayFormats: ["brackets", "indices", "comma"] }),
    parameter("query", "json", { mediaType: "application/json" }),
    parameter("query", "turns", { explode: false }),
    parameter("query", "free"),
  ];
  const schemas: Record<string, Schema> = {
    list: stringsSchema,
    json: freeFormSchema,
    turns: freeFormSchema,
    free: freeFormSchema,
  };
  const shapes = ({ name }: Parameter) => shapeOf((Object.hasOwn(schemas, name) && schemas[name]) || stringSchema);

  it("pollutes no prototype", () => {
    const sent = "__proto__=1&deep[__proto__][x]=1&deep[constructor][prototype][x]=1&turns=__proto__,1&constructor=1";
    const { values } = decodeQuery(subjects, shapes, sent);
    expect("toString" in values).toBe(false);
    expect(JSON.stringify(values)).toBe(
      '{"__proto__":"1","deep":{"__proto__":{"x":"1"},"constructor":{"prototype":{"x":"1"}}},' +
        '"turns":{"__proto__":"1"},"free":{"constructor":"1"}}',
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("never throws", () => {
    const names = ["__proto__", "deep", "list", "json", "turns", "x"];
    const marks = ["=", "&", "[", "]", "[]", "[0]", ",", "%", "%5B", "%FF", "+", "{", "null", "1", "é", "\ud800"];
    const sent = fc.array(fc.constantFrom(...names, ...marks), { maxLength: 40 }).map((parts) => parts.join(""));
    fc.assert(fc.property(sent, (raw) => void decodeQuery(subjects, shapes, raw)));
  });

  it.each([
    ["repeated values", "turns=1&", ""],
    ["indices", "list[#]=1&", ""],
    ["members", "deep[#]=1&", ""],
    ["nested items", "deep[a][]=1&", ""],
    ["undocumented names", "x#=1&", ""],
    ["brackets in one name", "[a]", "deep"],
    ["open brackets in one name", "[", "deep"],
    ["pieces of one value", "1,", "list="],
    ["broken escapes", "%zz", "turns="],
  ])("reads 100,000 %s in linear time", (_, part, start) => {
    const written = Array.from({ length: 100_000 }, (_, index) => part.replace("#", String(index)));
    const started = performance.now();
    decodeQuery(subjects, shapes, start + written.join(""));
    // Quadratic work on this many parts takes minutes.
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
