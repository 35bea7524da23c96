import type { LimitReading, LimitSetting } from "../limits/rate-limits.ts";
import { readLimits } from "../limits/read-limits.ts";
import type { Store } from "../store.ts";
import { defaultTenant } from "../tenancy.ts";
import { readOnlyMember } from "./only-member.ts";
import type { ControlContext, ControlRoute } from "./routes.ts";

const example = '{"limits": [{"provider": "...", "name": "..."}]}';

export const limitRoutes: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/limits",
    parameters: ["tenant"],
    answer: (context, { parameters: { tenant = defaultTenant } }) => listLimits(context, tenant),
  },
  {
    method: "PUT",
    path: "/limits",
    parameters: ["tenant"],
    async answer(context, { parameters: { tenant = defaultTenant }, body }) {
      const { providers, store } = context;
      const limits = readLimits(readOnlyMember(body, "limits", example), providers);
      for (const { id } of providers) {
        const own = limits.filter(({ provider }) => provider === id).map(({ limit }) => limit);
        await setLimits(store, id, tenant, own);
      }
      return listLimits(context, tenant);
    },
  },
  {
    method: "DELETE",
    path: "/limits",
    parameters: ["tenant"],
    async answer({ providers, store }, { parameters: { tenant = defaultTenant } }) {
      for (const { id } of providers) await setLimits(store, id, tenant, []);
    },
  },
];

/** Note: a tenant that has no space at a provider gets one only where its quotas are then others than they would be. */
async function setLimits(
  store: Store,
  provider: string,
  tenant: string,
  settings: readonly LimitSetting[],
): Promise<void> {
  if (settings.length === 0 && (await store.peek(provider, tenant)).limits.isEmpty) return;
  (await store.load(provider, tenant)).limits.set(settings);
}

async function listLimits(
  { providers, store }: ControlContext,
  tenant: string,
): Promise<{ items: (LimitReading & { provider: string })[]; total: number; next: null }> {
  const items: (LimitReading & { provider: string })[] = [];
  for (const { id } of providers) {
    const { limits, clock } = await store.peek(id, tenant);
    items.push(...limits.list(clock.read()).map((limit) => ({ provider: id, ...limit })));
  }
  return { items, total: items.length, next: null };
}
