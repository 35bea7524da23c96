import { availableParallelism } from "node:os";
import { defaultExclude, defineConfig } from "vitest/config";
import { apart } from "./test/apart.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "mocks/**/*.test.ts", "examples/**/*.test.ts"],
    exclude: [...defaultExclude, ...(process.env.APART === undefined ? apart : [])],
    // Many tests start processes; on a busy machine that takes its time.
    testTimeout: 30_000,
    // Vitest would leave one core to itself, which of two is half.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
