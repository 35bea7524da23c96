import { inspect } from "node:util";
import { StandinError } from "../errors.ts";
import type { Log } from "./defect-log.ts";
import { baseUrlOf } from "./describe-provider.ts";
import type { ServedProvider } from "./provider.ts";

export interface ReloadSettings {
  /** Those that are served. Rejects where they could not be loaded. */
  served: () => Promise<readonly ServedProvider[]>;
  /** Whether a provider is served, or would be if it came. */
  isWanted: (id: string) => boolean;
  /**
   * Loads it from the disk as that is now. Throws where it does not hold together. `warn` is told what is odd about it, and
   * `meanwhile` says what goes on as long as it takes.
   */
  load: (id: string, telling: { warn: Log; meanwhile: string }) => Promise<ServedProvider>;
  /** Serves it from now on. */
  replace: (provider: ServedProvider) => void;
  /** Which tenants have states that this version refuses, and why; undefined where none was found. */
  explainRefused: (provider: ServedProvider) => Promise<string | undefined>;
  /** Which faults are armed for operations that this version has not; undefined where there are none. */
  explainOrphans: (provider: ServedProvider) => string | undefined;
  log: Log;
}

/** Of files that were saved together, as many are named. */
const maxNamed = 3;

export interface Reload {
  /**
   * Loads a provider anew whose files have changed. One that does not hold together is told, and its last good version goes
   * on. Of several loads of one provider the last begun counts, and the others say no more, whatever they still wait for.
   */
  begin(id: string, files: readonly string[]): Promise<void>;
  /** What is under way comes to nothing, and says no more. */
  end(): void;
}

export function createReload(settings: ReloadSettings): Reload {
  const { served, isWanted, load, replace, explainRefused, explainOrphans, log } = settings;
  const begun = new Map<string, number>();

  async function begin(id: string, files: readonly string[]): Promise<void> {
    if (!isWanted(id)) return;
    const turn = (begun.get(id) ?? 0) + 1;
    begun.set(id, turn);
    const before = (await served()).find((provider) => provider.id === id);
    const isLatest = (): boolean => begun.get(id) === turn;
    const tell = (line: string): void => {
      if (isLatest()) log(`[${id}] ${line}`);
    };
    try {
      const goesOn = before === undefined ? "the provider is not served" : "the last good version goes on";
      const warn = (line: string): void => {
        if (isLatest()) log(line);
      };
      const provider = await load(id, { warn, meanwhile: `Until it is there, ${goesOn}.` });
      if (!isLatest()) return;
      replace(provider);
      tell(`${before === undefined ? `served at ${baseUrlOf(provider, "")}` : "reloaded"}: ${nameFiles(files)}`);
      const orphans = explainOrphans(provider);
      if (orphans !== undefined) tell(orphans);
      const refused = await explainRefused(provider);
      if (refused !== undefined) tell(refused);
    } catch (error) {
      const reason = error instanceof StandinError ? error.message.replace(`[${id}] `, "") : inspect(error);
      tell(`${before === undefined ? "not served yet" : "not reloaded, the last good version goes on"}: ${reason}`);
    }
  }

  return { begin, end: () => begun.clear() };
}

function nameFiles(files: readonly string[]): string {
  const more = files.length - maxNamed;
  return `${files.slice(0, maxNamed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
