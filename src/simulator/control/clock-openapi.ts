import { body, json, parameter, refusals, tenant } from "./openapi-parts.ts";

const reading = {
  mode: { $ref: "#/components/schemas/ClockMode" },
  now: { type: "string", format: "date-time" },
};

const place = [tenant, parameter("provider", "At one provider.", { type: "string" })];

const setting = {
  mode: { $ref: "#/components/schemas/ClockMode" },
  now: {
    type: "string",
    format: "date-time",
    description:
      "Where it goes on from: what it tells, unless given. A shifted clock needs it, and on a real one it has no effect. From 1970 to 9999-12-31T00:00:00Z.",
  },
};

const shiftedHasNow = {
  if: { required: ["mode"], properties: { mode: { const: "shifted" } } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  then: { required: ["now"] },
};

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
      description: "What GET answers can be put back.",
      parameters: place,
      requestBody: body("#/components/schemas/ClockBody"),
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
    properties: setting,
    ...shiftedHasNow,
    additionalProperties: false,
  },
  ClockBody: {
    type: "object",
    required: ["mode"],
    properties: {
      ...setting,
      tenant: { type: "string", description: "The one that is addressed, and no other." },
      providers: {
        type: "array",
        description:
          "What is set at each of these providers; `mode` and `now` are for the others, and without others are what one of these has.",
        items: {
          type: "object",
          required: ["provider", "mode"],
          properties: { provider: { type: "string" }, ...setting },
          ...shiftedHasNow,
          additionalProperties: false,
        },
      },
    },
    ...shiftedHasNow,
    additionalProperties: false,
  },
  Advance: {
    type: "object",
    required: ["by"],
    properties: { by: { $ref: "#/components/schemas/Duration" } },
    additionalProperties: false,
  },
};
