import { afterAll, expect, it } from "vitest";
import { correct, type Sent, type TaskPage } from "./noted/adapter.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { listTags, listTasks, listEntries, listNotes, getEvent } = correct;
const lists = ["all-pages", "pages"];
/** No size of pages that a caller could choose. */
const fixed = { input: { type: "object", additionalProperties: false } };

it("finds nothing wrong with a list that is all of its answer, whatever the case", async () => {
  expect(await noted.find("listTags", "all", {}, { runs: 1 })).toEqual([]);
});

it("finds nothing wrong with pages that a flag ends, nor with links", async () => {
  expect(await noted.find("listTasks", lists)).toEqual([]);
  expect(await noted.find("listPlaces", lists)).toEqual([]);
});

it("lets an adapter go by a header that links to the next page, and finds one that does not follow it", async () => {
  expect(await noted.find("listRooms", "all", {}, { runs: 1 })).toEqual([]);
  const [, , result] = await noted.run("listRooms", lists);
  expect([result?.status, result?.reason]).toMatchInlineSnapshot(`
    [
      "skipped",
      "headers tell of the pages, which the suite gives no others of",
    ]
  `);
  expect(await noted.find("listRooms", lists, { next: () => undefined })).toMatchInlineSnapshot(`
    [
      "all-pages: adapter incomplete-list: the adapter stops at a page whose Link header leads to another",
      "all-pages small: adapter incomplete-list: the adapter stops at a page whose Link header leads to another",
    ]
  `);
});

it("finds an adapter that stops after the first page of a list that says nothing of others", async () => {
  expect(await noted.find("listTags", lists, { next: () => undefined })).toMatchInlineSnapshot(`
    [
      "all-pages: adapter incomplete-list: the adapter stops at a page that is full: it has the 1 that were asked for",
      "all-pages small: adapter incomplete-list: the adapter stops at a page that is full: it has the 3 that were asked for",
      "pages empty-last: adapter incomplete-list: the adapter stops at a page that is full: it has the 3 that were asked for",
      "pages many: adapter incomplete-list: the adapter stops at a page that is full: it has the 3 that were asked for",
      "pages added: adapter incomplete-list: the adapter stops at a page that is full: it has the 3 that were asked for",
    ]
  `);
});

it("finds an adapter that stops where a flag or a link says that there is more", async () => {
  const mistake = { next: () => undefined };
  expect(await noted.find("listTasks", ["all-pages small", "pages many"], mistake)).toMatchInlineSnapshot(`
    [
      "all-pages small: adapter incomplete-list: the adapter stops at a page whose /paging/has_more says that there are more",
    ]
  `);
  expect(await noted.find("listPlaces", ["all-pages small", "pages empty-last"], mistake)).toMatchInlineSnapshot(`
    [
      "all-pages small: adapter incomplete-list: the adapter stops at a page whose /links/next says that there are more",
    ]
  `);
});

it("lets an adapter stop when it has as many records as a page says that there are", async () => {
  const next = ({ total }: { total: number }, sent: Sent, pages: number) =>
    pages * Number(sent.query?.page_size) >= total ? undefined : listEntries.next({ entries: [1] }, sent, pages);
  expect(await noted.find("listEntries", lists, { next })).toEqual([]);
  const nextTasks = ({ paging }: TaskPage, sent: Sent, pages: number) =>
    listTasks.next(
      { tasks: [], paging: { ...paging, has_more: pages * Number(sent.query?.per_page) < paging.total_count } },
      sent,
      pages,
    );
  expect(await noted.find("listTasks", lists, { next: nextTasks })).toEqual([]);
});

it("has no short page to give where none says where the next one is, and says so", async () => {
  const [result] = await noted.run("listTasks", ["pages short"]);
  expect([result?.status, result?.reason]).toMatchInlineSnapshot(`
    [
      "skipped",
      "no page says where the next one is, so that a short one is the last",
    ]
  `);
});

it("has not many pages to give where one of the adapter's size is very long, and says so", async () => {
  const toRequest = () => listTags.toRequest({ limit: 10 });
  const results = await noted.run("listTags", ["pages"], { toRequest }, fixed);
  expect(results.map(({ detail, status, reason }) => [detail, status, reason].join(" "))).toMatchInlineSnapshot(`
    [
      "empty-last passed ",
      "many skipped a page of the adapter's size is too long to be given so often",
      "added passed ",
      "removed passed ",
      "refused passed ",
      "limited passed ",
      "lost passed ",
      "unreadable passed ",
    ]
  `);
});

it("finds records that are left out between two pages that are asked for by how many go before", async () => {
  const next = (tags: unknown[], sent: Sent) => {
    const onward = listTags.next(tags, sent);
    return onward && { ...onward, query: { ...onward.query, offset: Number(onward.query.offset) + 1 } };
  };
  expect(await noted.find("listTags", ["all-pages small", "pages many"], { next })).toMatchInlineSnapshot(`
    [
      "all-pages small: adapter incomplete-list: no page that the adapter reads shows 1 of the 7 records that the vendor has, such as "104"",
      "pages many: adapter incomplete-list: offset is 4, and no page is asked for where it is 3: what stands there is left out",
    ]
  `);
  const own = {
    toRequest: () => ({ ...listTags.toRequest({}), query: { offset: 1 } }),
    next: (tags: unknown[], sent: Sent) => next(tags, { ...sent, query: { limit: 3, ...sent.query } }),
  };
  expect(await noted.find("listTags", ["pages many"], own, fixed)).toMatchInlineSnapshot(`
    [
      "pages many: adapter incomplete-list: offset is 1, and no page is asked for where it is 0: what stands there is left out",
    ]
  `);
});

it("lets an adapter ask for the pages in any order, each of which is full", async () => {
  const order = [1, 3, 2];
  const page = (number: number) => order[number] ?? number + 1;
  const toRequest = (input: object) => ({ ...listEntries.toRequest(input), query: { page_size: 10, page: page(0) } });
  const next = (body: { entries: unknown[] }, sent: Sent, pages: number) =>
    body.entries.length === 0 ? undefined : { ...sent, query: { ...sent.query, page: page(pages) } };
  expect(await noted.find("listEntries", ["pages many"], { toRequest, next })).toEqual([]);
});

it("lets an adapter ask once more behind the end", async () => {
  let empty = 0;
  const next = ({ entries }: { entries: unknown[] }, sent: Sent, pages: number) => {
    empty = entries.length === 0 ? empty + 1 : 0;
    return empty > 1 ? undefined : listEntries.next({ entries: [1] }, sent, pages);
  };
  expect(await noted.find("listEntries", lists, { next }, fixed)).toEqual([]);
});

it("lets an adapter ask for something else before it asks for the first page", async () => {
  const send: typeof listEntries.send = async (place, sent) => {
    if (sent.query?.page === 1 || sent.query?.cursor === undefined) {
      const event = await getEvent.send(place, getEvent.toRequest({ eventId: "event-1" }));
      await event.body?.cancel();
    }
    return listEntries.send(place, sent);
  };
  expect(await noted.find("listEntries", lists, { send })).toEqual([]);
  expect(await noted.find("listNotes", lists, { send })).toEqual([]);
});

it("finds an adapter that fails for a record that comes again, where no page need be counted", async () => {
  const failing = <Item extends { id: string }>(items: readonly Item[]) => {
    if (new Set(items.map(({ id }) => id)).size < items.length) throw new Error("A record came twice.");
    return items;
  };
  const toResult = (bodies: readonly { notes: never[] }[]) => {
    failing(bodies.flatMap(({ notes }) => notes));
    return listNotes.toResult(bodies);
  };
  expect(await noted.find("listNotes", ["pages added"], { toResult })).toMatchInlineSnapshot(`
    [
      "pages added: adapter unexpected-error: the adapter reports an error: A record came twice.",
    ]
  `);
  const entries = (bodies: readonly { entries: { id: string }[] }[]) => failing(bodies.flatMap((body) => body.entries));
  expect(await noted.find("listEntries", ["pages added"], { toResult: entries })).toEqual([]);
});

const { input } = schemas.listPlaces;
const inCountry = { input: { ...input, properties: { ...input.properties, country: { type: "string" } } } };
/** An adapter that takes the parameters out of a link. */
const taking = (alter: (query: Record<string, string>) => Record<string, string>) => ({
  next({ links }: { links: { next: string | null } }, sent: Sent) {
    if (links.next === null) return undefined;
    const linked = new URL(links.next, "https://api.noted.test").searchParams;
    return { ...sent, query: alter({ page: "", ...(sent.query as object), ...Object.fromEntries(linked) }) };
  },
});

it("lets an adapter follow links, or take the page out of them, and finds what it asks for otherwise then", async () => {
  const find = (mistake = {}) => noted.find("listPlaces", ["pages same-question"], mistake, inCountry);
  expect(await find()).toEqual([]);
  expect(await find(taking((query) => query))).toEqual([]);
  expect(await find(taking(({ country: _, ...query }) => query))).toMatchInlineSnapshot(`
    [
      "pages same-question: adapter input-lost: country is not sent for page 2, and was "Standin country" for the first: the vendor goes on with another list",
    ]
  `);
  const inSmall = taking(({ country = "", ...query }) => ({ ...query, country: country.toLowerCase() }));
  expect(await find(inSmall)).toMatchInlineSnapshot(`
    [
      "pages same-question: adapter input-altered: country is "standin country" for page 2, and was "Standin country" for the first: the vendor goes on with another list",
    ]
  `);
});

it("asks for all that may be asked for together, as the input schema has it", async () => {
  const asked: unknown[] = [];
  const toRequest = ({ limit = 3, ...query }) => {
    asked.push({ limit, ...query });
    return { ...listNotes.toRequest({ limit }), query: { limit, ...query } };
  };
  const named = { type: "string", pattern: "^Standin mark " };
  const properties = {
    ...schemas.listNotes.input.properties,
    folder: named,
    search: { type: "string", pattern: "^[0-9]$" },
  };
  await noted.run(
    "listNotes",
    ["pages same-question"],
    { toRequest },
    { input: { ...schemas.listNotes.input, properties } },
  );
  expect(asked.at(-1)).toMatchInlineSnapshot(`
    {
      "folder": "Standin mark folder",
      "limit": 3,
    }
  `);
});

it("lets an adapter read a page twice that has its records once, and holds it against its own question", async () => {
  const again = (body: { entries: unknown[] }, sent: Sent, pages: number) =>
    listEntries.next(body, sent, Math.max(1, pages - 1));
  const once = (bodies: readonly { entries: { id: string }[] }[]) => [
    ...new Map(bodies.flatMap(({ entries }) => entries).map((entry) => [entry.id, entry])).values(),
  ];
  expect(await noted.find("listEntries", ["all-pages"], { next: again, toResult: once })).toEqual([]);
  const filtering = (query: Record<string, string>) => ({
    toRequest: (input: object) => {
      const sent = listNotes.toRequest(input);
      return { ...sent, query: { ...sent.query, ...query } };
    },
  });
  expect(await noted.find("listNotes", ["all-pages"], filtering({ search: "number 3" }))).toEqual([]);
});

it("leaves the pages to a caller who turns them", async () => {
  const { properties } = schemas.listNotes.input;
  const turned = { ...schemas.listNotes.input, properties: { ...properties, cursor: { type: "string" } } };
  const ofPages = (names: readonly string[]) => names.filter((name) => /^(all-)?pages/.test(name)).length;
  expect(ofPages(await noted.list("listNotes"))).toBe(12);
  expect(ofPages(await noted.list("listNotes", { input: turned }))).toBe(0);
});

it("says nothing of a result that shows no record, where the pages do, and finds one that reads none of them", async () => {
  const toResult = (bodies: readonly { entries: unknown[] }[]) => ({
    count: bodies.flatMap((body) => body.entries).length,
  });
  const unusual = { ...fixed, output: { type: "object" } };
  expect(await noted.find("listEntries", ["all-pages"], { toResult }, unusual)).toEqual([]);
  const behind = {
    ...listEntries,
    toRequest: () => ({ ...listEntries.toRequest({}), query: { page: 9, page_size: 3 } }),
  };
  expect(await noted.find("listEntries", ["all-pages"], { ...behind, toResult }, unusual)).toMatchInlineSnapshot(`
    [
      "all-pages: adapter incomplete-list: no page that the adapter reads shows any record, and the vendor has 7",
    ]
  `);
});
