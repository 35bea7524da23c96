import { testAdapter } from "../../src/vitest.ts";
import { exampleAdapter } from "./examples.ts";

// A correct adapter is clean: whatever is found here is a false alarm, or a defect of the example.
for (const name of ["ctrl-hub", "stackone", "stuut", "truto", "weeek"]) testAdapter(name, await exampleAdapter(name));
