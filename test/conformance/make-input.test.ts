import { expect, it } from "vitest";
import { createInputMaker } from "../../src/conformance/make-input.ts";
import { compileJsonSchema } from "../../src/contract/json-schema.ts";

const shown: Record<string, unknown> = { noteId: "note-1", title: "Water the plants", tagId: "tag-1" };
const place = "[acme] addNote";

function makerOf(schema: Record<string, unknown>, place = "[acme] addNote") {
  const check = compileJsonSchema(schema, place);
  return createInputMaker({ schema, check, known: { find: (name) => shown[name] }, place });
}

const text = { type: "string" };
const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });

it("makes up no ids, and in a read no texts, of what need not be there", () => {
  const schema = object(
    {
      ...{ noteId: text, title: text, otherId: text, key: { type: "string", format: "uuid" }, needId: text },
      ...{ line: text, idle: text, size: { type: "integer" }, statusIds: { type: "array", items: text }, tagId: text },
      tags: { type: "array", items: text },
      of: object({ roomId: text, at: { type: "string", format: "date" } }),
    },
    { required: ["needId"] },
  );
  const { documented } = makerOf(schema);
  const own = { noteId: "note-1", title: "Water the plants", needId: "Standin needId", size: 1, tagId: "tag-1" };
  expect(documented("POST")).toEqual({
    ...own,
    ...{ line: "Standin line", idle: "Standin idle", tags: ["Standin tag"], of: { at: "2026-02-03" } },
  });
  for (const method of ["GET", "DELETE"]) expect(documented(method)).toEqual({ ...own, of: {} });
});

it("keeps what is made up where the schema demands it, or what lies in what is shown", () => {
  const either = object({ otherId: text, size: { type: "integer" } }, { minProperties: 2 });
  expect(makerOf(either).documented("POST")).toEqual({ otherId: "Standin otherId", size: 1 });
  const within = object({
    of: object({ roomId: text }, { default: { roomId: "room-1" } }),
    off: object({ roomId: text }),
  });
  expect(makerOf(within).documented("POST")).toEqual({ of: { roomId: "room-1" }, off: {} });
  const example = { ...object({ otherId: text }), examples: [{ otherId: "o-1" }] };
  expect(makerOf(example).documented("GET")).toEqual({ otherId: "o-1" });
});

it("holds what is shown against parts of the schema, with what these refer to", () => {
  for (const at of ["$defs", "definitions"]) {
    const schema = object(
      {
        title: { items: { $ref: `#/${at}/Short` }, maxLength: 3, type: "string" },
        noteId: { allOf: [{ $ref: `#/${at}/Short` }] },
      },
      { [at]: { Short: { type: "string", maxLength: 6 } } },
    );
    expect(makerOf(schema).documented("POST")).toEqual({ title: "Sta", noteId: "note-1" });
  }
});

it("fills an input up with what can stand beside the rest, and texts for null", () => {
  const nullable = { type: ["string", "null"] };
  const schema = object(
    {
      ...{ title: text, line: nullable, state: { enum: ["open", null] }, workPhone: nullable, email: nullable },
      ...{
        nextDate: nullable,
        code: { type: ["string", "null"], maxLength: 0 },
        limit: { type: "integer" },
        size: { type: "integer" },
      },
      ...{ page_size: { type: "integer", maximum: 10 }, odd: { type: "string", pattern: "^q$" }, none: nullable },
      of: object({ name: text }),
    },
    { not: { required: ["title", "size"] } },
  );
  const given = { title: "Mine", line: null, state: null, workPhone: null, email: null, nextDate: null, code: null };
  expect(makerOf(schema).fillUp(given)).toEqual({
    ...given,
    ...{ line: "Standin line", workPhone: "+14155552671", email: "ada@example.com", code: "" },
    ...{ limit: 20, page_size: 1, none: "Standin none", of: { name: "Standin name" } },
  });
});

it("takes another text where the sample cannot stand there", () => {
  const schema = object(
    { title: text, line: text, workPhone: text },
    { not: { anyOf: [{ properties: { title: { const: "Water the plants" } }, required: ["title"] }] } },
  );
  expect(makerOf(schema).fillUp({ workPhone: "1" })).toEqual({
    ...{ workPhone: "1", title: "Standin title", line: "Standin line" },
  });
});

it("makes items of lists", () => {
  const { item } = makerOf(object({}));
  expect(item({ name: "tags", schema: { items: text } })).toBe("Standin tag");
  expect(item({ name: "stars", schema: { items: text } })).toBe("Standin star");
  expect(item({ name: "stars", schema: { items: object({ title: text }) } })).toEqual({ title: "Water the plants" });
});

it("says at which operation a schema cannot be compiled", () => {
  const schema = { properties: { title: { type: "string", pattern: "(" } } };
  const { documented } = createInputMaker({ schema, check: () => [], known: { find: (name) => shown[name] }, place });
  expect(() => documented("POST")).toThrow(place);
});
