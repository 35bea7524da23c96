import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fromInteraction } from "../src/cli/archive/interaction.ts";
import { CoverageTally } from "../src/contract/coverage.ts";
import { loadContract } from "../src/contract/load.ts";
import { draftExchange, finish } from "./generate/exchange.ts";
import { createRandom } from "./generate/random.ts";

const root = new URL("..", import.meta.url).pathname;
const files = Object.fromEntries(
  readdirSync(`${root}/contracts`).map((provider) => [provider, `contracts/${provider}/openapi.yaml`]),
);

function load(provider: string, file: string) {
  return loadContract({ provider, file: `${root}/${file}`, base: root });
}

describe.each(Object.entries({ ...files, everything: "test/generate/everything.openapi.yaml" }))(
  "%s",
  (provider, file) => {
    it("has everything that exchanges show which keep to the contract", () => {
      const contract = load(provider, file);
      const tally = new CoverageTally(contract);
      for (let seed = 0; seed < 500; seed++) {
        const operation = contract.operations[
          seed % contract.operations.length
        ] as (typeof contract.operations)[number];
        tally.add(finish(draftExchange(contract, operation, createRandom(seed))));
      }
      const { operations, unmatched, exchanges, totals } = tally.toCoverage();
      const seen = operations.flatMap(({ statuses, parameters, requestBody, responses }) => [
        ...[...statuses, ...parameters, ...requestBody],
        ...responses.flatMap(({ headers, body }) => [...headers, ...body]),
      ]);
      expect(seen.filter(({ documented }) => !documented)).toEqual([]);
      expect(unmatched.exchanges).toBe(0);
      expect(exchanges).toEqual({ counted: 500, read: 500, cut: 0 });
      expect(totals.operations.seen).toBe(contract.operations.length);
      expect(totals.responseBody.seen).toBeGreaterThan(totals.responseBody.of / 2);
    }, 60_000);
  },
);

describe.each(Object.keys(files))("the interactions of %s", (provider) => {
  const folder = `${root}/contracts/${provider}/interactions`;
  const interactions = readdirSync(folder).map((name) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8")));
  const tally = new CoverageTally(load(provider, `contracts/${provider}/openapi.yaml`));
  for (const interaction of interactions) tally.add(fromInteraction(interaction));
  const { operations, exchanges } = tally.toCoverage();

  it("reach every operation, and each status that they show", () => {
    expect(exchanges.counted).toBe(interactions.length);
    expect(operations.filter((one) => one.exchanges === 0)).toEqual([]);
    const shown = new Set(
      interactions
        .filter(({ operation }) => operation !== null)
        .map((one) => `${one.operation} ${one.response.status}`),
    );
    const reached = operations.flatMap(({ operation, statuses }) =>
      statuses.filter((one) => one.exchanges > 0).map(({ status }) => `${operation} ${status}`),
    );
    expect(reached.sort()).toEqual([...shown].sort());
  });

  it("reach each member at the root of a body that they show, where the contract names it", () => {
    const missed = interactions.flatMap(({ operation, response, violates = [] }) => {
      const covered = operations.find((one) => one.operation === operation);
      const body = covered?.responses.find(({ status }) => status === String(response.status))?.body ?? [];
      if (typeof response.body !== "object" || Array.isArray(response.body) || violates.length > 0) return [];
      return Object.keys(response.body)
        .filter((name) => body.some(({ pointer, exchanges }) => exchanges === 0 && pointer === `/${name}`))
        .map((name) => `${operation} ${response.status} /${name}`);
    });
    expect(missed).toEqual([]);
  });
});
