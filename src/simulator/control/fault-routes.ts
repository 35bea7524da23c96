import { didYouMean } from "../../contract/near-miss.ts";
import type { ArmedFault } from "../faults/fault.ts";
import { FaultRefusal, readFaults } from "../faults/read-faults.ts";
import { defaultTenant } from "../tenancy.ts";
import { parameterRefusal, Refusal } from "./parameters.ts";
import type { ControlContext, ControlRoute } from "./routes.ts";

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
      const faults = readBody(body, tenant, context);
      for (const { id } of providers) (await store.load(id, tenant)).faults.clear();
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

function readBody(body: unknown, tenant: string, { providers }: ControlContext): ReturnType<typeof readFaults> {
  const names = typeof body === "object" && body !== null && !Array.isArray(body) ? Object.keys(body) : [];
  const other = names.find((name) => name !== "faults");
  if (other !== undefined)
    throw parameterRefusal(
      other,
      `There is no member "${other}" here.${didYouMean(other, ["faults"])} Allowed: faults.`,
    );
  if (names.length === 0)
    throw parameterRefusal(
      "body",
      'The body is a JSON object such as {"faults": [{"provider": "...", "kind": "reset"}]}.',
    );
  try {
    return readFaults((body as { faults: unknown }).faults, tenant, providers);
  } catch (error) {
    if (error instanceof FaultRefusal) throw new Refusal("fault", error.message);
    throw error;
  }
}
