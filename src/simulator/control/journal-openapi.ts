import { severities } from "../counts.ts";
import { defaultCount, defaultWithin } from "../wait.ts";
import { json, list, parameter, problem, refusals, tenant } from "./openapi-parts.ts";
import { defaultLimit, highestLimit } from "./parameters.ts";
import { exchangeSchema, violationSchema } from "./schemas.ts";

const operation = parameter("operation", "Of one operation, by operationId.", { type: "string" });
const place = [parameter("provider", "Of one provider.", { type: "string" }), tenant, operation];
const narrowing = [
  ...place,
  parameter("severity", "With a violation of this weight, or violations of it.", {
    enum: severities,
  }),
  parameter(
    "since",
    "After the exchange of this id, or recorded from this date-time of the machine's clock on. `startedAt` is by the tenant's clock and is not compared.",
    { type: "string" },
  ),
];
const filters = [...narrowing, parameter("limit", "The most items.", { type: "integer", minimum: 1 })];
const pages = [
  ...narrowing,
  parameter("limit", "The most items.", { type: "integer", minimum: 1, maximum: highestLimit, default: defaultLimit }),
  parameter("cursor", "The `next` of an earlier answer.", { type: "string" }),
];

export const journalPaths = {
  "/exchanges": {
    get: {
      operationId: "listExchanges",
      summary: "The journal, oldest first",
      parameters: pages,
      responses: { "200": json("#/components/schemas/ExchangeList"), ...refusals },
    },
    delete: {
      operationId: "deleteExchanges",
      summary: "Forgets exchanges and their counts",
      parameters: place,
      responses: { "204": { description: "They are forgotten." }, ...refusals },
    },
  },
  "/exchanges.ndjson": {
    get: {
      operationId: "exportNdjson",
      summary: "All exchanges that are kept, oldest first, one a line",
      parameters: filters,
      responses: {
        "200": stream(
          "application/x-ndjson",
          'Each line is an Exchange; a last line `{"gap":{"missed":n}}` says that so many had to make room while it was read.',
        ),
        ...refusals,
      },
    },
  },
  "/exchanges.har": {
    get: {
      operationId: "exportHar",
      summary: "All exchanges that are kept, oldest first, as HAR 1.2",
      parameters: filters,
      responses: {
        "200": {
          description:
            "HAR 1.2; `_standin` in an entry has what HAR has no place for. `log._gap` is there, with a number `missed`, where so many exchanges had to make room while it was read, and `log.comment` says so.",
          content: { "application/json": { schema: { type: "object", required: ["log"] } } },
        },
        ...refusals,
      },
    },
  },
  "/exchanges/events": {
    get: {
      operationId: "followExchanges",
      summary: "Exchanges as they are served, as Server-Sent Events",
      description:
        "Those after `since`, or after the header Last-Event-ID, come first; without either only new ones. `limit` ends the stream after so many.",
      parameters: [
        ...filters,
        {
          name: "Last-Event-ID",
          in: "header",
          description: "The id that was had last; goes before `since`.",
          schema: { type: "string" },
        },
      ],
      responses: {
        "200": stream(
          "text/event-stream",
          "`event: exchange` has the exchange's id as `id` and an Exchange as `data`. `event: gap` has `{\"missed\": n}`: so many exchanges, of all providers and tenants, had to make room before they could be told, up to the event's `id`; null where nobody knows.",
        ),
        ...refusals,
      },
    },
  },
  "/exchanges/wait": {
    get: {
      operationId: "waitForExchanges",
      summary:
        "Answers once there are as many exchanges as are waited for, those that have been served already included",
      parameters: [
        ...narrowing,
        parameter("count", "How many.", { type: "integer", minimum: 1, maximum: highestLimit, default: defaultCount }),
        parameter("within", "How long, by the machine's clock.", {
          $ref: "#/components/schemas/Duration",
          default: defaultWithin,
        }),
      ],
      responses: {
        "200": json("#/components/schemas/ExchangeList"),
        ...refusals,
        "404": problem(
          "They did not come in time, with `standin-problem: wait` and what came instead; or a provider or an operation is not known.",
        ),
        "503": problem("Standin was closed meanwhile."),
      },
    },
  },
  "/near-misses": {
    get: {
      operationId: "listNearMisses",
      summary: "Requests that matched no operation, oldest first, each with those that it may have meant",
      parameters: pages.filter((one) => one !== operation),
      responses: { "200": json("#/components/schemas/NearMissList"), ...refusals },
    },
  },
  "/strays": {
    get: {
      operationId: "listStrays",
      summary: "The last 100 requests that reached no provider, as with a wrong base URL; nobody knows whose they are",
      parameters: [tenant],
      responses: { "200": json("#/components/schemas/StrayList"), ...refusals },
    },
  },
  "/violations": {
    get: {
      operationId: "listViolations",
      summary: "What in the exchanges broke the contract, oldest first",
      parameters: pages,
      responses: { "200": json("#/components/schemas/ViolationList"), ...refusals },
    },
  },
};

function stream(type: string, description: string): object {
  return { description, content: { [type]: { schema: { type: "string" } } } };
}

const text = { type: "string" };

const nearOperation = {
  type: "object",
  required: ["operation", "method", "path", "differs"],
  properties: {
    operation: text,
    method: text,
    path: { type: "string", description: "Its template, with the base path." },
    differs: {
      type: "array",
      description: "The method, and the first segment of the path; what is alike is left out.",
      items: {
        oneOf: [
          {
            type: "object",
            required: ["part", "sent", "expected"],
            properties: { part: { const: "method" }, sent: text, expected: text },
            additionalProperties: false,
          },
          {
            type: "object",
            required: ["part", "segment", "sent", "expected"],
            properties: {
              part: { const: "path" },
              segment: { type: "integer", minimum: 1 },
              sent: { type: ["string", "null"] },
              expected: { type: ["string", "null"] },
            },
            additionalProperties: false,
          },
        ],
      },
    },
  },
  additionalProperties: false,
};

export const journalSchemas = {
  ExchangeList: list("#/components/schemas/Exchange"),
  StrayList: list("#/components/schemas/Stray"),
  Stray: {
    type: "object",
    required: ["at", "method", "target", "status", "detail"],
    properties: {
      at: { type: "string", format: "date-time", description: "By the machine's clock." },
      method: { type: ["string", "null"], description: "Null where it was no HTTP." },
      target: { type: ["string", "null"], description: "As it was sent, without credentials." },
      status: { type: "integer" },
      detail: { type: "string", description: "Why." },
    },
    additionalProperties: false,
  },
  NearMissList: list("#/components/schemas/NearMiss"),
  ViolationList: list("#/components/schemas/JournalledViolation"),
  Exchange: exchangeSchema,
  NearMiss: {
    type: "object",
    required: ["exchange", "provider", "tenant", "method", "path", "nearest"],
    properties: {
      exchange: { type: "string", description: "The exchange's id." },
      provider: text,
      tenant: text,
      method: text,
      path: { type: "string", description: "At the vendor's host, percent-encoded, without the query." },
      nearest: { type: "array", description: "The nearest first.", items: nearOperation },
    },
    additionalProperties: false,
  },
  Violation: violationSchema,
  JournalledViolation: {
    $ref: "#/components/schemas/Violation",
    required: ["exchange"],
    properties: { exchange: { type: "string", description: "The exchange's id." } },
    unevaluatedProperties: false,
  },
};
