import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "mocks/**/*.test.ts", "examples/**/*.test.ts"],
    // Many tests start processes; on a busy machine that takes its time.
    testTimeout: 30_000,
    // Vitest would leave one core to itself, which of two is half.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
