import { afterAll, expect, it } from "vitest";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import { correct, type Sent, type Steps, VendorError } from "./noted/adapter.ts";
import { sendingSo } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { createNote, getNote, listNotes } = correct;
const first: Sent = getNote.toRequest({ noteId: "note-1" });

/** An adapter that does something else when one of these statuses has come. */
function after(
  statuses: readonly number[],
  act: (place: AdapterPlace, sent: Sent, refused: Response) => Promise<Response>,
): Partial<Steps> {
  return {
    async send(place, sent) {
      const response = await createNote.send(place, sent);
      return statuses.includes(response.status) ? act(place, sent, response) : response;
    },
  };
}

it("takes the refusal for what was refused where something else is asked for afterwards", async () => {
  const asking = after([400, 404], async (place, _, { status }) => {
    await (await listNotes.send(place, listNotes.toRequest({}))).text();
    throw new VendorError(status, "The note is refused.");
  });
  expect(await noted.find("createNote", ["refusal"], asking)).toEqual([]);
  const askingInVain = after([400, 404], async (place, _, { status }) => {
    await (await listNotes.send(place, getNote.toRequest({ noteId: "note-0" }))).text();
    throw new VendorError(status, "The note is refused.");
  });
  expect(await noted.find("updateNote", ["refusal"], askingInVain)).toEqual([]);
  const hiding = after([400, 404], async (place) => {
    await (await listNotes.send(place, listNotes.toRequest({}))).text();
    throw new Error("Something is wrong.");
  });
  expect(await noted.find("updateNote", ["refusal"], hiding)).toMatchInlineSnapshot(`
    [
      "refusal 400: adapter refusal-hidden: the vendor refused with 400, and the adapter's error says neither that nor the vendor's message: Something is wrong.",
      "refusal 404: adapter refusal-hidden: the vendor refused with 404, and the adapter's error says neither that nor the vendor's message: Something is wrong.",
    ]
  `);
});

it("says nothing where what is refused is found elsewhere, is there already, or is made instead", async () => {
  const found = after([400], (place) => getNote.send(place, first));
  expect(await noted.find("createNote", ["refusal 400"], found)).toEqual([]);
  const listed = after([404], async (place) => {
    const response = await listNotes.send(place, listNotes.toRequest({}));
    const { notes } = (await response.json()) as { notes: unknown[] };
    return Response.json(notes[0]);
  });
  expect(await noted.find("getNote", ["refusal 404"], listed)).toEqual([]);
  const made = after([404], (place, { body }) => createNote.send(place, createNote.toRequest(body)));
  expect(await noted.find("updateNote", ["refusal 404"], made)).toEqual([]);
});

it("finds who reads again what it could not write, and takes that for success", async () => {
  const reading = after([400, 401, 404, 429], (place) => getNote.send(place, first));
  expect(await noted.find("updateNote", ["refusal"], reading)).toMatchInlineSnapshot(`
    [
      "refusal 400: adapter refusal-as-success: the vendor refused with 400, and the adapter reports success: {"noteId":"note-1","title":"The note with number 1","text":"What is to be done about 1","state":"open","priority":21,"label":"label-1","tags":["tag-1"],"ownerName":"The owner of 1"}",
      "refusal 401: adapter refusal-as-success: the vendor refused with 401, and the adapter reports success: {"noteId":"note-1","title":"The note with number 1","text":"What is to be done about 1","state":"open","priority":21,"label":"label-1","tags":["tag-1"],"ownerName":"The owner of 1"}",
      "refusal 404: adapter refusal-as-success: the vendor refused with 404, and the adapter reports success: {"noteId":"note-1","title":"The note with number 1","text":"What is to be done about 1","state":"open","priority":21,"label":"label-1","tags":["tag-1"],"ownerName":"The owner of 1"}",
      "refusal 429: adapter refusal-as-success: the vendor refused with 429, and the adapter reports success: {"noteId":"note-1","title":"The note with number 1","text":"What is to be done about 1","state":"open","priority":21,"label":"label-1","tags":["tag-1"],"ownerName":"The owner of 1"}",
    ]
  `);
  expect(await noted.find("createNote", ["refusal"], reading)).toMatchInlineSnapshot(`
    [
      "refusal 401: adapter refusal-as-success: the vendor refused with 401, and the adapter reports success: {"noteId":"note-1","title":"The note with number 1","text":"What is to be done about 1","state":"open","priority":21,"label":"label-1","tags":["tag-1"],"ownerName":"The owner of 1"}",
    ]
  `);
});

it("finds an error though what was refused was sent again, and served", async () => {
  const sending = sendingSo(async (send) => {
    const refused = await send();
    if (refused.status === 500) await send();
    return refused;
  });
  const again = { ...sending, toRequest: getNote.toRequest };
  expect(await noted.find("getNote", ["retry 500"], again)).toMatchInlineSnapshot(`
    [
      "retry 500: adapter unexpected-error: the adapter reports an error: 500, The vendor refuses: {"message":"The service cannot take this request now.","error":"The service cannot take this request now.","statusCode":500}",
    ]
  `);
});
