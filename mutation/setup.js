/**
 * A file's contracts are loaded without the mutant. Without isolation it would still be active from the file before:
 * StrykerJS names it before the first test of each file, and never takes it back.
 */
if (globalThis.__stryker__ !== undefined) globalThis.__stryker__.activeMutant = undefined;
