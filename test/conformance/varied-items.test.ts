import { describe, expect, it } from "vitest";
import { another, variedItems } from "../../src/conformance/varied-items.ts";

describe("another", () => {
  it("has the same form, and the same length where it ends with three digits", () => {
    expect([another("+14155552671", 1), another("10999", 1), another("A-007", 15)]).toEqual([
      ...["+14155552672", "10000", "A-022"],
    ]);
    expect([another("line 1\n123", 1), another("Ada", 2), another("A 12", 2), another(123, 4)]).toEqual([
      ...["line 1\n124", "Ada2", "A 122", 127],
    ]);
  });
});

describe("variedItems", () => {
  const make = (model: unknown, count: number, more: { name?: string; taken?: unknown[]; most?: number } = {}) =>
    variedItems(model, {
      count,
      name: more.name ?? "/rows",
      taken: new Set(more.taken),
      isAllowed: (items) => (more.most === undefined ? true : JSON.stringify(items.at(-1)).length <= more.most),
    });

  it("say otherwise what is no mark of their kind", () => {
    const model = { line: "Ada", kind: "call", size: 12, no: 4, isNew: true, of: { status: "open" }, short: "ab" };
    expect(make(model, 3)).toEqual([model, { ...model, line: "Ada1", size: 13 }, { ...model, line: "Ada2", size: 14 }]);
    expect(make("home", 2, { name: "/tags" })).toEqual(["home", "home1"]);
    expect(make("home", 2, { name: "/labels" })).toEqual(["home", "home"]);
    for (const name of "type kind label category class status state role country currency locale language primary default".split(
      " ",
    ))
      expect(make({ [`a_${name}`]: "Ada" }, 2)).toEqual([{ [`a_${name}`]: "Ada" }, { [`a_${name}`]: "Ada" }]);
  });

  it("have none that stands elsewhere, or in another of them", () => {
    expect(make({ line: "Ada" }, 3, { taken: ["Ada1", "Ada3"] })).toEqual([
      { line: "Ada" },
      { line: "Ada2" },
      { line: "Ada4" },
    ]);
    const taken = new Set<unknown>();
    variedItems({ line: "Ada" }, { count: 2, name: "", taken, isAllowed: () => true });
    expect([...taken]).toEqual(["Ada1"]);
    expect(make({ day: "2026-01-01" }, 40, { taken: ["2026-01-01"] })).toHaveLength(28);
    expect(make("a000", 2000, { taken: ["a000"] })).toHaveLength(1000);
  });

  it("leave as it is what the list has no room for otherwise", () => {
    const model = { a: "Ada", b: "10100" };
    expect(make(model, 2, { most: JSON.stringify(model).length })).toEqual([model, { a: "Ada", b: "10101" }]);
    const asked: unknown[] = [];
    const isAllowed = (items: readonly unknown[]) => asked.push(items) > 0;
    variedItems("Ada", { count: 2, name: "", taken: new Set(), isAllowed });
    expect(asked).toEqual([["Ada", "Ada1"]]);
  });
});
