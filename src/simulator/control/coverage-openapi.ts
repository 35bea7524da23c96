import { json, list, parameter, refusals, tenant } from "./openapi-parts.ts";

const text = { type: "string" };
const integer = { type: "integer", minimum: 0 };
const seen = { documented: { type: "boolean", description: "The contract names it." }, exchanges: integer };
const share = closed({ seen: integer, of: integer });
const totals = ["operations", "statuses", "parameters", "requestBody", "responseHeaders", "responseBody"];

export const coveragePaths = {
  "/coverage": {
    get: {
      operationId: "getCoverage",
      summary: "What of the contracts was exercised, and what was seen that they do not have",
      parameters: [
        parameter("provider", "Of one provider.", { type: "string" }),
        tenant,
        parameter("operation", "Of one operation, by operationId.", { type: "string" }),
      ],
      responses: { "200": json("#/components/schemas/CoverageList"), ...refusals },
    },
  },
};

export const coverageSchemas = {
  CoverageList: list("#/components/schemas/Coverage"),
  Coverage: closed({
    provider: text,
    exchanges: {
      ...closed({ counted: integer, read: integer, cut: integer }),
      description:
        "`counted` by operation and status, those that the journal has let go of included; `read` for parameters and properties, which are those that it keeps; `cut` bodies of these are not kept whole, and their properties are not counted.",
    },
    totals: closed(Object.fromEntries(totals.map((name) => [name, share]))),
    operations: { type: "array", items: { $ref: "#/components/schemas/OperationCoverage" } },
    cutLists: { type: "array", items: text, description: "Bodies that name more properties than are listed." },
    unmatched: {
      ...closed({
        exchanges: integer,
        requests: { type: "array", items: closed({ request: text, exchanges: integer }) },
      }),
      description: "Requests that no operation takes; of those that are kept, method and path.",
    },
  }),
  OperationCoverage: closed({
    operation: text,
    method: text,
    path: text,
    evidence: { $ref: "#/components/schemas/Evidence" },
    exchanges: { ...integer, description: "Those that follow, and those that had an answer by its status." },
    faulted: { ...integer, description: "A fault was injected: the request counts, the answer does not." },
    unanswered: integer,
    standin: { ...integer, description: "Standin spoke in its own voice." },
    statuses: { type: "array", items: closed({ status: text, ...seen }) },
    parameters: {
      type: "array",
      items: closed({ name: text, in: { enum: ["path", "query", "header", "cookie"] }, ...seen }),
    },
    requestBody: { $ref: "#/components/schemas/SeenProperties" },
    responses: {
      type: "array",
      items: closed({
        status: text,
        headers: { type: "array", items: closed({ name: text, ...seen }) },
        body: { $ref: "#/components/schemas/SeenProperties" },
      }),
    },
  }),
  SeenProperties: {
    type: "array",
    items: closed({
      pointer: {
        type: "string",
        description:
          "JSON Pointer into the body; `*` stands for every item, and for every member that is described without a name.",
      },
      ...seen,
    }),
  },
};

function closed(properties: Record<string, object>): object {
  return { type: "object", required: Object.keys(properties), properties, additionalProperties: false };
}
