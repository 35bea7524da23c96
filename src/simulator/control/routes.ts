import { describeProvider } from "../describe-provider.ts";
import type { Journal } from "../journal.ts";
import type { ServedProvider } from "../provider.ts";
import type { StateSettings } from "../state/state-settings.ts";
import type { Store } from "../store.ts";
import type { StrayLog } from "../stray-log.ts";
import { defaultTenant } from "../tenancy.ts";
import { clockRoutes } from "./clock-routes.ts";
import { coverageRoutes } from "./coverage-routes.ts";
import { faultRoutes } from "./fault-routes.ts";
import { journalRoutes } from "./journal-routes.ts";
import { limitRoutes } from "./limit-routes.ts";
import { controlDocument } from "./openapi.ts";
import type { ControlParameters } from "./parameters.ts";
import { readProviderBody } from "./provider-body.ts";
import { scenarioRoutes } from "./scenario-routes.ts";
import { stateRoutes } from "./state-routes.ts";
import { tenantRoutes } from "./tenant-routes.ts";

/** What the routes work on. */
export interface ControlContext extends StateSettings {
  providers: readonly ServedProvider[];
  journal: Journal;
  strays: StrayLog;
  store: Store;
}

export interface ControlRequest {
  /** What stands in the path where the route has a name in braces, decoded. */
  path: Readonly<Record<string, string>>;
  parameters: ControlParameters;
  /** The parsed body; undefined when there is none. */
  body: unknown;
  /** Where the caller reaches the server, such as "http://127.0.0.1:4010". */
  origin: string;
  /** What an EventSource that comes back has had last. */
  lastEventId: string | undefined;
  /** Is aborted when the client has gone, or has its answer. */
  gone: AbortSignal;
}

export interface ControlRoute {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below /_standin; a segment in braces stands for any one. */
  path: string;
  /** The query parameters that it takes. */
  parameters: readonly string[];
  /** Answers a JSON value, or undefined for none; or what is sent as it is made. */
  answer: (context: ControlContext, request: ControlRequest) => unknown;
}

export const controlRoutes: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/health",
    parameters: ["tenant"],
    answer: async ({ providers, journal, store }, { parameters: { tenant } }) => ({
      status: "ok",
      providers: providers.map(({ id }) => id),
      ...journal.counts.sum(tenant === undefined ? {} : { tenant }),
      tenants: await store.count(),
      journal: { exchanges: journal.held, bytes: journal.bytes },
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
  ...journalRoutes,
  ...coverageRoutes,
  ...tenantRoutes,
  ...faultRoutes,
  ...clockRoutes,
  ...limitRoutes,
  ...stateRoutes,
  ...scenarioRoutes,
  {
    method: "POST",
    path: "/reset",
    parameters: ["tenant"],
    async answer({ providers, store }, { parameters: { tenant = defaultTenant }, body }) {
      const ids = readProviderBody(body, providers).map(({ id }) => id);
      for (const id of ids) await store.drop(id, tenant);
      return { tenant, providers: ids };
    },
  },
  {
    method: "GET",
    path: "/openapi.json",
    parameters: ["tenant"],
    answer: (_, { origin }) => ({ ...controlDocument, servers: [{ url: `${origin}/_standin` }] }),
  },
];
