import type { ArmedFault } from "../faults/fault.ts";
import { readFaults } from "../faults/read-faults.ts";
import { defaultTenant } from "../tenancy.ts";
import { readOnlyMember } from "./only-member.ts";
import type { ControlContext, ControlRoute } from "./routes.ts";

const example = '{"faults": [{"provider": "...", "kind": "reset"}]}';

export const faultRoutes: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/faults",
    parameters: ["tenant"],
    answer: (context, { parameters: { tenant = defaultTenant } }) => listFaults(context, tenant),
  },
  {
    method: "PUT",
    path: "/faults",
    parameters: ["tenant"],
    async answer(context, { parameters: { tenant }, body }) {
      const { providers, store } = context;
      const faults = readFaults(readOnlyMember(body, "faults", example), tenant, providers);
      const named = faults.length === 0 ? [tenant ?? defaultTenant] : faults.map((fault) => fault.tenant);
      const tenants = [...new Set(named)];
      for (const one of tenants) await clearFaults(context, one);
      for (const fault of faults) {
        const { faults: armed, clock } = await store.load(fault.provider, fault.tenant);
        armed.arm(fault, clock.read());
      }
      return listFaults(context, ...tenants);
    },
  },
  {
    method: "DELETE",
    path: "/faults",
    parameters: ["tenant"],
    answer: (context, { parameters: { tenant = defaultTenant } }) => clearFaults(context, tenant),
  },
];

async function clearFaults({ providers, store }: ControlContext, tenant: string): Promise<void> {
  for (const { id } of providers) (await store.peek(id, tenant)).faults.clear();
}

async function listFaults(
  { providers, store }: ControlContext,
  ...tenants: readonly string[]
): Promise<{ items: ArmedFault[]; total: number; next: null }> {
  const items: ArmedFault[] = [];
  for (const tenant of tenants)
    for (const { id } of providers) items.push(...(await store.peek(id, tenant)).faults.list());
  return { items, total: items.length, next: null };
}
