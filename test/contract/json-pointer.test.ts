import { expect, it } from "vitest";
import {
  escapeToken,
  inFirstItems,
  isInItem,
  lastTokenOf,
  parentOf,
  toDotted,
  tokensOf,
  tokensOfFragment,
  valueAt,
} from "../../src/contract/json-pointer.ts";

it.each([
  ["a", "a"],
  ["", ""],
  ["a/b", "a~1b"],
  ["a~b", "a~0b"],
  ["~1", "~01"],
  ["/~/~", "~1~0~1~0"],
])("writes the token %j as %j, and reads it again", (token, escaped) => {
  expect(escapeToken(token)).toBe(escaped);
  expect(tokensOf(`/x/${escaped}`)).toEqual(["x", token]);
  expect(tokensOf("")).toEqual([]);
});

it.each([
  ["/a%20b/c", ["a b", "c"]],
  ["/a~1b", ["a/b"]],
  ["/a%7E1b", ["a/b"]],
  ["/100%", ["100%"]],
  ["/100%~1", ["100%/"]],
])("reads the fragment %j as %j", (fragment, tokens) => {
  expect(tokensOfFragment(fragment)).toEqual(tokens);
});

it.each([
  ["/a", "", "a", "a"],
  ["/a/0/b", "/a/0", "b", "a.0.b"],
  ["/a/b~1c~0d", "/a", "b/c~d", "a.b/c~d"],
  ["/", "", "", ""],
])("parts %j into %j and %j, and shows it as %j", (pointer, parent, last, dotted) => {
  expect([parentOf(pointer), lastTokenOf(pointer), toDotted(pointer)]).toEqual([parent, last, dotted]);
});

const value = { a: [{ b: null }], "": 0 };

it.each<[tokens: string[], at: unknown]>([
  [[], value],
  [["a", "0", "b"], null],
  [[""], 0],
  [["a", "1"], undefined],
  [["a", "0", "b", "c"], undefined],
  [["", "c"], undefined],
  [["toString"], undefined],
  [["a", "length"], 1],
])("finds at %j %j", (tokens, at) => {
  expect(valueAt(value, tokens)).toEqual(at);
});

it("tells places in items of lists, and leads to those in the first", () => {
  const places = ["/rows/12", "/rows/12/cells/3/name", "/0", "/rows", "/rows1/name", "/rows/1b", ""];
  expect(places.map(isInItem)).toEqual([true, true, true, false, false, false, false]);
  expect(places.map(inFirstItems)).toEqual([
    ...["/rows/0", "/rows/0/cells/0/name", "/0"],
    ...["/rows", "/rows1/name", "/rows/1b", ""],
  ]);
});
