import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { applyJsonPatch } from "../../../src/simulator/state/json-patch.ts";
import { mergePatch } from "../../../src/simulator/state/merge-patch.ts";

describe("a JSON Patch", () => {
  it("compares with what comes of another realm, as of a test runner's", () => {
    const patch = runInNewContext("[{ op: 'test', path: '/a', value: { b: [1] } }]");
    expect(applyJsonPatch({ a: { b: [1] } }, patch)).toEqual({ a: { b: [1] } });
  });

  // The first are those of RFC 6902, appendix A.
  it.each<[unknown, object[], unknown]>([
    [{ foo: "bar" }, [{ op: "add", path: "/baz", value: "qux" }], { baz: "qux", foo: "bar" }],
    [{ foo: ["bar", "baz"] }, [{ op: "add", path: "/foo/1", value: "qux" }], { foo: ["bar", "qux", "baz"] }],
    [{ baz: "qux", foo: "bar" }, [{ op: "remove", path: "/baz" }], { foo: "bar" }],
    [{ foo: ["bar", "qux", "baz"] }, [{ op: "remove", path: "/foo/1" }], { foo: ["bar", "baz"] }],
    [{ baz: "qux" }, [{ op: "replace", path: "/baz", value: "boo" }], { baz: "boo" }],
    [
      { foo: { bar: "baz", waldo: "fred" }, qux: { corge: "grault" } },
      [{ op: "move", from: "/foo/waldo", path: "/qux/thud" }],
      { foo: { bar: "baz" }, qux: { corge: "grault", thud: "fred" } },
    ],
    [
      { foo: ["all", "grass", "cows", "eat"] },
      [{ op: "move", from: "/foo/1", path: "/foo/3" }],
      { foo: ["all", "cows", "eat", "grass"] },
    ],
    [
      { baz: "qux", foo: ["a", 2, "c"] },
      [
        { op: "test", path: "/baz", value: "qux" },
        { op: "test", path: "/foo/1", value: 2 },
      ],
      { baz: "qux", foo: ["a", 2, "c"] },
    ],
    [
      { foo: "bar" },
      [{ op: "add", path: "/child", value: { grandchild: {} } }],
      { foo: "bar", child: { grandchild: {} } },
    ],
    [{ "/": 9, "~1": 10 }, [{ op: "test", path: "/~01", value: 10 }], { "/": 9, "~1": 10 }],
    [{ foo: ["bar"] }, [{ op: "add", path: "/foo/-", value: ["abc", "def"] }], { foo: ["bar", ["abc", "def"]] }],
    [
      { foo: null },
      [
        { op: "replace", path: "/foo", value: 1 },
        { op: "add", path: "/foo", value: null },
      ],
      { foo: null },
    ],
    [{ foo: 1 }, [{ op: "add", path: "", value: [1] }], [1]],
    [{ foo: { bar: 1 } }, [{ op: "copy", from: "/foo", path: "/foo/bar" }], { foo: { bar: { bar: 1 } } }],
    [{ foo: 1 }, [{ op: "move", from: "/foo", path: "/foo" }], { foo: 1 }],
    [{ "": 1 }, [{ op: "replace", path: "/", value: 2 }], { "": 2 }],
    [
      {},
      [
        { op: "add", path: "/constructor", value: { prototype: 1 } },
        { op: "replace", path: "/constructor/prototype", value: 2 },
      ],
      { constructor: { prototype: 2 } },
    ],
  ])("makes of %j by %j %j", (document, patch, expected) => {
    const before = JSON.stringify(document);
    expect(applyJsonPatch(document, patch)).toEqual(expected);
    expect(JSON.stringify(document)).toBe(before);
  });

  it("that would fill the memory is refused", () => {
    const patch = Array.from({ length: 100 }, (_, index) => ({ op: "copy", from: "", path: `/${index}` }));
    expect(() => applyJsonPatch({ text: "x".repeat(1000) }, patch)).toThrow(
      "the patch copies more than 16777216 characters of JSON.",
    );
  });

  it("keeps a member named __proto__ a member", () => {
    const patched = applyJsonPatch({ a: {} }, [
      { op: "add", path: "/__proto__", value: { polluted: 1 } },
      { op: "copy", from: "/__proto__", path: "/a/__proto__" },
    ]) as Record<string, unknown>;
    expect(JSON.stringify(patched)).toBe('{"a":{"__proto__":{"polluted":1}},"__proto__":{"polluted":1}}');
    expect([patched.polluted, ({} as Record<string, unknown>).polluted]).toEqual([undefined, undefined]);
  });

  it.each<[unknown, string]>([
    [null, 'patch[0] is null. It is an operation such as {"op": "remove", "path": "/…"}.'],
    [{ op: "delete", path: "" }, 'patch[0].op is "delete". Allowed: add, remove, replace, move, copy, test.'],
    [{ op: "ad", path: "" }, 'patch[0].op is "ad". Did you mean add? Allowed: add, remove, replace, move, copy, test.'],
    [{ op: "add", path: "/a" }, 'patch[0].value is missing: "add" needs it.'],
    [{ op: "add", value: 1 }, 'patch[0].path is missing. It is a JSON Pointer such as "/state".'],
    [{ op: "remove", path: "list" }, 'patch[0].path is "list". It is a JSON Pointer such as "/state".'],
    [{ op: "remove", path: "/~2" }, 'patch[0].path is "/~2". It is a JSON Pointer such as "/state".'],
    [
      { op: "remove", path: "/a", vaule: 1 },
      'patch[0] has no member "vaule". Did you mean value? Allowed: op, path, value, from.',
    ],
    [{ op: "copy", path: "/a" }, 'patch[0].from is missing. It is a JSON Pointer such as "/state".'],
    [{ op: "copy", from: "/b", path: "/a" }, "patch[0]: there is nothing at /b."],
    [{ op: "replace", path: "/toString", value: 1 }, "patch[0]: there is nothing at /toString."],
    [{ op: "remove", path: "/list/length" }, "patch[0]: there is nothing at /list/length."],
    [{ op: "remove", path: "/list/01" }, "patch[0]: there is nothing at /list/01."],
    [{ op: "remove", path: "/list/1" }, "patch[0]: there is nothing at /list/1."],
    [{ op: "replace", path: "/list/-", value: 1 }, "patch[0]: there is nothing at /list/-."],
    [{ op: "add", path: "/list/2", value: 1 }, "patch[0]: nothing can be added at /list/2."],
    [{ op: "add", path: "/text/a", value: 1 }, "patch[0]: nothing can be added at /text/a."],
    [{ op: "add", path: "/none/a", value: 1 }, "patch[0]: nothing can be added at /none/a."],
    [
      { op: "move", from: "/object", path: "/object/a" },
      "patch[0]: /object cannot be moved into itself, to /object/a.",
    ],
    [{ op: "test", path: "/text", value: "b" }, 'patch[0]: /text is "a", and not "b".'],
    [{ op: "test", path: "/object", value: { a: 1, b: 2 } }, 'patch[0]: /object is {"a":1}, and not {"a":1,"b":2}.'],
  ])("that is %j is refused", (step, message) => {
    const document = { list: [0], text: "a", object: { a: 1 } };
    expect(() => applyJsonPatch(document, [step])).toThrow(expect.objectContaining({ message }));
  });
});

describe("a JSON Merge Patch", () => {
  // RFC 7396, appendix A.
  it.each<[unknown, unknown, unknown]>([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"],
    ],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    [{}, { constructor: { a: null } }, { constructor: {} }],
  ])("makes of %j by %j %j", (target, patch, expected) => {
    expect(mergePatch(target, patch)).toEqual(expected);
  });

  it("keeps the order of the members, and one named __proto__ a member", () => {
    const patch = JSON.parse('{"__proto__":{"polluted":1},"b":null,"a":2}');
    const merged = mergePatch({ a: 1, b: 1, c: 1 }, patch) as Record<string, unknown>;
    expect(JSON.stringify(merged)).toBe('{"a":2,"c":1,"__proto__":{"polluted":1}}');
    expect(merged.polluted).toBeUndefined();
    expect(JSON.stringify(mergePatch(merged, JSON.parse('{"__proto__":null}')))).toBe('{"a":2,"c":1}');
  });
});
