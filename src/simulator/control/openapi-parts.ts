/** What the descriptions of the routes are made of. */

import { tenantName } from "../tenancy.ts";

export const tenant = parameter(
  "tenant",
  "Whose; the tenant of the plain credential is `default`, and one that nobody has been yet has nothing.",
  {
    type: "string",
    pattern: tenantName.source,
  },
);

export const refusals = {
  "400": problem("A parameter or the body is not allowed."),
  "401": problem("A token is demanded, and it is missing or wrong.", ["www-authenticate"]),
  "403": problem("No token is set, and the caller is not on this machine, or is a web page of another origin."),
  "404": problem("A provider, an operation or a scenario is not known."),
  "413": problem("The body has more bytes than the option bodyLimit allows, or a state more than 64 MiB."),
  "415": problem("The body has a coding that is not known."),
};

export function parameter(name: string, description: string, schema: object): object {
  return { name, in: "query", description, schema };
}

export function pathParameter(name: string, description: string): object {
  return { name, in: "path", required: true, description, schema: { type: "string" } };
}

export function json(schema: string): object {
  return { description: "Done.", content: { "application/json": { schema: { $ref: schema } } } };
}

export function body(schema: string): object {
  return { required: true, content: { "application/json": { schema: { $ref: schema } } } };
}

export function problem(description: string, others: readonly string[] = []): object {
  const headers = ["standin-problem", ...others].map((name) => [name, { required: true, schema: { type: "string" } }]);
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return { description, headers: Object.fromEntries(headers), content };
}

export function list(item: string): object {
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
