import { body, json, parameter, refusals, tenant } from "./openapi-parts.ts";

const reading = {
  mode: { $ref: "#/components/schemas/ClockMode" },
  now: { type: "string", format: "date-time" },
};

const place = [tenant, parameter("provider", "At one provider.", { type: "string" })];

export const clockPaths = {
  "/clock": {
    get: {
      operationId: "getClock",
      summary: "The tenant's clock; at each provider it has one, and the one that is ahead speaks for all",
      parameters: place,
      responses: { "200": json("#/components/schemas/Clock"), ...refusals },
    },
    put: {
      operationId: "setClock",
      summary: "Has time flow otherwise: as the system's, not at all, from another time on, or a second an exchange",
      parameters: place,
      requestBody: body("#/components/schemas/ClockSetting"),
      responses: { "200": json("#/components/schemas/Clock"), ...refusals },
    },
  },
  "/clock/advance": {
    post: {
      operationId: "advanceClock",
      summary: "Puts the clock forward; a real one is shifted from then on",
      parameters: place,
      requestBody: body("#/components/schemas/Advance"),
      responses: { "200": json("#/components/schemas/Clock"), ...refusals },
    },
  },
};

export const clockSchemas = {
  Clock: {
    type: "object",
    required: ["tenant", "mode", "now", "providers"],
    properties: {
      tenant: { type: "string" },
      ...reading,
      providers: {
        type: "array",
        items: {
          type: "object",
          required: ["provider", "mode", "now"],
          properties: {
            provider: { type: "string" },
            ...reading,
          },
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
  },
  ClockMode: { enum: ["real", "frozen", "shifted", "stepped"] },
  ClockSetting: {
    type: "object",
    required: ["mode"],
    properties: {
      mode: { $ref: "#/components/schemas/ClockMode" },
      now: {
        type: "string",
        format: "date-time",
        description:
          "Where it goes on from: what it tells, unless given. A shifted clock needs it, a real one has none.",
      },
    },
    additionalProperties: false,
  },
  Advance: {
    type: "object",
    required: ["by"],
    properties: { by: { $ref: "#/components/schemas/Duration" } },
    additionalProperties: false,
  },
};
