const reading = {
  mode: { $ref: "#/components/schemas/ClockMode" },
  now: { type: "string", format: "date-time" },
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
