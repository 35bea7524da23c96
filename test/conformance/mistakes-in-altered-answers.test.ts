import { afterAll, describe, expect, it } from "vitest";
import { correct } from "./noted/adapter.ts";
import { answering } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { output } = schemas.updateNote;
const withOutput = (members: object, required = output.required) => ({
  output: { ...output, required, properties: { ...output.properties, ...members } },
});

/** An adapter that fails where a member of the vendor's note is not as it has to be. */
const failing = (name: string, isRight: (value: unknown) => boolean) =>
  answering((result, note) => {
    if (!isRight(note[name])) throw new Error(`There is no ${name}.`);
    return result;
  });

const isThere = (value: unknown) => value !== undefined;

describe("an adapter that cannot do without a member", () => {
  const found = (unusual: object) =>
    noted.find("updateNote", ["absent-member /label"], failing("label", isThere), unusual);

  it("is right where its own output schema demands it, or where it has none", async () => {
    expect(await found(withOutput({ label: { type: "string" } }))).toEqual([]);
    expect(await found({ output: undefined })).toEqual([]);
  });

  it("is wrong where its own output schema can do without it, or has null for it", async () => {
    const wrong = ["absent-member /label: adapter unexpected-error: the adapter reports an error: There is no label."];
    const others = output.required.filter((name) => name !== "label");
    expect(await found(withOutput({ label: { type: "string" } }, others))).toEqual(wrong);
    expect(await found({})).toEqual(wrong);
  });

  it("is right where all that it answers from is gone", async () => {
    const toResult = ([note]: readonly { owner?: { name: string } | null }[]) => ({ by: note?.owner?.name.trim() });
    const demanding = {
      toResult: (notes: Parameters<typeof toResult>[0]) => {
        if (!notes[0]?.owner) throw new Error("There is no owner.");
        if ("standin_unknown" in notes[0]) throw new Error("There is something else.");
        return toResult(notes);
      },
    };
    const found = (group: string) => noted.find("updateNote", [group], demanding, { output: { type: "object" } });
    expect(await found("absent-member /owner")).toEqual([]);
    expect(await found("null-answer /owner")).toEqual([]);
    expect(await found("unknown-members")).toHaveLength(1);
  });
});

describe("an empty text", () => {
  const groups = ["empty-text-answer /title", "empty-text-answer /label"];
  const nonEmpty = { type: "string", minLength: 1 };

  it("may be refused where the output schema has no room for it", async () => {
    const refusing = failing("title", (value) => value !== "");
    expect(await noted.find("updateNote", groups, refusing, withOutput({ title: nonEmpty }))).toEqual([]);
    const group = ["empty-text-answer /title"];
    expect(await noted.find("updateNote", group, refusing, withOutput({ label: nonEmpty }))).toEqual([
      "empty-text-answer /title: adapter unexpected-error: the adapter reports an error: There is no title.",
    ]);
    expect(await noted.find("updateNote", groups, refusing, { output: undefined } as never)).toHaveLength(1);
  });

  it("may be told as null", async () => {
    const saying = answering((result) => ({ ...result, label: result.label === "" ? null : result.label }));
    expect(await noted.find("updateNote", groups, saying)).toEqual([]);
  });
});

describe("a value of another type", () => {
  const saying = answering((result, { label }) => ({ ...result, label: typeof label === "string" ? label : null }));
  const found = (label: object) => noted.find("updateNote", ["typed-answer /label"], saying, withOutput({ label }));

  it("is not told as null, where the output schema has room for it", async () => {
    expect(await found({})).toMatchInlineSnapshot(`
      [
        "typed-answer /label: adapter /label output-differs: the result is null, and the vendor's answer has 42 at /label",
      ]
    `);
  });

  it("may be told as null, or as another one, where it has none", async () => {
    expect(await found({ type: ["string", "null"] })).toEqual([]);
    expect(await noted.find("updateNote", ["typed-answer /label"], {}, withOutput({ label: {} }))).toEqual([]);
  });
});

it("puts text of other scripts where any words will do, in lists too, and nowhere else", async () => {
  const strict = answering((result, { id, state }) => {
    if (!/^note-\d+$/.test(String(id)) || !/^[a-z]+$/.test(String(state))) throw new Error("That is no note.");
    return result;
  });
  expect(await noted.find("updateNote", ["unicode-answer"], strict)).toEqual([]);
  const plain = answering((result) => ({
    ...result,
    tags: (result.tags as string[]).map((tag) => tag.replaceAll(/[^\x20-\x7e]/g, "")),
  }));
  expect(await noted.find("updateNote", ["unicode-answer"], plain)).toMatchInlineSnapshot(`
    [
      "unicode-answer: adapter /tags/0 output-differs: the result is "da  Zoe  home", and the vendor's answer has "𝒜da 🙂 Zoë שלום home" at /tags/0",
    ]
  `);
});

it("alters the first page of a list, whatever the order in which the result has its records", async () => {
  const groups = ["unknown-members", "unicode-answer", "null-answer", "absent-member", "listed-answer"];
  expect(await noted.find("listNotes", groups)).toEqual([]);
  const toResult = (bodies: readonly { notes: never[] }[]) => correct.listNotes.toResult(bodies).reverse();
  expect(await noted.find("listNotes", groups, { toResult })).toEqual([]);
  const lossy = (bodies: readonly { notes: never[] }[]) =>
    correct.listNotes.toResult(bodies).map((note) => ({ ...note, title: note.title.normalize("NFC") }));
  expect(await noted.find("listNotes", ["unicode-answer"], { toResult: lossy })).toMatchInlineSnapshot(`
    [
      "unicode-answer: adapter /0/title output-differs: the result is "𝒜da 🙂 Zoë שלום The note with number 1", and the vendor's answer has "𝒜da 🙂 Zoë שלום The note with number 1" at /notes/0/title",
    ]
  `);
});

it("says why there is nothing to alter", async () => {
  const results = await noted.run("getEvent", ["long-answer /tags", "unknown-members", "null-answer"]);
  expect(results.map(({ group, detail, status, reason }) => [group, detail, status, reason])).toMatchInlineSnapshot(`
    [
      [
        "null-answer",
        "/cancelledAt",
        "passed",
        null,
      ],
      [
        "long-answer",
        "/tags",
        "skipped",
        "no answer was seen that has an item of this list",
      ],
      [
        "unknown-members",
        "",
        "passed",
        null,
      ],
    ]
  `);
});

it("tries nothing of an answer without a body, however much the contract has for one", async () => {
  const groups = ["typed-answer", "listed-answer", "null-answer /text"];
  const results = await noted.run("deleteNote", groups);
  expect(results.map(({ group, status, reason, exchanges }) => [group, status, reason, exchanges.length])).toEqual(
    ["null-answer", "listed-answer", "typed-answer"].map((group) => [
      group,
      "skipped",
      "no answer with a body of JSON was seen",
      0,
    ]),
  );
});

it("lets what the vendor says be the name of a member", async () => {
  const toResult = (notes: readonly { id: string; title?: string | null; text?: string | null }[]) => ({
    fields: Object.fromEntries(notes.map(({ id, title, text }) => [title ?? id, text ?? null])),
  });
  const found = await noted.find("updateNote", "all", { toResult }, { output: { type: "object" } });
  expect(found.filter((line) => line.includes("output-differs"))).toEqual([]);
});

it("passes over a case where an error may be right, for nothing says what is answered", async () => {
  const unusual: object = { output: undefined };
  const results = await noted.run("updateNote", ["absent-member /label"], failing("label", isThere), unusual);
  expect(results.map(({ status, reason }) => [status, reason])).toMatchInlineSnapshot(`
    [
      [
        "skipped",
        "the adapter reports an error, and without an output schema nothing tells whether it has to do without",
      ],
    ]
  `);
});
