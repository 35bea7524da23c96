import { isDeepStrictEqual } from "node:util";
import { afterAll, expect, it } from "vitest";
import { correct } from "./noted/adapter.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { updateNote, createNote } = correct;
type Input = Record<string, unknown>;

/** An adapter that refuses by itself what it does not like. */
const refusing = (isRefused: (input: Input) => boolean) => ({
  toRequest(input: Input) {
    if (isRefused(input)) throw new Error("The input is not valid.");
    return updateNote.toRequest(input as never);
  },
});
const documented = { noteId: "note-1", title: "Water the plants", priority: 40, owner: { name: "Ada Lovelace" } };
const unusual = { examples: [documented] };

it("finds an adapter that refuses every input but the documented one", async () => {
  const mistake = refusing((input) => !isDeepStrictEqual(input, documented));
  expect(await noted.find("updateNote", "all", mistake, unusual)).toMatchInlineSnapshot(`
    [
      "other-inputs values: adapter /title no-request: the adapter refuses all 3 inputs with another value before it sends anything, and the vendor takes 3 of them: The input is not valid.",
      "other-inputs fewer-members: adapter /title no-request: the adapter refuses all 3 inputs with an optional member less before it sends anything, and the vendor takes 3 of them: The input is not valid.",
      "other-inputs more-members: adapter /text no-request: the adapter refuses all 2 inputs with an optional member more before it sends anything, and the vendor takes 2 of them: The input is not valid.",
    ]
  `);
});

it("says that no generated input was tried where the adapter refuses all of them", async () => {
  const mistake = refusing((input) => !isDeepStrictEqual(input, documented));
  const [generated] = await noted.run("updateNote", ["generated"], mistake, unusual);
  expect([generated?.status, generated?.reason]).toMatchInlineSnapshot(`
    [
      "skipped",
      "the adapter refuses all 25 generated inputs before it sends anything",
    ]
  `);
});

it("finds an adapter that demands members that may be left out", async () => {
  const mistake = refusing(
    (input) =>
      ["title", "priority", "owner"].some((name) => input[name] === undefined) || Object.keys(input).length > 4,
  );
  expect(await noted.find("updateNote", ["other-inputs"], mistake, unusual)).toMatchInlineSnapshot(`
    [
      "other-inputs fewer-members: adapter /title no-request: the adapter refuses all 3 inputs with an optional member less before it sends anything, and the vendor takes 3 of them: The input is not valid.",
      "other-inputs more-members: adapter /text no-request: the adapter refuses all 2 inputs with an optional member more before it sends anything, and the vendor takes 2 of them: The input is not valid.",
    ]
  `);
});

it("lets an adapter be stricter about one member, and about what the vendor refuses as well", async () => {
  const title = refusing(({ title }) => title !== documented.title);
  expect(await noted.find("updateNote", ["other-inputs"], title, unusual)).toEqual([]);
  const bothOrNone = refusing(({ title, priority }) => (title === undefined) !== (priority === undefined));
  const examples = [{ noteId: "note-1", title: "Water the plants", priority: 40 }];
  expect(await noted.find("updateNote", ["other-inputs"], bothOrNone, { examples })).toEqual([]);
  const atLeastOne = refusing(({ noteId: _, ...note }) => Object.keys(note).length === 0);
  expect(
    await noted.find("updateNote", ["other-inputs"], atLeastOne, { examples: [{ noteId: "note-1", title: "A" }] }),
  ).toEqual([]);
});

it("says that there was nothing to try where the vendor refuses the same", async () => {
  const input = {
    type: "object",
    required: ["title"],
    properties: { title: { type: "string" }, text: { type: "string" }, priority: { type: "integer" } },
  };
  const toRequest = (given: Input) => {
    if (given.title !== "Water!" || given.priority !== 90) throw new Error("The input is not valid.");
    return createNote.toRequest({ ...given, title: "Water" });
  };
  const examples = [{ title: "Water!", priority: 90 }];
  const results = await noted.run("createNote", ["other-inputs"], { toRequest }, { input, examples });
  expect(results.map(({ detail, status, reason }) => [detail, status, reason])).toMatchInlineSnapshot(`
    [
      [
        "values",
        "skipped",
        "the adapter refuses each input with another value, and the vendor is not seen to take any",
      ],
    ]
  `);
});
