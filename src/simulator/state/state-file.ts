import { lstatSync, readlinkSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { showPath } from "../../contract/show-path.ts";
import { StandinError } from "../../errors.ts";
import type { Log } from "../defect-log.ts";
import { Refusal } from "../refusal.ts";
import { otherOwner, releaseLock, takeLock } from "./file-lock.ts";
import { type KeptFile, type KeptState, openKeptFile, version } from "./kept-states.ts";
import type { LockOwner } from "./lock-owner.ts";
import { replaceFile } from "./replace-file.ts";
import type { SavedState } from "./saved-state.ts";
import type { Parts } from "./write-state.ts";

/** A file that keeps the states of all tenants from one run to the next. */
export interface StateFile {
  /**
   * Hands what is kept of a provider's tenants to `restore`, the one that has rested longest first; others have their turn
   * in between. Rejects with STATE_INVALID where that throws a Refusal, or there are more tenants than may be.
   */
  restore(provider: string, restore: (saved: SavedState) => void): Promise<void>;
  /** Whether there is a state of the tenant in it, since the start. */
  has(provider: string, tenant: string): boolean;
  /**
   * Writes these, each the JSON of a SavedState, and then those of the file that `isKept` names, in the place of what the
   * file held. Throws STATE_UNAVAILABLE, and then the file is as it was.
   */
  save(states: Iterable<Parts>, isKept: (provider: string, tenant: string) => boolean): void;
  /** Lets another process have the file. */
  release(): void;
}

export interface StateFileSettings {
  log: Log;
  /** The most tenants at each provider: no more than that are taken from a file. */
  tenantLimit: number;
}

/** As many states take a second or more. */
const many = 1000;

/**
 * Opens a file for this process alone. Rejects with STATE_UNAVAILABLE where it cannot be had, read or locked, and with
 * STATE_INVALID where it is no file of states.
 */
export async function openStateFile(path: string, { log, tenantLimit }: StateFileSettings): Promise<StateFile> {
  const shown = showPath(resolve(path));
  const file = findFile(path, shown);
  const lock = `${file}.lock`;
  lockFile(lock, shown);
  let kept: KeptFile;
  try {
    kept = await openKept(file, shown, log);
  } catch (error) {
    releaseLock(lock);
    throw error;
  }
  const all = [...kept.states.values()].flatMap((tenants) => [...tenants.values()]);
  if (all.length >= many) log(`${shown}: ${all.length} states are loaded; requests wait for those of their provider.`);
  const read = (state: KeptState): SavedState => {
    try {
      return JSON.parse(kept.read(state).toString());
    } catch (error) {
      throw unavailable(`${shown} cannot be read: ${(error as Error).message}.`, error);
    }
  };
  return {
    async restore(provider, restore) {
      const states = kept.states.get(provider) ?? new Map<string, KeptState>();
      const excess = states.size - tenantLimit;
      // Those that rest longest would go to make room, and be missing when the file is written.
      if (excess > 0)
        throw new StandinError(
          "STATE_INVALID",
          `${shown} has ${states.size} tenants of ${provider}, and the option tenantLimit allows ${tenantLimit}: ${excess === 1 ? "one" : excess} would be lost. Allow as many, or delete lines.`,
        );
      for (const state of states.values()) {
        await setImmediate();
        const saved = read(state);
        try {
          restore(saved);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          throw new StandinError(
            "STATE_INVALID",
            `${shown}:${state.line}: the tenant "${state.tenant}" cannot go on. Mend the line, or delete it for the tenant to begin anew. ${error.message}`,
          );
        }
      }
    },
    has: (provider, tenant) => kept.states.get(provider)?.has(tenant) ?? false,
    save(states, isKept) {
      function* lines(): Generator<string | Buffer> {
        yield `${JSON.stringify({ standin: "states", version, savedAt: new Date().toISOString() })}\n`;
        for (const json of states) {
          yield* json;
          yield "\n";
        }
        for (const state of all) {
          if (!isKept(state.provider, state.tenant)) continue;
          yield kept.read(state);
          yield "\n";
        }
        // Note: Windows replaces no file that is open.
        kept.close();
      }
      try {
        const other = otherOwner(lock);
        if (other !== undefined) throw new Error(`${nameOwner(other)} has taken it over while this one stood still`);
        replaceFile(file, lines());
      } catch (error) {
        throw unavailable(`${shown} cannot be written, and is as it was: ${(error as Error).message}.`, error);
      }
    },
    release() {
      kept.close();
      releaseLock(lock);
    },
  };
}

/** The file itself where links lead to it, whether it is there or not. */
function findFile(path: string, shown: string): string {
  const file = resolve(path);
  let stats: Stats | undefined;
  try {
    stats = statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw unavailable(`${shown} cannot be read: ${(error as Error).message}.`, error);
  }
  if (stats?.isFile()) return realpathSync(file);
  // To open a pipe would wait for who writes to it, for ever.
  if (stats !== undefined) throw unavailable(`${shown} is ${nameOf(stats)}, and states are kept in a file. Name one.`);
  const folder = dirname(file);
  try {
    const real = join(realpathSync(folder), basename(file));
    const isLink = lstatSync(real, { throwIfNoEntry: false })?.isSymbolicLink();
    return isLink ? findFile(resolve(dirname(real), readlinkSync(real)), shown) : real;
  } catch (error) {
    if (error instanceof StandinError) throw error;
    throw unavailable(`${shown} cannot be made: there is no folder ${showPath(folder)}.`, error);
  }
}

function nameOf(stats: Stats): string {
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a named pipe";
  return stats.isSocket() ? "a socket" : "a device";
}

function lockFile(lock: string, shown: string): void {
  let owner: LockOwner | undefined;
  try {
    owner = takeLock(lock);
  } catch (error) {
    throw unavailable(`${shown} cannot be locked: ${(error as Error).message}.`, error);
  }
  if (owner === undefined) return;
  throw unavailable(
    `${shown} is in use by ${nameOwner(owner)}, and two servers would overwrite each other's states. Name another file, or stop that one; where it is gone for sure, delete ${showPath(lock)}.`,
  );
}

function nameOwner({ pid, host }: LockOwner): string {
  return `process ${pid} of ${host}`;
}

async function openKept(file: string, shown: string, log: Log): Promise<KeptFile> {
  try {
    return await openKeptFile(file, shown);
  } catch (error) {
    if (error instanceof StandinError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") throw unavailable(`${shown} cannot be read: ${message}.`, error);
    log(`${shown} is not there: all tenants begin anew, and it is made when Standin stops.`);
    const nothing = () => {
      throw new Error("it is not there");
    };
    return { states: new Map(), read: nothing, close() {} };
  }
}

function unavailable(message: string, cause?: unknown): StandinError {
  return new StandinError("STATE_UNAVAILABLE", message, { cause });
}
