import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";
import { keepWorkers } from "./keep-workers.js";

// The suite puts timers, dates and HTTP clients in the place of the platform's, each time that it is loaded.
keepWorkers(["src", "mocks", "test"], process.env.MUTATED === "conformance" ? 20 : undefined);

/** What needs no stand-in comes first, and of the others the smallest: mostly one of these notices, and the rest need not run. */
class QuickFirst extends BaseSequencer {
  async sort(files) {
    const weight = ({ moduleId }) => {
      const text = readFileSync(moduleId, "utf8");
      return (
        text.length +
        (/startNoted|startFixture/.test(text) ? 1e5 : 0) +
        (/openAdapterSuite|run\(operation, "all"/.test(text) ? 1e6 : 0)
      );
    };
    return [...files].sort((one, other) => weight(one) - weight(other));
  }
}

/** Note: they try at random what the others try by name, and take longer than all of these; what they alone notice counts as unnoticed. */
const atRandom = [
  "mutated-contracts",
  "check-value-against-ajv",
  "hostile-exchanges",
  "hostile-parameters",
  "documented",
];

/** What failed last is likely to notice the next mutant too; else the short ones first, for a mutant needs only one that fails. */
class LikelyFirst extends BaseSequencer {
  async sort(files) {
    const known = ({ project, moduleId }) =>
      this.ctx.cache.getFileTestResults(`${project.name}:${relative(this.ctx.config.root, moduleId)}`);
    const rank = (file) => (known(file)?.failed ? 0 : 1 + (known(file)?.duration ?? 0));
    return files.toSorted((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    include: [`test/${process.env.MUTATED}/**/*.test.ts`],
    exclude: [
      ...atRandom.map((name) => `test/contract/${name}.test.ts`),
      "test/conformance/process-driver.test.ts",
      "test/conformance/examples.test.ts",
    ],
    testTimeout: 30_000,
    maxWorkers: 1,
    // A mutant's test files share the modules that they load.
    isolate: false,
    setupFiles: ["mutation/setup.js"],
    sequence: { sequencer: process.env.MUTATED === "conformance" ? QuickFirst : LikelyFirst },
  },
});
