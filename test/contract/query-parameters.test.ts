import { describe, expect, it } from "vitest";
import type { Parameter } from "../../src/contract/contract.ts";
import { decodeQuery } from "../../src/contract/parameters.ts";
import {
  colorSchema,
  decode,
  decodeColor,
  integerSchema,
  integersSchema,
  malformed,
  parameter,
  problemsOf,
  type Schema,
  shapeOf,
  stringSchema,
  stringsSchema,
} from "./parameter-fixture.ts";

describe("array formats", () => {
  const all = parameter("query", "a", { arrayFormats: ["brackets", "indices", "comma", "repeat"] });

  it.each([
    ["a[]=1&a[]=2", [1, 2]],
    ["a%5B%5D=1&a%5b%5d=2", [1, 2]],
    ["a[10]=3&a[2]=2&a[0]=1", [1, 2, 3]],
    ["a=1,2", [1, 2]],
    ["a=1%2C2", [1, 2]],
    ["a=1&a=2", [1, 2]],
    ["a=1", [1]],
    ["a=3,4&a[1]=2&a[]=5&a[0]=1&a=6", [1, 2, 3, 4, 5, 6]],
  ])("reads %s", (sent, value) => {
    expect(decode(sent, integersSchema, all)).toEqual({ values: { a: value }, problems: [], undocumented: [] });
  });

  it.each<[string, Parameter["arrayFormats"], string[]]>([
    ["a[0]=1&a=2", ["brackets"], ["a[0]", "a"]],
    ["a[]=1", ["indices", "comma", "repeat"], ["a[]"]],
    ["a[00]=1&a[x]=1&a[0][0]=1&a[=1&a[0]b=1", ["brackets", "indices"], ["a[00]", "a[x]", "a[0][0]", "a[", "a[0]b"]],
    ["b[]=1", ["brackets"], ["b[]"]],
  ])("returns the spellings of %s that %j does not list", (sent, arrayFormats, names) => {
    const { values, undocumented } = decodeQuery([{ ...all, arrayFormats }], () => shapeOf(integersSchema), sent);
    expect(values).toEqual({});
    expect(undocumented.map(({ name }) => name)).toEqual(names);
  });

  it("takes a comma as data where only repetition is listed", () => {
    expect(decode("a=1,2&a=3", stringsSchema, { ...all, arrayFormats: ["repeat"] }).values).toEqual({
      a: ["1,2", "3"],
    });
  });

  it("reports a repeated list where only the comma is listed", () => {
    const decoded = decode("a=1,2&a=3", integersSchema, { ...all, arrayFormats: ["comma"] });
    expect(decoded.values).toEqual({ a: [1, 2] });
    expect(problemsOf(decoded)).toEqual([["repeated", "/a", ["1,2", "3"], "the value is given 2 times"]]);
  });

  it("reports an index that is given twice", () => {
    const decoded = decode("a[0]=1&a[0]=2&a[1]=3", integersSchema, all);
    expect(decoded.values).toEqual({ a: [1, 3] });
    expect(problemsOf(decoded)).toEqual([["repeated", "/a/0", [1, 2], "the value is given 2 times"]]);
  });
});

describe("deepObject", () => {
  const filter = parameter("query", "filter", { style: "deepObject" });
  const schema: Schema = {
    type: "object",
    properties: {
      n: integerSchema,
      tags: stringsSchema,
      range: { type: "object", properties: { from: integerSchema } },
    },
  };

  it.each<[string, unknown]>([
    ["filter[n]=1", { n: 1 }],
    ["filter%5Bn%5D=1", { n: 1 }],
    ["filter[n]=x&filter[unknown]=1", { n: "x", unknown: "1" }],
    ["filter[range][from]=5", { range: { from: 5 } }],
    ["filter[tags][]=a&filter[tags][]=b", { tags: ["a", "b"] }],
    ["filter[tags][1]=b&filter[tags][0]=a", { tags: ["a", "b"] }],
    ["filter[tags]=a&filter[tags]=b", { tags: ["a", "b"] }],
    ["filter[tags]=a,b", { tags: ["a,b"] }],
    ["filter[free][0]=a", { free: { 0: "a" } }],
    ["filter[free][]=a&filter[free][]=b", { free: ["a", "b"] }],
    ["filter[list][][x]=1&filter[list][][x]=2", { list: [{ x: "1" }, { x: "2" }] }],
    ["filter[a.b c]=%5B%5D", { "a.b c": "[]" }],
    ["filter[a/~]=&filter[b]", { "a/~": "", b: "" }],
  ])("reads %s", (sent, value) => {
    expect(decode(sent, schema, filter)).toEqual({ values: { filter: value }, problems: [], undocumented: [] });
  });

  it.each<[string, unknown, unknown[]]>([
    ["filter[n]=1&filter[n]=2", { n: 1 }, ["repeated", "/filter/n", [1, 2], "the value is given 2 times"]],
    ["filter[n]=1&filter[n", { n: 1 }, malformed("/filter", "filter[n", "the brackets of the name do not match")],
    ["filter[n]x=1", undefined, malformed("/filter", "filter[n]x", "the brackets of the name do not match")],
    ["filter[a]=1&filter[a][b]=2", {}, malformed("/filter/a", undefined, "members stand beside a value or items")],
    ["filter[a][]=1&filter[a][b]=2", {}, malformed("/filter/a", undefined, "members stand beside a value or items")],
  ])("reports what is wrong with %s", (sent, value, problem) => {
    const decoded = decode(sent, schema, filter);
    expect(decoded.values).toEqual(value === undefined ? {} : { filter: value });
    expect(problemsOf(decoded)).toEqual([problem]);
  });

  it("escapes a pointer", () => {
    const decoded = decode("filter[a/~][b]=1&filter[a/~][b][]=1&filter[a/~][b][c]=1", schema, filter);
    expect(decoded.problems).toMatchObject([{ pointer: "/filter/a~1~0/b" }]);
  });

  it("nests 32 deep and no deeper", () => {
    const deepest = decode(`filter${"[a]".repeat(32)}=1`, schema, filter);
    expect(deepest.problems).toEqual([]);
    const name = `filter${"[a]".repeat(33)}`;
    const deeper = decode(`${name}=1`, schema, filter);
    expect(deeper.values).toEqual({});
    expect(problemsOf(deeper)).toEqual([malformed("/filter", name, "the brackets are nested deeper than 32")]);
  });

  it("returns the plain name as undocumented", () => {
    const { undocumented } = decodeQuery([filter], () => shapeOf(schema), "filter=1&filters[n]=1&[n]=1");
    expect(undocumented.map(({ name }) => name)).toEqual(["filter", "filters[n]", "[n]"]);
  });

  it("leaves an entry to the parameter that has its very name", () => {
    const parameters = [filter, parameter("query", "filter[n]")];
    const { values } = decodeQuery(parameters, () => shapeOf({}), "filter[n]=1&filter[m]=2");
    expect(values).toEqual({ "filter[n]": "1", filter: { m: "2" } });
  });
});

describe("objects whose properties stand as parameters", () => {
  const other = parameter("query", "other");
  const shapes = (schema: Schema) => (subject: Parameter) => shapeOf(subject === other ? stringSchema : schema);

  it("leave other names alone", () => {
    const schema: Schema = { type: "object", properties: { R: integerSchema, tags: stringsSchema } };
    const sent = "R=1&other=2&tags=a&tags=b&G=3&color=4";
    const { values, undocumented } = decodeQuery([parameter("query", "color"), other], shapes(schema), sent);
    expect(values).toEqual({ color: { R: 1, tags: ["a", "b"] }, other: "2" });
    expect(undocumented.map(({ name }) => name)).toEqual(["G", "color"]);
  });

  it("take every name that is left when the schema is open", () => {
    const schema: Schema = { type: "object", additionalProperties: integerSchema };
    const decoded = decodeQuery([parameter("query", "color"), other], shapes(schema), "R=1&other=2&G=3");
    expect(decoded).toMatchObject({ values: { color: { R: 1, G: 3 }, other: "2" }, undocumented: [] });
  });

  it("are absent without any of them", () => {
    const decoded = decodeColor("", colorSchema, { required: true });
    expect(problemsOf(decoded)).toEqual([["required", "/color", undefined, "the parameter is missing"]]);
  });

  it("report a property that is given twice", () => {
    const decoded = decodeColor("R=1&R=2", colorSchema);
    expect(decoded.values).toEqual({ color: { R: 1 } });
    expect(problemsOf(decoded)).toEqual([["repeated", "/color/R", [1, 2], "the value is given 2 times"]]);
  });
});
