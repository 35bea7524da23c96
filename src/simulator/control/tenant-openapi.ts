import { json, list, refusals, tenant } from "./openapi-parts.ts";

export const tenantPaths = {
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
};

export const tenantSchemas = {
  TenantCount: {
    type: "object",
    description: "Of all tenants, each counted at every provider where it has been.",
    required: ["kept", "letGo"],
    properties: {
      kept: { type: "integer" },
      letGo: { type: "integer", description: "How often one had to make room for another." },
    },
    additionalProperties: false,
  },
  TenantList: list("#/components/schemas/Tenant"),
  Tenant: {
    type: "object",
    required: ["tenant", "providers"],
    properties: { tenant: { type: "string" }, providers: { type: "array", items: { type: "string" } } },
    additionalProperties: false,
  },
};
