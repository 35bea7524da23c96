import { describe, expect, it } from "vitest";
import { withPageSize } from "../../src/conformance/list-input.ts";
import { findPlaces, idsIn, queryOf, withCount } from "../../src/conformance/paged-list.ts";
import type { Subject } from "../../src/conformance/subject.ts";
import type { Exchange } from "../../src/exchange.ts";

describe("withCount", () => {
  it("says so wherever an answer counts its records, and nowhere else", () => {
    const body = {
      total: 1,
      row_count: 2,
      pages: 3,
      total_pages: 4,
      meta: { totalItems: 5, count: "6" },
      rows: [{ total: 7 }],
    };
    const told = { ...body, total: 9, row_count: 9, meta: { totalItems: 9, count: "6" } };
    expect(withCount(body, 9)).toEqual(told);
    expect(withCount(body, 9, "/total")).toEqual({ ...told, total: 1 });
    expect(withCount({ 12: { total: 1 }, rows: [[{ total: 1 }], 1], total: [1] }, 9)).toEqual({
      12: { total: 1 },
      rows: [[{ total: 1 }], 1],
      total: [1],
    });
  });
});

describe("withPageSize", () => {
  it("chooses it where the adapter's caller can", () => {
    const subject = (name: string, faults: unknown[] = []) =>
      ({
        documentedInput: { a: 1 },
        inputSchema: { properties: { a: {}, [name]: {} } },
        checkInput: () => faults,
      }) as unknown as Subject;
    expect(withPageSize(subject("pageSize"), 7)).toEqual({ a: 1, pageSize: 7 });
    expect([withPageSize(subject("b"), 7), withPageSize(subject("limit", [{}]), 7)]).toEqual([undefined, undefined]);
    expect(withPageSize({ ...subject("limit"), inputSchema: null }, 7)).toBeUndefined();
  });
});

describe("findPlaces", () => {
  const find = (sources: Record<string, string>) => findPlaces(new Map(Object.entries(sources)));

  it("finds the id of a record as near to the top as can be", () => {
    expect(find({ "/0/ownerId": "/rows/0/owner/id", "/0/no": "/rows/0/id", "/0/name": "/rows/0/name" })).toEqual({
      ...{ result: { list: "", id: "/no" }, answered: { list: "/rows", id: "/id" } },
    });
    expect(find({ "/rows/0/a": "/of/rows/0/id", "/rows/0/b": "/rows/0/owner/long/id" })?.answered).toEqual({
      list: "/rows",
      id: "/owner/long/id",
    });
    expect(find({ "/0/tags/0/id": "/rows/0/tags/0/ID" })?.answered).toEqual({ list: "/rows", id: "/tags/0/ID" });
    expect([
      find({ "/1/id": "/rows/0/id" }),
      find({ "/0/id": "/rows/1/id" }),
      find({ "/0/id": "/rows/0/idea" }),
    ]).toEqual([...[undefined, undefined, undefined]]);
    expect(findPlaces(undefined)).toBeUndefined();
  });

  it("reads ids and queries", () => {
    expect(idsIn({ rows: [{ id: 1 }, { id: "b" }] }, { list: "/rows", id: "/id" })).toEqual(["1", "b"]);
    expect([idsIn({ rows: {} }, { list: "/rows", id: "/id" }), queryOf(undefined)]).toEqual([[], []]);
    expect(queryOf({ request: { url: "/a?b=c" } } as Exchange)).toMatchObject([{ name: "b", value: "c" }]);
  });
});
