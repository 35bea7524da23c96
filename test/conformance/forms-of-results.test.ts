import { afterAll, expect, it } from "vitest";
import type { VendorEvent } from "./noted/adapter.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

interface Listed {
  notes: { id: string; title: string; text: string | null; tags: string[] }[];
}

const records = (bodies: readonly Listed[]) =>
  bodies.flatMap(({ notes }) => notes).map(({ id, ...note }) => [id, note] as const);
const groups = ["documented", "result", "null-answer", "absent-member", "unicode-answer", "all-pages"];

it.each([
  ["an object by id", (bodies: readonly Listed[]) => Object.fromEntries(records(bodies))],
  ["a Map by id", (bodies: readonly Listed[]) => new Map(records(bodies))],
  [
    "one by id, in an object",
    (bodies: readonly Listed[]) => ({ count: records(bodies).length, byId: Object.fromEntries(records(bodies)) }),
  ],
])("finds nothing in a list that is answered as %s", async (_, toResult) => {
  expect(await noted.find("listNotes", groups, { toResult }, { output: {} })).toEqual([]);
});

it("finds in a list by id what a text of a record loses", async () => {
  const toAscii = (text: string) => text.replaceAll(/[^ -~]/g, "?");
  const toResult = (bodies: readonly Listed[]) =>
    Object.fromEntries(records(bodies).map(([id, note]) => [id, { ...note, title: toAscii(note.title) }]));
  const found = await noted.find("listNotes", ["unicode-answer"], { toResult }, { output: {} });
  expect(found).toContainEqual(expect.stringMatching(/^unicode-answer: adapter \/note-1\/title output-differs: /));
});

const withDates = (shift: number) => ({
  toResult: ([event]: readonly VendorEvent[]) =>
    event && {
      eventId: event.id,
      createdAt: new Date(Date.parse(event.createdAt) + shift),
      at: new URL("https://x.test/"),
    },
});

it("takes a Date for the time that it is", async () => {
  expect(await noted.find("getEvent", "all", withDates(0))).toEqual([]);
});

it("finds a Date that is another time", async () => {
  expect(await noted.find("getEvent", ["result"], withDates(3_600_000))).not.toEqual([]);
});
