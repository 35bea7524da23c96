import { severities } from "../counts.ts";
import { clockPaths, clockSchemas } from "./clock-openapi.ts";
import { coveragePaths, coverageSchemas } from "./coverage-openapi.ts";
import { faultPaths, faultSchemas } from "./fault-openapi.ts";
import { journalPaths, journalSchemas } from "./journal-openapi.ts";
import { limitPaths, limitSchemas } from "./limit-openapi.ts";
import { json, list, refusals, tenant } from "./openapi-parts.ts";
import { evidenceSchema, providerSchema } from "./schemas.ts";
import { statePaths, stateSchemas } from "./state-openapi.ts";
import { tenantPaths, tenantSchemas } from "./tenant-openapi.ts";

/** The control API, as OpenAPI 3.1, wherever it is. */
export const controlDocument = {
  openapi: "3.1.0",
  info: {
    title: "Standin control API",
    version: "1",
    description: "What a running Standin serves, what it was asked, and where that broke the contract.",
  },
  security: [{}, { token: [] }],
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
    ...journalPaths,
    ...coveragePaths,
    ...tenantPaths,
    ...faultPaths,
    ...limitPaths,
    ...clockPaths,
    ...statePaths,
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
    securitySchemes: {
      token: { type: "http", scheme: "bearer", description: "Demanded where one is set, and then of every request." },
    },
    schemas: {
      Health: {
        type: "object",
        required: ["status", "providers", "exchanges", "exchangesWith", "violations", "tenants", "journal"],
        properties: {
          status: { const: "ok" },
          providers: { type: "array", items: { type: "string" } },
          exchanges: {
            type: "integer",
            description:
              "Served in all, those that the journal has let go of included. Those of a tenant that came before as many others as are kept are in the sum alone.",
          },
          exchangesWith: { $ref: "#/components/schemas/BySeverity", description: "Exchanges that have violations." },
          violations: { $ref: "#/components/schemas/BySeverity" },
          tenants: { $ref: "#/components/schemas/TenantCount" },
          journal: {
            type: "object",
            description: "The exchanges that are kept, of all tenants, and about how many bytes they hold.",
            required: ["exchanges", "bytes"],
            properties: { exchanges: { type: "integer" }, bytes: { type: "integer" } },
            additionalProperties: false,
          },
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
      Provider: providerSchema,
      ...journalSchemas,
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
      ...coverageSchemas,
      ...tenantSchemas,
      ...clockSchemas,
      ...faultSchemas,
      ...limitSchemas,
      ...stateSchemas,
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
