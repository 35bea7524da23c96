import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Parameter, ParameterPlace, ParameterStyle } from "../../src/contract/contract.ts";
import {
  type DecodedParameters,
  decodeCookies,
  decodeHeaders,
  decodePath,
  decodeQuery,
} from "../../src/contract/parameters.ts";
import type { ValueShape, ValueType } from "../../src/contract/value-shape.ts";

interface Schema {
  type?: ValueType | ValueType[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
}

const INTEGER: Schema = { type: "integer" };
const STRING: Schema = { type: "string" };
const STRINGS: Schema = { type: "array", items: STRING };
const INTEGERS: Schema = { type: "array", items: INTEGER };
const COLOR: Schema = { type: "object", properties: { R: INTEGER, G: INTEGER, B: INTEGER } };
const FREE_FORM: Schema = { type: "object", additionalProperties: {} };

const STYLES = { path: "simple", query: "form", header: "simple", cookie: "form" } as const;

/** A parameter as a contract gives it, with OpenAPI's defaults. */
function parameter(place: ParameterPlace, name: string, options: Partial<Parameter> = {}): Parameter {
  const style = options.style ?? STYLES[place];
  const node = { document: "https://example.com/openapi.yaml", pointer: "", value: {} };
  return {
    name,
    in: place,
    required: false,
    deprecated: false,
    allowEmptyValue: false,
    style,
    explode: style === "form" || style === "deepObject",
    arrayFormats: [],
    mediaType: null,
    node,
    schema: null,
    ...options,
  };
}

function shapeOf(schema: Schema): ValueShape {
  const { type = [], items = {}, properties = {}, additionalProperties } = schema;
  return {
    types: new Set([type].flat()),
    properties: Object.keys(properties),
    open: additionalProperties !== undefined,
    items: () => shapeOf(items),
    property: (name) => shapeOf((Object.hasOwn(properties, name) ? properties[name] : additionalProperties) ?? {}),
  };
}

/** Decodes one parameter named "color" from what was sent for it. */
function decode(sent: string, schema: Schema, subject: Parameter): DecodedParameters {
  const shapes = () => shapeOf(schema);
  if (subject.in === "path") return decodePath([subject], shapes, { [subject.name]: sent });
  if (subject.in === "header") return decodeHeaders([subject], shapes, { [subject.name]: sent });
  if (subject.in === "cookie") return decodeCookies([subject], shapes, sent);
  return decodeQuery([subject], shapes, sent);
}

function decodeColor(sent: string, schema: Schema, options: Partial<Parameter> = {}): DecodedParameters {
  return decode(sent, schema, parameter("query", "color", options));
}

/** Rule, pointer, actual and detail of every problem. */
function problemsOf({ problems }: DecodedParameters): unknown[] {
  return problems.map(({ rule, pointer, actual, detail }) => [rule, pointer, actual, detail]);
}

describe("the style table of OpenAPI 3.1", () => {
  const values: [Schema, unknown][] = [
    [STRING, ""],
    [STRING, "blue"],
    [STRINGS, ["blue", "black", "brown"]],
    [COLOR, { R: 100, G: 200, B: 150 }],
  ];
  // Style, explode and place; then the empty string, a string, an array and an object, null where it is undefined.
  const rows: [ParameterStyle, boolean, ParameterPlace, ...(string | null)[]][] = [
    ["matrix", false, "path", ";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"],
    ["matrix", true, "path", ";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"],
    ["label", false, "path", ".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"],
    ["label", true, "path", ".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"],
    ["simple", false, "path", "", "blue", "blue,black,brown", "R,100,G,200,B,150"],
    ["simple", true, "path", "", "blue", "blue,black,brown", "R=100,G=200,B=150"],
    ["simple", false, "header", "", "blue", "blue,black,brown", "R,100,G,200,B,150"],
    ["simple", true, "header", "", "blue", "blue, black, brown", "R=100, G=200, B=150"],
    ["form", false, "query", "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"],
    ["form", true, "query", "color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"],
    ["form", false, "cookie", "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"],
    ["form", true, "cookie", "color=", "color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"],
    ["spaceDelimited", false, "query", null, null, "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"],
    ["spaceDelimited", true, "query", null, null, "color=blue&color=black&color=brown", "color=R+100+G+200+B+150"],
    ["pipeDelimited", false, "query", null, null, "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"],
    ["pipeDelimited", true, "query", null, null, "color=blue&color=black&color=brown", "color=R|100|G|200|B|150"],
    ["deepObject", false, "query", null, null, null, "color[R]=100&color[G]=200&color[B]=150"],
    ["deepObject", true, "query", null, null, null, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
  ];
  const examples = rows.flatMap(([style, explode, place, ...texts]) =>
    texts.flatMap((text, column) => {
      const [schema, value] = values[column] ?? [{}, null];
      return text === null ? [] : [{ style, explode, place, text, schema, value }];
    }),
  );

  it.each(examples)("reads $text in $place as $style, explode $explode", (example) => {
    const { text, schema, value, place, style, explode } = example;
    const decoded = decode(text, schema, parameter(place, "color", { style, explode }));
    expect(decoded).toEqual({ ...decoded, values: { color: value }, problems: [] });
  });
});

/** An encoder of its own after RFC 6570 and OpenAPI's table, to hold the decoder against. */
function encode(value: unknown, place: ParameterPlace, style: ParameterStyle, explode: boolean): string {
  const encoded = (text: unknown) =>
    place === "header"
      ? String(text)
      : encodeURIComponent(String(text)).replace(/[.!'()*~-]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  const [prefix, separator] = { matrix: [";", ";"], label: [".", "."] }[style as string] ?? ["", ","];
  const isNamed = style === "matrix" || place === "query" || place === "cookie";
  const join = { query: "&", cookie: "; ", path: separator, header: "," }[place] as string;
  const named = (name: string, text: string) =>
    style === "matrix" && text === "" ? encoded(name) : `${encoded(name)}=${text}`;
  const inner = { spaceDelimited: "%20", pipeDelimited: "|" }[style as string] ?? ",";
  const alone = (text: string) => prefix + (isNamed ? named("color", text) : text);
  if (typeof value !== "object" || value === null) return alone(encoded(value));
  if (Array.isArray(value)) {
    const texts = value.map(encoded);
    if (!explode) return alone(texts.join(inner));
    return prefix + texts.map((text) => (isNamed ? named("color", text) : text)).join(join);
  }
  const members = Object.entries(value);
  if (style === "deepObject")
    return members.map(([key, text]) => `${encoded(`color[${key}]`)}=${encoded(text)}`).join("&");
  if (!explode) return alone(members.flat().map(encoded).join(inner));
  return prefix + members.map(([key, text]) => named(key, encoded(text))).join(join);
}

describe("any value", () => {
  const notations: [ParameterPlace, ParameterStyle, boolean][] = [
    ...(["simple", "label", "matrix"] as const).flatMap((style) => bothWays("path", style)),
    ...(["form", "spaceDelimited", "pipeDelimited"] as const).flatMap((style) => bothWays("query", style)),
    ...bothWays("header", "simple"),
    ...bothWays("cookie", "form"),
    ["query", "deepObject", true],
  ];

  it.each(notations)("survives %s, style %s, explode %s", (place, style, explode) => {
    const subject = parameter(place, "color", { style, explode });
    fc.assert(
      fc.property(valuesFor(place, style, explode), ([schema, value]) => {
        const decoded = decode(encode(value, place, style, explode), schema, subject);
        expect(decoded.problems).toEqual([]);
        expect(JSON.stringify(decoded.values.color)).toBe(JSON.stringify(value));
      }),
      { numRuns: 300 },
    );
  });

  function bothWays(place: ParameterPlace, style: ParameterStyle): [ParameterPlace, ParameterStyle, boolean][] {
    return [
      [place, style, false],
      [place, style, true],
    ];
  }

  /** What the notation can say: none writes an empty array or object, and some have delimiters that nothing escapes. */
  function valuesFor(place: ParameterPlace, style: ParameterStyle, explode: boolean): fc.Arbitrary<[Schema, unknown]> {
    const token = fc.stringMatching(/^[A-Za-z0-9_.]+$/);
    const text = place === "header" || style.endsWith("Delimited") ? token : fc.string({ unit: "grapheme" });
    const word = fc.stringMatching(/^\w+$/);
    const key = place === "cookie" || style === "deepObject" ? word : text.filter((name) => name !== "");
    const integer = fc.maxSafeInteger();
    const strings = fc.array(text, { minLength: 1 });
    const integers = fc.array(integer, { minLength: 1 });
    const freeForm = fc.dictionary(key, text, { minKeys: 1, noNullPrototype: true });
    const record = fc.record({ R: integer, G: text, B: fc.boolean() });
    const recordSchema: Schema = { type: "object", properties: { R: INTEGER, G: STRING, B: { type: "boolean" } } };
    const scalars: [Schema, fc.Arbitrary<unknown>][] = [
      [STRING, text],
      [INTEGER, integer],
      [{ type: "number" }, fc.double({ noNaN: true, noDefaultInfinity: true })],
      [{ type: ["boolean", "null"] }, fc.option(fc.boolean())],
    ];
    const arrays: [Schema, fc.Arbitrary<unknown>][] = [
      [STRINGS, strings],
      [INTEGERS, integers],
    ];
    const objects: [Schema, fc.Arbitrary<unknown>][] = [
      [recordSchema, record],
      [FREE_FORM, freeForm],
    ];
    const isRepeat = style.endsWith("Delimited") && explode;
    const choices = style === "deepObject" ? objects : [...scalars, ...arrays, ...(isRepeat ? [] : objects)];
    return fc.oneof(...choices.map(([schema, value]) => fc.tuple(fc.constant(schema), value)));
  }
});

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
    ["color=a", { type: ["array", "string"], items: STRING }, "a"],
    ["color=a,b", { type: ["array", "string"], items: STRING }, ["a", "b"]],
    ["color=a%2Cb", { type: ["array", "string"], items: STRING }, "a,b"],
    ["color=null", { type: ["array", "null"], items: STRING }, null],
    ["color=1", { type: ["array", "null"], items: INTEGER }, [1]],
    ["color=x", INTEGERS, ["x"]],
    ["color=", INTEGERS, [""]],
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
    expect(decode(sent, INTEGERS, all)).toEqual({ values: { a: value }, problems: [], undocumented: [] });
  });

  it.each<[string, Parameter["arrayFormats"], string[]]>([
    ["a[0]=1&a=2", ["brackets"], ["a[0]", "a"]],
    ["a[]=1", ["indices", "comma", "repeat"], ["a[]"]],
    ["a[00]=1&a[x]=1&a[0][0]=1&a[=1&a[0]b=1", ["brackets", "indices"], ["a[00]", "a[x]", "a[0][0]", "a[", "a[0]b"]],
    ["b[]=1", ["brackets"], ["b[]"]],
  ])("returns the spellings of %s that %j does not list", (sent, arrayFormats, names) => {
    const { values, undocumented } = decodeQuery([{ ...all, arrayFormats }], () => shapeOf(INTEGERS), sent);
    expect(values).toEqual({});
    expect(undocumented.map(({ name }) => name)).toEqual(names);
  });

  it("takes a comma as data where only repetition is listed", () => {
    expect(decode("a=1,2&a=3", STRINGS, { ...all, arrayFormats: ["repeat"] }).values).toEqual({ a: ["1,2", "3"] });
  });

  it("reports a repeated list where only the comma is listed", () => {
    const decoded = decode("a=1,2&a=3", INTEGERS, { ...all, arrayFormats: ["comma"] });
    expect(decoded.values).toEqual({ a: [1, 2] });
    expect(problemsOf(decoded)).toEqual([["repeated", "/a", ["1,2", "3"], "the value is given 2 times"]]);
  });

  it("reports an index that is given twice", () => {
    const decoded = decode("a[0]=1&a[0]=2&a[1]=3", INTEGERS, all);
    expect(decoded.values).toEqual({ a: [1, 3] });
    expect(problemsOf(decoded)).toEqual([["repeated", "/a/0", [1, 2], "the value is given 2 times"]]);
  });
});

describe("deepObject", () => {
  const filter = parameter("query", "filter", { style: "deepObject" });
  const schema: Schema = {
    type: "object",
    properties: { n: INTEGER, tags: STRINGS, range: { type: "object", properties: { from: INTEGER } } },
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
  const shapes = (schema: Schema) => (subject: Parameter) => shapeOf(subject === other ? STRING : schema);

  it("leave other names alone", () => {
    const schema: Schema = { type: "object", properties: { R: INTEGER, tags: STRINGS } };
    const sent = "R=1&other=2&tags=a&tags=b&G=3&color=4";
    const { values, undocumented } = decodeQuery([parameter("query", "color"), other], shapes(schema), sent);
    expect(values).toEqual({ color: { R: 1, tags: ["a", "b"] }, other: "2" });
    expect(undocumented.map(({ name }) => name)).toEqual(["G", "color"]);
  });

  it("take every name that is left when the schema is open", () => {
    const schema: Schema = { type: "object", additionalProperties: INTEGER };
    const decoded = decodeQuery([parameter("query", "color"), other], shapes(schema), "R=1&other=2&G=3");
    expect(decoded).toMatchObject({ values: { color: { R: 1, G: 3 }, other: "2" }, undocumented: [] });
  });

  it("are absent without any of them", () => {
    const decoded = decodeColor("", COLOR, { required: true });
    expect(problemsOf(decoded)).toEqual([["required", "/color", undefined, "the parameter is missing"]]);
  });

  it("report a property that is given twice", () => {
    const decoded = decodeColor("R=1&R=2", COLOR);
    expect(decoded.values).toEqual({ color: { R: 1 } });
    expect(problemsOf(decoded)).toEqual([["repeated", "/color/R", [1, 2], "the value is given 2 times"]]);
  });
});

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
    const decoded = decoders[place]([subject], () => shapeOf(STRING), sent as never);
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
      () => shapeOf(STRING),
      sent,
    );
    expect(values).toEqual(value === undefined ? {} : { color: value });
    expect(problems.map(({ rule }) => rule)).toEqual(count === 0 ? [] : ["required"]);
    expect(undocumented).toEqual([]);
  });

  it.each<[ParameterPlace, string, Schema, Partial<Parameter>, unknown, unknown[]]>([
    ["query", "color=1&color=2", INTEGER, {}, 1, ["repeated", "/color", [1, 2], "the value is given 2 times"]],
    ["query", "color=1,2&color=3", INTEGERS, { explode: false }, [1, 2], repeated("/color", [[1, 2], [3]])],
    ["cookie", "color=1; color=2", STRING, {}, "1", repeated("/color", ["1", "2"])],
    ["query", "color=R,1,R,2", COLOR, { explode: false }, { R: 1 }, repeated("/color/R", [1, 2])],
    ["query", "color=%zz", STRING, {}, "%zz", malformed("/color", "color=%zz", "a percent-escape is broken")],
    ["path", "%zz", STRING, {}, "%zz", malformed("/color", "%zz", "a percent-escape is broken")],
    ["path", "blue", STRING, { style: "label" }, undefined, malformed("/color", "blue", beginning("."))],
    ["path", "blue", STRING, { style: "matrix" }, undefined, malformed("/color", "blue", beginning(";"))],
    ["path", ";hue=1", STRING, { style: "matrix" }, undefined, malformed("/color", ";hue=1", beginning(";color"))],
    ["header", "R,1,G", COLOR, {}, undefined, malformed("/color", "R,1,G", "the value is no list of names and values")],
    [
      "path",
      "R=1,G",
      COLOR,
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

describe("parameters with content", () => {
  const json = { mediaType: "application/json" };

  it.each<[ParameterPlace, string]>([
    ["query", "color=%7B%22R%22:[1,null]%7D"],
    ["path", "%7B%22R%22:[1,null]%7D"],
    ["header", '{"R": [1, null]}'],
    ["cookie", "color=%7B%22R%22:[1,null]%7D"],
  ])("are parsed as JSON in %s", (place, sent) => {
    expect(decode(sent, COLOR, parameter(place, "color", json))).toMatchObject({
      values: { color: { R: [1, null] } },
      problems: [],
    });
  });

  it("report what is not JSON", () => {
    const decoded = decodeColor("color={", COLOR, json);
    expect(decoded.values).toEqual({});
    expect(problemsOf(decoded)).toEqual([malformed("/color", "{", "the value is not JSON")]);
  });

  it("are texts in another media type", () => {
    expect(decodeColor("color=a,1", STRING, { mediaType: "text/plain" }).values).toEqual({ color: "a,1" });
  });
});

describe("headers", () => {
  const id = parameter("header", "X-Account-Id");

  it("are found whatever their case, and keyed in lower case", () => {
    const { values } = decodeHeaders([id], () => shapeOf(STRING), { "x-ACCOUNT-id": " 100%25 " });
    expect(values).toEqual({ "x-account-id": "100%25" });
  });

  it("are lists on one line or several", () => {
    const { values, problems } = decodeHeaders([id], () => shapeOf(INTEGERS), { "x-account-id": ["1, 2", "3"] });
    expect([values, problems]).toEqual([{ "x-account-id": [1, 2, 3] }, []]);
  });

  it("report a scalar on several lines", () => {
    const decoded = decodeHeaders([id], () => shapeOf(STRING), { "x-account-id": ["a", "b"] });
    expect(decoded.values).toEqual({ "x-account-id": "a" });
    expect(problemsOf(decoded)).toEqual([repeated("/x-account-id", ["a", "b"])]);
  });

  it("take several Set-Cookie lines for granted", () => {
    const subject = parameter("header", "Set-Cookie");
    const decoded = decodeHeaders([subject], () => shapeOf(STRING), { "set-cookie": ["a=1", "b=2"] });
    expect(decoded).toEqual({ values: { "set-cookie": "a=1" }, problems: [] });
  });

  it("do not include Accept, Content-Type and Authorization", () => {
    const ignored = ["Accept", "content-type", "AUTHORIZATION"].map((name) =>
      parameter("header", name, { required: true }),
    );
    expect(decodeHeaders(ignored, () => shapeOf(STRING), { accept: "*/*" })).toEqual({ values: {}, problems: [] });
  });
});

describe("cookies", () => {
  const session = parameter("cookie", "session");

  it.each<[string | string[] | undefined, unknown]>([
    [undefined, {}],
    ["", {}],
    [[], {}],
    ["other=1; session=abc==", { session: "abc==" }],
    [["other=1", 'session="a b"'], { session: "a b" }],
    ["Session=1", {}],
  ])("of %j are read", (header, values) => {
    expect(decodeCookies([session], () => shapeOf(STRING), header)).toEqual({ values, problems: [] });
  });
});

describe("hostile input", () => {
  const subjects = [
    parameter("query", "__proto__"),
    parameter("query", "deep", { style: "deepObject" }),
    parameter("query", "list", { arrayFormats: ["brackets", "indices", "comma"] }),
    parameter("query", "json", { mediaType: "application/json" }),
    parameter("query", "turns", { explode: false }),
    parameter("query", "free"),
  ];
  const schemas: Record<string, Schema> = { list: STRINGS, json: FREE_FORM, turns: FREE_FORM, free: FREE_FORM };
  const shapes = ({ name }: Parameter) => shapeOf((Object.hasOwn(schemas, name) && schemas[name]) || STRING);

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
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

function malformed(pointer: string, actual: unknown, detail: string): unknown[] {
  return ["malformed-parameter", pointer, actual, detail];
}

function repeated(pointer: string, actual: unknown[]): unknown[] {
  return ["repeated", pointer, actual, `the value is given ${actual.length} times`];
}

function beginning(prefix: string): string {
  return `the value does not begin with "${prefix}"`;
}
