import { relative } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";
import { keepWorkers } from "./keep-workers.js";

/** They put timers, dates, HTTP clients, output and exits in the place of the platform's, which ends with the thread alone. */
const ofThePlatform = [
  ...["call-sites", "descriptors", "driven-call", "driven-sockets", "driven-timers", "exits", "loose-errors"],
  ...["printed", "undici-limits", "virtual-time"],
].map((name) => `src/conformance/${name}.ts`);
const mutated = process.env.MUTATED_FILES?.split(",") ?? [];
if (process.env.MUTATED === "contract") keepWorkers(["src", "mocks", "test"]);
// The others remember nothing but by a contract, and each run of the tests loads one of its own.
else if (!mutated.some((file) => file.includes("*") || ofThePlatform.includes(file))) keepWorkers(["test"]);

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
    // MUTATION_TESTS=edit,trace: those files alone, which is quicker, and at the worst too strict.
    include: (process.env.MUTATION_TESTS?.split(",") ?? ["**/*"]).map(
      (name) => `test/${process.env.MUTATED}/${name}.test.ts`,
    ),
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
    sequence: { sequencer: LikelyFirst },
  },
});
