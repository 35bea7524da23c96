/** Of the adapters of examples/, which the suite is tried on: "all", or the name of one. */
const share = process.env.SUITE_ADAPTERS ?? "weeek";

export function isChosen(folder: string): boolean {
  return share === "all" || share === folder;
}

export const leftOut = "is left out: .ci/run has them all (SUITE_ADAPTERS=all)";

/** The seed that the examples have to be clean with. */
export const seed = Number(process.env.SUITE_SEED ?? 1);
