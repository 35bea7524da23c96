import { afterAll, expect, it } from "vitest";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import { correct, type Sent } from "./noted/adapter.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { createNote, getNote, listNotes, updateNote } = correct;
const groups = ["sequence"];
const { input } = schemas.updateNote;

/** An adapter that has had enough once a call had this member, which no documented one has. */
function closedBy(name: string) {
  const closed = new Set<string>();
  return {
    async send(place: AdapterPlace, sent: Sent) {
      if (closed.has(place.credential)) throw new Error("The pool is closed.");
      if (name in (sent.body as object)) closed.add(place.credential);
      return updateNote.send(place, sent);
    },
  };
}

it("finds an error of a call that an adapter takes where no other goes before it", async () => {
  const { noteId, title, text, tags } = input.properties;
  const unusual = {
    input: { ...input, properties: { noteId, title, text, tags } },
    examples: [{ noteId: "note-1", title: "Water the plants", text: "Twice a week" }],
  };
  expect(await noted.find("updateNote", groups, closedBy("tags"), unusual)).toMatchInlineSnapshot(`
    [
      "sequence: adapter unexpected-error: the adapter reports an error: The pool is closed.",
      "sequence same-record: adapter shared-state: the first write of a record, made once more after another one, reports an error: The pool is closed.",
    ]
  `);
});

it("says nothing of an adapter that refuses the second call anyway", async () => {
  const least = {
    toRequest(given: { noteId: string }) {
      if (Object.keys(given).length === 1) throw new Error("There is nothing to change.");
      return updateNote.toRequest(given);
    },
  };
  expect(await noted.find("updateNote", groups, least)).toEqual([]);
});

it("says nothing of an adapter that looks first, and finds what the call before has made", async () => {
  const looking = {
    async send(place: AdapterPlace, sent: Sent) {
      const listed = await listNotes.send(place, listNotes.toRequest({ limit: 50 }));
      const { notes } = (await listed.json()) as { notes: { title: string }[] };
      if (notes.some(({ title }) => title === (sent.body as { title: string }).title)) throw new Error("There is one.");
      const response = await createNote.send(place, sent);
      if (!response.ok) return response;
      const { id } = (await response.json()) as { id: string };
      return getNote.send(place, getNote.toRequest({ noteId: id }));
    },
  };
  const title = { type: "string", enum: ["Water the plants"] };
  const { text } = schemas.createNote.input.properties;
  const unusual = {
    input: { type: "object", additionalProperties: false, required: ["title"], properties: { title, text } },
    examples: [{ title: "Water the plants", text: "Twice a week" }],
  };
  expect(await noted.find("createNote", groups, looking, unusual)).toEqual([]);
});
