/** Of the adapters of examples/, which the suite is tried on: "all", or the name of one. */
const share = process.env.SUITE_ADAPTERS ?? "weeek";

export function isChosen(folder: string): boolean {
  return share === "all" || share === folder;
}

export const leftOut = "is left out: .ci/run has them all (SUITE_ADAPTERS=all)";

/** The seeds that the examples have to be clean with: from 1 to SUITE_SEEDS. */
export const seeds: readonly number[] = Array.from({ length: Number(process.env.SUITE_SEEDS ?? 1) }, (_, at) => at + 1);
