import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { adapters } from "../../examples/adapters/adapters.ts";
import { openAdapterSuite } from "../../src/open-suite.ts";
import { exampleAdapter } from "../conformance/examples.ts";
import { readSection, readTable } from "./markdown.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/adapter-suite.md"), "utf8");

it("docs/adapter-suite.md has every group of cases, and none beside them", async () => {
  const told = readTable(readSection(page, "The cases")).flatMap(([groups = ""]) => groups.match(/[a-z-]+/g) ?? []);
  const made = new Set(["example"]);
  for (const folder of Object.keys(adapters)) {
    const { provider, accountId: _, ...adapter } = exampleAdapter(folder);
    const { suite, close } = await openAdapterSuite(provider, adapter);
    for (const { group } of suite.operations.flatMap(({ cases }) => cases)) made.add(group);
    await close();
  }
  expect([...told].sort()).toEqual([...made].sort());
});
