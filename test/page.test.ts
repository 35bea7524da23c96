import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Page, pageAfter } from "../src/page.ts";

const keys = fc.uniqueArray(
  fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom("", "a", "a\0", "\ud800")),
  {
    maxLength: 30,
  },
);
const size = fc.integer({ min: 1, max: 8 });

/** Writes and deletes between two pages, by key. */
interface Change {
  add: string[];
  remove: string[];
}

function inOrder(list: Iterable<string>): string[] {
  return [...list].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function page(list: Iterable<string>, size: number, cursor?: string): Page<string> {
  const answer = pageAfter(list, { cursor, size, key: (item) => item });
  if (answer === undefined) throw new Error(`The cursor "${cursor}" is refused.`);
  return answer;
}

/** Pages forward to the end, changing the list after each page. */
function walk(list: Set<string>, size: number, changes: readonly Change[] = []): Page<string>[] {
  const pages = [page(list, size)];
  for (let cursor = pages[0]?.next; typeof cursor === "string"; cursor = pages.at(-1)?.next) {
    const change = changes[pages.length - 1];
    for (const key of change?.remove ?? []) list.delete(key);
    for (const key of change?.add ?? []) list.add(key);
    pages.push(page(list, size, cursor));
  }
  return pages;
}

describe("pageAfter", () => {
  it("gives pages that make up the whole list in the order of its keys", () => {
    fc.assert(
      fc.property(keys, size, (list, size) => {
        const pages = walk(new Set(list), size);
        expect(pages.flatMap(({ items }) => items)).toEqual(inOrder(list));
      }),
    );
  });

  it("fills every page but the last", () => {
    fc.assert(
      fc.property(keys, size, (list, size) => {
        const pages = walk(new Set(list), size);
        expect(pages).toHaveLength(Math.max(1, Math.ceil(list.length / size)));
        for (const { items } of pages.slice(0, -1)) expect(items).toHaveLength(size);
      }),
    );
  });

  it("neither repeats nor hides a record when others come and go between pages", () => {
    const change = fc.record({ add: keys, remove: keys });
    fc.assert(
      fc.property(keys, size, fc.array(change, { maxLength: 10 }), (list, size, changes) => {
        const seen = walk(new Set(list), size, changes).flatMap(({ items }) => items);
        const touched = new Set(changes.flatMap(({ add, remove }) => [...add, ...remove]));
        expect(seen).toEqual(inOrder(new Set(seen)));
        expect(seen).toEqual(expect.arrayContaining(list.filter((key) => !touched.has(key))));
      }),
    );
  });

  it("leads back through the same pages", () => {
    fc.assert(
      fc.property(keys, size, (list, size) => {
        const pages = walk(new Set(list), size);
        const back = [pages.at(-1) ?? page(list, size)];
        for (let cursor = back[0]?.previous; typeof cursor === "string"; cursor = back.at(-1)?.previous) {
          back.push(page(list, size, cursor));
        }
        expect(back.reverse().map(({ items }) => items)).toEqual(pages.map(({ items }) => items));
      }),
    );
  });

  it("neither repeats nor hides a record on the way back when others come and go", () => {
    fc.assert(
      fc.property(keys, size, size, keys, keys, (list, size, sizeBack, add, remove) => {
        const written = new Set(list);
        const last = walk(written, size).at(-1) ?? page(list, size);
        for (const key of remove) written.delete(key);
        for (const key of add) written.add(key);
        const seen: string[] = [];
        for (let cursor = last.previous; cursor !== null; ) {
          const before = page(written, sizeBack, cursor);
          seen.unshift(...before.items);
          cursor = before.previous;
        }
        const first = last.items[0];
        const expected =
          last.previous === null ? [] : inOrder(written).filter((key) => first === undefined || key < first);
        expect(seen).toEqual(expected);
      }),
    );
  });

  it("tells the first page by its lack of a previous one and the last by its lack of a next one", () => {
    expect(page(["a", "b", "c"], 2)).toMatchObject({ items: ["a", "b"], previous: null, next: expect.any(String) });
    expect(page(["a", "b"], 2)).toEqual({ items: ["a", "b"], previous: null, next: null });
    expect(page([], 2)).toEqual({ items: [], previous: null, next: null });
  });

  it("leads back from a page whose records are gone", () => {
    const { next } = page(["a", "b", "c"], 2);
    const gone = page(["a", "b"], 2, next ?? "");
    expect(gone).toMatchObject({ items: [], next: null });
    expect(page(["a", "b"], 2, gone.previous ?? "")).toEqual({ items: ["a", "b"], previous: null, next: null });
  });

  it("leads on from an earlier page whose records are gone", () => {
    const { previous } = page(["a", "b", "c"], 2, page(["a", "b", "c"], 2).next ?? "");
    const gone = page(["c", "d"], 2, previous ?? "");
    expect(gone).toMatchObject({ items: [], previous: null });
    expect(page(["c", "d"], 2, gone.next ?? "").items).toEqual(["c", "d"]);
  });

  it("takes a page size that differs from page to page", () => {
    const { next } = page(["a", "b", "c", "d"], 1);
    expect(page(["a", "b", "c", "d"], 3, next ?? "").items).toEqual(["b", "c", "d"]);
  });

  it("makes cursors that a query carries unescaped", () => {
    fc.assert(
      fc.property(keys, size, (list, size) => {
        for (const { next, previous } of walk(new Set(list), size)) {
          expect(`${next ?? ""}${previous ?? ""}`).toMatch(/^[\w-]*$/);
        }
      }),
    );
  });

  it("refuses a cursor that is none of its own", () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const foreign = [
      "",
      "2",
      "null",
      "!",
      "\0",
      encode(null),
      encode([]),
      encode({ from: "a" }),
      encode(["after", "a"]),
    ];
    foreign.push(encode(["from", 1]), encode(["from"]), encode(["from", "a", "b"]), `${encode(["from", "a"])}=`);
    foreign.push(`${encode(["from", "a"])} `, Buffer.from('[ "from","a"]').toString("base64url"));
    for (const cursor of foreign) {
      expect([cursor, pageAfter(["a"], { cursor, size: 1, key: String })]).toEqual([cursor, undefined]);
    }
    fc.assert(
      fc.property(fc.string(), (cursor) => {
        expect(pageAfter(["a"], { cursor, size: 1, key: String })).toBeUndefined();
      }),
    );
  });
});
