import { beforeEach } from "vitest";

/**
 * A file's contracts are loaded without the mutant. Without isolation it would still be active from the file before:
 * StrykerJS names it before the first test of each file, and never takes it back.
 */
if (globalThis.__stryker__ !== undefined) globalThis.__stryker__.activeMutant = undefined;

/** They take longer than all others together; what they alone notice counts as unnoticed. */
const tooLong =
  /a million characters|1,000,000|in 5,000 redacted queries|exactly where JSON.parse|whatever JSON it was written|places of/;
beforeEach(({ task, skip }) => skip(tooLong.test(task.name)));
