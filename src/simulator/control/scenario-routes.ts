import { Refusal } from "../refusal.ts";
import { commonScenarios, explainScenarios } from "../scenario-name.ts";
import { beginScenario } from "../space.ts";
import { defaultTenant } from "../tenancy.ts";
import { readProviderBody } from "./provider-body.ts";
import type { ControlRoute } from "./routes.ts";

export const scenarioRoutes: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/scenarios",
    parameters: ["tenant"],
    async answer({ providers, store }, { parameters: { tenant = defaultTenant } }) {
      const items: { provider: string; scenario: string; scenarios: string[] }[] = [];
      for (const { id, definition } of providers) {
        const { scenario } = await store.peek(id, tenant);
        items.push({ provider: id, scenario, scenarios: Object.keys(definition.scenarios) });
      }
      return { items, total: items.length, next: null };
    },
  },
  {
    method: "POST",
    path: "/scenarios/{name}",
    parameters: ["tenant"],
    async answer(context, { path, parameters: { tenant = defaultTenant }, body }) {
      const { providers, store } = context;
      const scenario = path.name as string;
      const named = readProviderBody(body, providers);
      const problem = explainScenarios(
        named,
        scenario,
        ([first]) => `a body such as ${JSON.stringify({ provider: first })} begins it at that one alone`,
      );
      if (problem !== undefined) throw new Refusal("unknown", problem, { scenarios: commonScenarios(named) });
      for (const { id } of named) {
        await store.drop(id, tenant);
        const space = await store.load(id, tenant);
        beginScenario(space, scenario, context);
        await store.save(space, 0);
      }
      return { tenant, scenario, providers: named.map(({ id }) => id) };
    },
  },
];
