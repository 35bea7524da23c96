import { afterAll, expect, it } from "vitest";
import { correct, type Sent } from "./noted/adapter.ts";
import { sending } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { updateNote } = correct;
const { input } = schemas.updateNote;

/** An adapter whose input has `labels` and `ownerName` where the vendor has tags and an owner. */
const renamed = {
  ...input,
  properties: {
    noteId: input.properties.noteId,
    text: input.properties.text,
    labels: input.properties.tags,
    ownerName: { type: "string" },
  },
};

interface Renamed {
  noteId: string;
  text?: string | null;
  labels?: string[];
  ownerName?: string;
}

const rename =
  (toBody: (given: Renamed) => object) =>
  (given: Renamed): Sent => ({ ...updateNote.toRequest({ noteId: given.noteId }), body: toBody(given) });

const examples = [{ noteId: "note-1", text: "A text", labels: ["label one"], ownerName: "Ada Lovelace" }];
const bare = ["no-optional-member", "one-member /text"];

it("finds what is sent for members that are left out, whatever they are called", async () => {
  const toRequest = rename(({ text, labels = [], ownerName }) => ({
    ...(text === undefined ? {} : { text }),
    tags: labels,
    owner: ownerName === undefined ? null : { name: ownerName },
  }));
  expect(await noted.find("updateNote", bare, { toRequest }, { input: renamed, examples })).toMatchInlineSnapshot(`
    [
      "no-optional-member: adapter /labels input-added: the input leaves it out, and the adapter sends [] as /tags: without that the vendor has "tag-1" at /tags/0",
      "no-optional-member: adapter /ownerName input-added: the input leaves it out, and the adapter sends null as /owner: without that the vendor has "owner-1" at /owner/id",
      "one-member /text: adapter /labels input-added: the input leaves it out, and the adapter sends [] as /tags: without that the vendor has "tag-1" at /tags/0",
      "one-member /text: adapter /ownerName input-added: the input leaves it out, and the adapter sends null as /owner: without that the vendor has "owner-1" at /owner/id",
    ]
  `);
  const careful = rename(({ text, labels, ownerName }) => ({
    ...(text === undefined ? {} : { text }),
    ...(labels === undefined ? {} : { tags: labels }),
    ...(ownerName === undefined ? {} : { owner: { name: ownerName } }),
  }));
  const groups = [...bare, "one-member", "empty-list", "long-list", "list-length"];
  expect(await noted.find("updateNote", groups, { toRequest: careful }, { input: renamed, examples })).toEqual([]);
});

it("finds lists that are dropped or cut under another name", async () => {
  const toRequest = rename(({ text, labels }) => ({
    ...(text === undefined ? {} : { text }),
    ...(labels?.length ? { tags: labels.slice(0, 2) } : {}),
  }));
  const groups = ["empty-list", "list-length"];
  expect(await noted.find("updateNote", groups, { toRequest }, { input: renamed, examples })).toMatchInlineSnapshot(`
    [
      "empty-list /labels: adapter /labels input-lost: [] does not reach the vendor: request.body has no /tags",
      "list-length /labels 3: adapter /labels/2 input-lost: "2label one" does not reach the vendor: request.body /tags has 2 of 3 items",
    ]
  `);
});

it("takes another form of a value for it, and another place as well", async () => {
  const upper = sending(({ text, owner, ...body }) => ({
    ...body,
    ...(typeof text === "string" ? { text: text.toUpperCase() } : {}),
    ...(owner === undefined ? {} : { owner: { name: String((owner as { name: string }).name).toUpperCase() } }),
  }));
  expect(await noted.find("updateNote", ["one-member"], upper)).toEqual([]);
  const elsewhere = sending(({ text, ...body }) => ({ ...body, ...(text === undefined ? {} : { title: text }) }));
  expect(await noted.find("updateNote", ["one-member /text"], elsewhere)).toEqual([]);
});

it("says nothing of a member that the contract has no place for by its name", async () => {
  const unheardOf = { ...input, properties: { ...input.properties, unheardOf: { type: "string" } } };
  const unusual = { input: unheardOf, examples: [{ noteId: "note-1", unheardOf: "of" }] };
  const dropping = sending(({ unheardOf: _, ...body }) => body);
  expect(await noted.find("updateNote", ["one-member /unheardOf"], dropping, unusual)).toEqual([]);
});

it("tells once of what the vendor refuses for a member that is left out", async () => {
  const mistake = sending((body) => ({ title: "", ...body }));
  expect(await noted.find("updateNote", ["one-member /text"], mistake)).toMatchInlineSnapshot(`
    [
      "one-member /text: request.body /title minLength: must have at least 1 characters, and has 0",
    ]
  `);
});

it("lets an adapter refuse an input by itself, for what it lacks", async () => {
  const mistake = {
    ...updateNote,
    toRequest(given: { noteId: string; text?: string }) {
      if (given.text === undefined) throw new Error("There is no text.");
      return updateNote.toRequest(given);
    },
  };
  expect(await noted.find("updateNote", ["no-optional-member", "one-member /title"], mistake)).toEqual([]);
});

it("lets null, zero and false stay away from a query, and false from a body where it says nothing new", async () => {
  const searching = {
    input: {
      ...schemas.listNotes.input,
      properties: {
        ...schemas.listNotes.input.properties,
        search: { type: ["integer", "null"], minimum: 0 },
        folder: { type: "boolean" },
      },
    },
    examples: [{ search: 42, folder: true }],
  };
  const toRequest = ({ search, folder }: { search?: number; folder?: boolean }): Sent => ({
    ...correct.listNotes.toRequest({}),
    query: { limit: 3, ...(search ? { search } : {}), ...(folder ? { folder: String(folder) } : {}) },
  });
  const groups = ["null-member /search", "number-limit /search 0", "false /folder"];
  expect(await noted.find("listNotes", groups, { toRequest }, searching)).toEqual([]);

  const owner = { ...input.properties.owner, properties: { name: { type: "string" }, silent: { type: "boolean" } } };
  const silent = { input: { ...input, properties: { ...input.properties, owner } } };
  const examples = [{ noteId: "note-1", owner: { name: "Ada", silent: true } }];
  const truthy = sending(({ owner, ...body }) => {
    const { name, silent } = (owner ?? {}) as { name?: string; silent?: boolean };
    return { ...body, ...(owner === undefined ? {} : { owner: { name, ...(silent ? { silent } : {}) } }) };
  });
  expect(await noted.find("updateNote", ["false /owner/silent"], truthy, { ...silent, examples })).toEqual([]);
});

it("finds a text that stays away from a query, unless it is empty", async () => {
  const { input } = schemas.listNotes;
  const searching = { input: { ...input, properties: { ...input.properties, search: { type: "string" } } } };
  const toRequest = ({ search = "" }: { search?: string }): Sent => ({
    ...correct.listNotes.toRequest({}),
    query: { limit: 3, ...(/^[\w /]+$/.test(search) ? { search } : {}) },
  });
  const unusual = { ...searching, examples: [{ search: "The note" }] };
  expect(await noted.find("listNotes", ["empty-text /search"], { toRequest }, unusual)).toEqual([]);
  expect(await noted.find("listNotes", ["unicode /search combining"], { toRequest }, unusual)).toMatchInlineSnapshot(`
    [
      "unicode /search combining: adapter /search input-lost: "Zoë ñ" does not reach the vendor: request.query has no /search",
    ]
  `);
});

it("finds a member that is dropped, where another one is what has its value in the request", async () => {
  const examples = [{ noteId: "note-1", title: "Water the plants", tags: ["note-1"] }];
  const dropping = sending(({ tags: _, ...body }) => body);
  expect(await noted.find("updateNote", ["one-member /tags"], dropping, { examples })).toMatchInlineSnapshot(`
    [
      "one-member /tags: adapter /tags input-lost: ["note-1"] does not reach the vendor: request.body has no /tags",
    ]
  `);
  const elsewhere = sending(({ tags, ...body }) => ({ ...body, ...(Array.isArray(tags) ? { text: tags[0] } : {}) }));
  expect(await noted.find("updateNote", ["one-member /tags"], elsewhere, { examples })).toEqual([]);
});

it("finds a text that is dropped, where the documented input has null for it", async () => {
  const unusual = { examples: [{ noteId: "note-1", text: null }] };
  const dropping = sending(({ text: _, ...body }) => body);
  expect(await noted.find("updateNote", ["one-member /text"], dropping, unusual)).toMatchInlineSnapshot(`
    [
      "one-member /text: adapter /text input-lost: "Standin text" does not reach the vendor: request.body has no /text",
    ]
  `);
  expect(await noted.find("updateNote", ["all-members", "one-member"], {}, unusual)).toEqual([]);
});
