import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { apart } from "./apart.ts";

it.each(apart)("%s is there to be run", (file) => {
  expect(existsSync(join(import.meta.dirname, "..", file))).toBe(true);
});

it.skip.each(apart)("%s is left out here: .ci/run has it (APART=1)", () => {});

it.skip("two thirds of the generated exchanges are left out here: .ci/run has them all (APART=1)", () => {});
