import { expect, it } from "vitest";
import { createCatalog } from "../../src/catalog.ts";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import { formatFinding } from "../../src/conformance/finding.ts";
import { runCase } from "../../src/conformance/run.ts";
import { openAdapterSuite } from "../../src/open-suite.ts";
import { GenericAdapter } from "./generic-adapter.ts";

const catalog = createCatalog();

// What stands in refusals, or is made up though the documents show a value, is not there in the scenario "documented".
it.each(["ctrl-hub", "stackone", "stuut", "truto", "weeek"])(
  "%s does what is documented, with inputs that are made of schemas without examples",
  { timeout: 60_000 },
  async (provider) => {
    const { contract } = await catalog.loadProvider(provider);
    const operations = contract.operations.map((operation) => {
      const adapter = new GenericAdapter(contract, operation);
      const call = (place: AdapterPlace, input: never) => adapter.call(place, input);
      return [operation.id, { input: adapter.input, call }] as const;
    });
    const create = (place: AdapterPlace) => place;
    const opened = await openAdapterSuite(provider, { create, operations: Object.fromEntries(operations), runs: 1 });
    const found: string[] = [];
    try {
      for (const { operation, cases } of opened.suite.operations)
        for (const one of cases.filter(({ group }) => group === "documented"))
          found.push(...(await runCase(operation, one)).findings.map(formatFinding));
      expect(opened.suite.operations.map(({ operation }) => operation)).toEqual(operations.map(([id]) => id));
    } finally {
      await opened.close();
    }
    expect(found).toEqual([]);
  },
);
