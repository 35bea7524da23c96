import { severities } from "../counts.ts";

/** JSON Schemas of what the control API answers, as components of its document. */

const text = { type: "string" };
const textOrNull = { type: ["string", "null"] };

export const evidenceSchema = { enum: ["documented", "client", "observed", "inferred", "assumed"] };

export const violationSchema = {
  type: "object",
  required: [
    ...["provider", "operation", "part", "pointer", "rule", "severity", "evidence", "message"],
    ...["expected", "actual", "contract", "source"],
  ],
  properties: {
    provider: text,
    operation: textOrNull,
    part: {
      enum: [
        ...["request.path", "request.query", "request.headers", "request.body"],
        ...["response.status", "response.headers", "response.body", "sequence"],
      ],
    },
    pointer: { type: "string", description: "JSON Pointer inside the part." },
    rule: text,
    severity: { enum: severities },
    evidence: { $ref: "#/components/schemas/Evidence" },
    message: text,
    expected: true,
    actual: true,
    contract: {
      type: "object",
      description: "Where the contract says so.",
      required: ["file", "line", "column", "pointer"],
      properties: { file: text, line: { type: "integer" }, column: { type: "integer" }, pointer: text },
      additionalProperties: false,
    },
    source: textOrNull,
  },
};

const headersSchema = {
  type: "object",
  description: "Names in lower case.",
  additionalProperties: { oneOf: [text, { type: "array", items: text }] },
};

const bodyProperties = {
  body: { type: "string", description: "The text as sent, after transfer and content decoding." },
  bodyEncoding: { const: "base64", description: "Set when the body is not UTF-8 text." },
  bodySize: { type: "integer", description: "In bytes; set when the journal has cut the body." },
};

export const exchangeSchema = {
  type: "object",
  required: [
    ...["id", "provider", "tenant", "operation", "startedAt", "recordedAt", "durationMs"],
    ...["request", "response", "violations"],
  ],
  properties: {
    id: text,
    provider: text,
    tenant: text,
    operation: textOrNull,
    startedAt: { type: "string", format: "date-time", description: "On the tenant's clock." },
    recordedAt: {
      type: "string",
      format: "date-time",
      description: "When the answer was at hand, on the machine's clock.",
    },
    durationMs: { type: "number", description: "On the machine's clock." },
    beginsAgain: {
      const: true,
      description: "The tenant had been let go to make room for others: here it began again. Absent otherwise.",
    },
    fault: {
      type: "object",
      description:
        "The fault that was injected, if one was: what the answer breaks because of it is planned, and not counted.",
      required: ["id", "kind"],
      properties: {
        id: text,
        kind: text,
        also: {
          type: "array",
          items: text,
          description: "The kinds of the others that hit the exchange; absent where there is none.",
        },
      },
      additionalProperties: false,
    },
    request: {
      type: "object",
      required: ["method", "url", "headers"],
      properties: {
        method: text,
        url: { type: "string", description: "At the vendor's own host." },
        headers: headersSchema,
        ...bodyProperties,
      },
      additionalProperties: false,
    },
    response: {
      type: ["object", "null"],
      description: "Null when the connection ended without one.",
      required: ["status", "headers"],
      properties: { status: { type: "integer" }, headers: headersSchema, ...bodyProperties },
      additionalProperties: false,
    },
    violations: {
      type: "array",
      items: { $ref: "#/components/schemas/Violation", unevaluatedProperties: false },
    },
  },
  additionalProperties: false,
};

export const providerSchema = {
  type: "object",
  required: ["id", "baseUrl", "credential", "hosts", "scenarios", "credentials", "fixtures", "operations"],
  properties: {
    id: text,
    baseUrl: { type: "string", description: "What replaces the vendor's base URL." },
    credential: text,
    hosts: { type: "array", items: text, description: "A request with one of them as its Host is served too." },
    scenarios: { type: "array", items: text },
    credentials: { type: "object", additionalProperties: text, description: "Others, with what sets each apart." },
    fixtures: {
      type: "array",
      items: {
        type: "object",
        required: ["kind", "value", "description"],
        properties: { kind: text, value: text, description: text },
        additionalProperties: false,
      },
    },
    operations: {
      type: "array",
      items: {
        type: "object",
        required: ["id", "method", "path", "summary", "evidence", "source", "deprecated", "notModelled"],
        properties: {
          id: text,
          method: text,
          path: text,
          summary: text,
          evidence: { $ref: "#/components/schemas/Evidence" },
          source: textOrNull,
          deprecated: { type: "boolean" },
          notModelled: { type: ["string", "null"], description: "Why the stand-in does not serve it." },
        },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};
