import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCookies, parseQuery, percentDecode } from "../../src/contract/query.ts";

describe("parseQuery", () => {
  it("keeps order, repetition and the raw text", () => {
    expect(parseQuery("b=%C3%A9&a=1+2&b")).toEqual([
      { name: "b", value: "é", rawName: "b", rawValue: "%C3%A9", hasValue: true, malformed: false },
      { name: "a", value: "1 2", rawName: "a", rawValue: "1+2", hasValue: true, malformed: false },
      { name: "b", value: "", rawName: "b", rawValue: "", hasValue: false, malformed: false },
    ]);
  });

  it.each([
    ["", []],
    ["&&", []],
    ["a=b=c", [["a", "b=c"]]],
    ["=1", [["", "1"]]],
    ["a%5Bb%5D=1", [["a[b]", "1"]]],
    ["a+b=c%2Bd", [["a b", "c+d"]]],
    ["a;b=1", [["a;b", "1"]]],
    [
      "__proto__=1&constructor=2",
      [
        ["__proto__", "1"],
        ["constructor", "2"],
      ],
    ],
  ])("reads %j", (raw, expected) => {
    expect(parseQuery(raw).map(({ name, value }) => [name, value])).toEqual(expected);
  });

  it.each([
    ["a=%", "%"],
    ["a=%zz", "%zz"],
    ["a=%4", "%4"],
    ["a=%20%zz%41", " %zzA"],
    ["a=%FF", "%FF"],
    ["a=%E2%82", "%E2%82"],
  ])("flags the broken escape in %j and leaves it as it stands", (raw, value) => {
    expect(parseQuery(raw)).toMatchObject([{ name: "a", value, malformed: true }]);
  });

  it("flags a broken escape in a name", () => {
    expect(parseQuery("%a=1")).toMatchObject([{ name: "%a", malformed: true }]);
  });

  it("reads back what URLSearchParams writes", () => {
    const pairs = fc.array(fc.tuple(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" })));
    fc.assert(
      fc.property(pairs, (written) => {
        const read = parseQuery(new URLSearchParams(written).toString());
        expect(read.map(({ name, value }) => [name, value])).toEqual(written);
      }),
    );
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (raw) => void parseQuery(raw)));
    fc.assert(fc.property(fc.stringMatching(/^[%0-9a-fA-F&=+[\]]*$/), (raw) => void parseQuery(raw)));
  });
});

describe("percentDecode", () => {
  it("leaves plus signs alone", () => {
    expect(percentDecode("1+2%2B3")).toEqual({ text: "1+2+3", malformed: false });
  });
});

describe("parseCookies", () => {
  it.each([
    ["", []],
    [
      "a=1; b=2",
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ],
    [
      "a=1;b=2;",
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ],
    ['a="quoted value"', [["a", "quoted value"]]],
    ['a="', [["a", '"']]],
    ["token=abc==", [["token", "abc=="]]],
    ["a=%C3%A9", [["a", "é"]]],
    ["a=1+1", [["a", "1+1"]]],
    ["flag; a=1", [["a", "1"]]],
    [
      "a=1; a=2",
      [
        ["a", "1"],
        ["a", "2"],
      ],
    ],
  ])("reads %j", (header, expected) => {
    expect(parseCookies(header).map(({ name, value }) => [name, value])).toEqual(expected);
  });

  it("takes a percent sign that begins no escape as plain text", () => {
    expect(parseCookies("a=100%")).toMatchObject([{ value: "100%", malformed: false }]);
  });
});
