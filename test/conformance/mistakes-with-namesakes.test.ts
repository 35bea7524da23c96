import { afterAll, describe, expect, it } from "vitest";
import { correct, type VendorEvent } from "./noted/adapter.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

type Result = Record<string, unknown>;

/** What is found where the result of an event is another one. */
const found = (alter: (result: Result, event: VendorEvent) => unknown) => {
  const toResult = ([event]: readonly VendorEvent[]) =>
    event && alter({ ...correct.getEvent.toResult([event]) }, event);
  return noted.find("getEvent", ["result"], { toResult });
};

it("finds nothing in a result that is what the vendor says", async () => {
  expect(await found((result) => result)).toEqual([]);
});

describe("a name that several objects have", () => {
  it("is that of the object which the result is about", async () => {
    expect(await found((result, { venue }) => ({ ...result, name: venue.name }))).toMatchInlineSnapshot(`
      [
        "result: adapter /name output-differs: the result says "The old mill", which the vendor has at /venue/name; at /name it has "The opening"",
      ]
    `);
    expect(
      await found((result, { venue, host }) => ({ ...result, venue: { openedAt: venue.openedAt, name: host.name } })),
    ).toMatchInlineSnapshot(`
      [
        "result: adapter /venue/name output-differs: the result says "Grace Hopper", which the vendor has at /host/name; at /venue/name it has "The old mill"",
      ]
    `);
  });

  it("is its own, too, where nothing else of the result tells what that is about", async () => {
    expect(await found((_, { remark }) => ({ name: remark }))).toHaveLength(1);
  });

  it("may be that of a part, where the result is about the part", async () => {
    expect(await found((_, { venue: { name, openedAt } }) => ({ name, openedAt }))).toEqual([]);
    expect(await found((result, { host: { name, phone } }) => ({ ...result, party: { name, phone } }))).toEqual([]);
  });

  it("says nothing where what it names is of another type", async () => {
    expect(await found((result, { venue }) => ({ ...result, seats: venue.seats }))).toEqual([]);
  });
});

describe("null in a result", () => {
  it("is found where one member of the answer with its name says something", async () => {
    expect(await found((result) => ({ ...result, remark: null }))).toMatchInlineSnapshot(`
      [
        "result: adapter /remark output-differs: the result has null, and the vendor's answer has "Bring a lamp" at /remark",
      ]
    `);
    expect(await found(() => ({ remark: null }))).toHaveLength(1);
  });

  it("says nothing where several have its name, where it is a list, or where the result says it elsewhere", async () => {
    expect(await found((result) => ({ ...result, updatedAt: null, seats: null }))).toEqual([]);
    expect(await found((result) => ({ ...result, tags: null }))).toEqual([]);
    expect(await found((result, { remark }) => ({ ...result, remark: null, comment: remark }))).toEqual([]);
  });

  it("says nothing where its object is another one than that of the answer's member", async () => {
    expect(await found((result, { venue }) => ({ ...result, venue: { name: venue.name, remark: null } }))).toEqual([]);
    expect(await found((result) => [{ ...result, remark: null }])).toEqual([]);
  });
});

describe("a time", () => {
  const withStart = (startsAt: unknown) => found((result) => ({ ...result, startsAt }));

  it("is found where it is another one, in whatever notation", async () => {
    expect(await withStart("2026-03-01T18:00:00+01:00")).toMatchInlineSnapshot(`
      [
        "result: adapter /startsAt output-differs: the result says "2026-03-01T18:00:00+01:00", and the vendor's answer has another time, "2026-03-01T18:00:00Z" at /startsAt",
      ]
    `);
    for (const other of ["2026-03-01T17:00:00Z", "2026-03-01T18:00:01.000Z", "2026-03-01T13:00:00.125-04:00"])
      expect(await withStart(other)).toHaveLength(1);
  });

  it("is found where it is that of a member beside it, written otherwise", async () => {
    expect(await withStart("2026-01-05T09:30:15.250+01:00")).toMatchInlineSnapshot(`
      [
        "result: adapter /startsAt output-differs: the result says "2026-01-05T09:30:15.250+01:00", which the vendor has at /createdAt, and the vendor's answer has another time, "2026-03-01T18:00:00Z" at /startsAt",
      ]
    `);
    const swapped = await found((result) => ({
      ...result,
      startsAt: new Date(String(result.createdAt)),
      createdAt: new Date(String(result.startsAt)),
    }));
    expect(swapped).toMatchInlineSnapshot(`
      [
        "result: adapter /startsAt output-differs: the result says "2026-01-05T08:30:15.250Z", which the vendor has at /createdAt; at /startsAt it has "2026-03-01T18:00:00Z"",
        "result: adapter /createdAt output-differs: the result says "2026-03-01T18:00:00.000Z", which the vendor has at /startsAt, and the vendor's answer has another time, "2026-01-05T08:30:15.250Z" at /createdAt",
      ]
    `);
  });

  it("is found where others have its name, but none of what it stands among", async () => {
    const withOpening = (openedAt: string) =>
      found((result, { venue }) => ({ ...result, venue: { name: venue.name, openedAt } }));
    expect(await withOpening("2020-01-01T01:00:00Z")).toMatchInlineSnapshot(`
      [
        "result: adapter /venue/openedAt output-differs: the result says "2020-01-01T01:00:00Z", and the vendor's answer has another time, "2019-05-04T10:00:00Z" at /venue/openedAt",
      ]
    `);
    expect(await withOpening("2019-05-04T12:00:00+02:00")).toEqual([]);
    // It may be the host's as well as the event's own.
    expect(await found((result) => ({ ...result, openedAt: "2020-01-01T01:00:00Z" }))).toEqual([]);
  });

  it("may be a Date", async () => {
    const toResult = ([event]: readonly VendorEvent[]) =>
      event && { ...correct.getEvent.toResult([event]), createdAt: new Date(event.createdAt) };
    expect(await noted.find("getEvent", "all", { toResult })).toEqual([]);
  });

  it("may be written otherwise, without the parts of a second or without the time of the day", async () => {
    for (const same of ["2026-03-01T19:00:00+01:00", "2026-03-01T18:00:00.999Z", "2026-03-01T00:00:00Z"])
      expect(await withStart(same)).toEqual([]);
    expect(await found((result) => ({ ...result, createdAt: "2026-01-05T08:30:15Z" }))).toEqual([]);
  });

  it("is none where it says no place, or nothing of a time at all", async () => {
    for (const none of ["2026-03-01T17:00:00", "2026-03-01", "on 2026-03-01T17:00:00Z", "soon", 42, true])
      expect(await withStart(none)).toEqual([]);
  });

  it("says nothing where the answer has it elsewhere, several have its name, or its object is another one", async () => {
    expect(await withStart("2025-02-03T05:05:06+01:00")).toEqual([]);
    const other = "2020-01-01T01:00:00Z";
    expect(await found((result) => ({ ...result, updatedAt: other, openedAt: other, remark: other }))).toEqual([]);
    expect(
      await found((result, { venue }) => ({
        ...result,
        venue: { name: venue.name, startsAt: other },
      })),
    ).toEqual([]);
    expect(await found((result) => [{ ...result, startsAt: other }])).toEqual([]);
  });
});
