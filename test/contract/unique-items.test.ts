import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import { hasNoRepeatedItem } from "../../src/contract/unique-items.ts";

it("finds a repeated item exactly where two are equal", () => {
  const items = fc.array(fc.jsonValue({ maxDepth: 2, noUnicodeString: true } as never), { maxLength: 6 });
  const again = fc
    .tuple(items, fc.nat(), fc.boolean())
    .map(([list, at, twice]) => (twice && list.length > 0 ? [...list, structuredClone(list[at % list.length])] : list));
  fc.assert(
    fc.property(again, (list) => {
      const plain = JSON.parse(JSON.stringify(list)) as unknown[];
      const isRepeated = plain.some((item, index) =>
        plain.slice(0, index).some((other) => isDeepStrictEqual(item, other)),
      );
      expect(hasNoRepeatedItem(plain)).toBe(!isRepeated);
    }),
    { numRuns: 1000 },
  );
});

it.each<[unknown[], boolean]>([
  [[1, 1.0], false],
  [[0, -0], false],
  [[1, "1", true, [1], { 1: 1 }, null], true],
  [
    [
      { a: 1, b: { c: 2, d: 3 } },
      { b: { d: 3, c: 2 }, a: 1 },
    ],
    false,
  ],
  [
    [
      [1, 2],
      [2, 1],
    ],
    true,
  ],
  [["a,", "a"], true],
  [[[1, 2], [12]], true],
  [[[1, [2]], [[1, 2]]], true],
  [[{ a: 1 }, { b: 1 }], true],
  [[{ a: { b: 1 } }, { a: 1, b: 1 }], true],
  [[{}, [], ""], true],
  [[["a"], ["a", "b"]], true],
  [[[[], 1], [[1]]], true],
  [[{ a: { b: 1 }, c: 1 }, { a: { b: 1, c: 1 } }], true],
  [[[{}], [[]]], true],
  [[], true],
  // As long as what is looked at first, and different behind it.
  [
    [
      ["x".repeat(196), "a"],
      ["x".repeat(196), "b"],
    ],
    true,
  ],
  [
    [
      { x: "x".repeat(193), y: 1 },
      { x: "x".repeat(193), y: 2 },
    ],
    true,
  ],
  [["x".repeat(300), "x".repeat(300)], false],
  [[`${"x".repeat(300)}a`, `${"x".repeat(300)}b`], true],
  [
    [
      { a: "x".repeat(300), b: 1 },
      { b: 2, a: "x".repeat(300) },
    ],
    true,
  ],
])("holds %j to have no repeated item: %s", (items, expected) => {
  expect(hasNoRepeatedItem(items)).toBe(expected);
});
