const limit = {
  provider: { type: "string" },
  name: { type: "string", description: "As the provider's mock names it." },
  requests: { type: "integer", minimum: 1, description: "How many pass in a window; the vendor's figure by default." },
  window: {
    $ref: "#/components/schemas/Duration",
    description: "How long a window is, on the tenant's clock; the vendor's figure by default.",
  },
};

export const limitSchemas = {
  Limits: {
    type: "object",
    required: ["limits"],
    properties: {
      limits: {
        type: "array",
        items: { type: "object", required: ["provider", "name"], properties: limit, additionalProperties: false },
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
