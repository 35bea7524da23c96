import type { OperationUnderTest } from "../../../src/conformance/suite.ts";
import type { OperationId } from "./adapter.ts";

const noteId = { type: "string", minLength: 1 };

/** What a note may be made of, within the limits of the contract. */
const fields = {
  title: { type: "string", minLength: 1, maxLength: 40 },
  text: { type: ["string", "null"] },
  priority: { type: "integer", minimum: 10, maximum: 90 },
  tags: { type: "array", maxItems: 3, items: { type: "string", maxLength: 12 } },
  owner: { type: "object", required: ["name"], properties: { name: { type: "string" } }, additionalProperties: false },
};

const note = {
  type: "object",
  required: ["noteId", "title", "text", "state", "priority", "label", "tags", "ownerName"],
  properties: {
    noteId,
    title: { type: "string" },
    text: { type: ["string", "null"] },
    state: { type: ["string", "null"] },
    priority: { type: ["integer", "null"] },
    label: { type: ["string", "null"] },
    tags: { type: "array", items: { type: "string" } },
    ownerName: { type: ["string", "null"] },
  },
};

const closed = { type: "object", additionalProperties: false };
const ofNote = { ...closed, required: ["noteId"], properties: { noteId } };

/** What each operation of the adapter takes, and what it answers. */
export const schemas = {
  getNote: { input: ofNote, output: note },
  createNote: { input: { ...closed, required: ["title"], properties: fields }, output: note },
  updateNote: { input: { ...ofNote, properties: { noteId, ...fields } }, output: note },
  deleteNote: { input: ofNote, output: { type: "object", properties: { deleted: { const: true } } } },
  addEntry: {
    input: {
      ...closed,
      required: ["line"],
      properties: {
        line: { type: "string", minLength: 1, examples: ["Paid the rent"] },
        remark: { type: "string", minLength: 1 },
        reference: { type: "string", format: "uuid" },
        amount: { type: "integer", minimum: 1 },
      },
    },
    output: { type: "object", required: ["id", "line"] },
  },
  getEvent: {
    input: { ...closed, required: ["eventId"], properties: { eventId: { type: "string", examples: ["event-1"] } } },
    output: { type: ["object", "array"] },
  },
  listNotes: {
    input: { ...closed, properties: { limit: { type: "integer", minimum: 1, maximum: 50 } } },
    output: { type: "array", items: note },
  },
  listEntries: {
    input: { ...closed, properties: { pageSize: { type: "integer", minimum: 1, maximum: 50 } } },
    output: { type: "array", items: { type: "object", required: ["id", "line"] } },
  },
  listTags: {
    input: { ...closed, properties: { limit: { type: "integer", minimum: 1, maximum: 50 } } },
    output: { type: "array", items: { type: "object", required: ["id", "label"] } },
  },
  listTasks: {
    input: { ...closed, properties: { pageSize: { type: "integer", minimum: 1, maximum: 50 } } },
    output: { type: "array", items: { type: "object", required: ["id", "name"] } },
  },
  listRooms: {
    input: { ...closed, properties: { pageSize: { type: "integer", minimum: 1, maximum: 50 } } },
    output: { type: "array", items: { type: "object", required: ["id", "name"] } },
  },
  listPlaces: {
    input: { ...closed, properties: { limit: { type: "integer", minimum: 1, maximum: 50 } } },
    output: { type: "array", items: { type: "object", required: ["id", "name"] } },
  },
} satisfies Record<OperationId, OperationUnderTest>;
