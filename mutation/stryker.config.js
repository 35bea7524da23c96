import { isOfThePlatform } from "./of-the-platform.js";

/** Work that one core does beside others: each mutant is tried with the tests that reach it, and known ones not again. */
export default {
  testRunner: "vitest",
  plugins: [import.meta.resolve("@stryker-mutator/vitest-runner")],
  coverageAnalysis: "perTest",
  ignoreStatic: !isOfThePlatform,
  concurrency: 1,
  dryRunTimeoutMinutes: 30,
  incremental: true,
  incrementalFile: `mutation/incremental-${process.env.MUTATED}.json`,
  vitest: { configFile: "mutation/vitest.config.js", related: false },
  reporters: ["clear-text", "json", "progress-append-only"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `mutation/report-${process.env.MUTATED}.json` },
  ignorePatterns: ["/bench", "/dist", "/dist.*", "/mutation/node_modules", "/mutation/*.json"],
};
