import { StandinError } from "../../errors.ts";
import type { ServedProvider } from "../provider.ts";
import type { Simulator } from "../simulator.ts";
import type { StateFile } from "./state-file.ts";

/**
 * Saves the states of all tenants, and lets go of the file. Throws STATE_UNAVAILABLE where none could be saved, and
 * STATE_INVALID once all others are where some could not.
 */
export function saveStates(file: StateFile, providers: readonly ServedProvider[], { save }: Simulator): void {
  const refused: string[] = [];
  function* states() {
    for (const provider of providers)
      yield* save(provider, (tenant, { message }) => refused.push(`the tenant "${tenant}": ${message}`));
  }
  try {
    file.save(states());
  } finally {
    file.release();
  }
  if (refused.length === 0) return;
  const more = refused.length === 1 ? "" : ` And ${refused.length - 1} more.`;
  throw new StandinError("STATE_INVALID", `All states are saved but that of ${refused[0]}${more}`);
}
