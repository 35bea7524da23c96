import { relative } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";
import { keepWorkers } from "./keep-workers.js";
import { isOfThePlatform } from "./of-the-platform.js";

if (process.env.MUTATED === "contract") keepWorkers(["src", "mocks", "test"]);
// The others remember nothing but by a contract, and each run of the tests loads one of its own.
else if (!isOfThePlatform && process.env.MUTATED_FILES?.includes("*") !== true) keepWorkers(["test"]);

/** Note: they try at random what the others try by name, and take longer than all of these; what they alone notice counts as unnoticed. */
const atRandom = [
  "mutated-contracts",
  "check-value-against-ajv",
  "hostile-exchanges",
  "hostile-parameters",
  "documented",
];

const named = process.env.MUTATION_TESTS?.split(",") ?? [];
/** They take seconds each; those that are named are tried all the same. */
const tooSlow = ["process-driver", "examples"].filter((name) => !named.includes(name));

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
    // MUTATION_TESTS=edit,trace: those files alone, which is quicker, and at the worst too strict.
    include: (named.length === 0 ? ["**/*"] : named).map((name) => `test/${process.env.MUTATED}/${name}.test.ts`),
    exclude: [
      ...atRandom.map((name) => `test/contract/${name}.test.ts`),
      ...tooSlow.map((name) => `test/conformance/${name}.test.ts`),
    ],
    testTimeout: 30_000,
    maxWorkers: 1,
    // A mutant's test files share the modules that they load.
    isolate: false,
    setupFiles: ["mutation/setup.js"],
    sequence: { sequencer: LikelyFirst },
  },
});
