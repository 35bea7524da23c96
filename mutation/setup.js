import { beforeEach, inject } from "vitest";
import { isOfThePlatform } from "./of-the-platform.js";

/**
 * A file's contracts are loaded without the mutant. Without isolation it would still be active from the file before:
 * StrykerJS names it before the first test of each file, and never takes it back. One that is there from the beginning stays.
 */
if (globalThis.__stryker__ !== undefined && inject("mutantActivation") !== "static")
  globalThis.__stryker__.activeMutant = undefined;

/** They take longer than all others together; what they alone notice counts as unnoticed. */
const tooLong =
  /a million characters|1,000,000|in 5,000 redacted queries|exactly where JSON.parse|whatever JSON it was written|places of/;
beforeEach(({ task, skip }) => skip(tooLong.test(task.name)));

// They put something in its place once, in the first test that needs it, and others notice: each is tried with all tests.
if (isOfThePlatform && globalThis.__stryker__ !== undefined)
  beforeEach(() => {
    globalThis.__stryker__.currentTestId = undefined;
  });
