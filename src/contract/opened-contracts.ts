import { join } from "node:path";
import type { Violation } from "../exchange.ts";
import { showPath } from "./show-path.ts";

type Placed = Pick<Violation, "provider" | "contract">;

/** By provider, the folder that its contract was loaded from in this process; null where there were several. */
const folders = new Map<string, string | null>();

export function noteOpened(provider: string, folder: string): void {
  const before = folders.get(provider);
  folders.set(provider, before === undefined || before === folder ? folder : null);
}

/**
 * A violation or finding whose file is named as its reader can open it, for who has no more than that. Where the contract was
 * loaded elsewhere, or nobody can tell which of several it is, the file is named as it is within the folder of its provider.
 */
export function whereOpened<Told extends Placed>(told: Told, cwd?: string): Told {
  const folder = folders.get(told.provider) ?? null;
  return folder === null ? told : inFolder(told, folder, cwd);
}

/** The same for a provider that comes from this folder: by the path from the working directory, or the whole one. */
export function inFolder<Told extends Placed>(told: Told, folder: string, cwd?: string): Told {
  return { ...told, contract: { ...told.contract, file: showPath(join(folder, told.contract.file), cwd) } };
}
