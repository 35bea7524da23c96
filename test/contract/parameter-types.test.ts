import { describe, expect, it } from "vitest";
import type { ParameterPlace } from "../../src/contract/contract.ts";
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
  stringSchema,
} from "./parameter-fixture.ts";

describe("types", () => {
  it.each<[string, Schema["type"], unknown]>([
    ["12", "integer", 12],
    ["-0", "integer", 0],
    ["9007199254740992", "integer", 9007199254740992],
    ["9007199254740993", "integer", "9007199254740993"],
    ["1.0", "integer", "1.0"],
    ["1e3", "integer", "1e3"],
    ["1e3", "number", 1000],
    ["-0.5", "number", -0.5],
    ["1e999", "number", "1e999"],
    ["01", "number", "01"],
    ["0x10", "number", "0x10"],
    ["%201", "number", " 1"],
    ["1.", "number", "1."],
    ["", "number", ""],
    ["NaN", "number", "NaN"],
    ["true", "boolean", true],
    ["True", "boolean", "True"],
    ["1", "boolean", "1"],
    ["null", ["integer", "null"], null],
    ["null", "integer", "null"],
    ["12", ["integer", "string"], "12"],
    ["null", ["string", "null"], "null"],
    ["12", [], "12"],
    ["12", "object", "12"],
  ])("reads %j as %j", (text, type, value) => {
    const subject = parameter("query", "color", { style: "pipeDelimited", explode: true });
    expect(decode(`color=${text}`, { type: type ?? [] }, subject).values).toEqual({ color: value });
  });

  it.each<[string, Schema, unknown]>([
    ["color=a", { type: ["array", "string"], items: stringSchema }, "a"],
    ["color=a,b", { type: ["array", "string"], items: stringSchema }, ["a", "b"]],
    ["color=a%2Cb", { type: ["array", "string"], items: stringSchema }, "a,b"],
    ["color=null", { type: ["array", "null"], items: stringSchema }, null],
    ["color=1", { type: ["array", "null"], items: integerSchema }, [1]],
    ["color=x", integersSchema, ["x"]],
    ["color=", integersSchema, [""]],
    ["color=R,1", { type: ["object", "null"] }, { R: "1" }],
    ["color=null", { type: ["object", "null"] }, null],
    ["color=a,b", {}, "a,b"],
  ])("reads %s by the types that the schema allows together", (sent, schema, value) => {
    expect(decodeColor(sent, schema, { explode: false })).toMatchObject({ values: { color: value }, problems: [] });
  });

  it("collects what is repeated where the schema says nothing", () => {
    expect(decodeColor("color=a&color=b", {}).values).toEqual({ color: ["a", "b"] });
  });
});

describe("parameters with content", () => {
  const json = { mediaType: "application/json" };

  it.each<[ParameterPlace, string]>([
    ["query", "color=%7B%22R%22:[1,null]%7D"],
    ["path", "%7B%22R%22:[1,null]%7D"],
    ["header", '{"R": [1, null]}'],
    ["cookie", "color=%7B%22R%22:[1,null]%7D"],
  ])("are parsed as JSON in %s", (place, sent) => {
    expect(decode(sent, colorSchema, parameter(place, "color", json))).toMatchObject({
      values: { color: { R: [1, null] } },
      problems: [],
    });
  });

  it("report what is not JSON", () => {
    const decoded = decodeColor("color={", colorSchema, json);
    expect(decoded.values).toEqual({});
    expect(problemsOf(decoded)).toEqual([malformed("/color", "{", "the value is not JSON")]);
  });

  it("are texts in another media type", () => {
    expect(decodeColor("color=a,1", stringSchema, { mediaType: "text/plain" }).values).toEqual({ color: "a,1" });
  });
});
