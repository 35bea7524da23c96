import { expect, it } from "vitest";
import { assignMembers, setMember } from "../../src/contract/assign-members.ts";

it("gives an object the members of another, and changes those that it has", () => {
  const target = { a: 1, b: 2 };
  expect(assignMembers(target, { b: 3, c: undefined })).toBe(target);
  expect(target).toStrictEqual({ a: 1, b: 3, c: undefined });
});

it("gives no members that the other only inherits", () => {
  expect(assignMembers({}, Object.create({ a: 1 }))).toEqual({});
});

it("gives a member called __proto__ that is one as any other, and leaves the prototype alone", () => {
  const target: Record<string, unknown> = {};
  assignMembers(target, JSON.parse('{"__proto__":{"a":1}}'));
  expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
  expect(JSON.stringify(target)).toBe('{"__proto__":{"a":1}}');
  setMember(target, "__proto__", 2);
  expect(Object.getOwnPropertyDescriptor(target, "__proto__")).toEqual({
    ...{ value: 2, writable: true, enumerable: true, configurable: true },
  });
});
