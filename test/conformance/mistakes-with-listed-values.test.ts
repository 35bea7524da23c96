import { afterAll, expect, it } from "vitest";
import { correct } from "./noted/adapter.ts";
import { sending } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { input } = schemas.updateNote;
const places = ["garden", "kitchen", "cellar"];

/** A note whose tags are some of three. */
const withTags = (items: object = { enum: places }) => ({
  input: { ...input, properties: { ...input.properties, tags: { type: "array", maxItems: 3, items } } },
});

const ofTags = (make: (tags: string[]) => unknown, unusual: object = withTags()) =>
  noted.find(
    "updateNote",
    ["list-items"],
    sending((body) => (Array.isArray(body.tags) ? { ...body, tags: make(body.tags) } : body)),
    unusual,
  );

it("finds listed items of a list that are not sent, and others beside them", async () => {
  expect(await ofTags((tags) => tags.slice(0, 1))).toMatchInlineSnapshot(`
    [
      "list-items /tags: adapter /tags/1 input-lost: "kitchen" does not reach the vendor, and is one of 2 items",
      "list-items /tags: adapter /tags/1 input-lost: "kitchen" does not reach the vendor, and is one of 3 items",
    ]
  `);
  expect(await ofTags((tags) => tags.slice(0, 2))).toMatchInlineSnapshot(`
    [
      "list-items /tags: adapter /tags/2 input-lost: "cellar" does not reach the vendor, and is one of 3 items",
    ]
  `);
  expect(await ofTags((tags) => [...new Set([...tags, "cellar"])])).toMatchInlineSnapshot(`
    [
      "list-items /tags: adapter /tags input-added: the input does not have "cellar" among the items, and the adapter sends it as /tags/2",
    ]
  `);
  expect(await ofTags((tags) => tags.slice(0, 1), withTags({ type: "string", examples: places }))).toHaveLength(2);
});

it("leaves it to the adapter how it sends them, what else of its own it adds, and what it keeps", async () => {
  expect(await ofTags((tags) => tags.toReversed())).toEqual([]);
  expect(await ofTags((tags) => tags.map((tag) => tag.toUpperCase()))).toEqual([]);
  expect(await ofTags((tags) => [...tags.slice(0, 2), "standin"].slice(0, tags.length > 2 ? 0 : 3))).toHaveLength(1);
  expect(await ofTags((tags) => (tags.length > 2 ? tags : [...tags, "standin"]))).toEqual([]);
  const { send } = correct.updateNote;
  const oneByOne: typeof send = async (place, sent) => {
    const { tags = [], ...others } = sent.body as { tags?: string[] };
    let response = await send(place, { ...sent, body: { ...others, tags: tags.slice(0, 1) } });
    for (const tag of tags.slice(1)) response = await send(place, { ...sent, body: { tags: [tag] } });
    return response;
  };
  const found = await noted.find("updateNote", ["list-items"], { send: oneByOne }, withTags());
  expect(found.filter((line) => line.includes("input-"))).toEqual([]);
});

it("says where no two of them can be tried", async () => {
  const reasons = async (mistake: object, unusual: object) =>
    (await noted.run("updateNote", ["list-items"], mistake, unusual)).map(({ reason }) => reason);
  const tooLong = withTags({ enum: ["garden", "as long as no tag is"] });
  const none = sending(({ tags: _, ...body }) => body);
  expect([await reasons({}, tooLong), await reasons(none, withTags())]).toMatchInlineSnapshot(`
    [
      [
        "there are no two that adapter and vendor both allow",
      ],
      [
        "it is not known which list of the vendor's they go into",
      ],
    ]
  `);
});

const textIds = ["text-one", "text-two", "text-three"];

/** A note whose text is one of three, or none. */
const withText = {
  input: {
    ...input,
    required: ["noteId", "textId"],
    properties: { noteId: input.properties.noteId, textId: { enum: [...textIds, null] } },
  },
  examples: [{ noteId: "note-1", textId: null }],
};

interface Given {
  noteId: string;
  textId: string | null;
}

const ofText = (
  make: (textId: string | null, noteId: string) => unknown,
  pathOf: (given: Given) => string = ({ noteId }) => `/notes/${noteId}`,
  unusual: object = withText,
) =>
  noted.find(
    "updateNote",
    ["listed-values"],
    {
      toRequest: (given: Given) => ({
        method: "PATCH",
        path: pathOf(given),
        body: { text: make(given.textId, given.noteId) },
      }),
    },
    unusual,
  );

it("finds listed values that do not reach the vendor, where the documented one is null", async () => {
  expect(await ofText(() => null)).toMatchInlineSnapshot(`
    [
      "listed-values /textId: adapter /textId input-lost: "text-one" does not reach the vendor: request.body has null at /text, as it has for null",
    ]
  `);
  expect(await ofText((textId, noteId) => textId && noteId)).toMatchInlineSnapshot(`
    [
      "listed-values /textId: adapter /textId input-altered: "text-one" does not reach the vendor: request.body has "note-1" at /text, which another member of the input says",
    ]
  `);
});

it("finds one that is sent as another", async () => {
  expect(await ofText((textId) => textId?.replace("three", "two"))).toMatchInlineSnapshot(`
    [
      "listed-values /textId: adapter /textId input-altered: "text-three" reaches the vendor as "text-two", in request.body /text, where other listed values arrive as they are",
    ]
  `);
});

it("finds one that is sent where the vendor has another's", async () => {
  const examples = [{ noteId: "note-1", textId: "note-1" }];
  const unusual = {
    input: {
      ...withText.input,
      properties: { ...withText.input.properties, textId: { enum: ["note-1", "text-two", "text-three"] } },
    },
    examples,
  };
  expect(
    await ofText(
      (textId) => textId,
      ({ textId }) => `/notes/${textId}`,
      unusual,
    ),
  ).toMatchInlineSnapshot(`
    [
      "listed-values /textId: adapter /noteId input-altered: "note-1" reaches the vendor as "text-two", in request.path /note_id",
      "listed-values /textId: adapter /textId unexpected-error: the vendor refuses what the adapter sends for "text-two", and takes what it sends for "note-1" with "text-two" at /text: The vendor refuses: {"error":"There is no such note."}",
      "listed-values /textId: adapter /noteId input-altered: "note-1" reaches the vendor as "text-three", in request.path /note_id",
      "listed-values /textId: adapter /textId unexpected-error: the vendor refuses what the adapter sends for "text-three", and takes what it sends for "note-1" with "text-three" at /text: The vendor refuses: {"error":"There is no such note."}",
    ]
  `);
  expect(await ofText((textId) => textId, undefined, unusual)).toEqual([]);
});

it("leaves it to the adapter how it writes them, and what it takes", async () => {
  expect(await ofText((textId) => textId)).toEqual([]);
  expect(await ofText((textId) => textId?.toUpperCase() ?? null)).toEqual([]);
  expect(await ofText((textId) => (textId === null ? null : `text ${textIds.indexOf(textId)}`))).toEqual([]);
  expect(await ofText((textId) => (textId === "text-three" ? "the third" : textId))).toEqual([]);
  const refusing = (textId: string | null) => {
    if (textId === "text-three") throw new Error("There are two texts.");
    return textId;
  };
  expect(await ofText(refusing)).toEqual([]);
});
