import { setTimeout } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import { correct, type OperationId, type Sent, type Steps } from "./noted/adapter.ts";
import { sending } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { updateNote, getNote } = correct;
const groups = ["concurrency", "sequence"];

/** All calls at once have the answer that came last. */
function mixing(operation: OperationId): Partial<Steps> {
  let last: unknown;
  return {
    async read(response) {
      last = await correct[operation].read(response);
      await setTimeout(5);
      return last;
    },
  };
}

it("finds results that calls at once have of others, of reads and writes and lists", async () => {
  const found: Record<string, readonly string[]> = {};
  for (const operation of ["getNote", "updateNote", "createNote", "listNotes", "listEntries"] as const)
    found[operation] = (await noted.find(operation, groups, mixing(operation)))
      // Whether the pages of two lists come in the same moment is a matter of chance.
      .filter((line) => !line.startsWith("concurrency pages"));
  expect(found).toMatchInlineSnapshot(`
    {
      "createNote": [
        "concurrency: adapter shared-state: 19 of 20 calls have the result of another, such as that with "Standin mark 1": the vendor's answer to it says "note-11"",
      ],
      "getNote": [
        "concurrency: adapter shared-state: 19 of 20 calls have the result of another, such as that with "note-11": the vendor's answer to it says "note-11"",
      ],
      "listEntries": [
        "concurrency: adapter shared-state: of 21 answers of the vendor 19 show in no call's result, such as that with "entry-11"",
      ],
      "listNotes": [
        "concurrency: adapter shared-state: of 20 answers of the vendor 19 show in no call's result, such as that with "note-11"",
      ],
      "updateNote": [
        "concurrency: adapter shared-state: 19 of 20 calls have the result of another, such as that with "Standin mark 1": the vendor's answer to it says "note-11"",
      ],
    }
  `);
});

it("finds a body that calls at once share", async () => {
  let last: unknown;
  const send = async (place: AdapterPlace, sent: Sent) => {
    last = sent.body;
    await setTimeout(5);
    return updateNote.send(place, { ...sent, body: last });
  };
  expect(await noted.find("updateNote", groups, { send })).toMatchInlineSnapshot(`
    [
      "concurrency: adapter /title shared-state: 19 of 20 calls do not reach the vendor with all that they carry, such as that with "Standin mark 1"",
    ]
  `);
});

it("finds a write that is dropped for another of the same record", async () => {
  const underway = new Map<string, Promise<Response>>();
  const send = async (place: AdapterPlace, sent: Sent) => {
    const key = place.credential + sent.path;
    const sending = underway.get(key) ?? updateNote.send(place, sent).finally(() => underway.delete(key));
    underway.set(key, sending);
    return (await sending).clone();
  };
  expect(await noted.find("updateNote", groups, { send })).toMatchInlineSnapshot(`
    [
      "concurrency: adapter /title shared-state: 10 of 20 calls do not reach the vendor with all that they carry, such as that with "Standin mark 2"",
    ]
  `);
});

it("finds what is kept of calls for all adapters there are", async () => {
  const kept = {};
  const send = (place: AdapterPlace, sent: Sent) =>
    updateNote.send(place, { ...sent, body: Object.assign(kept, sent.body) });
  expect(await noted.find("updateNote", ["sequence"], { send })).toMatchInlineSnapshot(`
    [
      "sequence: adapter shared-state: what the adapter sends depends on the call before: request.body /title is "Standin mark 1"",
    ]
  `);
});

it("finds an answer that is given to every later call", async () => {
  const first = new Map<string, Promise<string>>();
  const send = async (place: AdapterPlace, sent: Sent) => {
    const answered = first.get(place.credential) ?? getNote.send(place, sent).then((response) => response.text());
    first.set(place.credential, answered);
    return new Response(await answered);
  };
  expect(await noted.find("getNote", groups, { send })).toMatchInlineSnapshot(`
    [
      "concurrency: adapter /noteId shared-state: 19 of 20 calls do not reach the vendor with all that they carry, such as that with "note-12"",
      "sequence: adapter /noteId shared-state: 1 of 2 calls do not reach the vendor with all that they carry, such as that with "note-12"",
      "sequence after-error: adapter shared-state: nothing of the calls after one that fails reaches the vendor, and the adapter reports success",
    ]
  `);
});

it("says nothing of an adapter that sends equal reads once", async () => {
  const underway = new Map<string, Promise<Response>>();
  const send = async (place: AdapterPlace, sent: Sent) => {
    const key = place.credential + sent.path + JSON.stringify(sent.query);
    const reading = underway.get(key) ?? getNote.send(place, sent).finally(() => underway.delete(key));
    underway.set(key, reading);
    return (await reading).clone();
  };
  expect(await noted.find("getNote", groups, { send })).toEqual([]);
  expect(await noted.find("listNotes", groups, { send })).toEqual([]);
});

it("says nothing of an adapter that looks whether the answer is of the record that it asked for", async () => {
  const send = async (place: AdapterPlace, sent: Sent) => {
    const response = await updateNote.send(place, sent);
    const { id } = (await response.clone().json()) as { id?: string };
    if (response.ok && !sent.path.endsWith(`/${id}`)) throw new Error(`The answer is of ${id}.`);
    return response;
  };
  expect(await noted.find("updateNote", groups, { send })).toEqual([]);
  expect(await noted.find("getNote", groups, { send })).toEqual([]);
});

it("says nothing of an adapter that reads a record before it writes it whole", async () => {
  const send = async (place: AdapterPlace, sent: Sent) => {
    const read = await getNote.send(place, { method: "GET", path: sent.path });
    if (!read.ok) return read;
    const { title, text } = (await read.json()) as { title: string; text: string | null };
    return updateNote.send(place, { ...sent, body: { title, text, ...(sent.body as object) } });
  };
  expect(await noted.find("updateNote", groups, { send })).toEqual([]);
});

it("says nothing of an adapter that gives one call after the other to the vendor", async () => {
  let queue: Promise<unknown> = Promise.resolve();
  const send = (place: AdapterPlace, sent: Sent) => {
    const done = queue.then(() => updateNote.send(place, sent));
    queue = done.catch(() => {});
    return done;
  };
  expect(await noted.find("updateNote", groups, { send })).toEqual([]);
  expect(await noted.find("listEntries", groups, { send })).toEqual([]);
});

it("lets an adapter send a time or a number of its own, which is another one in every call", async () => {
  let calls = 0;
  const mistake = sending((body) => ({ ...body, text: `sent as number ${++calls}` }));
  expect(await noted.find("updateNote", ["sequence"], mistake)).toEqual([]);
});

it("finds a list that grows with every call, and a record that has what another was answered", async () => {
  const seen: unknown[] = [];
  const toResult = (bodies: readonly never[]) => {
    seen.push(...(correct.listNotes.toResult(bodies) as unknown[]));
    return [...seen];
  };
  expect(await noted.find("listNotes", ["concurrency"], { toResult })).toMatchInlineSnapshot(`
    [
      "concurrency: adapter shared-state: an answer of the vendor shows in the results of 20 calls, that with "note-11"",
    ]
  `);
  const titles: unknown[] = [];
  const gathering = (notes: readonly never[]) => {
    const note = updateNote.toResult(notes);
    titles.push(note?.title);
    return { ...note, tags: [...titles] };
  };
  expect(await noted.find("updateNote", ["concurrency"], { toResult: gathering })).toMatchInlineSnapshot(`
    [
      "concurrency: adapter shared-state: 19 of 20 calls have in their result what the vendor has answered to another, such as that with "Standin mark 2": it has "Water the plants401"",
    ]
  `);
});

it("takes the member that goes into the path for the record's id, whatever its name is", async () => {
  const named = {
    input: { type: "object", required: ["note"], properties: { note: { type: "string", examples: ["note-1"] } } },
    examples: [{ note: "note-1" }],
  };
  const toRequest = ({ note }: { note: string }) => getNote.toRequest({ noteId: note });
  expect(await noted.find("getNote", groups, { toRequest }, named)).toEqual([]);
});
