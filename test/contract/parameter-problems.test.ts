import { describe, expect, it } from "vitest";
import type { Parameter, ParameterPlace } from "../../src/contract/contract.ts";
import { decodeCookies, decodeHeaders, decodePath, decodeQuery } from "../../src/contract/parameters.ts";
import {
  beginning,
  colorSchema,
  decode,
  integerSchema,
  integersSchema,
  malformed,
  parameter,
  problemsOf,
  repeated,
  type Schema,
  shapeOf,
  stringSchema,
} from "./parameter-fixture.ts";

describe("problems", () => {
  const required = { required: true };

  it.each<[ParameterPlace, string]>([
    ["path", "/X~1Id"],
    ["query", "/X~1Id"],
    ["header", "/x~1id"],
    ["cookie", "/X~1Id"],
  ])("name a missing parameter in %s", (place, pointer) => {
    const subject = parameter(place, "X/Id", required);
    const decoders = { path: decodePath, query: decodeQuery, header: decodeHeaders, cookie: decodeCookies };
    const sent = place === "path" || place === "header" ? {} : "";
    const decoded = decoders[place]([subject], () => shapeOf(stringSchema), sent as never);
    expect(decoded.values).toEqual({});
    expect(decoded.problems).toEqual([
      {
        parameter: subject,
        name: "X/Id",
        in: place,
        rule: "required",
        pointer,
        actual: undefined,
        detail: "the parameter is missing",
      },
    ]);
  });

  it.each<[string, Partial<Parameter>, unknown, number]>([
    ["color=", required, "", 0],
    ["color", required, "", 0],
    ["color=", { allowEmptyValue: true }, undefined, 0],
    ["color=", { allowEmptyValue: true, required: true }, undefined, 1],
    ["color=&color=blue", { allowEmptyValue: true }, "blue", 0],
    ["color=", { allowEmptyValue: true, style: "deepObject" }, undefined, 0],
    ["color=", { allowEmptyValue: true, arrayFormats: ["brackets"] }, undefined, 0],
  ])("treat the empty value of %s with %j as documented", (sent, options, value, count) => {
    const { values, problems, undocumented } = decodeQuery(
      [parameter("query", "color", options)],
      () => shapeOf(stringSchema),
      sent,
    );
    expect(values).toEqual(value === undefined ? {} : { color: value });
    expect(problems.map(({ rule }) => rule)).toEqual(count === 0 ? [] : ["required"]);
    expect(undocumented).toEqual([]);
  });

  it.each<[ParameterPlace, string, Schema, Partial<Parameter>, unknown, unknown[]]>([
    ["query", "color=1&color=2", integerSchema, {}, 1, ["repeated", "/color", [1, 2], "the value is given 2 times"]],
    ["query", "color=1,2&color=3", integersSchema, { explode: false }, [1, 2], repeated("/color", [[1, 2], [3]])],
    ["cookie", "color=1; color=2", stringSchema, {}, "1", repeated("/color", ["1", "2"])],
    ["query", "color=R,1,R,2", colorSchema, { explode: false }, { R: 1 }, repeated("/color/R", [1, 2])],
    ["query", "color=%zz", stringSchema, {}, "%zz", malformed("/color", "color=%zz", "a percent-escape is broken")],
    ["path", "%zz", stringSchema, {}, "%zz", malformed("/color", "%zz", "a percent-escape is broken")],
    ["path", "blue", stringSchema, { style: "label" }, undefined, malformed("/color", "blue", beginning("."))],
    ["path", "blue", stringSchema, { style: "matrix" }, undefined, malformed("/color", "blue", beginning(";"))],
    [
      "path",
      ";hue=1",
      stringSchema,
      { style: "matrix" },
      undefined,
      malformed("/color", ";hue=1", beginning(";color")),
    ],
    [
      "header",
      "R,1,G",
      colorSchema,
      {},
      undefined,
      malformed("/color", "R,1,G", "the value is no list of names and values"),
    ],
    [
      "path",
      "R=1,G",
      colorSchema,
      { explode: true },
      undefined,
      malformed("/color", "R=1,G", "the value is no list of name=value"),
    ],
  ])("in %s name what is wrong with %s", (place, sent, schema, options, value, problem) => {
    const decoded = decode(sent, schema, parameter(place, "color", options));
    expect(decoded.values).toEqual(value === undefined ? {} : { color: value });
    expect(problemsOf(decoded)).toEqual([problem]);
  });
});
