import { defineConfig } from "vitest/config";
import { keepWorkers } from "./keep-workers.js";

keepWorkers(["src", "mocks", "test"]);

/** Note: they try at random what the others try by name, and take longer than all of these; what they alone notice counts as unnoticed. */
const atRandom = [
  "mutated-contracts",
  "check-value-against-ajv",
  "hostile-exchanges",
  "hostile-parameters",
  "documented",
];

export default defineConfig({
  test: {
    include: [`test/${process.env.MUTATED}/**/*.test.ts`],
    exclude: [...atRandom.map((name) => `test/contract/${name}.test.ts`), "test/conformance/process-driver.test.ts"],
    testTimeout: 30_000,
    maxWorkers: 1,
    // A mutant's test files share the modules that they load.
    isolate: false,
    setupFiles: ["mutation/setup.js"],
  },
});
