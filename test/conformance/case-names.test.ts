import { afterAll, describe, expect, it } from "vitest";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

it.each(["getNote", "createNote", "updateNote", "deleteNote", "listNotes", "listEntries", "getEvent"] as const)(
  "makes cases for %s of schema and contract, and says what each holds",
  async (operation) => {
    expect(await noted.list(operation)).toMatchSnapshot();
  },
);

it("holds an adapter that is meant to retry to more", async () => {
  const due = await noted.list("updateNote", { retries: true });
  expect(due.filter((name) => name.startsWith("retry"))).toMatchInlineSnapshot(`
    [
      "retry 429 seconds: waits the seconds that a 429 asks for",
      "retry 429 date: waits for the date that a 429 names",
      "retry 503 seconds: waits the seconds that a 503 asks for, or reports it",
      "retry 408: comes through one 408 or reports it",
      "retry 500: comes through one 500 or reports it",
      "retry same-request: sends the same request where it tries again",
      "retry-end 429: gives up when every answer is 429",
      "retry-end 503: gives up when every answer is 503",
    ]
  `);
  expect(await noted.list("updateNote", { retries: false })).toEqual(await noted.list("updateNote"));
});

it("has the same cases for an adapter in another process, which waits in real time", async () => {
  expect(await noted.list("updateNote", { drivesTime: false })).toEqual(await noted.list("updateNote"));
});

it("generates no inputs where none are asked for, or no schema is given", async () => {
  const isGenerated = (name: string) => name.startsWith("generated");
  expect((await noted.list("updateNote", { runs: 0 })).filter(isGenerated)).toEqual([]);
  expect((await noted.list("updateNote", { runs: 1 })).filter(isGenerated)).toMatchInlineSnapshot(`
    [
      "generated: holds for generated inputs, 1 at the most",
    ]
  `);
  const examples = [{ noteId: "note-1", title: "One" }, { noteId: "note-2" }];
  const bare = await noted.list("updateNote", { input: undefined, examples } as never);
  expect(bare.slice(0, 4)).toMatchInlineSnapshot(`
    [
      "documented: does what is documented",
      "example 1: does what example 1 says",
      "result: answers what the vendor says",
      "result not-sent: answers what the vendor says, where that is not what was sent",
    ]
  `);
});

it("sends all members together where the documented input has not all of them", async () => {
  const { input } = schemas.listNotes;
  const searching = { input: { ...input, properties: { ...input.properties, search: { type: "string" } } } };
  expect((await noted.list("listNotes", searching)).slice(0, 3)).toMatchInlineSnapshot(`
    [
      "documented: does what is documented",
      "all-members: sends all members together",
      "no-optional-member: sends none of the optional members",
    ]
  `);
});

it("leaves the pages to a caller who turns them, and asks for no size where there is none to ask for", async () => {
  const { input } = schemas.listNotes;
  const ofPages = async (members: object) =>
    (await noted.list("listNotes", { input: { ...input, properties: members } })).filter((name) =>
      name.startsWith("all-pages"),
    );
  expect(await ofPages({ ...input.properties, cursor: { type: "string" } })).toEqual([]);
  expect(await ofPages({})).toEqual(["all-pages: reads all pages"]);
});

describe("the values of one member", () => {
  const { input } = schemas.getNote;
  const tried = [
    ...["null-member", "empty-list", "long-list", "list-length", "false", "number-limit", "date-time", "encoded-id"],
    ...["empty-text", "text-length", "long-text", "unicode", "markup", "control-character"],
  ];
  const namesOf = async (members: object) => {
    const ofMembers = { ...input, properties: { ...input.properties, ...members } };
    const names = await noted.list("updateNote", { input: ofMembers });
    return names.filter((name) => tried.includes(name.split(" ")[0] as string) && !name.includes("/noteId:"));
  };

  it("are numbers at the schema's limits, and where it has none those that the contract takes", async () => {
    const numbers = async (schema: object, name = "effort") =>
      (await namesOf({ [name]: schema })).map((one) => one.split(":")[0]);
    const integer = { type: "integer" };
    expect(await numbers(integer)).toEqual(["number-limit /effort 0", "number-limit /effort 4294967297"]);
    expect(await numbers({ type: "number" })).toEqual(await numbers(integer));
    expect(await numbers({ ...integer, minimum: 3 })).toMatchInlineSnapshot(`
      [
        "number-limit /effort 3",
        "number-limit /effort 4294967297",
      ]
    `);
    expect(await numbers({ ...integer, exclusiveMinimum: 3 })).toMatchInlineSnapshot(`
      [
        "number-limit /effort 4294967297",
      ]
    `);
    expect(await numbers({ ...integer, maximum: 8 })).toMatchInlineSnapshot(`
      [
        "number-limit /effort 7",
        "number-limit /effort 8",
        "number-limit /effort 0",
      ]
    `);
    expect(await numbers({ ...integer, minimum: 7, maximum: 8 })).toMatchInlineSnapshot(`
      [
        "number-limit /effort 7",
        "number-limit /effort 8",
      ]
    `);
    expect(await numbers({ ...integer, maximum: -2 })).toMatchInlineSnapshot(`
      [
        "number-limit /effort -3",
        "number-limit /effort -2",
      ]
    `);
    expect(await numbers({ type: ["integer", "null"], minimum: 3 })).toMatchInlineSnapshot(`
      [
        "null-member /effort",
        "number-limit /effort 3",
        "number-limit /effort 4294967297",
      ]
    `);
    // The contract has room for neither, or no such member at all.
    expect(await numbers(integer, "priority")).toEqual([]);
    expect(await numbers(integer, "unheardOf")).toEqual([]);
    const sizes = await noted.list("listNotes", { input: { type: "object", properties: { limit: integer } } });
    expect(sizes.filter((name) => name.startsWith("number-limit"))).toEqual([]);
  });

  it("are lists of as many items as the schema allows", async () => {
    const lists = async (schema: object) =>
      (await namesOf({ tags: { type: "array", items: { type: "string" }, ...schema } })).filter((one) =>
        one.includes("list"),
      );
    expect(await lists({})).toMatchInlineSnapshot(`
      [
        "empty-list /tags: sends an empty list for tags",
        "long-list /tags: sends 100 items for tags",
      ]
    `);
    expect(await lists({ minItems: 1, maxItems: 1 })).toMatchInlineSnapshot(`
      [
        "list-length /tags 1: sends 1 items for tags",
      ]
    `);
    expect(await lists({ minItems: 2, maxItems: 4 })).toMatchInlineSnapshot(`
      [
        "list-length /tags 2: sends 2 items for tags",
        "list-length /tags 3: sends 3 items for tags",
        "list-length /tags 4: sends 4 items for tags",
      ]
    `);
    expect(await lists({ minItems: 2 })).toMatchInlineSnapshot(`
      [
        "long-list /tags: sends 100 items for tags",
        "list-length /tags 2: sends 2 items for tags",
      ]
    `);
    expect(await lists({ maxItems: 1000 })).toMatchInlineSnapshot(`
      [
        "empty-list /tags: sends an empty list for tags",
        "list-length /tags 999: sends 999 items for tags",
        "list-length /tags 1000: sends 1000 items for tags",
      ]
    `);
    expect(await lists({ maxItems: 1001 })).toEqual(await lists({}));
    expect(await lists({ minItems: 0 })).toEqual(await lists({}));
  });

  it("are texts of as many characters as the schema allows", async () => {
    const texts = async (schema: object) =>
      (await namesOf({ text: { type: "string", ...schema } })).filter((one) => /text-length|long-text|empty/.test(one));
    expect(await texts({})).toMatchInlineSnapshot(`
      [
        "empty-text /text: sends an empty text for text",
        "long-text /text: sends 2000 characters for text",
      ]
    `);
    expect(await texts({ minLength: 1, maxLength: 2 })).toMatchInlineSnapshot(`
      [
        "text-length /text 2: sends 2 characters for text",
      ]
    `);
    expect(await texts({ minLength: 2 })).toMatchInlineSnapshot(`
      [
        "text-length /text 2: sends 2 characters for text",
        "long-text /text: sends 2000 characters for text",
      ]
    `);
    expect(await texts({ maxLength: 100_000 })).toMatchInlineSnapshot(`
      [
        "empty-text /text: sends an empty text for text",
        "text-length /text 99999: sends 99999 characters for text",
        "text-length /text 100000: sends 100000 characters for text",
      ]
    `);
    expect(await texts({ maxLength: 100_001 })).toMatchInlineSnapshot(`
      [
        "empty-text /text: sends an empty text for text",
        "long-text /text: sends 2000 characters for text",
      ]
    `);
  });

  it("are no texts of any words where the schema says which", async () => {
    const text = { type: "string" };
    expect(await namesOf({ text: { ...text, enum: ["one"] } })).toEqual([]);
    expect(await namesOf({ text: { ...text, const: "one" } })).toEqual([]);
    expect(await namesOf({ contact: { ...text, format: "email" } })).toEqual([]);
    expect(await namesOf({ due: { ...text, format: "date-time" } })).toMatchInlineSnapshot(`
      [
        "date-time /due: sends the moment of due, whatever its offset",
      ]
    `);
    expect(
      await namesOf({ text: { ...text, minLength: 1, maxLength: 30, pattern: "^[^\\n\\0]*$" } }),
    ).toMatchInlineSnapshot(`
      [
        "text-length /text 29: sends 29 characters for text",
        "text-length /text 30: sends 30 characters for text",
        "unicode /text astral: sends astral text for text as it is",
        "unicode /text combining: sends combining text for text as it is",
        "unicode /text right-to-left: sends right-to-left text for text as it is",
        "markup /text: sends quotes and markup in text as they are",
      ]
    `);
  });

  it("are ids that need to be encoded, by the member's name", async () => {
    for (const name of ["id", "ownerId", "owner_id", "OWNERID"])
      expect(await namesOf({ [name]: { type: "string" } })).toEqual([`encoded-id /${name}: percent-encodes ${name}`]);
    expect((await namesOf({ identity: { type: "string" } })).join()).not.toContain("encoded-id");
  });

  it("are false and null where the schema has them", async () => {
    expect(await namesOf({ urgent: { type: ["boolean", "null"] } })).toMatchInlineSnapshot(`
      [
        "null-member /urgent: sends null for urgent",
        "false /urgent: sends false for urgent",
      ]
    `);
  });
});
