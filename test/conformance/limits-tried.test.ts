import { afterAll, expect, it } from "vitest";
import { correct } from "./noted/adapter.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { updateNote } = correct;

/** What the adapter is asked to send of one member at the contract's limits: texts and lists by their length. */
async function triedFor(name: string, schema: object, value: unknown): Promise<string> {
  const asked = await askedFor(name, schema, value);
  if (typeof asked === "string") return asked;
  return asked.map((given) => (typeof given === "string" || Array.isArray(given) ? given.length : given)).join(" ");
}

/** The same as it is asked; why, where nothing is tried. */
async function askedFor(name: string, schema: object, value: unknown): Promise<readonly unknown[] | string> {
  const asked: unknown[] = [];
  const toRequest = (input: { noteId: string }) => {
    asked.push((input as Record<string, unknown>)[name]);
    return updateNote.toRequest(input);
  };
  const input = { type: "object", required: ["noteId"], properties: { noteId: { type: "string" }, [name]: schema } };
  const unusual = { input, examples: [{ noteId: "note-1", [name]: value }] };
  const [result] = await noted.run("updateNote", ["contract-limits"], { toRequest }, unusual);
  // A limit is tried of a call for itself, behind those that show where members go.
  return result?.status === "skipped" ? `${result.reason}` : asked;
}

it("tries each limit of the contract that the adapter's schema leaves open, just within and just beyond", async () => {
  const text = { type: "string" };
  const tags = { type: "array", items: text };
  const contact = "grace@example.com";
  expect({
    title: await triedFor("title", text, "Water the plants"),
    "title of 30 at the most": await triedFor("title", { ...text, maxLength: 30 }, "Water the plants"),
    contact: await triedFor("contact", text, contact),
    priority: await triedFor("priority", { type: "integer" }, 40),
    "priority from 20": await triedFor("priority", { type: "integer", minimum: 20 }, 40),
    weight: await triedFor("weight", { type: "number" }, 12.5),
    tags: await triedFor("tags", tags, ["home"]),
    "two tags at the most": await triedFor("tags", { ...tags, maxItems: 2 }, ["home"]),
  }).toMatchInlineSnapshot(`
    {
      "contact": "21 17 21 17 17 17 17 17 60 59 61",
      "priority": "40 40 40 40 40 10 11 9 90 89 91",
      "priority from 20": "40 40 40 40 40 90 89 91",
      "tags": "1 1 1 1 1 1 1 1 3 2 4",
      "title": "19 19 16 16 16 1 2 0 40 39 41",
      "title of 30 at the most": "19 19 16 16 16 1 2 0",
      "two tags at the most": "1 1 1 1 1 1 1 1",
      "weight": "12.5 12.5 12.5 12.5 12.5 -50 -49 -51",
    }
  `);
});

it("makes texts longer and shorter so that an address stays one", async () => {
  const asked = await askedFor("contact", { type: "string" }, "grace@example.com");
  expect(asked.slice(-3)).toMatchInlineSnapshot(`
    [
      "grace@example.commmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm",
      "grace@example.commmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm",
      "grace@example.commmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm",
    ]
  `);
  const title = await askedFor("title", { type: "string" }, "Water the plants");
  expect(title.slice(-6)).toMatchInlineSnapshot(`
    [
      "x",
      "xx",
      "",
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ]
  `);
  expect(
    (await askedFor("tags", { type: "array", items: { type: "string" } }, ["home"])).slice(-3),
  ).toMatchInlineSnapshot(`
    [
      [
        "home",
        "1home",
        "2home",
      ],
      [
        "home",
        "1home",
      ],
      [
        "home",
        "1home",
        "2home",
        "3home",
      ],
    ]
  `);
});

it("tries members that the documented input has not", async () => {
  expect(await triedFor("priority", { type: "integer" }, undefined)).toMatchInlineSnapshot(
    `" 40     10 11 9 90 89 91"`,
  );
});

it("is a case where the adapter's schema leaves open what the contract limits, and else none", async () => {
  const isTried = async (schema: object) => {
    const properties = { noteId: { enum: ["note-1"] }, other: schema };
    const names = await noted.list("updateNote", { input: { type: "object", required: ["noteId"], properties } });
    return names.filter((name) => name.startsWith("contract-limits"));
  };
  const tried = ["contract-limits: keeps to the contract's limits, where the adapter's own schema states none"];
  const text = { type: "string" };
  const closed = { ...text, minLength: 1, maxLength: 40 };
  const listed = { enum: ["a", "b"] };
  for (const schema of [
    ...[text, { ...text, minLength: 1 }, { ...text, maxLength: 40 }],
    ...[
      { type: "array", items: listed },
      { type: "array", maxItems: 3, items: closed },
    ],
    ...[{ type: "integer" }, { type: "number", minimum: 1 }, { type: "integer", maximum: 9 }],
  ])
    expect([schema, await isTried(schema)]).toEqual([schema, tried]);
  for (const schema of [
    ...[closed, { type: "boolean" }, listed, { ...text, format: "email" }],
    ...[
      { type: "array", maxItems: 3, items: listed },
      { type: "integer", minimum: 1, maximum: 9 },
    ],
  ])
    expect([schema, await isTried(schema)]).toEqual([schema, []]);
});
