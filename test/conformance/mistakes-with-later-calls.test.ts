import { afterAll, expect, it } from "vitest";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import { correct, type Sent } from "./noted/adapter.ts";
import { answering } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { getNote, updateNote, listNotes } = correct;
type Send = (place: AdapterPlace, sent: Sent) => Promise<Response>;

/** Each adapter has something of its own, that it keeps from call to call. */
function keeping<T>(create: () => T, act: (kept: T, ...given: Parameters<Send>) => Promise<Response>): { send: Send } {
  const all = new Map<string, T>();
  return {
    send(place, sent) {
      const kept = all.get(place.credential) ?? create();
      all.set(place.credential, kept);
      return act(kept, place, sent);
    },
  };
}

const afterError = ["sequence after-error"];

it("finds an error that is kept for later calls, and a lock that a failure never frees", async () => {
  const memo = keeping(
    () => new Map<string, Promise<Response>>(),
    async (kept, place, sent) => {
      const reading = kept.get(sent.path) ?? getNote.send(place, sent);
      kept.set(sent.path, reading);
      return (await reading).clone();
    },
  );
  expect(await noted.find("getNote", afterError, memo)).toMatchInlineSnapshot(`
    [
      "sequence after-error: adapter shared-state: 4 of 4 calls report an error, and 1 of their requests failed: what goes wrong with a call stays with the adapter, which says: The vendor refuses: {"error":"Bad Request"}",
    ]
  `);
  const lock = keeping(
    () => ({ last: Promise.resolve() }),
    async (kept, place, sent) => {
      const before = kept.last;
      let free = () => {};
      kept.last = new Promise((resolve) => {
        free = resolve;
      });
      await before;
      const response = await updateNote.send(place, sent);
      if (response.ok) free();
      return response;
    },
  );
  expect(await noted.find("updateNote", afterError, lock, { timeout: 60_000 })).toMatchInlineSnapshot(`
    [
      "sequence after-error: adapter hang: It has not ended within 60000 ms, of which 2000 passed in real time: no timer is left that could be put forward.",
    ]
  `);
});

it("finds a call that is answered without the vendor when another has failed", async () => {
  const offline = keeping(
    () => ({ isDown: false }),
    async (kept, place, sent) => {
      if (kept.isDown) return Response.json({ id: "note-1", title: "As it was" });
      const response = await getNote.send(place, sent);
      kept.isDown = !response.ok;
      return response;
    },
  );
  expect(await noted.find("getNote", afterError, offline)).toMatchInlineSnapshot(`
    [
      "sequence after-error: adapter shared-state: nothing of the calls after one that fails reaches the vendor, and the adapter reports success",
    ]
  `);
});

it("says nothing of an adapter that gives up after several failures in a row, or tries again", async () => {
  const breaking = keeping(
    () => ({ failures: 0 }),
    async (kept, place, sent) => {
      if (kept.failures > 1) throw new Error("The vendor is down.");
      kept.failures++;
      const response = await getNote.send(place, sent);
      if (response.ok) kept.failures = 0;
      return response;
    },
  );
  const trying: { send: Send } = {
    send: (place, sent) => getNote.send(place, sent).catch(() => getNote.send(place, sent)),
  };
  for (const mistake of [breaking, trying]) expect(await noted.find("getNote", afterError, mistake)).toEqual([]);
  for (const operation of ["createNote", "deleteNote", "addEntry", "listNotes", "listRooms"] as const)
    expect(await noted.find(operation, afterError)).toEqual([]);
});

const sameRecord = ["sequence same-record"];
const bare = {
  examples: [{ noteId: "note-1", title: "Water the plants" }],
  input: { ...schemas.updateNote.input, required: ["noteId", "title"] },
};

it("finds a write that is left out because it was sent before, and what stays of another write of the record", async () => {
  const skipping = keeping(
    () => new Map<string, Promise<Response>>(),
    async (kept, place, sent) => {
      const key = sent.path + JSON.stringify(sent.body);
      const writing = kept.get(key) ?? updateNote.send(place, sent);
      kept.set(key, writing);
      return (await writing).clone();
    },
  );
  expect(await noted.find("updateNote", sameRecord, skipping)).toMatchInlineSnapshot(`
    [
      "sequence same-record: adapter /title shared-state: the last write of a record, which is what the first one was, does not reach the vendor: it has "Standin mark 2" from the write between them, and not "Standin mark 1"",
    ]
  `);
  const adding = keeping(
    () => new Map<string, object>(),
    (kept, place, sent) => {
      const body = Object.assign(kept.get(sent.path) ?? {}, sent.body);
      kept.set(sent.path, body);
      return updateNote.send(place, { ...sent, body });
    },
  );
  expect(await noted.find("updateNote", sameRecord, adding, bare)).toMatchInlineSnapshot(`
    [
      "sequence same-record: adapter shared-state: what the adapter sends of a record depends on what it sent of it before: request.body /text is "Standin mark 2"",
    ]
  `);
});

it("says nothing of an adapter that reads a record and writes what differs, or passes over what it has just sent", async () => {
  const comparing: { send: Send } = {
    async send(place, sent) {
      const read = await getNote.send(place, { method: "GET", path: sent.path });
      if (!read.ok) return read;
      const note = (await read.clone().json()) as Record<string, unknown>;
      const differing = Object.entries(sent.body as object).filter(([name, value]) => note[name] !== value);
      if (differing.length === 0) return read;
      return updateNote.send(place, { ...sent, body: Object.fromEntries(differing) });
    },
  };
  const sparing = keeping(
    () => ({ key: "", response: new Response() }),
    async (kept, place, sent) => {
      const key = sent.path + JSON.stringify(sent.body);
      if (kept.key !== key) kept.response = await updateNote.send(place, sent);
      kept.key = key;
      return kept.response.clone();
    },
  );
  for (const mistake of [{}, comparing, sparing])
    expect(await noted.find("updateNote", sameRecord, mistake)).toEqual([]);
});

const pages = ["sequence pages", "concurrency pages"];

it("finds pages that one list turns for another, before it or beside it", async () => {
  const guarding = keeping(
    () => new Set<unknown>(),
    async (kept, place, sent) => {
      const cursor = sent.query?.cursor;
      if (cursor !== undefined && kept.has(cursor)) throw new Error("That page was read.");
      kept.add(cursor);
      return listNotes.send(place, sent);
    },
  );
  expect(await noted.find("listNotes", pages, guarding)).toMatchInlineSnapshot(`
    [
      "sequence pages: adapter unexpected-error: the adapter reports an error: That page was read.",
      "concurrency pages: adapter unexpected-error: the adapter reports an error: That page was read.",
    ]
  `);
  const counting = keeping(
    () => ({ page: 0 }),
    (kept, place, sent) => {
      kept.page = sent.query?.page === 1 ? 1 : kept.page + 1;
      return correct.listEntries.send(place, { ...sent, query: { ...sent.query, page: kept.page } });
    },
  );
  expect(await noted.find("listEntries", pages, counting)).toMatchInlineSnapshot(`
    [
      "concurrency pages: adapter shared-state: call 1 of 2 lacks 1 of the 7 records that the vendor shows to calls for the same, such as "entry-7"",
    ]
  `);
  for (const operation of ["listNotes", "listEntries", "listTags", "listTasks", "listPlaces"] as const)
    expect(await noted.find(operation, pages)).toEqual([]);
});

it("finds 0 that is told as nothing, but not of an id, and null that is told as a text", async () => {
  const numbers = ["number-answer"];
  const falsy = answering((result, { priority }) => ({ ...result, priority: priority || null }));
  expect(await noted.find("getNote", numbers, falsy)).toMatchInlineSnapshot(`
    [
      "number-answer: adapter /priority output-differs: the result is null, and the vendor's answer has 0 at /priority",
    ]
  `);
  const texts = answering((result, { text }) => ({ ...result, text: `${text}` }));
  const found = await noted.find("getNote", ["null-answer /text", "absent-member /text"], texts);
  expect(found).toMatchInlineSnapshot(`
    [
      "absent-member /text: adapter /text output-differs: the result is "undefined", and the vendor's answer has nothing at /text",
      "null-answer /text: adapter /text output-differs: the result is "null", and the vendor's answer has null at /text",
    ]
  `);
});
