import { expect, it } from "vitest";
import { adapters } from "../../examples/adapters/adapters.ts";
import { formatViolation } from "../../src/contract/violation.ts";
import { openAdapterSuite } from "../../src/open-suite.ts";
import { exampleAdapter } from "./examples.ts";
import { isChosen, leftOut, seed } from "./share.ts";

// What the contract only infers fails no case. The examples send nothing that would be told of in that way either.
for (const folder of Object.keys(adapters)) {
  const { provider, accountId: _, ...adapter } = exampleAdapter(folder);
  const sends = async () => {
    const opened = await openAdapterSuite(provider, { ...adapter, seed });
    const told = new Set<string>();
    for (const one of opened.suite.operations.flatMap(({ cases }) => cases))
      for (const { violations } of (await one.run()).exchanges)
        for (const violation of violations)
          if (violation.part.startsWith("request.")) told.add(formatViolation(violation));
    await opened.close();
    expect([...told]).toEqual([]);
  };
  if (isChosen(folder)) it(`${folder} sends nothing that a warning or a note speaks of`, { timeout: 300_000 }, sends);
  else it.skip(`${folder} ${leftOut}`, () => {});
}
