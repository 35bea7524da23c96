import { defaultTenant } from "../tenancy.ts";
import type { ControlRoute } from "./routes.ts";

export const tenantRoutes: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/tenants",
    parameters: ["tenant"],
    async answer({ providers, store }, { parameters }) {
      const places = new Map<string, string[]>();
      for (const { id } of providers) {
        for (const tenant of await store.listTenants(id)) places.set(tenant, [...(places.get(tenant) ?? []), id]);
      }
      const items = [...places]
        .filter(([tenant]) => parameters.tenant === undefined || tenant === parameters.tenant)
        .map(([tenant, at]) => ({ tenant, providers: at }));
      return { items, total: items.length, next: null };
    },
  },
  {
    method: "DELETE",
    path: "/tenants",
    parameters: ["tenant"],
    async answer({ providers, store, journal }, { parameters: { tenant = defaultTenant } }) {
      for (const { id } of providers) await store.drop(id, tenant);
      journal.clear({ tenant });
    },
  },
];
