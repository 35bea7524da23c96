import { severities } from "../counts.ts";
import { json, list, parameter, refusals, tenant } from "./openapi-parts.ts";
import { defaultLimit, highestLimit } from "./parameters.ts";
import { exchangeSchema, violationSchema } from "./schemas.ts";

const place = [
  parameter("provider", "Of one provider.", { type: "string" }),
  tenant,
  parameter("operation", "Of one operation, by operationId.", { type: "string" }),
];
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
      responses: { "200": stream("application/x-ndjson", "Each line is an Exchange."), ...refusals },
    },
  },
  "/exchanges.har": {
    get: {
      operationId: "exportHar",
      summary: "All exchanges that are kept, oldest first, as HAR 1.2",
      parameters: filters,
      responses: {
        "200": {
          description: "HAR 1.2; `_standin` in an entry has what HAR has no place for.",
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
          '`event: exchange` has the exchange\'s id as `id` and an Exchange as `data`. `event: gap` has `{"missed": n}`: so many exchanges, of all providers and tenants, had to make room before they could be told; null where nobody knows.',
        ),
        ...refusals,
      },
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

export const journalSchemas = {
  ExchangeList: list("#/components/schemas/Exchange"),
  ViolationList: list("#/components/schemas/JournalledViolation"),
  Exchange: exchangeSchema,
  Violation: violationSchema,
  JournalledViolation: {
    $ref: "#/components/schemas/Violation",
    required: ["exchange"],
    properties: { exchange: { type: "string", description: "The exchange's id." } },
    unevaluatedProperties: false,
  },
};
