import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ParameterPlace, ParameterStyle } from "../../src/contract/contract.ts";
import {
  colorSchema,
  decode,
  freeFormSchema,
  integerSchema,
  integersSchema,
  parameter,
  type Schema,
  stringSchema,
  stringsSchema,
} from "./parameter-fixture.ts";

describe("the style table of OpenAPI 3.1", () => {
  const values: [Schema, unknown][] = [
    [stringSchema, ""],
    [stringSchema, "blue"],
    [stringsSchema, ["blue", "black", "brown"]],
    [colorSchema, { R: 100, G: 200, B: 150 }],
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
    // Where nothing else parts a list an encoded comma does, for clients encode lists whole.
    const isPlain = ([first = "", ...others]: string[]) => others.length > 0 || !first.includes(",");
    const strings = fc.array(text, { minLength: 1 }).filter(isPlain);
    const integers = fc.array(integer, { minLength: 1 });
    const freeForm = fc.dictionary(key, text, { minKeys: 1, noNullPrototype: true });
    const record = fc.record({ R: integer, G: text, B: fc.boolean() });
    const recordSchema: Schema = {
      type: "object",
      properties: { R: integerSchema, G: stringSchema, B: { type: "boolean" } },
    };
    const scalars: [Schema, fc.Arbitrary<unknown>][] = [
      [stringSchema, text],
      [integerSchema, integer],
      [{ type: "number" }, fc.double({ noNaN: true, noDefaultInfinity: true })],
      [{ type: ["boolean", "null"] }, fc.option(fc.boolean())],
    ];
    const arrays: [Schema, fc.Arbitrary<unknown>][] = [
      [stringsSchema, strings],
      [integersSchema, integers],
    ];
    const objects: [Schema, fc.Arbitrary<unknown>][] = [
      [recordSchema, record],
      [freeFormSchema, freeForm],
    ];
    const isRepeat = style.endsWith("Delimited") && explode;
    const choices = style === "deepObject" ? objects : [...scalars, ...arrays, ...(isRepeat ? [] : objects)];
    return fc.oneof(...choices.map(([schema, value]) => fc.tuple(fc.constant(schema), value)));
  }
});
