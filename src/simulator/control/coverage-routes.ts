import { setImmediate as nextTurn } from "node:timers/promises";
import type { Coverage } from "../../contract/coverage.ts";
import { readCoverage } from "../coverage.ts";
import type { ControlRoute } from "./routes.ts";

export const coverageRoutes: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/coverage",
    parameters: ["provider", "tenant", "operation"],
    async answer({ providers, journal }, { parameters: { provider, tenant, operation } }) {
      const place = { ...(tenant === undefined ? {} : { tenant }), ...(operation === undefined ? {} : { operation }) };
      const items: Coverage[] = [];
      for (const one of providers) {
        const has = operation === undefined || one.contract.operations.some(({ id }) => id === operation);
        if (!has || (provider !== undefined && one.id !== provider)) continue;
        const reading = readCoverage(journal, one, place);
        let step = reading.next();
        // A journal may be long: the stand-ins answer between two looks at it.
        for (; !step.done; step = reading.next()) await nextTurn();
        items.push(step.value);
      }
      return { items, total: items.length, next: null };
    },
  },
];
