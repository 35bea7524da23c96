import { describe, expect, it } from "vitest";
import { canBeGiven, idsIn, observeList, type PagedList } from "../../src/conformance/paged-list.ts";
import type { Subject } from "../../src/conformance/subject.ts";
import type { Operation } from "../../src/contract/contract.ts";
import { contractOf } from "../contract/contract-fixture.ts";

const places = { answered: { list: "/rows", id: "/id" }, result: { list: "", id: "/id" } };
const row = (id: unknown) => ({ id, name: "Ada", total: 5 });

/** The inputs of the calls. */
let called: unknown[] = [];

interface Seen {
  query?: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** No answer came. */
  isLost?: boolean;
}

interface Unusual {
  parameters?: string[];
  schema?: object;
  documentedReply?: { status: number; body: unknown };
  list?: string;
  learnt?: object;
}

/** What is observed of a call that asks for these pages, by a contract with these parameters of the query. */
function observe(pages: readonly Seen[], { parameters = [], schema = {}, list = "/rows", ...more }: Unusual = {}) {
  const get = {
    operationId: "listThings",
    parameters: parameters.map((name) => ({ name, in: "query", schema: name === "limit" ? { default: 2 } : {} })),
    responses: { 200: { description: "Done", content: { "application/json": { schema } } } },
  };
  const contract = contractOf({}, { paths: { "/things": { get } } });
  const exchanges = pages.map(({ query = "", body, headers = {}, isLost }) => ({
    operation: "listThings",
    request: { method: "GET", url: `https://api.acme.test/things${query}`, headers: {} },
    response: isLost ? null : { status: 200, headers, body: typeof body === "string" ? body : JSON.stringify(body) },
  }));
  const found = { ...places, answered: { list, id: "/id" } };
  const learnt = { places: found, reply: { status: 200, body: pages[0]?.body }, ...more.learnt };
  const subject = {
    contract,
    operation: contract.operations[0] as Operation,
    documentedReply: more.documentedReply,
    learn: async () => learnt,
    openTenant: () => ({ time: {}, arm() {}, exchanges: async () => [{ operation: "other" }, ...exchanges] }),
    driver: {
      open: () => ({
        async call({ input }: { input: unknown }) {
          called.push(input);
          return { answer: { kind: "result", result: [] } };
        },
        async close() {},
      }),
    },
  };
  called = [];
  return observeList(subject as unknown as Subject, { a: 1 });
}

/** Pages of three, two and one records, as the vendor would answer them: the first of three, the second and the last. */
function made(list: PagedList | string): unknown[] {
  if (typeof list === "string") throw new Error(list);
  const total = 6;
  return [
    list.toBody({ records: [0, 1, 2], before: 0, total, isLast: false }),
    list.toBody({ records: [3, 4], before: 1, total, isLast: false }),
    list.toBody({ records: [5], before: 2, total, isLast: true }),
  ];
}

const idsOf = (bodies: unknown[]) => bodies.map((body) => idsIn(body, places.answered));
const restOf = (bodies: unknown[]) => bodies.map((body) => ({ ...(body as object), rows: undefined }));

describe("a list", () => {
  it("is told by a cursor that a page names for the next one", async () => {
    const list = await observe([
      {
        query: "?limit=2",
        body: { rows: [row("a"), row("b")], next: "c-1", total: 3, count: 2, limit: 3, version: 2 },
      },
      {
        query: "?limit=2&cursor=c-1",
        body: { rows: [row("c")], next: null, total: 3, count: 4, limit: 3, version: 1 },
      },
    ]);
    expect(list).toMatchObject({ ...places, input: { a: 1 }, size: 2, isForeseen: false, isAnnounced: true });
    expect(called).toEqual([{ a: 1 }]);
    const bodies = made(list as PagedList);
    expect(idsOf(bodies)).toEqual([["a1", "a2", "a3"], ["a4", "a5"], ["a6"]]);
    expect((bodies[0] as { rows: unknown[] }).rows[1]).toEqual({ ...row("a2") });
    expect(restOf(bodies)).toEqual([
      { next: "c-1", total: 6, count: 3, limit: 3, version: 2 },
      { next: "c-11", total: 6, count: 2, limit: 3, version: 2 },
      { next: null, total: 6, count: 4, limit: 3, version: 1 },
    ]);
  });

  it("is told by links, in which the cursor stands percent-encoded", async () => {
    const link = (cursor: string) => `/things?cursor=${cursor}&a=b`;
    const list = await observe([
      { body: { rows: [row(1), row(2)], links: { next: link("c%2F1"), self: link("x") }, more: true } },
      { query: "?cursor=c%2F1", body: { rows: [row(3)], links: { next: null, self: link("c%2F1") }, more: false } },
    ]);
    expect(list).toMatchObject({ size: 2, isAnnounced: true });
    expect(idsOf(made(list as PagedList))).toEqual([["2", "3", "4"], ["5", "6"], ["7"]]);
    expect(restOf(made(list as PagedList))).toEqual([
      { links: { next: link("c%2F1"), self: link("x") }, more: true },
      { links: { next: link("c%2F11"), self: link("x") }, more: true },
      { links: { next: null, self: link("c%2F1") }, more: false },
    ]);
  });

  it("is counted by pages or by records, and tells of the next one by its number", async () => {
    const paged = await observe([
      { query: "?per_page=2", body: { rows: [row("a"), row("b")], next_page: 2, pages: 2, total: 3, all_pages: 7 } },
      { query: "?per_page=2&page=2", body: { rows: [row("c")], next_page: null, pages: 2, total: 3 } },
    ]);
    expect(paged).toMatchObject({ size: 2, isAnnounced: false });
    expect(restOf(made(paged as PagedList))).toEqual([
      { next_page: 2, pages: 3, total: 6, all_pages: 7 },
      { next_page: 3, pages: 3, total: 6, all_pages: 7 },
      { next_page: null, pages: 3, total: 6 },
    ]);
    const skipping = await observe([
      { body: { rows: [row("a"), row("b")], nextOffset: "2" } },
      { query: "?offset=2", body: { rows: [row("c")], nextOffset: "" } },
    ]);
    expect(skipping).toMatchObject({ size: 2, isAnnounced: false });
    expect(restOf(made(skipping as PagedList))).toEqual([{ nextOffset: "2" }, { nextOffset: "4" }, { nextOffset: "" }]);
    const from = await observe([
      { query: "?skip=10", body: { rows: [row("a")], next: 15 } },
      { query: "?skip=15", body: { rows: [] } },
    ]);
    expect(restOf(made(from as PagedList)).slice(0, 2)).toEqual([{ next: 15 }, { next: 20 }]);
  });

  it("has pages of any length only where a page itself leads to the next", async () => {
    const body = { rows: [{ ...row("a"), next: "c-1" }], cursor: "x-1", mark: "c-1" };
    const list = await observe([{ body }, { query: "?cursor=c-1", body }]);
    expect(list).toMatchObject({ size: 1, isForeseen: false, isAnnounced: false });
    expect(restOf(made(list as PagedList))).toEqual(Array(3).fill({ cursor: "x-1", mark: "c-1" }));
    const known = { parameters: ["page", "limit"] };
    expect(await observe([{ body }, { query: "?page=2", body }], known)).toMatchObject({ size: 1, isForeseen: false });
  });

  it("may be all of the answer", async () => {
    const list = await observe([{ body: [row("a"), row("b")] }, { query: "?page=2", body: [] }], { list: "" });
    expect(list).toMatchObject({ size: 2, isAnnounced: false });
    expect(made(list as PagedList)[2]).toEqual([row("a6")]);
  });

  it("is foreseen of the contract where the stand-in has one page", async () => {
    const schema = { properties: { rows: { type: "array", items: {} }, next: { type: ["string", "null"] } } };
    const body = { rows: [row("a")], next: null };
    const flagged = { properties: { ...schema.properties, has_more: { type: "boolean" } } };
    const more = await observe([{ body: { ...body, has_more: false } }], { parameters: ["cursor"], schema: flagged });
    expect(restOf(made(more as PagedList)).map((one) => (one as { has_more?: unknown }).has_more)).toEqual([
      ...[true, true, false],
    ]);
    const list = await observe([{ body }], { parameters: ["cursor"], schema });
    expect(list).toMatchObject({ size: 3, isForeseen: true, isAnnounced: true });
    expect(restOf(made(list as PagedList)).map((one) => (one as { next?: unknown }).next)).toEqual([
      ...["standin-next-page", "standin-next-page1", null],
    ]);
    expect(await observe([{ body }], { parameters: ["page"] })).toBe(
      "a call takes one page only of what the stand-in has",
    );
    expect(await observe([{ query: "?limit=7", body }], { parameters: ["page"] })).toMatchObject({
      size: 7,
      isAnnounced: false,
    });
  });

  it("is not known where nothing tells of records or pages", async () => {
    const first = { body: { rows: [row("a")] } };
    expect(await observe([first], { learnt: { places: undefined } })).toBe(
      "nothing tells which record of the result is which of the answer",
    );
    expect(await observe([{ ...first, headers: { link: "" } }])).toMatch(/^headers tell of the pages/);
    expect(await observe([first, { body: "no JSON" }])).toBe("no page was seen whole");
    expect(await observe([first], { learnt: { reply: undefined } })).toBe("no page was seen whole");
    expect(await observe([{ ...first, isLost: true }, first])).toBe(
      "a call takes one page only of what the stand-in has",
    );
    expect(await observe([first], { learnt: { reply: { status: 200, body: { rows: [] } } } })).toBe(
      "no page was seen whole",
    );
    expect(await observe([first, first])).toBe("a call takes one page only of what the stand-in has");
  });

  it("can be given as long as all its pages are not too long", async () => {
    const list = (await observe([{ body: [row("a")] }, { query: "?page=2", body: [] }], { list: "" })) as PagedList;
    const length = JSON.stringify(
      list.toBody({ records: [...Array(10).keys()], before: 0, total: 10, isLast: false }),
    ).length;
    const most = Math.ceil(9_000_000 / length);
    expect([canBeGiven(list, most - 1), canBeGiven(list, most)]).toEqual([true, false]);
  });
});
