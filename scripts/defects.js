// npm run defects: writes docs/defects.md anew, in some minutes.
import { createJiti } from "jiti";

// Every defect is planted in a copy of its own: nothing of that is worth keeping.
await createJiti(import.meta.url, { fsCache: false }).import("../test/defects/write-page.ts");
