import { describe, it } from "vitest";
import { adapters } from "../../examples/adapters/adapters.ts";
import { testAdapter } from "../../src/vitest.ts";
import { exampleAdapter } from "./examples.ts";
import { isChosen, leftOut, seeds } from "./share.ts";

// A correct adapter is clean: whatever is found here is a false alarm, or a defect of the example.
for (const folder of Object.keys(adapters)) {
  const { provider, ...adapter } = exampleAdapter(folder);
  if (isChosen(folder))
    describe.each(seeds)(`${folder} with seed %i`, (seed) => testAdapter(provider, { ...adapter, seed }));
  else it.skip(`${folder} ${leftOut}`, () => {});
}
