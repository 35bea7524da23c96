import { expect, it } from "vitest";
import { listMisses } from "../../src/conformance/partial.ts";

const misses = (actual: unknown, asked: unknown) =>
  listMisses(actual, asked).map(({ text, weight }) => `${text} (${weight})`);

it("misses nothing where all that is asked for is there", () => {
  expect(misses({ a: 1, b: [{ c: null, d: 2 }] }, { b: [{ c: null }] })).toEqual([]);
  expect(misses({ a: 1 }, {})).toEqual([]);
  expect(misses({ a: "x" }, { a: expect.any(String), b: undefined })).toEqual([]);
  expect(misses(Number.NaN, Number.NaN)).toEqual([]);
});

it("says of each miss where it is, and how much of what was asked for is missed", () => {
  expect(misses({ a: { "x/y": 1 }, list: [1] }, { a: { "x/y": 2, z: "t" }, list: [1, 2], n: null })).toEqual([
    "/a/x~1y should be 2, and is 1 (1)",
    '/a/z should be "t", and is missing (1.5)',
    "/list should be a list of 2, and is one of 1 (3)",
    "/n should be null, and is missing (1.5)",
  ]);
  expect(misses({ a: 1 }, { a: { b: 1, c: [2] } })).toEqual(["/a should be an object, and is 1 (4)"]);
  expect(misses([1], { a: 1 })).toEqual([" should be an object, and is [1] (2)"]);
  expect(misses({ 0: 1 }, [1])).toEqual([' should be a list, and is {"0":1} (2)']);
  expect(misses([{ a: 1 }, 3], [{ a: 2 }, 3])).toEqual(["/0/a should be 2, and is 1 (1)"]);
  expect(misses(7, expect.any(String))).toEqual([" should be Any<String>, and is 7 (1)"]);
  expect(misses(7, expect.stringMatching(/a/))).toEqual([" should be StringMatching, and is 7 (1)"]);
  expect(misses(null, { a: expect.any(String) })).toEqual([" should be an object, and is null (2)"]);
});

it("takes what every object has for no member of one", () => {
  expect(misses({}, { toString: "x" })).toEqual(['/toString should be "x", and is missing (1.5)']);
});
