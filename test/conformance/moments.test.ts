import { expect, it } from "vitest";
import { expectMoments } from "../../src/conformance/cases/moments.ts";
import type { Learnt, Subject } from "../../src/conformance/subject.ts";
import type { Visit } from "../../src/conformance/visit.ts";
import { loadNoted } from "./noted/contract.ts";

const { contract, operation } = await loadNoted();

interface Known {
  /** For places in the result those in the answer. */
  sources?: Record<string, string>;
  places?: Learnt["places"];
  checkOutput?: Subject["checkOutput"];
}

/** What is said of the times in a result, given what the vendor answers. */
function find(result: unknown, body: unknown, { sources, places, checkOutput }: Known = {}): string[] {
  const subject = { contract, operation: operation("getEvent"), checkOutput };
  const learnt = { sources: sources && new Map(Object.entries(sources)), places };
  const visit = { subject, exchanges: [], outcomes: [] } as unknown as Visit;
  return expectMoments(visit, { body, result }, learnt as unknown as Learnt).map(
    ({ pointer, message, expected, actual }) => `${pointer}: ${message} (${expected}, ${actual})`,
  );
}

const noon = "2026-03-01T12:00:00Z";
const later = "2026-03-01T12:00:01Z";

it("finds another time than the vendor says, however it is written", () => {
  expect(find({ at: later }, { at: noon })).toMatchInlineSnapshot(`
    [
      "/at: the result says "2026-03-01T12:00:01Z", and the vendor's answer has another time, "2026-03-01T12:00:00Z" at /at (2026-03-01T12:00:00Z, 2026-03-01T12:00:01Z)",
    ]
  `);
  expect(find({ at: "2026-03-01T13:00:00+02:00" }, { at: noon })).toHaveLength(1);
  expect(find({ at: "2026-03-01T11:59:59Z" }, { at: noon })).toHaveLength(1);
  expect(find({ at: "2026-03-01T14:00:00+02:00" }, { at: noon })).toEqual([]);
  expect(find({ at: "2026-03-01T12:00:00.999Z" }, { at: noon })).toEqual([]);
  expect(find({ deep: { at: later } }, { other: { at: noon } })).toHaveLength(1);
});

it("says where the vendor has the one that it is, beside that which it ought to be", () => {
  const made = "2026-01-05T08:30:15.000Z";
  expect(find({ at: made }, { at: noon, made: "2026-01-05T08:30:15Z" })).toMatchInlineSnapshot(`
    [
      "/at: the result says "2026-01-05T08:30:15.000Z", which the vendor has at /made, and the vendor's answer has another time, "2026-03-01T12:00:00Z" at /at (2026-03-01T12:00:00Z, 2026-01-05T08:30:15.000Z)",
    ]
  `);
  // It may be another thing of that name, and what stands there as it is has been seen by then.
  expect(find({ at: made }, { at: noon, other: { made: "2026-01-05T08:30:15Z" } })).toEqual([]);
  expect(find({ at: made }, { at: noon, made })).toEqual([]);
});

it("says nothing of what the vendor says no time of, or nothing at all", () => {
  expect(find({ at: later }, { from: noon })).toEqual([]);
  expect(find({ at: later }, { at: "at noon", made: noon })).toEqual([]);
  expect(find({ at: "at noon" }, { at: noon })).toEqual([]);
  expect(find({ at: null }, { at: noon })).toEqual([]);
});

it("takes of several that have the name the one that the others beside it come from", () => {
  const body = { at: noon, name: "A", venue: { at: "2019-05-04T10:00:00Z", name: "B" } };
  expect(find({ at: later, name: "A" }, body, { sources: { "/name": "/name" } })).toHaveLength(1);
  expect(find({ at: "2019-05-04T10:00:01Z", name: "B" }, body, { sources: { "/name": "/venue/name" } })).toEqual([
    expect.stringContaining('"2019-05-04T10:00:00Z" at /venue/at'),
  ]);
  expect(find({ at: later, name: "A" }, body)).toEqual([]);
  expect(find({ at: later }, body, { sources: { "/at": "/at" } })).toEqual([]);
  const twice = { name: "A", guests: [{ at: noon }, { at: noon }] };
  expect(find({ at: later, name: "A" }, twice, { sources: { "/name": "/name" } })).toEqual([]);
  // What stands beside it comes from another object.
  const { venue, name } = body;
  expect(find({ at: later, name: "A" }, { venue, name }, { sources: { "/name": "/name" } })).toEqual([]);
});

it("lets a result have the day alone, where its schema does not rule that out", () => {
  const day = { at: "2026-03-01T00:00:00Z" };
  expect(find(day, { at: noon })).toEqual([]);
  expect(find(day, { at: noon }, { checkOutput: () => [] })).toEqual([]);
  const ofTimes: Subject["checkOutput"] = (value) =>
    (value as typeof day).at === "2026-03-01" ? ([{ message: "is no time" }] as never) : [];
  expect(find(day, { at: noon }, { checkOutput: ofTimes })).toHaveLength(1);
});

const places = { answered: { list: "/data", id: "/id" }, result: { list: "/all", id: "/key" } };
const record = (id: number, at: string, name = `n${id}`) => ({ id, at, name });
const shown = (key: unknown, at: string, name = `n${key}`) => ({ key, at, name });

it("holds the records of a list each against its own, in whatever order they stand", () => {
  const body = { data: [record(1, noon), record(2, "2026-04-01T12:00:00Z")] };
  const right = [shown(1, noon), shown("2", "2026-04-01T12:00:00.000Z")];
  expect(find({ all: right }, body, { places })).toEqual([]);
  expect(find({ all: right.toReversed() }, body, { places })).toEqual([]);
  expect(find({ all: [shown(1, noon), shown(2, later)] }, body, { places })).toMatchInlineSnapshot(`
    [
      "/all/1/at: the result says "2026-03-01T12:00:01Z", and the vendor's answer has another time, "2026-04-01T12:00:00Z" at /data/1/at (2026-04-01T12:00:00Z, 2026-03-01T12:00:01Z)",
    ]
  `);
  expect(find({ all: [shown(1, later), shown(2, later)] }, body, { places })).toHaveLength(1);
  expect(find({ all: [shown(7, later), shown(8, later)] }, body, { places })).toEqual([]);
  expect(find({ all: [shown(1, later)] }, body)).toEqual([]);
  expect(find([shown(1, later)], [record(1, noon)])).toEqual([]);
});

it("says where in the list another record has that time", () => {
  const body = { data: [{ ...record(1, noon), made: later }] };
  const given = { all: [shown(1, "2026-03-01T12:00:01.000Z")] };
  expect(find(given, body, { places })).toMatchInlineSnapshot(`
    [
      "/all/0/at: the result says "2026-03-01T12:00:01.000Z", which the vendor has at /data/0/made, and the vendor's answer has another time, "2026-03-01T12:00:00Z" at /data/0/at (2026-03-01T12:00:00Z, 2026-03-01T12:00:01.000Z)",
    ]
  `);
});

it("takes in each record what comes from the same object as in the first", () => {
  const venue = { at: "2019-05-04T10:00:00Z", name: "The old mill" };
  const body = { data: [1, 2].map((id) => ({ ...record(id, noon), venue })) };
  const sources = { "/all/0/name": "/data/0/name", "/page": "/data/0/venue/name", "/all/0/page": "/paging/page" };
  const given = { all: [shown(1, noon), shown(2, later)] };
  expect(find(given, body, { places, sources })).toHaveLength(1);
  expect(find(given, body, { places, sources: { "/all/0/name": "/data/0/venue/name" } })).toEqual([
    expect.stringContaining("/data/1/venue/at"),
  ]);
  expect(find(given, body, { places })).toEqual([]);
});
