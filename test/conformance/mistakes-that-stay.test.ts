import { afterAll, expect, it } from "vitest";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import { correct, type Sent } from "./noted/adapter.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { updateNote, deleteNote, listNotes, getNote } = correct;
type Body = Record<string, unknown>;

/** Of what the calls so far have sent, and of nothing else, the adapter makes what this one sends. */
const remembering = (make: (body: Body, before: Body) => Body) => {
  const before = new Map<string, Body>();
  return {
    send(place: AdapterPlace, { body, ...sent }: Sent) {
      const made = make(body as Body, before.get(place.credential) ?? {});
      before.set(place.credential, made);
      return updateNote.send(place, { ...sent, body: made });
    },
  };
};
const keepingPriority = () =>
  remembering((body, { priority }) => ({ ...(priority === undefined ? {} : { priority }), ...body }));
const keepingAll = () => remembering((body, before) => ({ ...before, ...body }));
/** The first call alone has what the adapter adds. */
const beginning = () =>
  remembering((body, before) => (Object.keys(before).length > 0 ? body : { urgent: true, ...body }));
const titled = {
  examples: [{ noteId: "note-1", title: "Water the plants", priority: 40 }],
  input: { ...schemas.updateNote.input, required: ["noteId", "title"] },
};
const sequence = ["sequence"];

it("finds what is kept of a call though it is no text, and what is sent by the first call alone", async () => {
  expect(await noted.find("updateNote", sequence, keepingPriority(), titled)).toMatchInlineSnapshot(`
    [
      "sequence: adapter shared-state: what the adapter sends depends on the call before: request.body /priority is 40",
    ]
  `);
  expect(await noted.find("updateNote", sequence, beginning(), titled)).toMatchInlineSnapshot(`
    [
      "sequence: adapter shared-state: what the adapter sends depends on the call before: request.body has no /urgent, which is true without that call",
    ]
  `);
  const [result] = await noted.run("updateNote", sequence, beginning(), titled);
  expect(result?.findings.map(({ expected, actual }) => ({ expected, actual }))).toMatchInlineSnapshot(`
    [
      {
        "actual": [
          {
            "part": "request.path",
            "pointer": "/note_id",
            "value": "note-12",
          },
          {
            "part": "request.body",
            "pointer": "/title",
            "value": "Standin mark 2",
          },
        ],
        "expected": [
          {
            "part": "request.path",
            "pointer": "/note_id",
            "value": "note-12",
          },
          {
            "part": "request.body",
            "pointer": "/urgent",
            "value": true,
          },
          {
            "part": "request.body",
            "pointer": "/title",
            "value": "Standin mark 2",
          },
        ],
      },
    ]
  `);
});

it("finds the same where it is not seen which call sends what", async () => {
  const unseen = { ...titled, hidesSenders: true };
  expect(await noted.find("updateNote", sequence, {}, unseen)).toEqual([]);
  expect(await noted.find("updateNote", sequence, keepingPriority(), unseen)).toMatchInlineSnapshot(`
    [
      "sequence: adapter shared-state: what the adapter sends depends on the call before: request.body /priority is 40",
    ]
  `);
  expect(await noted.find("updateNote", sequence, keepingAll(), { hidesSenders: true })).toMatchInlineSnapshot(`
    [
      "sequence: adapter shared-state: what the adapter sends depends on the call before: request.body /title is "Standin mark 1"",
    ]
  `);
});

const inFolder = {
  ...schemas.listNotes.input,
  properties: { limit: { type: "integer" }, folder: { type: "string" } },
};

it("finds what a list keeps of the call before, whether or not it is seen which call sends what", async () => {
  const folders = new Map<string, unknown>();
  const send = (place: AdapterPlace, sent: Sent) => {
    const folder = sent.query?.folder ?? folders.get(place.credential);
    folders.set(place.credential, folder);
    return listNotes.send(place, { ...sent, query: { ...sent.query, ...(folder ? { folder } : {}) } as never });
  };
  const toRequest = ({ limit = 3, ...given }) => ({ method: "GET", path: "/notes", query: { limit, ...given } });
  for (const hidesSenders of [false, true]) {
    const unusual = { input: inFolder, hidesSenders };
    expect(await noted.find("listNotes", sequence, { toRequest }, unusual)).toEqual([]);
    expect(await noted.find("listNotes", sequence, { toRequest, send }, unusual)).toMatchInlineSnapshot(`
      [
        "sequence: adapter shared-state: what the adapter sends depends on the call before: request.query /folder is "Standin mark 1"",
      ]
    `);
  }
});

it("finds the same of calls that nothing but a number tells apart", async () => {
  const sizes = new Map<string, unknown>();
  const send = (place: AdapterPlace, sent: Sent) => {
    const limit = sent.query?.limit === 3 ? (sizes.get(place.credential) ?? 3) : sent.query?.limit;
    sizes.set(place.credential, limit);
    return listNotes.send(place, { ...sent, query: { ...sent.query, limit } as never });
  };
  for (const hidesSenders of [false, true]) {
    expect(await noted.find("listNotes", sequence, {}, { hidesSenders })).toEqual([]);
    expect(await noted.find("listNotes", sequence, { send }, { hidesSenders })).toMatchInlineSnapshot(`
      [
        "sequence: adapter shared-state: what the adapter sends depends on the call before: request.query /limit is "1"",
      ]
    `);
  }
});

it("finds what is kept by an adapter that looks whether the vendor has done what it was asked", async () => {
  const { send } = keepingAll();
  const looking = async (place: AdapterPlace, sent: Sent) => {
    const response = await send(place, sent);
    const note = (await response.clone().json()) as Body;
    if (note.title !== undefined && (sent.body as Body).title !== note.title) throw new Error("It has another title.");
    return response;
  };
  expect(await noted.find("updateNote", sequence, { send: looking }, titled)).toMatchInlineSnapshot(`
    [
      "sequence: adapter shared-state: what the adapter sends depends on the call before: request.body /priority is 40",
      "sequence same-record: adapter shared-state: what the adapter sends of a record depends on what it sent of it before: request.body /text is "Standin mark 2"",
    ]
  `);
});

/** An adapter that refuses by itself what it does not like. */
const refusing = (isRefused: (input: Body) => boolean) => ({
  toRequest(input: Body) {
    if (isRefused(input)) throw new Error("The input is not valid.");
    return updateNote.toRequest(input as never);
  },
});

it("goes by the documented input where an adapter refuses what could be there beside it", async () => {
  const stricter = refusing(({ text }) => text !== undefined);
  expect(await noted.find("updateNote", sequence, stricter, titled)).toEqual([]);
  expect(
    await noted.find("updateNote", sequence, { ...stricter, ...keepingPriority() }, titled),
  ).toMatchInlineSnapshot(`
    [
      "sequence: adapter shared-state: what the adapter sends depends on the call before: request.body /priority is 40",
    ]
  `);
  const atLeastOne = refusing((input) => Object.keys(input).length < 2);
  const input = { ...schemas.updateNote.input, minProperties: 2 };
  expect(await noted.find("updateNote", sequence, atLeastOne, { input })).toEqual([]);
});

it("has nothing to try where no two calls differ, and says so", async () => {
  const input = { type: "object", additionalProperties: false };
  const results = await noted.run("listNotes", sequence, {}, { input });
  const result = results.find(({ detail }) => detail === "");
  expect(result).toMatchObject({ status: "skipped", reason: "nothing tells two calls apart" });
});

it("lets an adapter look whether there is a record before it deletes it, and finds one that gives up", async () => {
  const looking = async (place: AdapterPlace, sent: Sent) => {
    const read = await getNote.send(place, { ...sent, method: "GET" });
    if (!read.ok) return read;
    await read.body?.cancel();
    return deleteNote.send(place, sent);
  };
  expect(await noted.find("deleteNote", ["concurrency"], { send: looking })).toEqual([]);
  let underway = 0;
  const busy = async (place: AdapterPlace, sent: Sent) => {
    if (underway > 9) throw new Error("Too many calls are under way.");
    underway++;
    return looking(place, sent).finally(() => underway--);
  };
  expect(await noted.find("deleteNote", ["concurrency"], { send: busy })).toMatchInlineSnapshot(`
    [
      "concurrency: adapter unexpected-error: the adapter reports an error: 404, The vendor refuses: {"error":"There is no such note."}",
      "concurrency: adapter unexpected-error: the adapter reports an error: Too many calls are under way.",
    ]
  `);
});

it("finds calls at once of which all but one answer something else than they promise", async () => {
  let underway = 0;
  const send = async (place: AdapterPlace, sent: Sent) => {
    underway++;
    const response = await getNote.send(place, sent);
    return underway > 1 ? Response.json({ id: "note-1" }) : response;
  };
  expect(await noted.find("getNote", ["concurrency"], { send })).toMatchInlineSnapshot(`
    [
      "concurrency: adapter output: the result must have required property 'title', as the adapter's output schema has it",
    ]
  `);
});
