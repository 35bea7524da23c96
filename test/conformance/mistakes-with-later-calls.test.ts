import { afterAll, expect, it } from "vitest";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import { correct, type Sent, type Steps } from "./noted/adapter.ts";
import { startNoted, type Unusual } from "./noted/noted.ts";
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

/** What the calls of the case are answered with. */
async function statusesOf(operation: "getNote" | "listNotes", mistake: Partial<Steps>, unusual: Unusual = {}) {
  const statuses: number[] = [];
  const send: Send = async (place, sent) => {
    const response = await correct[operation].send(place, sent);
    statuses.push(response.status);
    return response;
  };
  await noted.run(operation, afterError, { ...mistake, send }, unusual);
  return statuses.slice(-(unusual.drivesTime === false ? 2 : 3));
}

it("counts the errors, and tells the last of them", async () => {
  const counting = keeping(
    () => ({ errors: 0 }),
    async (kept, place, sent) => {
      const response = kept.errors > 0 ? new Response(null, { status: 500 }) : await getNote.send(place, sent);
      if (response.ok) return response;
      throw new Error(`Down for the ${++kept.errors}. time`);
    },
  );
  const [result] = await noted.run("getNote", afterError, counting);
  expect(result?.findings.map(({ message, expected, actual }) => [message, expected, actual])).toMatchInlineSnapshot(`
    [
      [
        "4 of 4 calls report an error, and 1 of their requests failed: what goes wrong with a call stays with the adapter, which says: Down for the 4. time",
        1,
        4,
      ],
    ]
  `);
});

it("has a call fail once where an adapter waits in real time, and none where nothing succeeds", async () => {
  expect(await statusesOf("getNote", {}, { drivesTime: false })).toEqual([400, 200]);
  const unknown: { send: Send } = { send: (place, sent) => getNote.send({ ...place, credential: "none" }, sent) };
  const [skipped] = await noted.run("getNote", afterError, unknown);
  expect([skipped?.status, skipped?.reason]).toEqual(["skipped", "no call of this operation succeeds"]);
});

it("says nothing of an adapter that looks first whether there is such a record already, and finds one", async () => {
  const looking: { send: Send } = {
    async send(place, sent) {
      const { title } = sent.body as { title: string };
      const seen = await listNotes.send(place, { method: "GET", path: "/notes", query: { search: title } });
      const { notes = [] } = (await seen.json()) as { notes?: unknown[] };
      if (notes.length > 0) throw new Error("There is such a note.");
      return correct.createNote.send(place, sent);
    },
  };
  expect(await noted.find("createNote", afterError, looking)).toEqual([]);
});

it("lets the second call fail of an adapter that takes one page of a list, and no other", async () => {
  const onePage = { next: () => undefined };
  expect(await noted.find("listNotes", afterError, onePage)).toEqual([]);
  const keptDown = keeping(
    () => ({ isDown: false }),
    async (kept, place, sent) => {
      if (kept.isDown) throw new Error("The vendor was down.");
      const response = await listNotes.send(place, sent);
      kept.isDown = !response.ok;
      return response;
    },
  );
  expect(await statusesOf("listNotes", onePage)).toEqual([200, 400, 200]);
  expect(await noted.find("listNotes", afterError, { ...onePage, ...keptDown })).toMatchInlineSnapshot(`
    [
      "sequence after-error: adapter shared-state: 2 of 3 calls report an error, and 1 of their requests failed: what goes wrong with a call stays with the adapter, which says: The vendor was down.",
    ]
  `);
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
  const refusing = keeping(
    () => new Set<string>(),
    async (kept, place, sent) => {
      const key = sent.path + JSON.stringify(sent.body);
      if (kept.has(key)) throw new Error("That was written.");
      kept.add(key);
      return updateNote.send(place, sent);
    },
  );
  for (const mistake of [{}, comparing, sparing, refusing])
    expect(await noted.find("updateNote", sameRecord, mistake)).toEqual([]);
  const merging: { send: Send } = {
    async send(place, sent) {
      const read = await getNote.send(place, { method: "GET", path: sent.path });
      if (!read.ok) return read;
      const { title, text } = (await read.json()) as Record<string, unknown>;
      return updateNote.send(place, { ...sent, body: { title, text, ...(sent.body as object) } });
    },
  };
  expect(await noted.find("updateNote", sameRecord, merging, bare)).toEqual([]);
});

it("says why no record can be written again", async () => {
  const reason = async (...given: Parameters<typeof noted.run>) => (await noted.run(...given))[0]?.reason;
  const { noteId, ...properties } = schemas.updateNote.input.properties;
  const { output } = schemas.updateNote;
  const ofOne = { toRequest: (body: unknown) => ({ method: "PATCH", path: "/notes/note-1", body }) };
  const nameless = { input: { type: "object", properties }, output };
  expect(await reason("updateNote", sameRecord, ofOne, nameless)).toMatchInlineSnapshot(
    `"nothing says which record is written"`,
  );
  const alike = { input: { type: "object", required: ["noteId"], properties: { noteId } }, output };
  expect(await reason("updateNote", sameRecord, {}, alike)).toMatchInlineSnapshot(`"nothing tells two writes apart"`);
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
  const [, found] = await noted.run("listEntries", pages, counting);
  const entries = (count: number) => Array.from({ length: count }, (_, index) => `entry-${index + 1}`);
  expect(found?.findings.map(({ expected, actual }) => [expected, actual])).toEqual([[entries(7), entries(6)]]);
  for (const operation of ["listNotes", "listEntries", "listTags", "listTasks", "listPlaces"] as const)
    expect(await noted.find(operation, pages)).toEqual([]);
});

it("says why there are no pages to be kept apart", async () => {
  const reasons = async (...given: Parameters<typeof noted.run>) =>
    (await noted.run(...given)).map(({ status, reason }) => `${status}: ${reason}`);
  expect(await reasons("listNotes", ["sequence pages"], { next: () => undefined })).toMatchInlineSnapshot(`
    [
      "skipped: the stand-in has one page only of what the adapter asks for",
    ]
  `);
  const large = { toRequest: () => ({ method: "GET", path: "/tasks", query: { per_page: 50 } }) };
  expect(await reasons("listTasks", ["sequence pages"], large)).toMatchInlineSnapshot(`
    [
      "skipped: a call takes one page only of what the stand-in has",
    ]
  `);
  expect((await reasons("listNotes", pages)).map((line) => line.split(":")[0])).toEqual(["passed", "passed"]);
});
