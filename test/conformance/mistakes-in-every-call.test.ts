import { afterAll, describe, expect, it } from "vitest";
import { sending } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { input } = schemas.updateNote;

describe("members of the input that have changed places", () => {
  const groups = ["documented", "all-members", "one-member"];
  const examples = [{ noteId: "note-1", title: "Water the plants", text: "Not the cactus" }];
  const swap = sending(({ title, text, ...body }) => ({
    ...body,
    ...(title === undefined ? {} : { text: title }),
    ...(text === undefined ? {} : { title: text }),
  }));

  it("are found", async () => {
    expect(await noted.find("updateNote", ["documented"], swap, { examples })).toMatchInlineSnapshot(`
      [
        "documented: adapter /title input-altered: "Water the plants" reaches the vendor in request.body /text, and at the place of its name, /title, there is "Not the cactus", which the input has at /text",
        "documented: adapter /text input-altered: "Not the cactus" reaches the vendor in request.body /title, and at the place of its name, /text, there is "Water the plants", which the input has at /title",
      ]
    `);
  });

  it("are found where three have done so", async () => {
    const three = { ...input, properties: { ...input.properties, contact: { type: "string", maxLength: 60 } } };
    const round = sending(({ title, text, contact, ...body }) => ({
      ...body,
      ...(title === undefined ? {} : { text: title }),
      ...(text === undefined ? {} : { contact: text }),
      ...(contact === undefined ? {} : { title: contact }),
    }));
    const given = [{ ...examples[0], text: "text@noted.test", contact: "ada@noted.test" }];
    const found = await noted.find("updateNote", ["documented"], round, { input: three, examples: given });
    expect(found.map((line) => line.split(" ").slice(0, 4).join(" "))).toEqual(
      ["title", "text", "contact"].map((name) => `documented: adapter /${name} input-altered:`),
    );
  });

  it("are none where the adapter calls one of them otherwise", async () => {
    const other = {
      ...input,
      properties: { noteId: input.properties.noteId, title: { type: "string" }, heading: { type: "string" } },
    };
    const toTitle = sending(({ title, heading }) => ({
      ...(title === undefined ? {} : { text: title }),
      ...(heading === undefined ? {} : { title: heading }),
    }));
    const given = [{ noteId: "note-1", title: "Not the cactus", heading: "Water the plants" }];
    expect(await noted.find("updateNote", groups, toTitle, { input: other, examples: given })).toEqual([]);
  });
});

describe("a value that the adapter's schema lists as the contract does", () => {
  const kinds = ["letter", "visit", "call"];
  const step = {
    type: "object",
    required: ["line", "kind"],
    properties: { line: { type: "string" }, kind: { enum: kinds } },
  };
  const withSteps = (items: object) => ({
    input: { ...input, properties: { noteId: input.properties.noteId, steps: { type: "array", items } } },
    examples: [{ noteId: "note-1", steps: [{ line: "Ask the neighbours", kind: "letter" }] }],
  });
  type Step = { line: string; kind: string };
  const altering = (alter: (step: Step) => Step) =>
    sending(({ steps, ...body }) => (steps === undefined ? body : { ...body, steps: (steps as Step[]).map(alter) }));

  it("is found as another one", async () => {
    const fixed = altering((one) => ({ ...one, kind: "call" }));
    expect(await noted.find("updateNote", ["documented"], fixed, withSteps(step))).toMatchInlineSnapshot(`
      [
        "documented: adapter /steps/0/kind input-altered: "letter" reaches the vendor as "call", in request.body /steps/0/kind, where the contract lists what the input schema lists",
      ]
    `);
  });

  it("is none where the adapter has values of its own, or fewer", async () => {
    const toKind: Record<string, string> = { letter: "visit", visit: "letter" };
    const mapped = altering((one) => ({ ...one, kind: toKind[one.kind] ?? "call" }));
    for (const own of [
      ["letter", "visit"],
      [...kinds, "fax"],
    ]) {
      const items = { ...step, properties: { ...step.properties, kind: { enum: own } } };
      expect(await noted.find("updateNote", ["documented"], mapped, withSteps(items))).toEqual([]);
    }
  });

  it("may stand in another item, where the adapter has an order of its own", async () => {
    const sorted = sending(({ steps, ...body }) => ({
      ...body,
      ...(steps === undefined
        ? {}
        : { steps: (steps as Step[]).toSorted((one, other) => (one.line < other.line ? -1 : 1)) }),
    }));
    const steps = [
      { line: "b", kind: "letter" },
      { line: "a", kind: "visit" },
    ];
    const unusual = { ...withSteps(step), examples: [{ noteId: "note-1", steps }] };
    expect(await noted.find("updateNote", ["documented"], sorted, unusual)).toEqual([]);
  });
});
