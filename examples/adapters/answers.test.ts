import { expect, it } from "vitest";
import type { FaultKind } from "../../src/index.ts";
import { adapters } from "./adapters.ts";
import { readConfig } from "./drive.ts";
import { readSchemas } from "./schemas.ts";
import { startTrials } from "./trial.ts";

const calls = 8;

for (const [folder, create] of Object.entries(adapters)) {
  const start = await startTrials(readConfig(folder).provider, create);
  const operations = readSchemas(folder).filter(({ operation }) => !operation.startsWith("delete"));

  /** How many times each operation ended with what. */
  async function tally(kind: FaultKind) {
    const outcomes: Record<string, number> = {};
    for (const { operation, examples, checkResult } of operations) {
      const own = start(`${kind}-${operation}`);
      own.tenant.faults.arm({ operation, kind });
      for (let call = 0; call < calls; call++) {
        const outcome = await own.adapter(operation, uniquely(examples[0], call)).then(
          (result) => (checkResult(result) === undefined ? "as declared" : `${checkResult(result)}`),
          (error) => `${error.kind} ${error.status}`,
        );
        outcomes[`${outcome}`] = (outcomes[`${outcome}`] ?? 0) + 1;
      }
      expect(own.tenant.violations()).toEqual([]);
    }
    return outcomes;
  }

  it(`${folder} gives what it declares, whatever answer the contract allows`, async () => {
    const { "as declared": good, ...others } = await tally("variant");
    expect(good).toBeGreaterThan(calls);
    // WEEEK documents no member of its envelopes as required, and without the contact there is nothing to give.
    expect(Object.keys(others)).toEqual(folder === "weeek" ? ["unexpected-answer 200"] : []);
  });

  it(`${folder} gives what it declares or an error, whatever the answer breaks`, async () => {
    const {
      "as declared": _good,
      "unexpected-answer 200": noticed,
      "unexpected-answer 201": _created,
      ...others
    } = await tally("invalid-response");
    expect(noticed).toBeGreaterThan(0);
    expect(others).toEqual({});
  });
}

/** Stuut knows no two people of one address. */
function uniquely(input: unknown, call: number): unknown {
  return JSON.parse(JSON.stringify(input).replace("mary.jackson", `mary.jackson-${call}`));
}
