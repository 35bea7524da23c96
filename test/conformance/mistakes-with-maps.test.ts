import { afterAll, expect, it } from "vitest";
import type { VendorEvent } from "./noted/adapter.ts";
import { answering } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

type Extra = Record<string, unknown>;

const anyExtra = { type: "object", properties: { extra: { type: "object" } } };

/** What is made of what an event has by names of the caller's own. */
const ofExtra = (make: (extra: Extra) => object, output: Record<string, unknown> = anyExtra) =>
  noted.find(
    "getEvent",
    ["map-answer"],
    { toResult: ([event]: readonly VendorEvent[]) => ({ id: event?.id, ...make(event?.extra ?? {}) }) },
    { output },
  );

const where = (extra: Extra, holds: (value: unknown, index: number) => boolean) =>
  Object.fromEntries(Object.entries(extra).filter(([, value], index) => holds(value, index)));

it("finds members that the result leaves out", async () => {
  expect(await ofExtra((extra) => ({ extra: where(extra, (_, index) => index !== 1) }))).toMatchInlineSnapshot(`
    [
      "map-answer: adapter /extra/standin_second output-differs: the result shows "First of map 1" of /extra, and lacks "Second of map 1", which the vendor's answer has at /extra/standin_second",
    ]
  `);
  expect(
    await ofExtra((extra) => ({ extra: where(extra, (value) => typeof value === "string") })),
  ).toMatchInlineSnapshot(`
    [
      "map-answer: adapter /extra/standin_number output-differs: the result shows "First of map 1" of /extra, and lacks 421701, which the vendor's answer has at /extra/standin_number",
    ]
  `);
  expect(await ofExtra((extra) => ({ extra: where(extra, (value) => value !== true) }))).toMatchInlineSnapshot(`
    [
      "map-answer: adapter /extra/standin_flag output-differs: the result shows "First of map 1" of /extra, and lacks true, which the vendor's answer has at /extra/standin_flag",
    ]
  `);
});

it("asks for all of them of an object, whatever a second one shows", async () => {
  const without = (extra: Extra) => where(extra, (_, index) => index !== 1);
  expect(await ofExtra((extra) => ({ extra: without(extra), copy: extra }))).toHaveLength(1);
  expect(await ofExtra(({ standin_number }) => ({ total: standin_number }))).toEqual([]);
});

it("finds members that have what another has", async () => {
  const mixed = (extra: Extra) => Object.fromEntries(Object.keys(extra).map((name) => [name, Object.values(extra)[0]]));
  expect(await ofExtra((extra) => ({ extra: mixed(extra) }))).toMatchInlineSnapshot(`
    [
      "map-answer: adapter /extra/standin_second output-differs: the result is "First of map 1", and the vendor's answer has "Second of map 1" at /extra/standin_second",
    ]
  `);
});

it("finds an object that is always empty", async () => {
  expect(await ofExtra(() => ({ extra: {} }))).toMatchInlineSnapshot(`
    [
      "map-answer: adapter /extra output-differs: the result has {}, and the vendor's answer has {"standin_first":"First of map 1","standin_second":"Second of map 1","standin_number":421701,"standin_flag":true,"standin_last":"Last of map 1","parking":"Behind the mill"} at /extra",
    ]
  `);
});

it("finds it where nothing stands beside it, or it lies within another object", async () => {
  const groups = ["map-answer"];
  const bare = (result: object) => noted.find("getEvent", groups, { toResult: () => result }, { output: anyExtra });
  expect(await bare({ extra: {} })).toHaveLength(1);
  expect(await bare({ inner: { extra: {} } })).toEqual([]);
  const open = { type: "object", properties: { inner: { type: "object", properties: { extra: { type: "object" } } } } };
  const within = { toResult: () => ({ inner: { extra: {} } }) };
  expect(await noted.find("getEvent", groups, within, { output: open })).toHaveLength(1);
  const venue = {
    toResult: ([event]: readonly VendorEvent[]) => ({ inner: { seats: event?.venue.seats, extra: {} } }),
  };
  expect(await noted.find("getEvent", groups, venue, { output: open })).toEqual([]);
  expect(await ofExtra(() => ({ other: {} }))).toEqual([]);
  // What it has may be its own affair.
  class Kept {}
  expect(await ofExtra(() => ({ extra: new Kept() }))).toEqual([]);
});

it("finds none of a list that stands in the place of an object", async () => {
  expect(await noted.find("getEvent", ["map-answer"], { toResult: () => ({ marks: {} }) }, { output: {} })).toEqual([]);
});

it("leaves it to the adapter where it has them, and how it writes them", async () => {
  const listed = (extra: Extra) => Object.entries(extra).map(([name, value]) => ({ name, value: String(value) }));
  expect(await ofExtra((extra) => ({ fields: listed(extra), extra: {} }))).toEqual([]);
  const upper = (extra: Extra) =>
    Object.fromEntries(Object.entries(extra).map(([name, value]) => [name.toUpperCase(), value]));
  expect(await ofExtra((extra) => ({ extra: upper(extra) }))).toEqual([]);
  expect(await ofExtra((extra) => ({ extra: JSON.stringify(extra) }), { type: "object" })).toEqual([]);
  expect(await ofExtra((extra) => ({ extra: new Map(Object.entries(extra)) }))).toEqual([]);
  expect(await ofExtra((extra) => ({ extra: upper(where(extra, () => true)), venue: { extra: {} } }))).toEqual([]);
});

it("finds an item of a list that is made of them and left out", async () => {
  const listed = (extra: Extra) => Object.entries(extra).map(([name, value]) => ({ name, value }));
  expect(await ofExtra((extra) => ({ fields: listed(extra).slice(0, 1) }))).toHaveLength(1);
});

it("leaves it to the adapter which members it picks by their names", async () => {
  expect(await ofExtra(({ parking }) => ({ extra: { parking } }))).toEqual([]);
  const tiers = { type: "object", properties: { extra: { type: "object", properties: { tier: { type: "string" } } } } };
  expect(await ofExtra(({ tier }) => ({ extra: tier === undefined ? {} : { tier } }), tiers)).toEqual([]);
  const closed = { type: "object", properties: { extra: { type: "object", additionalProperties: false } } };
  expect(await ofExtra(() => ({ extra: {} }), closed)).toEqual([]);
  for (const keyword of [{ patternProperties: { "^x-": {} } }, { propertyNames: { enum: ["tier"] } }]) {
    const some = { type: "object", properties: { extra: { type: "object", ...keyword } } };
    expect(await ofExtra(() => ({ extra: {} }), some)).toEqual([]);
  }
});

it("asks of texts and of nothing else where the output schema has room for them alone", async () => {
  const texts = { type: "object", properties: { extra: { type: "object", additionalProperties: { type: "string" } } } };
  expect(await ofExtra((extra) => ({ extra: where(extra, (value) => typeof value === "string") }), texts)).toEqual([]);
  const written = (extra: Extra) =>
    Object.fromEntries(Object.entries(extra).map(([name, value]) => [name, String(value)]));
  expect(await ofExtra((extra) => ({ extra: written(extra) }), texts)).toEqual([]);
  expect(await ofExtra((extra) => ({ extra: written(extra) }))).toEqual([]);
});

it("finds a number or truth value as a text where the output schema names both", async () => {
  const values = { type: ["string", "number", "boolean"] };
  const both = { type: "object", properties: { extra: { type: "object", additionalProperties: values } } };
  const written = (extra: Extra) =>
    Object.fromEntries(Object.entries(extra).map(([name, value]) => [name, String(value)]));
  expect(await ofExtra((extra) => ({ extra: written(extra) }), both)).toMatchInlineSnapshot(`
    [
      "map-answer: adapter /extra/standin_number output-differs: the result is "421701", and the vendor's answer has 421701 at /extra/standin_number",
    ]
  `);
  const { output } = schemas.updateNote;
  const label = { ...output, properties: { ...output.properties, label: { type: ["string", "integer"] } } };
  const saying = answering((result) => ({ ...result, label: String(result.label) }));
  expect(await noted.find("updateNote", ["typed-answer /label"], saying, { output: label })).toMatchInlineSnapshot(`
    [
      "typed-answer /label: adapter /label output-differs: the result is "42", and the vendor's answer has 42 at /label",
    ]
  `);
});

it("lets an adapter refuse members that it does not know", async () => {
  const refusing = (extra: Extra) => {
    if (Object.keys(extra).length > 1) throw new Error("There is no such field.");
    return { extra };
  };
  expect(await ofExtra(refusing)).toEqual([]);
});

it("says what it answers, and why there may be nothing to try", async () => {
  const names = await noted.list("getEvent");
  expect(names.filter((name) => name.startsWith("map-answer"))).toMatchInlineSnapshot(`
    [
      "map-answer: answers the members of extra, marks",
    ]
  `);
});
