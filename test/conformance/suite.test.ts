import { afterAll, expect, it } from "vitest";
import { createSuite, type SuiteSettings } from "../../src/conformance/suite.ts";
import { contractOf } from "../contract/sequence-fixture.ts";
import { type Noted, startNoted, type Unusual } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

type Operation = Parameters<Noted["run"]>[0];

/** What the suite of an adapter is refused with. */
function refusalOf(operation: string, unusual: object): Promise<string> {
  return noted.run(operation as Operation, "all", {}, unusual as Unusual).then(
    () => "It was taken.",
    (error) => `${error.code}: ${error.message}`,
  );
}

const text = { type: "string" };
const of = (properties: object, more: object = {}) => ({
  type: "object",
  properties,
  additionalProperties: false,
  ...more,
});

const onlyChecks = { "~standard": { version: 1, vendor: "noted", validate: () => ({}) } };

it("refuses an adapter that it cannot try, and says why", async () => {
  const { input } = schemas.updateNote;
  expect([
    await refusalOf("updateNotes", {}),
    await refusalOf("updateNote", { input: undefined }),
    await refusalOf("updateNote", { input: onlyChecks }),
    await refusalOf("updateNote", { examples: [{ noteId: "note-1", priority: 7 }] }),
    await refusalOf("updateNote", {
      input: of({ noteId: text, code: { type: "string", pattern: "^q+$" } }, { required: ["code"] }),
    }),
    await refusalOf("updateNote", { input: { ...input, type: "objekt" } }),
    await refusalOf("updateNote", { output: { type: "objekt" } }),
  ]).toMatchInlineSnapshot(`
    [
      "SUITE_INVALID: [noted] has no operation "updateNotes". Did you mean updateNote? There are: listNotes, createNote, getNote, deleteNote, updateNote, listEntries, addEntry, listTags, listTasks, listPlaces, listRooms, getEvent.",
      "SUITE_INVALID: [noted] updateNote: there is neither an input schema nor an example. Give one of them.",
      "SUITE_INVALID: [noted] updateNote: the input schema only tells whether an input will do, for it has no JSON Schema. Give "examples" with one that works.",
      "SUITE_INVALID: [noted] updateNote: the first example breaks the input schema: /priority must be >= 10. Give "examples" with one that works.",
      "SUITE_INVALID: [noted] updateNote: no input can be made of the schema: /code must match pattern "^q+$". Give "examples" with one that works.",
      "SCHEMA_INVALID: [noted] updateNote: the input schema cannot be compiled: type must be JSONType or JSONType[]: objekt.",
      "SCHEMA_INVALID: [noted] updateNote: the output schema cannot be compiled: type must be JSONType or JSONType[]: objekt.",
    ]
  `);
});

it("refuses one without operations, and closes the driver with itself", async () => {
  const settings = { contract: contractOf("acme"), documentedRequests: () => [], documentedReply: () => undefined };
  const open = (operations: object, driver: object) =>
    createSuite({ ...settings, driver, operations, runs: 0 } as unknown as SuiteSettings);
  await expect(open({}, {})).rejects.toThrow(
    /^\[acme\] names no operation to test\. There are: listTasks, createTask, /,
  );
  let closed = 0;
  const suite = await open({ getTask: { examples: [{ id: "1" }] } }, { close: async () => void closed++ });
  await suite.close();
  expect(closed).toBe(1);
});

/** The input of the first call. */
async function documented(unusual: object): Promise<unknown> {
  let first: unknown;
  const toRequest = (given: unknown) => {
    first ??= given;
    return { method: "PATCH", path: "/notes/note-1", body: {} };
  };
  await noted.run("updateNote", ["documented"], { toRequest }, unusual as Unusual);
  return first;
}

it("makes an input of what the documents show, of definitions too", async () => {
  const defs = { Title: { type: "string", minLength: 3 }, Owner: of({ name: text }) };
  const properties = (at: string) => ({
    noteId: text,
    title: { $ref: `#/${at}/Title` },
    owner: { $ref: `#/${at}/Owner` },
  });
  const made = { noteId: "note-1", title: "Water the plants", owner: { name: "Ada Lovelace" } };
  expect(await documented({ input: of(properties("$defs"), { $defs: defs }) })).toEqual(made);
  expect(await documented({ input: of(properties("definitions"), { definitions: defs }) })).toEqual(made);
});

it("takes the first example for the documented input, and needs no schema then", async () => {
  const example = { noteId: "note-1", title: "Mine" };
  expect(await documented({ examples: [example] })).toEqual(example);
  const results = await noted.run("updateNote", "all", {}, {
    input: undefined,
    examples: [example],
    runs: 1,
  } as object);
  const groups = new Set(results.map(({ group }) => group));
  expect(["documented", "result", "refusal", "wire", "concurrency"].filter((group) => !groups.has(group))).toEqual([]);
  expect(["generated", "one-member", "contract-limits"].filter((group) => groups.has(group))).toEqual([]);
});

it("fills an input with what can stand beside the rest, and asks for few records to a page", async () => {
  const seen: unknown[] = [];
  const toRequest = (given: unknown) => {
    seen.push(given);
    return { method: "PATCH", path: "/notes/note-1", body: {} };
  };
  const input = of(
    {
      noteId: text,
      title: text,
      limit: { type: "integer" },
      text: { type: ["string", "null"] },
      odd: { type: "string", pattern: "^q$" },
    },
    { not: { required: ["title", "text"] } },
  );
  await noted.run(
    "updateNote",
    ["all-members"],
    { toRequest },
    { input, examples: [{ noteId: "note-1", title: "Mine" }] },
  );
  expect(seen).toContainEqual({ noteId: "note-1", title: "Mine", limit: 20 });
});

it("generates nothing where no inputs are asked for", async () => {
  await expect(noted.run("updateNote", ["generated"], {}, { runs: 0 })).rejects.toThrow("has no case of generated");
});
