import { it } from "vitest";
import { adapters } from "../../examples/adapters/adapters.ts";
import { testAdapter } from "../../src/vitest.ts";
import { exampleAdapter } from "./examples.ts";
import { isChosen, leftOut, seed } from "./share.ts";

// A correct adapter is clean: whatever is found here is a false alarm, or a defect of the example.
for (const folder of Object.keys(adapters)) {
  const { provider, accountId: _, ...adapter } = exampleAdapter(folder);
  if (isChosen(folder)) testAdapter(provider, { ...adapter, seed });
  else it.skip(`${folder} ${leftOut}`, () => {});
}
