import { describe, expect, it } from "vitest";
import { arranged, arrangedAsTraced } from "../../src/conformance/arrange.ts";
import { leavesOf } from "../../src/conformance/edit.ts";
import { findHeld, heldItems } from "../../src/conformance/held-items.ts";
import { isOf, mayBeOf, originOf } from "../../src/conformance/origins.ts";
import { shownLists, splitItem } from "../../src/conformance/shown-lists.ts";
import type { Learnt } from "../../src/conformance/subject.ts";

describe("splitItem", () => {
  it("tells the innermost list, the index and the place in that item", () => {
    expect(splitItem("/rows/0/name")).toEqual({ list: "/rows", index: "0", rest: "/name" });
    expect(splitItem("/rows/12/tags/34")).toEqual({ list: "/rows/12/tags", index: "34", rest: "" });
    expect(splitItem("/rows/12/34/a\nb/c")).toEqual({ list: "/rows/12", index: "34", rest: "/a\nb/c" });
    expect(splitItem("/7/of/a1/2b")).toEqual({ list: "", index: "7", rest: "/of/a1/2b" });
    expect([splitItem("/name"), splitItem(""), splitItem("/rows1/name")]).toEqual([undefined, undefined, undefined]);
  });
});

describe("shownLists", () => {
  const body = {
    rows: [{ a: "x", of: { b: "y" }, tags: ["t"] }, { a: "z" }],
    map: { 0: "x" },
    grid: [["x"]],
    others: [{ a: "x" }],
  };
  const list = (sources: Record<string, string>, more: Partial<Learnt> = {}) =>
    shownLists({ sources: new Map(Object.entries(sources)), reply: { status: 200, body }, ...more } as Learnt);

  it("are those of which an item is one of a list of the answer", () => {
    expect(list({ "/items/1/name": "/rows/0/a", "/items/1/in/b": "/rows/0/of/b", "/id": "/others/0/a" })).toEqual([
      {
        ...{ answered: "/rows", from: "0", result: "/items", to: "1" },
        ways: [
          { place: "/name", source: "/a" },
          { place: "/in/b", source: "/of/b" },
        ],
      },
    ]);
    expect(list({ "/0/tags/0": "/rows/0/tags/0" })).toMatchObject([{ answered: "/rows/0/tags", result: "/0/tags" }]);
    expect(list({ "/items/0/a": "/rows/0/a", "/copies/0/a": "/rows/0/a", "/c/0": "/others/0/a" })).toHaveLength(2);
  });

  it("leaves out what is put together of several items, or of one and something else", () => {
    expect(list({ "/items/0/a": "/rows/0/a", "/items/0/b": "/rows/1/a" })).toEqual([]);
    expect(list({ "/items/0/a": "/rows/0/a", "/items/0/b": "/others/0/a" })).toEqual([]);
    expect(list({ "/items/0/a": "/rows/0/a", "/items/0/b": "/total" })).toEqual([]);
    expect(list({ "/items/0/a": "/rows/0/a", "/items/1/b": "/total", "/rest/0/c": "/total" })).toHaveLength(1);
  });

  it("leaves out what stands in other items of the lists around, what is no list, and the list that comes by the page", () => {
    expect(list({ "/0/tags/0": "/rows/1/tags/0" })).toEqual([]);
    expect(list({ "/1/tags/0": "/rows/1/tags/0" })).toEqual([]);
    expect(list({ "/tags/0": "/rows/0/tags/0" })).toEqual([]);
    expect(list({ "/items/0": "/map/0" })).toEqual([]);
    expect(list({ "/1/0": "/grid/0/0" })).toEqual([]);
    const places = { answered: { list: "/rows", id: "/a" }, result: { list: "/items", id: "/a" } };
    expect(list({ "/items/0/a": "/rows/0/a" }, { places })).toEqual([]);
    expect(list({ "/items/0/a": "/rows/0/a" }, { reply: undefined })).toEqual([]);
    expect(shownLists({ sources: undefined } as Learnt)).toEqual([]);
  });
});

describe("heldItems", () => {
  const request = {
    rows: [
      { name: "a", size: 1 },
      { name: "b", size: 1, in: { c: "d" } },
    ],
    more: [{ name: "x" }],
  };
  const ways = [
    { place: "/name", source: "/called" },
    { place: "/size", source: "/size" },
  ];

  it("are all items of a list, with their values", () => {
    expect(heldItems(leavesOf(request), "/rows").map(({ at, values }) => [at, Object.fromEntries(values)])).toEqual([
      ["/rows/0", { "/name": "a", "/size": 1 }],
      ["/rows/1", { "/name": "b", "/size": 1, "/in/c": "d" }],
    ]);
    expect(heldItems(leavesOf({ ...request, total: 2 }), "/none")).toEqual([]);
    expect(heldItems(leavesOf(["a"]), "").map(({ at, values }) => [at, values.get("")])).toEqual([["/0", "a"]]);
  });

  it("are those of all items where the list lies in one of another", () => {
    const within = { rows: [{ tags: ["a"] }, { tags: ["b"], others: ["c"] }, { tags: "none" }], rest: { tags: ["d"] } };
    expect(heldItems(leavesOf(within), "/rows/x/tags")).toEqual([]);
    expect(heldItems(leavesOf(within), "/rows/0/tags").map(({ at }) => at)).toEqual([
      "/rows/0/tags/0",
      "/rows/1/tags/0",
    ]);
  });

  it("has one that says the most of what an item does, if any does", () => {
    const held = heldItems(leavesOf(request), "/rows");
    expect(findHeld(held, { called: "b", size: 1 }, ways)?.at).toBe("/rows/1");
    expect(findHeld(held, { called: "c", size: 1 }, ways)?.at).toBe("/rows/0");
    expect([findHeld(held, { called: "c", size: 2 }, ways), findHeld([], {}, ways)]).toEqual([undefined, undefined]);
  });
});

describe("a list of records", () => {
  const answered = { data: [{ id: 1 }, { id: "2" }, { id: "2" }, {}] };
  const places = { answered: { list: "/data", id: "/id" }, result: { list: "", id: "/no" } };
  const records = [{ no: null }, { no: "2", a: 1 }, { no: "2", a: 2 }, { no: "1" }];

  it("is put into the order of the answer, those of later pages behind", () => {
    const later = { no: "9" };
    const inOrder = [records[3], records[1], records[2], records[0]];
    expect(arranged([later, ...records], answered, places)).toEqual([...inOrder, later]);
    const within = { ...places, result: { list: "/rows", id: "/no" } };
    expect(arranged({ rows: records, total: 4 }, answered, within)).toEqual({ rows: inOrder, total: 4 });
  });

  it("stays as it is where one is left out, or has another id", () => {
    expect(arranged(records.slice(1), answered, places)).toEqual(records.slice(1));
    expect(arranged([...records.slice(0, 3), { no: "7" }], answered, places)?.[3 as never]).toEqual({ no: "7" });
  });

  it("is put into order by the ids by which most are told", () => {
    const result = { rows: [{ a: "c" }, { a: "b" }, { a: "a" }] };
    const traced = new Map([
      ["/rows/2/id", "/data/0/id"],
      ["/rows/1/id", "/data/1/id"],
      ["/rows/0/owner_id", "/data/0/owner_id"],
      ["/rows/0/name", "/data/2/name"],
      ["/id", "/id"],
    ]);
    for (const all of [traced, new Map([...traced].reverse())])
      expect(arrangedAsTraced(result, all)).toEqual({ rows: [{ a: "a" }, { a: "b" }, { a: "c" }] });
    expect(arrangedAsTraced(result.rows, new Map([["/1/id", "/data/0/ID"]]))).toEqual([
      { a: "b" },
      { a: "c" },
      { a: "a" },
    ]);
    expect(arrangedAsTraced(result, new Map([["/rows/1/id", "/data/1/id"]]))).toBe(result);
    expect(arrangedAsTraced(result, new Map([["/rows/1/idea", "/data/0/id"]]))).toBe(result);
    const many = Array.from({ length: 11 }, (_, index) => ({ no: index }));
    const backwards = new Map(many.map(({ no }) => [`/${no}/id`, `/data/${10 - no}/id`] as const));
    expect(arrangedAsTraced(many, backwards)).toEqual(many.toReversed());
    expect(arrangedAsTraced(result, new Map())).toBe(result);
  });
});

describe("origins", () => {
  const sources = new Map([
    ["/venue/name", "/place/name"],
    ["/venue/size", "/place/size"],
    ["/mixed/a", "/place/a"],
    ["/mixed/b", "/host/b"],
    ["/alone/a", "/host/a"],
  ]);

  it("tell from what stands beside a place of what object it is", () => {
    expect([isOf(sources, "/venue/at", "/place/at"), isOf(sources, "/venue/at", "/host/at")]).toEqual([true, false]);
    expect([isOf(sources, "/alone/a", "/host/a"), isOf(undefined, "/venue/at", "/place/at")]).toEqual([false, false]);
    expect([originOf(sources, "/venue/at"), originOf(sources, "/mixed/c")]).toEqual(["/place", undefined]);
    expect([originOf(sources, "/none/a"), originOf(sources, "/mixed/a")]).toEqual([undefined, "/host"]);
  });

  it("leave it open where nothing tells", () => {
    expect([mayBeOf(sources, "/none/a", "/host/a"), mayBeOf(sources, "/venue/at", "/host/at")]).toEqual([true, false]);
    expect([mayBeOf(sources, "/venue/at", "/place/at"), mayBeOf(sources, "/venue/at")]).toEqual([true, false]);
  });
});
