import { didYouMean } from "../../contract/near-miss.ts";
import { describeProvider } from "../describe-provider.ts";
import type { Journal } from "../journal.ts";
import type { Provider } from "../provider.ts";
import type { Store } from "../store.ts";
import { defaultTenant } from "../tenancy.ts";
import { clockRoutes } from "./clock-routes.ts";
import { coverageRoutes } from "./coverage-routes.ts";
import { faultRoutes } from "./fault-routes.ts";
import { limitRoutes } from "./limit-routes.ts";
import { controlDocument } from "./openapi.ts";
import { type ControlParameters, parameterRefusal, requireProvider } from "./parameters.ts";
import { tenantRoutes } from "./tenant-routes.ts";

/** What the routes work on. */
export interface ControlContext {
  providers: readonly Provider[];
  journal: Journal;
  store: Store;
}

export interface ControlRequest {
  parameters: ControlParameters;
  /** The parsed body; undefined when there is none. */
  body: unknown;
  /** Where the caller reaches the server, such as "http://127.0.0.1:4010". */
  origin: string;
}

export interface ControlRoute {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below /_standin. */
  path: string;
  /** The query parameters that it takes. */
  parameters: readonly string[];
  /** Answers a JSON value, or undefined for none. */
  answer: (context: ControlContext, request: ControlRequest) => unknown;
}

const place = ["provider", "tenant", "operation"];
const filters = [...place, "severity", "since", "limit", "cursor"];

export const controlRoutes: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/health",
    parameters: ["tenant"],
    answer: ({ providers, journal }, { parameters: { tenant } }) => ({
      status: "ok",
      providers: providers.map(({ id }) => id),
      ...journal.counts.sum(tenant === undefined ? {} : { tenant }),
    }),
  },
  {
    method: "GET",
    path: "/providers",
    parameters: ["tenant"],
    answer({ providers }, { parameters: { tenant = defaultTenant }, origin }) {
      const items = providers.map((provider) => describeProvider(provider, origin, tenant));
      return { items, total: items.length, next: null };
    },
  },
  {
    method: "GET",
    path: "/exchanges",
    parameters: filters,
    answer: ({ journal }, { parameters }) => journal.exchanges(parameters),
  },
  {
    method: "DELETE",
    path: "/exchanges",
    parameters: place,
    answer: ({ journal }, { parameters }) => journal.clear(parameters),
  },
  {
    method: "GET",
    path: "/violations",
    parameters: filters,
    answer: ({ journal }, { parameters }) => journal.violations(parameters),
  },
  ...coverageRoutes,
  ...tenantRoutes,
  ...faultRoutes,
  ...clockRoutes,
  ...limitRoutes,
  {
    method: "POST",
    path: "/reset",
    parameters: ["tenant"],
    async answer({ providers, store }, { parameters: { tenant = defaultTenant }, body }) {
      const ids = readResetBody(body, providers);
      for (const id of ids) await store.drop(id, tenant);
      return { tenant, providers: ids };
    },
  },
  {
    method: "GET",
    path: "/openapi.json",
    parameters: ["tenant"],
    answer: () => controlDocument,
  },
];

function readResetBody(body: unknown, providers: readonly Provider[]): string[] {
  if (body === undefined) return providers.map(({ id }) => id);
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw parameterRefusal("body", 'The body is a JSON object such as {"provider": "…"}, or absent.');
  }
  const { provider, ...others } = body as Record<string, unknown>;
  const [other] = Object.keys(others);
  if (other !== undefined) {
    const hint = other === "tenant" ? " It stands in the query: ?tenant=NAME." : didYouMean(other, ["provider"]);
    throw parameterRefusal(other, `There is no member "${other}" here.${hint} Allowed: provider.`);
  }
  if (provider === undefined) return providers.map(({ id }) => id);
  if (typeof provider !== "string") throw parameterRefusal("provider", "The provider is named by a string.");
  return [requireProvider(provider, providers).id];
}
