import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { adapters } from "../../examples/adapters/adapters.ts";
import type { AdapterUnderTest } from "../../src/adapter-suite.ts";
import { openAdapterSuite } from "../../src/open-suite.ts";
import { exampleAdapter } from "../conformance/examples.ts";
import { schemas } from "../conformance/noted/schemas.ts";
import { readSection, readTable } from "./markdown.ts";

/** Its schemas have what those of the examples lack, such as the lengths of lists. */
const notedAdapter = {
  providersDir: join(import.meta.dirname, "../conformance/noted/providers"),
  create: () => null,
  operations: Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, { ...schema, call: () => null }])),
};

const page = readFileSync(join(import.meta.dirname, "../../docs/adapter-suite.md"), "utf8");

it("docs/adapter-suite.md has every group of cases, and none beside them", async () => {
  const told = readTable(readSection(page, "The cases")).flatMap(([groups = ""]) => groups.match(/[a-z-]+/g) ?? []);
  // No adapter here has a second example, or a boolean to give.
  const made = new Set(["example", "false"]);
  const examples = Object.keys(adapters).map((folder) => {
    const { provider, accountId: _, ...adapter } = exampleAdapter(folder);
    return { provider, adapter };
  });
  for (const { provider, adapter } of [...examples, { provider: "noted", adapter: notedAdapter }]) {
    const { suite, close } = await openAdapterSuite<unknown>(provider, adapter as AdapterUnderTest<unknown>);
    for (const { group } of suite.operations.flatMap(({ cases }) => cases)) made.add(group);
    await close();
  }
  expect([...told].sort()).toEqual([...made].sort());
});
