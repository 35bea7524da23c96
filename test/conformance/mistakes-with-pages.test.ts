import { afterAll, expect, it } from "vitest";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import { correct, type Sent } from "./noted/adapter.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { listNotes, listEntries } = correct;
const lists = ["all-pages", "pages"];
/** No size of pages that a caller could choose. */
const fixed = { input: { type: "object", additionalProperties: false } };

it("finds an adapter that stops after the first page", async () => {
  const mistake = { next: () => undefined };
  expect(await noted.find("listNotes", ["all-pages"], mistake)).toMatchInlineSnapshot(`
    [
      "all-pages: adapter incomplete-list: the adapter stops at a page whose /next says that there are more",
      "all-pages small: adapter incomplete-list: the adapter stops at a page whose /next says that there are more",
    ]
  `);
  expect(await noted.find("listEntries", ["all-pages"], mistake)).toMatchInlineSnapshot(`
    [
      "all-pages: adapter incomplete-list: the adapter stops at a full page, with 1 of the records read of which /total says that there are 7",
      "all-pages small: adapter incomplete-list: the adapter stops at a full page, with 3 of the records read of which /total says that there are 7",
    ]
  `);
});

it("finds an adapter that takes a short page for the last", async () => {
  const next = (body: { notes: unknown[]; next: string | null }, sent: Sent) =>
    body.notes.length < 3 ? undefined : listNotes.next(body, sent);
  expect(await noted.find("listNotes", ["pages short"], { next })).toMatchInlineSnapshot(`
    [
      "pages short: adapter incomplete-list: the adapter stops at a page whose /next says that there are more",
    ]
  `);
});

it("finds an adapter that stops after so many pages", async () => {
  const next = (body: { next: string | null }, sent: Sent, pages: number) =>
    pages === 25 ? undefined : listNotes.next(body, sent);
  expect(await noted.find("listNotes", ["pages many"], { next })).toMatchInlineSnapshot(`
    [
      "pages many: adapter incomplete-list: the adapter stops at a page whose /next says that there are more",
    ]
  `);
  const nextEntries = (body: { entries: unknown[] }, sent: Sent, pages: number) =>
    pages === 25 ? undefined : listEntries.next(body, sent, pages);
  expect(await noted.find("listEntries", ["pages many"], { next: nextEntries })).toMatchInlineSnapshot(`
    [
      "pages many: adapter incomplete-list: the adapter stops at a full page, with 250 of the records read of which /total says that there are 260",
    ]
  `);
});

it("finds records that an adapter leaves out, and those that it has twice", async () => {
  const leaveOut = (bodies: readonly { notes: never[] }[]) => listNotes.toResult(bodies).slice(0, -1);
  expect(
    await noted.find("listNotes", ["pages short", "pages removed"], { toResult: leaveOut }),
  ).toMatchInlineSnapshot(`
    [
      "pages short: adapter incomplete-list: the result lacks 1 of 6 records that the pages show, such as "note-16"",
      "pages removed: adapter incomplete-list: the result lacks 1 of 5 records that the pages show, such as "note-16"",
    ]
  `);
  const twice = (bodies: readonly { notes: never[] }[]) => listNotes.toResult([...bodies, bodies[0] as never]);
  expect(await noted.find("listNotes", ["pages short", "pages removed"], { toResult: twice })).toMatchInlineSnapshot(`
    [
      "pages short: adapter output-differs: the result has the record "note-11" 2 times, and the pages show it 1 times",
      "pages removed: adapter output-differs: the result has the record "note-11" 2 times, and the pages show it 1 times",
    ]
  `);
});

it("finds a list of which a page could not be had, and which is reported as whole", async () => {
  let pages = 0;
  const read = async (response: Response) => {
    if (response.ok) pages++;
    else if (pages > 0) return { notes: [], next: null };
    return listNotes.read(response);
  };
  expect(await noted.find("listNotes", ["pages refused", "pages limited"], { read })).toMatchInlineSnapshot(`
    [
      "pages refused: adapter failure-as-success: the adapter reports success, although a page after the first is refused with 500: it answers [{"noteId":"note-1","title":"The note with number 1","text":"What is to be done about 1","state":"open","priority":21,"label":"label-1","tags":["tag-1"],"ownerName":"The owner of 1"},{"noteId":"note-2…",
      "pages limited: adapter failure-as-success: the adapter reports success, although a page after the first is refused with 429, however often it is asked for: it answers [{"noteId":"note-1","title":"The note with number 1","text":"What is to be done about 1","state":"open","priority":21,"label":"label-1","tags":["tag-1"],"ownerName":"The owner of 1"},{"noteId":"note-2…",
    ]
  `);
  expect(await noted.find("listEntries", ["pages refused"], {})).toEqual([]);
});

it("finds a list whose end is taken to be where the connection, or what comes, is broken", async () => {
  const losing = {
    send: (place: AdapterPlace, sent: Sent) =>
      listNotes.send(place, sent).catch((error) => {
        if (sent.query?.cursor === undefined) throw error;
        return Response.json({ notes: [], next: null });
      }),
  };
  const all = ["pages missing", "pages lost", "pages unreadable"];
  const named = (found: readonly string[]) => found.map((line) => line.replace(/: it answers .*/, ""));
  expect(named(await noted.find("listNotes", all, losing))).toMatchInlineSnapshot(`
    [
      "pages lost: adapter failure-as-success: the adapter reports success, although the connection is reset before a page after the first",
    ]
  `);
  let isFirst = true;
  const reading = {
    toRequest: (input: never) => {
      isFirst = true;
      return listNotes.toRequest(input);
    },
    read: async (response: Response) => {
      const wasFirst = isFirst;
      isFirst = false;
      return listNotes.read(response).catch((error) => {
        if (wasFirst || (response.status >= 400 && response.status !== 404)) throw error;
        return { notes: [], next: null };
      });
    },
  };
  expect(named(await noted.find("listNotes", all, reading))).toMatchInlineSnapshot(`
    [
      "pages missing: adapter failure-as-success: the adapter reports success, although a page after the first, to which that one leads, is refused with 404",
      "pages unreadable: adapter failure-as-success: the adapter reports success, although a page after the first is malformed JSON",
    ]
  `);
  expect(await noted.find("listNotes", all, {})).toEqual([]);
  expect(await noted.find("listEntries", all, {})).toEqual([]);
});

/** An adapter that asks for these pages, one after the other: the first one is number 0. */
const asking = (page: (number: number) => number, size?: number) => ({
  toRequest: ({ pageSize = size ?? 3 }: { pageSize?: number }): Sent => ({
    ...{ method: "GET", path: "/entries" },
    query: { page: page(0), page_size: pageSize },
  }),
  next: (body: { entries: unknown[] }, { query, ...sent }: Sent, pages: number) =>
    body.entries.length === 0 ? undefined : { ...sent, query: { ...query, page: page(pages) } },
});

const leavingOut = (number: number) => (number === 0 ? 1 : number + 2);
const fromTheSecond = (number: number) => number + 2;

it("finds an adapter that leaves out a page, or begins with another than the first", async () => {
  const groups = ["all-pages small", "pages many"];
  expect(await noted.find("listEntries", groups, asking(leavingOut))).toMatchInlineSnapshot(`
    [
      "all-pages small: adapter incomplete-list: no page that the adapter reads shows 3 of the 7 records that the vendor has, such as "entry-4"",
      "pages many: adapter incomplete-list: page is 3, and no page is asked for where it is 2: what stands there is left out",
    ]
  `);
  expect(await noted.find("listEntries", groups, asking(fromTheSecond))).toMatchInlineSnapshot(`
    [
      "all-pages small: adapter incomplete-list: no page that the adapter reads shows 3 of the 7 records that the vendor has, such as "entry-1"",
      "pages many: adapter incomplete-list: page is 2, and no page is asked for where it is 1: what stands there is left out",
    ]
  `);
});

it("finds the same where the stand-in has no second page", async () => {
  expect(await noted.find("listEntries", lists, asking(leavingOut, 50), fixed)).toMatchInlineSnapshot(`
    [
      "pages many: adapter incomplete-list: page is 3, and no page is asked for where it is 2: what stands there is left out",
    ]
  `);
  expect(await noted.find("listEntries", lists, asking(fromTheSecond, 50), fixed)).toMatchInlineSnapshot(`
    [
      "all-pages: adapter incomplete-list: no page that the adapter reads shows any record, and the vendor has 7",
    ]
  `);
  const correctly = asking((number: number) => number + 1, 50);
  expect(await noted.find("listEntries", lists, correctly, fixed)).toEqual([]);
});

it("finds an adapter that reads a page twice", async () => {
  const again = asking((number) => Math.max(1, number));
  expect(await noted.find("listEntries", ["all-pages small"], again)).toMatchInlineSnapshot(`
    [
      "all-pages small: adapter output-differs: the result has the record "entry-1" 2 times, of pages that were read more than once, and the vendor has it once",
    ]
  `);
});

it("finds an adapter that asks for other sizes from page to page, where these are numbered", async () => {
  const next = (body: { entries: unknown[] }, { query, ...sent }: Sent, pages: number) =>
    body.entries.length === 0 ? undefined : { ...sent, query: { ...query, page: pages + 1, page_size: 5 } };
  expect(await noted.find("listEntries", ["all-pages small"], { next })).toMatchInlineSnapshot(`
    [
      "all-pages small: adapter incomplete-list: no page that the adapter reads shows 2 of the 7 records that the vendor has, such as "entry-4"",
    ]
  `);
});

it("lets an adapter ask for pages in any order, and for more than there are", async () => {
  const ordered = asking((number) => [1, 3, 2, 5, 4][number] ?? number + 1);
  const result = (bodies: readonly { entries: { id: string }[] }[]) =>
    bodies.flatMap(({ entries }) => entries).sort((one, other) => one.id.localeCompare(other.id));
  const next = (_: never, sent: Sent, pages: number) =>
    pages > 4 ? undefined : ordered.next({ entries: [1] }, sent, pages);
  expect(await noted.find("listEntries", ["all-pages small"], { ...ordered, next, toResult: result })).toEqual([]);
});

it("finds an adapter that fails for an empty last page", async () => {
  const toResult = (bodies: readonly { notes: never[] }[]) => {
    if (bodies.some(({ notes }) => notes.length === 0)) throw new Error("There is a page without notes.");
    return listNotes.toResult(bodies);
  };
  expect(await noted.find("listNotes", ["pages empty-last"], { toResult })).toMatchInlineSnapshot(`
    [
      "pages empty-last: adapter unexpected-error: the adapter reports an error: There is a page without notes.",
    ]
  `);
});

it("finds an adapter that loses what is added meanwhile, for it tells records apart by their number", async () => {
  const toResult = (bodies: readonly { entries: unknown[] }[]) =>
    bodies.flatMap(({ entries }, page) => (page === 0 ? entries : entries.slice(1)));
  expect(await noted.find("listEntries", ["pages added"], { toResult })).toMatchInlineSnapshot(`
    [
      "pages added: adapter incomplete-list: the result lacks 1 of 28 records that the pages show, such as "entry-120"",
    ]
  `);
});

it("finds an adapter that counts with the total of the first page", async () => {
  let total = 0;
  const next = (body: { entries: unknown[]; total: number }, sent: Sent, pages: number) => {
    if (pages === 1) total = body.total;
    return pages * 3 >= total ? undefined : listEntries.next({ entries: [1] }, sent, pages);
  };
  expect(await noted.find("listEntries", ["all-pages", "pages added"], { next })).toMatchInlineSnapshot(`
    [
      "all-pages: adapter incomplete-list: the adapter stops at a full page, with 3 of the records read of which /total says that there are 7",
    ]
  `);
});

it("finds an adapter that goes on without end", async () => {
  const next = (_: never, sent: Sent, pages: number) => ({ ...sent, query: { ...sent.query, page: pages + 1 } });
  expect(await noted.find("listEntries", ["all-pages small"], { next })).toMatchInlineSnapshot(`
    [
      "all-pages small: adapter hang: It has sent more than 1100 requests, and does not end.",
    ]
  `);
});

it("lets an adapter refuse pages that change meanwhile, where they are counted", async () => {
  let total = 0;
  const next = (body: { entries: unknown[]; total: number }, sent: Sent, pages: number) => {
    if (pages === 1) total = body.total;
    if (body.total !== total) throw new Error("The list has changed meanwhile.");
    return listEntries.next(body, sent, pages);
  };
  expect(await noted.find("listEntries", ["pages added", "pages removed"], { next })).toEqual([]);
});

it("finds a cursor that is not sent as it is", async () => {
  const next = (body: { next: string | null }, sent: Sent) => {
    const onward = listNotes.next(body, sent);
    return onward && { ...onward, query: { ...onward.query, cursor: encodeURIComponent(`${body.next}==`) } };
  };
  expect(await noted.find("listNotes", ["all-pages"], { next })).toMatchInlineSnapshot(`
    [
      "all-pages: sequence pagination: the cursor cursor is "WyJmcm9tIiwibm90ZS0xXHUwMDAwIl0%3D%3D", which no answer gave",
      "all-pages: adapter unexpected-error: the adapter reports an error: 400, The vendor refuses: {"error":"There is no such cursor."}",
      "all-pages small: sequence pagination: the cursor cursor is "WyJmcm9tIiwibm90ZS0zXHUwMDAwIl0%3D%3D", which no answer gave",
      "all-pages small: adapter unexpected-error: the adapter reports an error: 400, The vendor refuses: {"error":"There is no such cursor."}",
    ]
  `);
});

/** A page that holds all that the stand-in has, of a size that nobody can choose. */
const ofFixedSize = {
  toRequest: (): Sent => ({ method: "GET", path: "/notes", query: { limit: 50 } }),
};

it("finds an adapter that takes one page only, of a size that is its own", async () => {
  const mistake = { ...ofFixedSize, next: () => undefined };
  expect(await noted.find("listNotes", lists, mistake, fixed)).toMatchInlineSnapshot(`
    [
      "pages short: adapter incomplete-list: the adapter stops at a page whose /next says that there are more",
      "pages empty-last: adapter incomplete-list: the adapter stops at a page whose /next says that there are more",
      "pages many: adapter incomplete-list: the adapter stops at a page whose /next says that there are more",
      "pages added: adapter incomplete-list: the adapter stops at a page whose /next says that there are more",
      "pages removed: adapter incomplete-list: the adapter stops at a page whose /next says that there are more",
    ]
  `);
  expect(await noted.find("listNotes", lists, ofFixedSize, fixed)).toEqual([]);
});

const searching = {
  input: { type: "object", additionalProperties: false, properties: { search: { type: "string" } } },
};
const toSearch = ({ search }: { search?: string }): Sent => ({
  ...listNotes.toRequest({}),
  query: { limit: 3, ...(search === undefined ? {} : { search }) },
});

it("finds an adapter that names on the first page alone what the contract wants on every page", async () => {
  const inFolder = { input: { ...searching.input, properties: { folder: { type: "string" } } } };
  const toRequest = ({ folder }: { folder?: string }): Sent => ({
    ...listNotes.toRequest({}),
    query: { limit: 3, ...(folder === undefined ? {} : { folder }) },
  });
  const next = (body: { next: string | null }, sent: Sent) => {
    const onward = listNotes.next(body, sent);
    const { folder: _, ...query }: Record<string, string | number> = onward?.query ?? {};
    return onward && { ...onward, query };
  };
  expect(await noted.find("listNotes", ["pages same-question"], { toRequest, next }, inFolder)).toMatchInlineSnapshot(`
    [
      "pages same-question: adapter input-lost: folder is not sent for page 2, and was "Standin folder" for the first: the vendor goes on with another list",
    ]
  `);
  expect(await noted.find("listNotes", ["pages same-question"], { toRequest }, inFolder)).toEqual([]);
});

it("lets an adapter send a cursor alone, where the contract does not say that it is not enough", async () => {
  const next = (body: { next: string | null }, sent: Sent) =>
    body.next === null ? undefined : { ...sent, query: { limit: 3, cursor: body.next } };
  expect(await noted.find("listNotes", ["pages same-question"], { toRequest: toSearch, next }, searching)).toEqual([]);
});

it("says nothing of the order that an adapter gives a list", async () => {
  const toResult = (bodies: readonly { notes: never[] }[]) =>
    listNotes.toResult(bodies).sort((one, other) => (one.noteId < other.noteId ? 1 : -1));
  expect(await noted.find("listNotes", "all", { toResult }, { runs: 1 })).toEqual([]);
});

it("says nothing of a cursor in a page that the journal does not keep whole", async () => {
  const toRequest = (): Sent => ({ method: "GET", path: "/notes", query: { limit: 2 } });
  expect(await noted.find("listNotes", ["long-answer", "pages", "all-pages"], { toRequest }, fixed)).toEqual([]);
});
