import { inFolder } from "../contract/opened-contracts.ts";
import type { Violation } from "../exchange.ts";

/** A violation or finding whose file is named as its reader can open it. */
export type Locate = <Told extends Pick<Violation, "provider" | "contract">>(told: Told) => Told;

/**
 * A violation names its file within the folder that its provider comes from, which `folderOf` tells, so that it is the
 * same wherever it is found. To be read it has the path from the working directory, or the whole path where the file is not
 * below that.
 */
export function createLocate(folderOf: (provider: string) => string, cwd?: string): Locate {
  return (told) => inFolder(told, folderOf(told.provider), cwd);
}
