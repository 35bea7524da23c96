import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fromInteraction } from "../src/cli/archive/interaction.ts";
import { loadContract } from "../src/contract/load.ts";
import type { SequencedExchange } from "../src/contract/sequence/step.ts";
import { checkSequence } from "../src/contract/sequence.ts";
import { formatViolation } from "../src/contract/violation.ts";
import type { ObservedExchange } from "../src/exchange.ts";
import { draftExchange, finish } from "./generate/exchange.ts";
import { createRandom, type Random } from "./generate/random.ts";

const root = new URL("..", import.meta.url).pathname;
const runs = 40;

describe.each(readdirSync(`${root}/contracts`))("%s", (provider) => {
  const contract = loadContract({ provider, file: `${root}/contracts/${provider}/openapi.yaml`, base: root });
  const folder = `${root}/contracts/${provider}/interactions`;
  const shown: ObservedExchange[] = readdirSync(folder)
    .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8")))
    .filter((interaction) => interaction.operation !== null)
    .map((interaction) => {
      const { request, response } = fromInteraction(interaction);
      return { request, response };
    });
  const isGood = ({ response }: ObservedExchange) => (response?.status ?? 0) < 300;

  it("says nothing of calls that succeed, in any order, at once or one after the other", () => {
    const generated = Array.from({ length: 60 }, (_, seed) => {
      const operation = contract.operations[seed % contract.operations.length] as (typeof contract.operations)[number];
      return finish(draftExchange(contract, operation, createRandom(seed)));
      // A cursor that chance has made is one that no answer gave for this question.
    }).filter(({ request }) => !/[?&](next|next_cursor|prev_cursor)=/.test(request.url));
    expect(alarms([...shown, ...generated].filter(isGood))).toEqual([]);
  }, 60_000);

  it("says nothing of refusals that nobody repeats", () => {
    expect(alarms(shown, "once")).toEqual([]);
  }, 60_000);

  /** What is found in sequences of these, drawn by chance. */
  function alarms(pool: readonly ObservedExchange[], often: "once" | "again" = "again"): string[] {
    return Array.from({ length: runs }, (_, seed) => seed).flatMap((seed) => {
      const random = createRandom(seed);
      const drawn = often === "again" ? Array.from({ length: 120 }, () => random.pick(pool)) : shuffled(pool, random);
      return checkSequence(contract, timed(drawn, random)).map((violation) => `${seed} ${formatViolation(violation)}`);
    });
  }
});

function timed(exchanges: readonly ObservedExchange[], random: Random): SequencedExchange[] {
  let now = Date.UTC(2026, 10, 2);
  return exchanges.map((exchange) => {
    // Now and then one is sent while another is still on its way.
    now += random.pick([0, 1, 20, 500, 60_000]);
    return { ...exchange, startedAt: new Date(now).toISOString(), durationMs: random.pick([1, 30, 800]) };
  });
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const rest = [...items];
  return items.map(() => rest.splice(random.below(rest.length), 1)[0] as T);
}
