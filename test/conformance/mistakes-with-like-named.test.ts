import { afterAll, expect, it } from "vitest";
import type { SchemaLike } from "../../src/conformance/schema-like.ts";
import { correct, type VendorEvent } from "./noted/adapter.ts";
import { answering } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

type Result = Record<string, unknown>;

const text = { type: ["string", "null"] };
const party = { type: ["object", "null"], properties: { id: text, name: text }, additionalProperties: false };
const guest = { type: "object", properties: { id: text, line: text }, additionalProperties: false };
const output = {
  type: "object",
  properties: {
    ...{ venue: party, host: party },
    guests: { type: ["array", "null"], items: guest },
    extra: { type: ["object", "null"] },
  },
};

const toParty = ({ id, name }: { id: string; name: string }) => ({ id, name });

/** What is found of an adapter whose result has parts of the vendor's, by its own schema. */
const ofEvent = (alter: (result: Result, event: VendorEvent) => unknown, schema: SchemaLike = output) => {
  const toResult = ([event]: readonly VendorEvent[]) => {
    if (event === undefined) return undefined;
    const { id, name, startsAt, venue, host, guests = [], extra = {} } = event;
    const own = { id, name, startsAt, venue: toParty(venue), host: toParty(host), extra };
    return alter({ ...own, guests: guests.map((one) => ({ id: one.id, line: one.line })) }, event);
  };
  return noted.find("getEvent", ["result"], { toResult }, { output: schema });
};

it("finds nothing in a result that has what the vendor's members of those names say", async () => {
  expect(await ofEvent((result) => result)).toEqual([]);
  expect(await ofEvent(({ venue: _, extra: __, ...result }) => result)).toEqual([]);
});

it("finds objects and lists that are nothing in the result, and something in the answer", async () => {
  expect(await ofEvent((result) => ({ ...result, venue: null, extra: null }))).toMatchInlineSnapshot(`
    [
      "result: adapter /venue output-differs: the result has null, and the vendor's answer has {"id":"venue-1","name":"The old mill"} at /venue",
      "result: adapter /extra output-differs: the result has null, and the vendor's answer has {"parking":"Behind the mill"} at /extra",
    ]
  `);
  expect(
    await noted.find(
      "updateNote",
      ["result"],
      answering((result) => ({ ...result, tags: [] })),
    ),
  ).toMatchInlineSnapshot(`
    [
      "result: adapter /tags output-differs: the result has [], and the vendor's answer has ["home"] at /tags",
    ]
  `);
});

it("finds it of a member of items, and of records", async () => {
  const withoutIds = (result: Result) => ({
    ...result,
    guests: (result.guests as object[]).map((one) => ({ ...one, id: null })),
  });
  expect(await ofEvent(withoutIds)).toMatchInlineSnapshot(`
    [
      "result: adapter /guests/0/id output-differs: the result has null, and the vendor's answer has "guest-1" at /guests/0/id",
    ]
  `);
  const notes = correct.listNotes.toResult;
  const toResult = (bodies: never[]) => notes(bodies).map((one) => ({ ...one, tags: [], state: null }));
  expect(await noted.find("listNotes", ["result"], { toResult })).toMatchInlineSnapshot(`
    [
      "result: adapter /0/state output-differs: the result has null, and the vendor's answer has "open" at /notes/0/state",
      "result: adapter /0/tags output-differs: the result has [], and the vendor's answer has ["tag-1"] at /notes/0/tags",
    ]
  `);
});

it("lets records lack what another one has", async () => {
  const notes = correct.listNotes.toResult;
  const toResult = (bodies: never[]) => notes(bodies).map((one, index) => (index === 1 ? { ...one, tags: [] } : one));
  expect(await noted.find("listNotes", ["result"], { toResult })).toEqual([]);
});

it("lets an adapter say it elsewhere, or have something of another type there", async () => {
  expect(await ofEvent((result) => ({ ...result, venue: null, place: result.venue }))).toEqual([]);
  const properties = { ...output.properties, venue: text, extra: { type: ["array", "null"] } };
  const lacking = (result: Result) => ({ ...result, venue: null, extra: null });
  expect(await ofEvent(lacking, { ...output, properties })).toEqual([]);
  expect(await ofEvent(lacking, { type: "object" })).toEqual([]);
});

it("lets an adapter choose among items by what they say of themselves", async () => {
  expect(
    await ofEvent((result) => ({ ...result, guests: [] }), {
      ...output,
      properties: { ...output.properties, guests: { type: "array", items: { type: "object" } } },
    }),
  ).toEqual([]);
});

it("finds an object that has what another one of the result has", async () => {
  expect(await ofEvent((result) => ({ ...result, venue: result.host }))).toMatchInlineSnapshot(`
    [
      "result: adapter /venue output-differs: the result says {"id":"host-1","name":"Grace Hopper"}, which the vendor has at /host; at /venue it has {"id":"venue-1","name":"The old mill"}",
    ]
  `);
  expect(await ofEvent((result) => ({ ...result, venue: result.host, host: result.venue }))).toMatchInlineSnapshot(`
    [
      "result: adapter /venue output-differs: the result says {"id":"host-1","name":"Grace Hopper"}, which the vendor has at /host; at /venue it has {"id":"venue-1","name":"The old mill"}",
      "result: adapter /host output-differs: the result says {"id":"venue-1","name":"The old mill"}, which the vendor has at /venue; at /host it has {"id":"host-1","name":"Grace Hopper"}",
    ]
  `);
});

it("lets an adapter call parts otherwise than the vendor does", async () => {
  expect(await ofEvent(({ host, ...result }) => ({ ...result, venue: host }))).toEqual([]);
  expect(await ofEvent((result) => ({ ...result, venue: result.host, place: result.venue }))).toEqual([]);
});
