import { vi } from "vitest";
import { testAdapter } from "../../src/vitest.ts";
import { exampleAdapter } from "./examples.ts";

// A runner's limit of time for tests is none for cases: with it they would all fail here, and be missing from the reports.
vi.setConfig({ testTimeout: 1 });

const { provider, accountId: _, ...adapter } = exampleAdapter("weeek");
const { getContact } = adapter.operations;
if (getContact === undefined) throw new Error("The example has no getContact.");
testAdapter(provider, { ...adapter, operations: { getContact }, runs: 1 });
