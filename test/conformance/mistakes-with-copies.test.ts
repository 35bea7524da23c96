import { afterAll, describe, expect, it } from "vitest";
import type { VendorEvent } from "./noted/adapter.ts";
import { correct } from "./noted/adapter.ts";
import { answering, sending } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { updateNote, listNotes } = correct;
type Members = Record<string, unknown>;

/** An adapter that makes its result of what it was given as well. */
function echoing(make: (input: Members, result: Members) => unknown) {
  let last: Members = {};
  return {
    toRequest(input: Members) {
      last = input;
      return updateNote.toRequest(input as never);
    },
    toResult: (notes: readonly never[]) => make(last, { ...updateNote.toResult(notes) }),
  };
}

describe("a result that is what was sent", () => {
  it("is found, where the vendor says something else", async () => {
    const mistake = echoing(({ title, owner }, result) => ({
      ...result,
      title: title ?? result.title,
      ownerName: (owner as Members | undefined)?.name ?? null,
    }));
    expect(await noted.find("updateNote", ["result"], mistake)).toMatchInlineSnapshot(`
      [
        "result not-sent: adapter /title output-differs: the result says "Water the plants", which the call was given; the vendor's answer has "Water the plants7" at /title",
        "result not-sent: adapter /ownerName output-differs: the result says "Ada Lovelace", which the call was given; the vendor's answer has "Ada Lovelace7" at /owner/name",
      ]
    `);
  });

  it("is found of numbers by their name", async () => {
    const mistake = echoing(({ priority }, result) => ({ ...result, priority: priority ?? null }));
    expect(await noted.find("updateNote", ["result"], mistake)).toMatchInlineSnapshot(`
      [
        "result not-sent: adapter /priority output-differs: the result says 40, which the call was given; the vendor's answer has 47 at /priority",
      ]
    `);
  });

  it("is none beside what the vendor says, nor where the adapter looks whether all was kept", async () => {
    const beside = echoing(({ title }, result) => ({ ...result, asked: { title } }));
    expect(await noted.find("updateNote", ["result"], beside)).toEqual([]);
    const looking = echoing(({ title }, result) => {
      if (title !== undefined && result.title !== title && !String(result.title).startsWith("Standin"))
        throw new Error("The title was not kept.");
      return result;
    });
    expect(await noted.find("updateNote", ["result not-sent"], looking)).toEqual([]);
  });
});

describe("a record that has what another one has", () => {
  const ofTheFirst = (records: readonly Members[]) =>
    records.map((record) => ({ ...record, title: records[0]?.title }));

  it("is found in one list of all pages", async () => {
    const toResult = (bodies: readonly never[]) => ofTheFirst(listNotes.toResult(bodies));
    expect(await noted.find("listNotes", ["result", "all-pages"], { toResult })).toMatchInlineSnapshot(`
      [
        "result: adapter /1/title output-differs: the record "note-2" of the result says "The note with number 1", which the vendor says of "note-1", and of this one "The note with number 2"",
        "all-pages: adapter /1/title output-differs: the record "note-2" of the result says "The note with number 1", which the vendor says of "note-1", and of this one "The note with number 2"",
        "all-pages small: adapter /1/title output-differs: the record "note-2" of the result says "The note with number 1", which the vendor says of "note-1", and of this one "The note with number 2"",
      ]
    `);
  });

  it("is found in each page", async () => {
    const toResult = (bodies: readonly never[]) => bodies.flatMap((body) => ofTheFirst(listNotes.toResult([body])));
    expect(await noted.find("listNotes", ["result", "all-pages"], { toResult })).toMatchInlineSnapshot(`
      [
        "all-pages small: adapter /1/title output-differs: the record "note-2" of the result says "The note with number 1", which the vendor says of "note-1", and of this one "The note with number 2"",
      ]
    `);
  });
});

describe("a time that is cut to its day", () => {
  const { output } = schemas.getNote;
  const withChanged = (changed: object) => ({ output: { ...output, properties: { ...output.properties, changed } } });
  const cut = answering((result, { changed }) => ({
    ...result,
    changed: changed && `${String(changed).slice(0, 10)}T00:00:00Z`,
  }));
  const day = answering((result, { changed }) => ({ ...result, changed: changed && String(changed).slice(0, 10) }));

  it("is found where the result has a time", async () => {
    const unusual = withChanged({ type: "string", format: "date-time" });
    expect(await noted.find("getNote", ["result"], cut, unusual)).toMatchInlineSnapshot(`
      [
        "result: adapter /changed output-differs: the result says "2026-02-03T00:00:00Z", and the vendor's answer has another time, "2026-02-03T04:05:06Z" at /changed",
      ]
    `);
    expect(await noted.find("getNote", ["unknown-members"], day, unusual)).toMatchInlineSnapshot(`
      [
        "unknown-members: adapter /changed output: the result must match format "date-time", as the adapter's output schema has it",
      ]
    `);
  });

  it("is none where a date would do", async () => {
    expect(await noted.find("getNote", ["result"], cut, withChanged({ type: "string" }))).toEqual([]);
    expect(await noted.find("getNote", ["result"], day, withChanged({ type: "string", format: "date" }))).toEqual([]);
  });

  it("is found where it is sent", async () => {
    const { input } = schemas.updateNote;
    const due = { type: "string", format: "date-time" };
    const unusual = {
      input: { ...input, properties: { ...input.properties, due } },
      examples: [{ noteId: "note-1", title: "Water the plants", due: "2026-02-03T04:05:06Z" }],
    };
    const mistake = sending(({ due: given, ...body }) =>
      given === undefined ? body : { ...body, due: `${String(given).slice(0, 10)}T00:00:00Z` },
    );
    expect(await noted.find("updateNote", ["documented", "date-time"], mistake, unusual)).toMatchInlineSnapshot(`
      [
        "documented: adapter /due input-altered: "2026-02-03T04:05:06Z" reaches the vendor as "2026-02-03T00:00:00Z", in request.body /due",
        "date-time /due: adapter /due input-altered: "2026-02-03T04:05:06+02:00" reaches the vendor as "2026-02-03T00:00:00Z", in request.body /due",
      ]
    `);
    const aDay = sending(({ due: given, ...body }) =>
      given === undefined ? body : { ...body, due: String(given).slice(0, 10) },
    );
    expect(await noted.find("updateNote", ["documented"], aDay, unusual)).toMatchInlineSnapshot(`
      [
        "documented: request.body /due format: must match format "date-time", and is "2026-02-03"",
        "documented: adapter unexpected-error: the adapter reports an error: 400, The vendor refuses: {"error":"The request is not valid."}",
      ]
    `);
  });
});

describe("a number that is cut to 32 bits", () => {
  it("is found in a list that is sent", async () => {
    const { input } = schemas.updateNote;
    const votes = { type: "array", items: { type: "integer" } };
    const unusual = {
      input: { ...input, properties: { ...input.properties, votes } },
      examples: [{ noteId: "note-1", votes: [12, 34] }],
    };
    const mistake = sending(({ votes: given, ...body }) => ({
      ...body,
      ...(given ? { votes: (given as number[]).map((vote) => vote | 0) } : {}),
    }));
    expect(await noted.find("updateNote", ["number-limit"], mistake, unusual)).toMatchInlineSnapshot(`
      [
        "number-limit /votes item 4294967297: adapter /votes/0 input-altered: 4294967297 reaches the vendor as 1, in request.body /votes/0",
      ]
    `);
    expect(await noted.find("updateNote", ["number-limit"], {}, unusual)).toEqual([]);
  });

  it("is found in a result, in lists as well", async () => {
    const mistake = answering((result, { votes, priority }) => ({
      ...result,
      priority: priority === undefined ? null : Number(priority) | 0,
      ...(votes ? { votes: (votes as number[]).map((vote) => vote | 0) } : {}),
    }));
    expect(await noted.find("getNote", ["number-answer"], mistake)).toMatchInlineSnapshot(`
      [
        "number-answer: adapter /priority output-differs: the result is 0, and the vendor's answer has 1099511627776 at /priority",
        "number-answer: adapter /votes/0 output-differs: the result is 1, and the vendor's answer has 1099511627777 at /votes/0",
        "number-answer: adapter /votes/1 output-differs: the result is 2, and the vendor's answer has 1099511627778 at /votes/1",
      ]
    `);
    const whole = answering((result, { votes }) => ({ ...result, ...(votes ? { votes } : {}) }));
    expect(await noted.find("getNote", ["number-answer"], whole)).toEqual([]);
  });

  it("is found where a fraction is rounded for which the result has room", async () => {
    const priced = (make: (price: number) => number, output: Record<string, unknown> = { type: "object" }) =>
      noted.find(
        "getEvent",
        ["number-answer"],
        { toResult: ([event]: readonly VendorEvent[]) => ({ id: event?.id, price: make(event?.price ?? 0) }) },
        { output },
      );
    expect(await priced(Math.round)).toMatchInlineSnapshot(`
      [
        "number-answer: adapter /price output-differs: the result is 41, and the vendor's answer has 40.5 at /price",
      ]
    `);
    expect(await priced((price) => price)).toEqual([]);
    const whole = { type: "object", properties: { price: { type: "integer" } } };
    expect(await priced(Math.round, whole)).toEqual([]);
    // What is in another unit is never seen to be what the vendor says.
    expect(await priced((price) => price / 100)).toEqual([]);
  });
});
