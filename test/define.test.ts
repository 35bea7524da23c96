import { describe, expect, it } from "vitest";
import * as define from "../src/define.ts";

const { assignMembers, createMemo, decodeCursor, encodeCursor, tokensOf, valueAt } = define;

describe("what a mock is written with", () => {
  it("is these functions", () => {
    expect(Object.keys(define).sort()).toEqual([
      "assignMembers",
      "createMemo",
      "decodeCursor",
      "defineProvider",
      "encodeCursor",
      "pageAfter",
      "tokensOf",
      "valueAt",
    ]);
  });
});

describe("valueAt", () => {
  const body = { emails: ["a", "b"], "a/b~c": { first: null } };

  it.each([
    ["", body],
    ["/emails/1", "b"],
    ["/a~1b~0c/first", null],
    ["/emails/2", undefined],
    ["/emails/0/length", undefined],
    ["/a~1b~0c/first/name", undefined],
    ["/toString", undefined],
  ])("finds what stands at the pointer %j", (pointer, expected) => {
    expect(valueAt(body, tokensOf(pointer))).toBe(expected);
  });
});

describe("assignMembers", () => {
  it("gives members as a spread does, whatever their names", () => {
    const source = JSON.parse('{"b": 2, "__proto__": {"c": 3}}');
    const target = assignMembers({ a: 1, b: 1 }, source);
    expect(JSON.stringify(target)).toBe('{"a":1,"b":2,"__proto__":{"c":3}}');
    expect(target.c).toBeUndefined();
  });
});

describe("decodeCursor", () => {
  it("gives back the values of which a cursor was made, and nothing of any other text", () => {
    const parts = [2, "þ", null, { page: 1 }];
    const cursor = encodeCursor(parts);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decodeCursor(cursor)).toEqual(parts);
    for (const other of ["", "2", `${cursor}=`, cursor.slice(1), encodeCursor("text" as never)]) {
      expect([other, decodeCursor(other)]).toEqual([other, undefined]);
    }
  });
});

describe("createMemo", () => {
  it("makes a value of a text once, and forgets all when there are too many", () => {
    const made: string[] = [];
    const memo = createMemo((text) => void made.push(text), 2);
    for (const text of ["a", "a", "b", "b", "c", "c", "a"]) memo(text);
    expect(made).toEqual(["a", "b", "c", "a"]);
  });

  it("remembers no long text, of which few would fill the memory", () => {
    const made: number[] = [];
    const memo = createMemo((text) => made.push(text.length));
    expect([200, 200, 201, 201].map((length) => memo("a".repeat(length)))).toEqual([1, 1, 2, 3]);
    expect(made).toEqual([200, 201, 201]);
  });
});
