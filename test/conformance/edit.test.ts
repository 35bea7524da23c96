import { describe, expect, it } from "vitest";
import { leavesOf, memberAt, withMember, withoutMember } from "../../src/conformance/edit.ts";

const value = { id: 7, tags: ["a", "b"], owner: { name: "Ada", "x/y": null }, none: {} };

describe("memberAt", () => {
  it("finds members, items and names with a slash, and nothing where nothing stands", () => {
    const pointers = ["", "/id", "/tags/1", "/owner/x~1y", "/tags/2", "/owner/age", "/id/x", "/toString"];
    expect(pointers.map((pointer) => memberAt(value, pointer))).toEqual([
      value,
      7,
      "b",
      null,
      ...Array(4).fill(undefined),
    ]);
  });
});

describe("withMember", () => {
  it("puts another value in a place, and leaves all else as it is", () => {
    expect(withMember(value, "/owner/name", "Bo")).toEqual({ ...value, owner: { name: "Bo", "x/y": null } });
    expect(withMember(value, "/owner/x~1y", 1)).toEqual({ ...value, owner: { name: "Ada", "x/y": 1 } });
    expect(withMember(value, "/tags/1", "c")).toEqual({ ...value, tags: ["a", "c"] });
    expect(withMember([[1], [2, 3]], "/1/0", 9)).toEqual([[1], [9, 3]]);
    expect(withMember(value, "", "all")).toBe("all");
    expect(value.owner.name).toBe("Ada");
  });

  it("makes what a member lies in where that is not there", () => {
    expect(withMember({ a: 1 }, "/b/c", 2)).toEqual({ a: 1, b: { c: 2 } });
    expect(withMember({ a: null }, "/a/b", 2)).toEqual({ a: { b: 2 } });
    expect(withMember(undefined, "/a", 2)).toEqual({ a: 2 });
    expect(withMember({}, "/toString/a", 2)).toEqual({ toString: { a: 2 } });
  });

  it("adds no item to a list", () => {
    expect(withMember(["a"], "/1", "b")).toEqual(["a"]);
  });
});

describe("withoutMember", () => {
  it("takes a member or an item away, at any depth", () => {
    const { id: _, ...others } = value;
    expect(withoutMember(value, "/id")).toStrictEqual(others);
    expect(withoutMember(value, "/owner/x~1y")).toStrictEqual({ ...value, owner: { name: "Ada" } });
    expect(withoutMember(value, "/tags/0")).toEqual({ ...value, tags: ["b"] });
    expect(withoutMember([{ a: 1, b: 2 }, { a: 3 }], "/1/a")).toEqual([{ a: 1, b: 2 }, {}]);
    expect(withoutMember(value, "")).toBeUndefined();
  });

  it("leaves a value alone that has no such member", () => {
    for (const pointer of ["/age", "/id/x", "/tags/2", "/none/a"]) expect(withoutMember(value, pointer)).toEqual(value);
    expect(withoutMember("text", "/a")).toBe("text");
    expect(withoutMember(null, "/a")).toBeNull();
  });
});

describe("leavesOf", () => {
  it("tells all that holds nothing else, in order, with its place", () => {
    expect(leavesOf(value)).toEqual([
      { pointer: "/id", value: 7 },
      { pointer: "/tags/0", value: "a" },
      { pointer: "/tags/1", value: "b" },
      { pointer: "/owner/name", value: "Ada" },
      { pointer: "/owner/x~1y", value: null },
      { pointer: "/none", value: {} },
    ]);
    expect(leavesOf([], "/list")).toEqual([{ pointer: "/list", value: [] }]);
    expect(leavesOf("text")).toEqual([{ pointer: "", value: "text" }]);
  });

  it("tells of what is no plain object what its JSON says", () => {
    class Contact {
      readonly #name = "Ada";
      toJSON() {
        return { name: this.#name, born: new Date("1815-12-10T00:00:00Z") };
      }
    }
    const unreadable = { toJSON: () => expect.fail("It says nothing.") };
    const result = { contacts: new Set([new Contact()]), fields: new Map([["a", 1]]), unreadable };
    expect(leavesOf(result).slice(0, 3)).toEqual([
      { pointer: "/contacts/0/name", value: "Ada" },
      { pointer: "/contacts/0/born", value: "1815-12-10T00:00:00.000Z" },
      { pointer: "/fields/a", value: 1 },
    ]);
    expect(memberAt(result, "/contacts/0/name")).toBe("Ada");
    expect(memberAt(result, "/unreadable/toJSON")).toBe(unreadable.toJSON);
  });
});
