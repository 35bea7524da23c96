import { afterAll, expect, it } from "vitest";
import { sending } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

type Extra = Record<string, unknown>;

const withMembers = (properties: object) => {
  const { input } = schemas.updateNote;
  return { input: { ...input, properties: { ...input.properties, ...properties } } };
};

const anyMembers = withMembers({ extra: { type: "object" } });

/** What is sent for the members of a note's extra, whose names are free. */
const ofExtra = (make: (extra: Extra) => object) =>
  noted.find(
    "updateNote",
    ["map-input"],
    sending(({ extra, ...body }) => (extra === undefined ? body : { ...body, ...make(extra as Extra) })),
    anyMembers,
  );

const where = (extra: Extra, holds: (value: unknown, name: string) => boolean) =>
  Object.fromEntries(Object.entries(extra).filter(([name, value]) => holds(value, name)));

const each = (extra: Extra, make: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(extra).map(([name, value]) => [name, make(value)]));

it("finds members of an object that are not sent", async () => {
  expect(
    await ofExtra((extra) => ({ extra: Object.fromEntries(Object.entries(extra).slice(0, 1)) })),
  ).toMatchInlineSnapshot(`
    [
      "map-input /extra: adapter /extra/standin_text input-lost: "Standin second text" does not reach the vendor in request.body /extra, whose members may have any names",
    ]
  `);
  expect(await ofExtra((extra) => ({ extra: where(extra, (value) => value !== null) }))).toMatchInlineSnapshot(`
    [
      "map-input /extra: adapter /extra/standin_null input-lost: null does not reach the vendor in request.body /extra, whose members may have any names",
    ]
  `);
  expect(await ofExtra((extra) => ({ extra: where(extra, (value) => value !== false) }))).toMatchInlineSnapshot(`
    [
      "map-input /extra: adapter /extra/standin_false input-lost: false does not reach the vendor in request.body /extra, whose members may have any names",
    ]
  `);
  expect(await ofExtra((extra) => ({ extra: where(extra, (value) => value !== 0) }))).toHaveLength(1);
  expect(await ofExtra((extra) => ({ extra: where(extra, (value) => value !== "0042") }))).toHaveLength(1);
  expect(await ofExtra((extra) => ({ extra: where(extra, (value) => typeof value !== "number") }))).toHaveLength(1);
  expect(await ofExtra(() => ({ extra: {} }))).toMatchInlineSnapshot(`
    [
      "map-input /extra: adapter /extra input-lost: {"Standin_Text":"Standin first text","standin_text":"Standin second text","standin_number":421701,"standin_digits":"0042","standin_false":false,"standin_zero":0,"standin_null":null,"standin_last":"Sta… does not reach the vendor in request.body /extra, whose members may have any names",
    ]
  `);
});

it("finds one that is lost because all names are written in one case", async () => {
  const lower = (extra: Extra) =>
    Object.fromEntries(Object.entries(extra).map(([name, value]) => [name.toLowerCase(), value]));
  expect(await ofExtra((extra) => ({ extra: lower(extra) }))).toMatchInlineSnapshot(`
    [
      "map-input /extra: adapter /extra/Standin_Text input-lost: "Standin first text" does not reach the vendor in request.body /extra, whose members may have any names",
    ]
  `);
});

it("finds members that are sent as something else", async () => {
  expect(await ofExtra((extra) => ({ extra: each(extra, String) }))).toMatchInlineSnapshot(`
    [
      "map-input /extra: adapter /extra/standin_null input-altered: null reaches the vendor as "null", in request.body /extra/standin_null",
    ]
  `);
  const numbers = (value: unknown) => (value === "0042" ? Number(value) : value);
  expect(await ofExtra((extra) => ({ extra: each(extra, numbers) }))).toMatchInlineSnapshot(`
    [
      "map-input /extra: adapter /extra/standin_digits input-altered: "0042" reaches the vendor as 42, in request.body /extra/standin_digits",
    ]
  `);
  expect(await ofExtra((extra) => ({ extra: each(extra, (value) => value || null) }))).toHaveLength(1);
  const text = (value: unknown) => (typeof value === "number" ? "Standin first text" : value);
  expect(await ofExtra((extra) => ({ extra: each(extra, text) }))).toHaveLength(1);
});

it("leaves it to the adapter how it sends them, and where", async () => {
  const entries = (extra: Extra) => Object.entries(extra);
  expect(await ofExtra((extra) => ({ extra }))).toEqual([]);
  expect(await ofExtra((extra) => ({ extra: Object.fromEntries(entries(extra).toReversed()) }))).toEqual([]);
  const prefixed = (extra: Extra) => Object.fromEntries(entries(extra).map(([name, value]) => [`cf_${name}`, value]));
  expect(await ofExtra((extra) => ({ extra: prefixed(extra) }))).toEqual([]);
  const isFlag = (value: unknown) => typeof value === "boolean" || value === null;
  const apart = (extra: Extra) => ({
    flags: where(extra, isFlag),
    others: where(extra, (value) => !isFlag(value)),
  });
  expect(await ofExtra((extra) => ({ extra: apart(extra) }))).toEqual([]);
  const written = (value: unknown) => (value === null ? "" : String(value));
  expect(await ofExtra((extra) => ({ extra: each(extra, written) }))).toEqual([]);
  expect(await ofExtra((extra) => ({ rating: JSON.stringify(extra) }))).toEqual([]);
  expect(await ofExtra(({ parking }) => ({ extra: { parking: parking ?? null } }))).toEqual([]);
  expect(await ofExtra(() => ({}))).toEqual([]);
  const refuse = () => {
    throw new Error("There is no such field.");
  };
  expect(await ofExtra(refuse)).toEqual([]);
});

it("finds a number or truth value as a text where both sides name both", async () => {
  const marks = { type: "object", additionalProperties: { type: ["string", "number", "boolean"] } };
  const written = sending(({ marks: given, ...body }) =>
    given === undefined ? body : { ...body, marks: each(given as Extra, String) },
  );
  expect(await noted.find("updateNote", ["map-input"], written, withMembers({ marks }))).toMatchInlineSnapshot(`
    [
      "map-input /marks: adapter /marks/standin_number input-altered: 421701 reaches the vendor as "421701", in request.body /marks/standin_number",
    ]
  `);
  const open = withMembers({ marks: { type: "object", additionalProperties: { not: { type: "null" } } } });
  expect(await noted.find("updateNote", ["map-input"], written, open)).toEqual([]);
});

it("finds lost members of an object that has room for a few", async () => {
  const few = withMembers({ extra: { type: "object", maxProperties: 3 } });
  const first = sending(({ extra, ...body }) =>
    extra === undefined ? body : { ...body, extra: where(extra as Extra, (_, name) => name === "Standin_Text") },
  );
  expect(await noted.find("updateNote", ["map-input"], first, few)).toMatchInlineSnapshot(`
    [
      "map-input /extra: adapter /extra/standin_text input-lost: "Standin second text" does not reach the vendor in request.body /extra, whose members may have any names",
    ]
  `);
  expect(await noted.find("updateNote", ["map-input"], {}, few)).toEqual([]);
});

it("says why members of an object are not tried", async () => {
  const reasons = async (properties: object, mistake = {}) => {
    const results = await noted.run("updateNote", ["map-input"], mistake, withMembers(properties));
    return results.map(({ status, reason }) => [status, reason]);
  };
  const numbers = { extra: { type: "object", additionalProperties: { type: "number" } } };
  const elsewhere = sending(({ others: _, ...body }) => body);
  expect(await reasons(numbers)).toMatchInlineSnapshot(`
    [
      [
        "skipped",
        "there are not two members that the adapter's schema and the contract have room for",
      ],
    ]
  `);
  expect(await reasons({ others: { type: "object" } }, elsewhere)).toMatchInlineSnapshot(`
    [
      [
        "skipped",
        "it is not known which object of the vendor's they go into",
      ],
    ]
  `);
  const closed = { type: "object", additionalProperties: false };
  const listed = await noted.list("updateNote", withMembers({ extra: closed }));
  expect(listed.filter((name) => name.startsWith("map-input"))).toEqual([]);
});

const types = ["string", "number", "boolean", "object", "array", "null"];

/** What is sent for a note's rating, which may be of several types. */
const ofRating = (make: (rating: unknown) => object, schema: object = { type: types }) =>
  noted.find(
    "updateNote",
    ["typed-input"],
    sending(({ rating, ...body }) => (rating === undefined ? body : { ...body, ...make(rating) })),
    withMembers({ rating: schema }),
  );

it("finds a value that is not sent because of its type", async () => {
  expect(await ofRating((rating) => (rating ? { rating } : {}))).toMatchInlineSnapshot(`
    [
      "typed-input /rating: adapter /rating input-lost: false does not reach the vendor: request.body has no /rating",
    ]
  `);
  expect(await ofRating((rating) => (rating === 0 ? {} : { rating }))).toMatchInlineSnapshot(`
    [
      "typed-input /rating: adapter /rating input-lost: 0 does not reach the vendor: request.body has no /rating",
    ]
  `);
  expect(await ofRating((rating) => ({ rating: typeof rating === "object" ? null : rating }))).toMatchInlineSnapshot(`
    [
      "typed-input /rating: adapter /rating input-altered: {"standin":"text"} reaches the vendor as null, in request.body /rating",
    ]
  `);
  expect(await ofRating((rating) => ({ rating: rating || null }))).toHaveLength(1);
});

it("finds a value that is sent as one of another type", async () => {
  const texts = (rating: unknown) => ({ rating: typeof rating === "object" ? rating : String(rating) });
  expect(await ofRating(texts)).toMatchInlineSnapshot(`
    [
      "typed-input /rating: adapter /rating input-altered: false reaches the vendor as "false", in request.body /rating, where adapter and contract have both types",
    ]
  `);
  const union = { anyOf: [{ type: "null" }, { type: "string" }, { type: "integer" }] };
  expect(await ofRating(texts, union)).toMatchInlineSnapshot(`
    [
      "typed-input /rating: adapter /rating input-altered: 0 reaches the vendor as "0", in request.body /rating, where adapter and contract have both types",
    ]
  `);
});

it("finds an item of a list that is left out because of a value in it", async () => {
  const step = {
    type: "object",
    required: ["line"],
    properties: { line: { type: "string" }, value: { type: ["string", "number", "boolean"] } },
  };
  const truthy = sending((body) => ({
    ...body,
    ...(Array.isArray(body.steps) ? { steps: body.steps.filter(({ value }) => value) } : {}),
  }));
  const given = withMembers({ steps: { type: "array", items: step } });
  expect(await noted.find("updateNote", ["typed-input"], truthy, given)).toMatchInlineSnapshot(`
    [
      "typed-input /steps/0/value: adapter /steps/0/value input-lost: false does not reach the vendor: request.body has no /steps/0/value",
    ]
  `);
});

it("leaves it to the adapter where it sends a type, and how it writes objects and lists", async () => {
  expect(await ofRating((rating) => ({ rating }))).toEqual([]);
  const written = (rating: unknown) => ({ rating: typeof rating === "object" ? JSON.stringify(rating) : rating });
  expect(await ofRating(written)).toEqual([]);
  const apart = (rating: unknown) => (typeof rating === "string" ? { rating } : { extra: { [typeof rating]: rating } });
  expect(await ofRating(apart)).toEqual([]);
  expect(await ofRating((rating) => ({ rating: { value: rating } }))).toEqual([]);
  expect(await ofRating((rating) => ({ rating: typeof rating === "object" ? rating : [rating] }))).toEqual([]);
  expect(await ofRating((rating) => ({ rating: typeof rating === "number" ? [rating] : rating }))).toEqual([]);
  const one = (rating: unknown) => ({ rating: typeof rating === "string" ? [rating] : rating });
  expect(await ofRating(one)).toEqual([]);
  const refuse = (rating: unknown) => {
    if (typeof rating !== "string") throw new Error("A text is due.");
    return { rating };
  };
  expect(await ofRating(refuse)).toEqual([]);
});

it("says why types are not tried", async () => {
  const reasons = async (name: string, type: object, mistake = {}) => {
    const results = await noted.run("updateNote", ["typed-input"], mistake, withMembers({ [name]: type }));
    return results.map(({ status, reason }) => [status, reason]);
  };
  expect(await reasons("text", { type: ["string", "integer"] })).toMatchInlineSnapshot(`
    [
      [
        "skipped",
        "the contract does not name several types for it",
      ],
    ]
  `);
  const silent = sending(({ rating: _, ...body }) => body);
  expect(await reasons("rating", { type: types }, silent)).toMatchInlineSnapshot(`
    [
      [
        "skipped",
        "it is not known where in a body the vendor has a text of it",
      ],
    ]
  `);
});
