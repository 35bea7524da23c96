import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Of the adapters of examples/, which the suite is tried on: "all", or the name of one. */
const share = process.env.SUITE_ADAPTERS ?? "weeek";
const folders = readdirSync(join(import.meta.dirname, "../../examples/adapters"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
if (share !== "all" && !folders.includes(share))
  throw new Error(`SUITE_ADAPTERS is "${share}". It is all, or one of ${folders.join(", ")}.`);

export function isChosen(folder: string): boolean {
  return share === "all" || share === folder;
}

export const leftOut = "is left out: .ci/run has them all (SUITE_ADAPTERS=all)";

/** The seed that the examples have to be clean with. */
export const seed = Number(process.env.SUITE_SEED ?? 1);
