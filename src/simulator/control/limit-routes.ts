import { didYouMean } from "../../contract/near-miss.ts";
import type { LimitReading } from "../limits/rate-limits.ts";
import { LimitRefusal, readLimits } from "../limits/read-limits.ts";
import { defaultTenant } from "../tenancy.ts";
import { parameterRefusal, Refusal } from "./parameters.ts";
import type { ControlContext, ControlRoute } from "./routes.ts";

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
      const limits = readBody(body, context);
      for (const { id } of providers) {
        const own = limits.filter(({ provider }) => provider === id).map(({ limit }) => limit);
        (await store.load(id, tenant)).limits.set(own);
      }
      return listLimits(context, tenant);
    },
  },
  {
    method: "DELETE",
    path: "/limits",
    parameters: ["tenant"],
    async answer({ providers, store }, { parameters: { tenant = defaultTenant } }) {
      for (const { id } of providers) (await store.peek(id, tenant)).limits.set([]);
    },
  },
];

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

function readBody(body: unknown, { providers }: ControlContext): ReturnType<typeof readLimits> {
  const names = typeof body === "object" && body !== null && !Array.isArray(body) ? Object.keys(body) : [];
  const other = names.find((name) => name !== "limits");
  if (other !== undefined)
    throw parameterRefusal(
      other,
      `There is no member "${other}" here.${didYouMean(other, ["limits"])} Allowed: limits.`,
    );
  if (names.length === 0)
    throw parameterRefusal(
      "body",
      'The body is a JSON object such as {"limits": [{"provider": "...", "name": "..."}]}.',
    );
  try {
    return readLimits((body as { limits: unknown }).limits, providers);
  } catch (error) {
    if (error instanceof LimitRefusal) throw new Refusal("limit", error.message);
    throw error;
  }
}
