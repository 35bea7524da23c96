import { expect, it } from "vitest";
import { createMemo } from "../../src/contract/memo.ts";

/** A memo, and the texts that something was made of. */
function counted<Value>(make: (text: string) => Value, limit?: number) {
  const made: string[] = [];
  const memo = createMemo((text) => {
    made.push(text);
    return make(text);
  }, limit);
  return { memo, made };
}

it.each([
  ["a value", (text: string) => text.length],
  ["nothing", () => undefined],
])("makes %s of a text once", (_, make) => {
  const { memo, made } = counted(make);
  expect([memo("a"), memo("bc"), memo("a")]).toEqual([make("a"), make("bc"), make("a")]);
  expect(made).toEqual(["a", "bc"]);
});

it("remembers no text of more than 200 characters", () => {
  const { memo, made } = counted((text) => text.length);
  const texts = ["a".repeat(200), "a".repeat(201)];
  expect([...texts, ...texts].map(memo)).toEqual([200, 201, 200, 201]);
  expect(made.map(({ length }) => length)).toEqual([200, 201, 201]);
});

it("forgets all where it would have to remember more than it may", () => {
  const { memo, made } = counted((text) => text, 2);
  for (const text of ["a", "b", "a", "b", "c", "c", "a"]) memo(text);
  expect(made).toEqual(["a", "b", "c", "a"]);
});
