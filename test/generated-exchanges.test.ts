import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkExchange } from "../src/contract/check-exchange.ts";
import { loadContract } from "../src/contract/load.ts";
import { formatViolation } from "../src/contract/violation.ts";
import { part } from "./apart.ts";
import { draftExchange, finish } from "./generate/exchange.ts";
import { createFaultPlanter, faultKinds } from "./generate/faults.ts";
import { createRandom } from "./generate/random.ts";

const count = part(2000);
const root = new URL("..", import.meta.url).pathname;

const files = Object.fromEntries(
  readdirSync(`${root}/contracts`).map((provider) => [provider, `contracts/${provider}/openapi.yaml`]),
);

// What no vendor uses has to work too: the styles of parameters and the keywords of schemas that are left.
for (const [provider, file] of Object.entries({ ...files, everything: "test/generate/everything.openapi.yaml" })) {
  describe(provider, () => {
    const contract = loadContract({ provider, file: `${root}/${file}`, base: root });
    const operationOf = (seed: number) =>
      contract.operations[seed % contract.operations.length] as (typeof contract.operations)[number];

    test(`finds nothing in ${count} generated exchanges that keep to the contract`, () => {
      const alarms: unknown[] = [];
      for (let seed = 0; seed < count; seed++) {
        const exchange = finish(draftExchange(contract, operationOf(seed), createRandom(seed)));
        const { operation, violations } = checkExchange(contract, exchange);
        if (operation !== operationOf(seed).id || violations.length > 0)
          alarms.push({
            seed,
            exchange: JSON.stringify(exchange).slice(0, 1500),
            violations: violations.map(formatViolation),
          });
      }
      expect(alarms.slice(0, 3)).toEqual([]);
    }, 120_000);

    test(`finds the one fault that is planted in each of ${count} generated exchanges, at its place`, () => {
      const missed: unknown[] = [];
      const planter = createFaultPlanter();
      let planted = 0;
      for (let seed = 0; planted < count; seed++) {
        const random = createRandom(seed + 1_000_000);
        const fault = planter.plant(draftExchange(contract, operationOf(seed), random), random);
        if (fault === undefined) continue;
        planted++;
        const { violations } = checkExchange(contract, fault.exchange);
        const [first] = violations;
        const found =
          first !== undefined &&
          first.part === fault.part &&
          first.pointer === fault.pointer &&
          fault.rules.includes(first.rule) &&
          first.severity === (fault.severity ?? first.severity);
        if (!found || violations.length !== 1)
          missed.push({
            seed,
            ...fault,
            exchange: JSON.stringify(fault.exchange).slice(0, 1500),
            violations: violations.map(formatViolation),
          });
      }
      const { counts } = planter;
      console.log(`${provider}: ${shown(counts)}`);
      expect(missed.slice(0, 3)).toEqual([]);
      // Every kind that the contract has a place for was planted, and no kind that it has none for.
      const unplanted = Object.keys(faultKinds).filter((kind) => counts[kind] === 0);
      const withoutRoom = Object.keys(faultKinds).filter((kind) => faultKinds[kind]?.room(contract) === false);
      expect(unplanted).toEqual(withoutRoom);
    }, 120_000);
  });
}

function shown(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, times]) => times > 0)
    .map(([kind, times]) => `${kind} ${times}`)
    .join(", ");
}
