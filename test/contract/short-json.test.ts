import { expect, it } from "vitest";
import { toShortJson } from "../../src/contract/short-json.ts";

const values: unknown[] = [
  ...[null, true, 1.5, "a", "", 'a"b\\\n', [], {}, [1, [2, "b"], {}], { a: 1, b: { c: [null, {}] } }],
  ...[{ a: undefined, b: 1, c: undefined }, [undefined, 1], { toString: 1 }, Object.create({ inherited: 1 })],
];

it.each(values.map((value) => [JSON.stringify(value), value]))(
  "writes %s whole where there is room for it",
  (text, value) => {
    expect(toShortJson(value, (text as string).length)).toBe(text);
    expect(toShortJson(value, 1000)).toBe(text);
  },
);

it("writes nothing where there is no value", () => {
  expect(toShortJson(undefined, 10)).toBeUndefined();
});

it.each<[value: unknown, beginning: string]>([
  ["a".repeat(9), '"aaaaaaaaa"'],
  ["a".repeat(10), '"aaaaaaaaaa"'],
  ["a".repeat(99), `"${"a".repeat(11)}"`],
  [["a".repeat(99), 1], `["${"a".repeat(11)}"`],
  [Array.from({ length: 99 }, () => 1), "[1,1,1,1,1,"],
  [Object.fromEntries(Array.from({ length: 99 }, (_, index) => [`a${index}`, 1])), '{"a0":1,"a1":1'],
  [{ ["a".repeat(99)]: 1, b: 2 }, `{"${"a".repeat(11)}":1`],
])("writes of what is longer no more than what tells that it is: %#", (value, beginning) => {
  const text = toShortJson(value, 10) as string;
  expect(text.startsWith(beginning)).toBe(true);
  expect(text.length).toBeGreaterThan(10);
  expect(text.length).toBeLessThan(30);
});

it("does not look at what lies beyond", () => {
  const untouched = {
    get member(): never {
      throw new Error("looked at");
    },
  };
  const long = "a".repeat(20);
  expect(toShortJson([[long], untouched], 10)).toBe('[["aaaaaaaaaaa"]');
  expect(toShortJson(Object.defineProperties({ first: long }, Object.getOwnPropertyDescriptors(untouched)), 10)).toBe(
    '{"first":"aaaaaaaaaaa"',
  );
});
