import { afterAll, expect, it } from "vitest";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import { correct, type Sent, type Steps } from "./noted/adapter.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { getNote, listNotes } = correct;
type Note = Record<string, unknown> & { id: string };
interface Page {
  notes: Note[];
  next: string | null;
}

/** Reads a list, and then each record by itself, as where a list shows less of one. */
function withDetails(merge = (_listed: Note, detail: Note): Note => detail): Partial<Steps> {
  return {
    async send(place: AdapterPlace, sent: Sent) {
      const response = await listNotes.send(place, sent);
      if (!response.ok) return response;
      const page = (await listNotes.read(response)) as Page;
      const read = async (note: Note) =>
        merge(note, (await getNote.read(await getNote.send(place, getNote.toRequest({ noteId: note.id })))) as Note);
      return Response.json({ ...page, notes: await Promise.all(page.notes.map(read)) });
    },
  };
}

/** Those of five hundred records are many requests. */
const groups = (await noted.list("listNotes"))
  .map((name) => name.split(/[ :]/)[0] as string)
  .filter((group) => group !== "long-answer");

it("says nothing of an adapter that reads each record of a list by itself", async () => {
  const results = await noted.run("listNotes", groups, withDetails());
  expect(results.flatMap(({ findings }) => findings)).toEqual([]);
  const skipped = results.filter(({ group, status }) => group === "pages" && status === "skipped");
  expect(skipped.map(({ detail, reason }) => `${detail}: ${reason}`)).toMatchInlineSnapshot(`
    [
      "many: the adapter asks for each record that pages show, and the stand-in has fewer than these pages",
    ]
  `);
});

it("finds in such an adapter what it makes wrong of pages", async () => {
  const pages = ["pages short", "pages empty-last", "pages added", "pages removed", "pages refused"];
  const stopping = {
    ...withDetails(),
    next: (body: never, sent: Sent, read: number) => (read === 2 ? undefined : listNotes.next(body, sent)),
  };
  expect(await noted.find("listNotes", pages, stopping)).toMatchInlineSnapshot(`
    [
      "pages short: adapter incomplete-list: the adapter stops at a page whose /next says that there are more",
    ]
  `);
  const losing = {
    ...withDetails(),
    toResult: (bodies: readonly Page[]) =>
      listNotes.toResult(bodies.map((page) => ({ ...page, notes: page.notes.slice(0, 2) })) as never),
  };
  expect(await noted.find("listNotes", pages, losing)).toMatchInlineSnapshot(`
    [
      "pages short: adapter incomplete-list: the result lacks 1 of 6 records that the pages show, such as "note-3"",
      "pages empty-last: adapter incomplete-list: the result lacks 2 of 6 records that the pages show, such as "note-3"",
      "pages added: adapter incomplete-list: the result lacks 1 of 7 records that the pages show, such as "note-5"",
      "pages removed: adapter incomplete-list: the result lacks 1 of 5 records that the pages show, such as "note-3"",
    ]
  `);
});

it("finds a page that is refused, and that such an adapter passes over", async () => {
  const { send } = withDetails();
  const passing: Partial<Steps> = {
    async send(place, sent) {
      const response = await (send as Steps["send"])(place, sent);
      return response.ok ? response : Response.json({ notes: [], next: null });
    },
  };
  const found = await noted.find("listNotes", ["pages refused"], passing);
  expect(found.map((line) => line.replace(/\[.*/, ""))).toMatchInlineSnapshot(`
    [
      "pages refused: adapter failure-as-success: the adapter reports success, although a page after the first is refused with 500: it answers ",
    ]
  `);
});

it("finds what it makes wrong of the list's own answer, though the records say the same", async () => {
  const plain = (listed: Note, detail: Note) => ({ ...detail, title: String(listed.title).replaceAll(/[^ -~]/g, "?") });
  expect(await noted.find("listNotes", ["unicode-answer", "number-answer"], withDetails(plain))).toMatchInlineSnapshot(`
    [
      "unicode-answer: adapter /0/title output-differs: the result is "??da ?? Zoe? ???? The note with number 1", and the vendor's answer has "𝒜da 🙂 Zoë שלום The note with number 1" at /notes/0/title",
    ]
  `);
});
