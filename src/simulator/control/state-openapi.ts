import { positionForm } from "../sources.ts";
import { body, json, list, pathParameter, problem, refusals, tenant } from "./openapi-parts.ts";

const provider = pathParameter("provider", "Whose stand-in.");
const untold = { "500": problem("The mock's state is no plain data, or its scenario throws.") };
const refused = {
  ...refusals,
  ...untold,
  "422": {
    ...problem("The state, or the patch, cannot be taken: nothing has changed."),
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/StateProblem" } } },
  },
};

export const statePaths = {
  "/state/{provider}": {
    get: {
      operationId: "getState",
      summary: "All that decides what the tenant's next requests are answered: a snapshot",
      parameters: [provider, tenant],
      responses: { "200": json("#/components/schemas/Snapshot"), ...refusals, ...untold },
    },
    put: {
      operationId: "replaceState",
      summary: "Puts a snapshot in place, of this tenant or another, when it keeps to scenario and contract",
      parameters: [provider, tenant],
      requestBody: body("#/components/schemas/SnapshotPart"),
      responses: { "200": json("#/components/schemas/Snapshot"), ...refused },
    },
    patch: {
      operationId: "patchState",
      summary: "Changes the snapshot: an object is a JSON Merge Patch (RFC 7396), a list a JSON Patch (RFC 6902)",
      parameters: [provider, tenant],
      requestBody: body("#/components/schemas/SnapshotPatch"),
      responses: { "200": json("#/components/schemas/Snapshot"), ...refused },
    },
  },
  "/scenarios": {
    get: {
      operationId: "listScenarios",
      summary: "The scenarios of each provider, and the one that the tenant has begun with",
      parameters: [tenant],
      responses: { "200": json("#/components/schemas/ScenarioList"), ...refusals },
    },
  },
  "/scenarios/{name}": {
    post: {
      operationId: "beginScenario",
      summary: "Begins again in a scenario: state, clock, ids, no faults, its limits. The journal stays.",
      parameters: [pathParameter("name", "The scenario's name."), tenant],
      requestBody: { ...body("#/components/schemas/Reset"), required: false },
      responses: { "200": json("#/components/schemas/ScenarioBegun"), ...refusals },
    },
  },
};

const text = { type: "string" };
const position = { type: "string", pattern: positionForm.source };

const snapshot = {
  provider: text,
  tenant: { ...text, description: "Whose it was." },
  state: {
    description: "The mock's own: an object of records by key, or a list of [key, record], where it has a Map.",
  },
  clock: { $ref: "#/components/schemas/ClockSetting" },
  sources: {
    type: "object",
    description: "Where the generators of ids and chance stand.",
    properties: { ids: position, random: position },
    additionalProperties: false,
  },
};

const broken = {
  type: "object",
  required: ["pointer", "message"],
  properties: {
    collection: { ...text, description: "The Map of the state that holds the record; absent for the state itself." },
    key: { ...text, description: "The record's key." },
    operation: { ...text, description: "By which the record is shown, and whose answer breaks the contract." },
    part: text,
    pointer: { ...text, description: "JSON Pointer inside the state, or inside the part of the answer." },
    rule: text,
    message: text,
    evidence: { $ref: "#/components/schemas/Evidence" },
    contract: {
      type: "object",
      required: ["file", "line", "column", "pointer"],
      properties: { file: text, line: { type: "integer" }, column: { type: "integer" }, pointer: text },
    },
  },
  additionalProperties: false,
};

export const stateSchemas = {
  Snapshot: {
    type: "object",
    required: Object.keys(snapshot),
    properties: { ...snapshot, sources: { ...snapshot.sources, required: ["ids", "random"] } },
    additionalProperties: false,
  },
  SnapshotPart: {
    type: "object",
    description: "What is left out stays as it is.",
    required: ["state"],
    properties: snapshot,
    additionalProperties: false,
  },
  SnapshotPatch: {
    anyOf: [
      { type: "object", description: "As a snapshot; null takes a member out." },
      {
        type: "array",
        items: {
          type: "object",
          required: ["op", "path"],
          properties: {
            op: { enum: ["add", "remove", "replace", "move", "copy", "test"] },
            path: {
              type: "string",
              description: "JSON Pointer inside the snapshot, such as `/state/tasks/task-1/title`.",
            },
            from: text,
            value: true,
          },
        },
      },
    ],
  },
  StateProblem: {
    $ref: "#/components/schemas/Problem",
    properties: {
      broken: { type: "array", items: { $ref: "#/components/schemas/BrokenPlace" } },
      complete: { type: "boolean", description: "Whether these are all: at most 100 are looked for." },
    },
  },
  BrokenPlace: broken,
  ScenarioList: list("#/components/schemas/ProviderScenarios"),
  ProviderScenarios: {
    type: "object",
    required: ["provider", "scenario", "scenarios"],
    properties: {
      provider: text,
      scenario: { ...text, description: "The one that the tenant has begun with, or will." },
      scenarios: { type: "array", items: text },
    },
    additionalProperties: false,
  },
  ScenarioBegun: {
    type: "object",
    required: ["tenant", "scenario", "providers"],
    properties: { tenant: text, scenario: text, providers: { type: "array", items: text } },
    additionalProperties: false,
  },
};
