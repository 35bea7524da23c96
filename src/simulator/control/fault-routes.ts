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
    async answer(context, { parameters: { tenant = defaultTenant }, body }) {
      const { providers, store } = context;
      const faults = readFaults(readOnlyMember(body, "faults", example), tenant, providers);
      for (const { id } of providers) (await store.peek(id, tenant)).faults.clear();
      for (const fault of faults) {
        const { faults: armed, clock } = await store.load(fault.provider, tenant);
        armed.arm(fault, tenant, clock.read());
      }
      return listFaults(context, tenant);
    },
  },
  {
    method: "DELETE",
    path: "/faults",
    parameters: ["tenant"],
    async answer({ providers, store }, { parameters: { tenant = defaultTenant } }) {
      for (const { id } of providers) (await store.peek(id, tenant)).faults.clear();
    },
  },
];

async function listFaults(
  { providers, store }: ControlContext,
  tenant: string,
): Promise<{ items: ArmedFault[]; total: number; next: null }> {
  const items: ArmedFault[] = [];
  for (const { id } of providers) items.push(...(await store.peek(id, tenant)).faults.list());
  return { items, total: items.length, next: null };
}
