import { faultKinds } from "../faults/fault.ts";
import { body, json, list, refusals, tenant } from "./openapi-parts.ts";

const duration = { $ref: "#/components/schemas/Duration" };

const durationSchema = {
  type: "string",
  description: "A number with its unit: ms, s, m, h, d.",
  pattern: "^\\d{1,9}(\\.\\d{1,3})?(ms|s|m|h|d)$",
};

const delaySchema = {
  description: "Always as long, evenly between two bounds, or log-normal about a median.",
  anyOf: [
    duration,
    {
      type: "object",
      required: ["min", "max"],
      properties: { min: duration, max: duration },
      additionalProperties: false,
    },
    {
      type: "object",
      required: ["median", "sigma"],
      properties: { median: duration, sigma: { type: "number", minimum: 0, maximum: 10 }, max: duration },
      additionalProperties: false,
    },
  ],
};

const faultSchema = {
  type: "object",
  required: ["provider", "kind"],
  properties: {
    provider: { type: "string" },
    operation: { type: "string", description: "operationId; all operations when it is left out." },
    tenant: { type: "string", description: "The tenant that it is armed for, and no other." },
    kind: { enum: faultKinds },
    status: { type: "integer", minimum: 200, maximum: 599, description: "For kind `status`." },
    force: { type: "boolean", description: "Takes a status that the contract does not document." },
    reply: {
      type: "object",
      description: "For kind `reply`: the answer itself.",
      required: ["status"],
      properties: {
        status: { type: "integer", minimum: 200, maximum: 599 },
        headers: { type: "object", additionalProperties: { type: ["string", "array"], items: { type: "string" } } },
        body: { description: "A JSON value." },
        text: { type: "string", description: "In the place of `body`, as it is." },
      },
      additionalProperties: false,
    },
    after: { type: "integer", minimum: 0, description: "How many exchanges pass first." },
    times: { type: "integer", minimum: 1, description: "How many exchanges it hits at the most." },
    probability: { type: "number", minimum: 0, maximum: 1, description: "Decided by the seed." },
    ttl: {
      ...duration,
      description:
        "How long it stays armed, on the tenant's clock: where that is put back to before the end, it is armed again.",
    },
    delay: {
      $ref: "#/components/schemas/Delay",
      description:
        "`delay`: how long the answer takes; `slow-drip`: over how long it comes; `stale-read`: how long after a write, on the tenant's clock; else: how long before it happens.",
    },
  },
};

const armedFaultSchema = {
  ...faultSchema,
  required: [...faultSchema.required, "tenant", "id", "hits"],
  properties: { ...faultSchema.properties, id: { type: "string" }, hits: { type: "integer", minimum: 0 } },
  additionalProperties: false,
};

export const faultPaths = {
  "/faults": {
    get: {
      operationId: "listFaults",
      summary: "The faults of a tenant in the order of arming, with how many exchanges each has hit",
      parameters: [tenant],
      responses: { "200": json("#/components/schemas/FaultList"), ...refusals },
    },
    put: {
      operationId: "armFaults",
      summary: "Arms faults in the place of those that the tenant had: all of them, or none if one cannot be",
      parameters: [tenant],
      requestBody: body("#/components/schemas/Faults"),
      responses: { "200": json("#/components/schemas/FaultList"), ...refusals },
    },
    delete: {
      operationId: "deleteFaults",
      summary: "Ends the faults of a tenant",
      parameters: [tenant],
      responses: { "204": { description: "There are none any more." }, ...refusals },
    },
  },
};

export const faultSchemas = {
  FaultList: list("#/components/schemas/ArmedFault"),
  Faults: {
    type: "object",
    required: ["faults"],
    properties: { faults: { type: "array", items: { $ref: "#/components/schemas/Fault" } } },
    additionalProperties: false,
  },
  Fault: { ...faultSchema, additionalProperties: false },
  ArmedFault: armedFaultSchema,
  Delay: delaySchema,
  Duration: durationSchema,
};
