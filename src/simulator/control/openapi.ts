import { severities } from "../counts.ts";
import { tenantName } from "../tenancy.ts";
import { clockSchemas } from "./clock-schemas.ts";
import { faultSchemas } from "./fault-schemas.ts";
import { limitSchemas } from "./limit-schemas.ts";
import { defaultLimit, highestLimit } from "./parameters.ts";
import { evidenceSchema, exchangeSchema, providerSchema, violationSchema } from "./schemas.ts";

const tenant = parameter(
  "tenant",
  "Whose; the tenant of the plain credential is `default`, and one that nobody has been yet has nothing.",
  {
    type: "string",
    pattern: tenantName.source,
  },
);
const place = [
  parameter("provider", "Of one provider.", { type: "string" }),
  tenant,
  parameter("operation", "Of one operation, by operationId.", { type: "string" }),
];
const filters = [
  ...place,
  parameter("severity", "With a violation of this weight, or violations of it.", {
    enum: severities,
  }),
  parameter(
    "since",
    "After the exchange of this id, or recorded from this date-time of the machine's clock on. `startedAt` is by the tenant's clock and is not compared.",
    { type: "string" },
  ),
  parameter("limit", "The most items.", { type: "integer", minimum: 1, maximum: highestLimit, default: defaultLimit }),
  parameter("cursor", "The `next` of an earlier answer.", { type: "string" }),
];
const clockPlace = [tenant, parameter("provider", "At one provider.", { type: "string" })];
const refusals = {
  "400": problem("A parameter or the body is not allowed."),
  "403": problem("The caller is not on this machine, or is a web page of another origin."),
  "404": problem("A provider or an operation is not known."),
};

/** The control API, as OpenAPI 3.1. */
export const controlDocument = {
  openapi: "3.1.0",
  info: {
    title: "Standin control API",
    version: "1",
    description: "What a running Standin serves, what it was asked, and where that broke the contract.",
  },
  servers: [{ url: "/_standin" }],
  paths: {
    "/health": {
      get: {
        operationId: "getHealth",
        summary: "What runs, and how much it has served",
        parameters: [tenant],
        responses: { "200": json("#/components/schemas/Health"), ...refusals },
      },
    },
    "/providers": {
      get: {
        operationId: "listProviders",
        summary: "The providers with base URL, credential, operations and fixtures",
        parameters: [tenant],
        responses: { "200": json("#/components/schemas/ProviderList"), ...refusals },
      },
    },
    "/exchanges": {
      get: {
        operationId: "listExchanges",
        summary: "The journal, oldest first",
        parameters: filters,
        responses: { "200": json("#/components/schemas/ExchangeList"), ...refusals },
      },
      delete: {
        operationId: "deleteExchanges",
        summary: "Forgets exchanges and their counts",
        parameters: place,
        responses: { "204": { description: "They are forgotten." }, ...refusals },
      },
    },
    "/violations": {
      get: {
        operationId: "listViolations",
        summary: "What in the exchanges broke the contract, oldest first",
        parameters: filters,
        responses: { "200": json("#/components/schemas/ViolationList"), ...refusals },
      },
    },
    "/tenants": {
      get: {
        operationId: "listTenants",
        summary: "Who has been here and is still kept, and at which providers",
        parameters: [tenant],
        responses: { "200": json("#/components/schemas/TenantList"), ...refusals },
      },
      delete: {
        operationId: "deleteTenant",
        summary: "Forgets a tenant: all that it has, and its exchanges",
        parameters: [tenant],
        responses: { "204": { description: "It is forgotten." }, ...refusals },
      },
    },
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
    "/clock": {
      get: {
        operationId: "getClock",
        summary: "The tenant's clock; at each provider it has one, and the one that is ahead speaks for all",
        parameters: clockPlace,
        responses: { "200": json("#/components/schemas/Clock"), ...refusals },
      },
      put: {
        operationId: "setClock",
        summary: "Has time flow otherwise: as the system's, not at all, from another time on, or a second an exchange",
        parameters: clockPlace,
        requestBody: body("#/components/schemas/ClockSetting"),
        responses: { "200": json("#/components/schemas/Clock"), ...refusals },
      },
    },
    "/clock/advance": {
      post: {
        operationId: "advanceClock",
        summary: "Puts the clock forward; a real one is shifted from then on",
        parameters: clockPlace,
        requestBody: body("#/components/schemas/Advance"),
        responses: { "200": json("#/components/schemas/Clock"), ...refusals },
      },
    },
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
    "/reset": {
      post: {
        operationId: "reset",
        summary: "Begins again with a tenant: state, clock, ids, and no faults. The journal stays.",
        parameters: [tenant],
        requestBody: {
          required: false,
          content: { "application/json": { schema: { $ref: "#/components/schemas/Reset" } } },
        },
        responses: { "200": json("#/components/schemas/ResetDone"), ...refusals },
      },
    },
    "/openapi.json": {
      get: {
        operationId: "getDocument",
        summary: "This document",
        parameters: [tenant],
        responses: {
          "200": { description: "OpenAPI 3.1.", content: { "application/json": { schema: { type: "object" } } } },
          ...refusals,
        },
      },
    },
  },
  components: {
    schemas: {
      Health: {
        type: "object",
        required: ["status", "providers", "exchanges", "exchangesWith", "violations"],
        properties: {
          status: { const: "ok" },
          providers: { type: "array", items: { type: "string" } },
          exchanges: { type: "integer", description: "Served in all, those that the journal has let go of included." },
          exchangesWith: { $ref: "#/components/schemas/BySeverity", description: "Exchanges that have violations." },
          violations: { $ref: "#/components/schemas/BySeverity" },
        },
        additionalProperties: false,
      },
      BySeverity: {
        type: "object",
        required: severities,
        properties: { error: { type: "integer" }, warning: { type: "integer" }, note: { type: "integer" } },
        additionalProperties: false,
      },
      ProviderList: list("#/components/schemas/Provider"),
      ExchangeList: list("#/components/schemas/Exchange"),
      ViolationList: list("#/components/schemas/JournalledViolation"),
      Provider: providerSchema,
      Exchange: exchangeSchema,
      Violation: violationSchema,
      JournalledViolation: {
        $ref: "#/components/schemas/Violation",
        required: ["exchange"],
        properties: { exchange: { type: "string", description: "The exchange's id." } },
        unevaluatedProperties: false,
      },
      Evidence: evidenceSchema,
      Reset: {
        type: "object",
        properties: { provider: { type: "string", description: "All providers when it is left out." } },
        additionalProperties: false,
      },
      ResetDone: {
        type: "object",
        required: ["tenant", "providers"],
        properties: { tenant: { type: "string" }, providers: { type: "array", items: { type: "string" } } },
        additionalProperties: false,
      },
      TenantList: list("#/components/schemas/Tenant"),
      Tenant: {
        type: "object",
        required: ["tenant", "providers"],
        properties: { tenant: { type: "string" }, providers: { type: "array", items: { type: "string" } } },
        additionalProperties: false,
      },
      ...clockSchemas,
      ...faultSchemas,
      ...limitSchemas,
      LimitList: list("#/components/schemas/LimitReading"),
      FaultList: list("#/components/schemas/ArmedFault"),
      Problem: {
        type: "object",
        description: "RFC 9457; the header `standin-problem` has the last part of `type`.",
        required: ["type", "title", "status", "detail"],
        properties: {
          type: { type: "string", format: "uri" },
          title: { type: "string" },
          status: { type: "integer" },
          detail: { type: "string" },
        },
      },
    },
  },
};

function parameter(name: string, description: string, schema: object): object {
  return { name, in: "query", description, schema };
}

function json(schema: string): object {
  return { description: "Done.", content: { "application/json": { schema: { $ref: schema } } } };
}

function body(schema: string): object {
  return { required: true, content: { "application/json": { schema: { $ref: schema } } } };
}

function problem(description: string): object {
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return { description, headers: { "standin-problem": { required: true, schema: { type: "string" } } }, content };
}

function list(item: string): object {
  return {
    type: "object",
    required: ["items", "total", "next"],
    properties: {
      items: { type: "array", items: { $ref: item } },
      total: { type: "integer", description: "How many match, those that are on no page any more included." },
      next: { type: ["string", "null"], description: "The cursor of the next page." },
    },
    additionalProperties: false,
  };
}
