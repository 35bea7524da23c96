import { body, json, list, refusals, tenant } from "./openapi-parts.ts";

const limit = {
  provider: { type: "string" },
  name: { type: "string", description: "As the provider's mock names it." },
  requests: { type: "integer", minimum: 1, description: "How many pass in a window; the vendor's figure by default." },
  window: {
    $ref: "#/components/schemas/Duration",
    description: "How long a window is, on the tenant's clock; the vendor's figure by default.",
  },
};

export const limitPaths = {
  "/limits": {
    get: {
      operationId: "listLimits",
      summary: "The vendors' quotas that are on for a tenant",
      parameters: [tenant],
      responses: { "200": json("#/components/schemas/LimitList"), ...refusals },
    },
    put: {
      operationId: "setLimits",
      summary: "Switches on these quotas and no others, with the vendor's figures or other ones",
      description:
        "A clock that is stepped goes on from its time as a shifted one, which flows as the machine's does. What GET answers as `items` can be put back.",
      parameters: [tenant],
      requestBody: body("#/components/schemas/Limits"),
      responses: { "200": json("#/components/schemas/LimitList"), ...refusals },
    },
    delete: {
      operationId: "deleteLimits",
      summary: "Switches off all quotas",
      parameters: [tenant],
      responses: { "204": { description: "There are none any more." }, ...refusals },
    },
  },
};

export const limitSchemas = {
  LimitList: list("#/components/schemas/LimitReading"),
  Limits: {
    type: "object",
    required: ["limits"],
    properties: {
      limits: {
        type: "array",
        items: {
          type: "object",
          required: ["provider", "name"],
          properties: {
            ...limit,
            used: { readOnly: true, description: "Passed over where a quota is put back, which counts anew." },
          },
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
  },
  LimitReading: {
    type: "object",
    required: ["provider", "name", "requests", "window", "used"],
    properties: {
      ...limit,
      used: { type: "integer", description: "How many have passed in the window of whoever has used it most." },
    },
    additionalProperties: false,
  },
};
