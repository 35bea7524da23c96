import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { startStandin } from "../../src/index.ts";
import { readConfig, startDriver } from "./drive.ts";
import { readSchemas } from "./schemas.ts";

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const hasPython = spawnSync("python3", ["--version"]).status === 0;
const standin = await startStandin();
afterAll(() => standin.close());

for (const folder of folders) {
  const { provider, driver: config } = readConfig(folder);

  it(`${folder} is driven line by line`, async ({ skip }) => {
    skip(config.command[0] === "python3" && !hasPython, "there is no python3 here");
    const tenant = standin.provider(provider).tenant(`driver-${folder}`);
    const driver = startDriver(folder);
    const operations = readSchemas(folder);
    for (const { operation, examples, checkResult } of operations) {
      if (operation.startsWith("delete")) continue;
      for (const example of examples) {
        const { result, error } = await driver.call(operation, example, tenant);
        expect([operation, example, error, checkResult(result)]).toEqual([operation, example, undefined, undefined]);
      }
    }

    // Twenty at once, of which every second one is refused: each gets its own.
    const [{ operation, examples } = { operation: "", examples: [] }] = operations;
    const wrong = { ...(examples[0] as object), standin_unknown: "\u2028" };
    const inputs = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? examples[0] : wrong));
    const answers = await Promise.all(inputs.map((input) => driver.call(operation, input, tenant)));
    expect(answers.map(({ error }) => error?.kind)).toEqual(
      inputs.map((input) => (input === wrong ? "invalid" : undefined)),
    );

    expect(await driver.call("renameEverybody", {}, tenant)).toMatchObject({
      error: { kind: "invalid", message: 'There is no operation "renameEverybody"' },
    });
    expect(await driver.sendLine("{")).toMatchObject({ id: null, error: { kind: "defect" } });
    expect([await driver.end(), driver.errors()]).toEqual([0, ""]);
    expect(tenant.violations()).toEqual([]);
    expect(tenant.exchanges().length).toBeGreaterThan(10);
  });
}
