import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { findJsonProblem } from "../../contract/json-text.ts";
import { showPath } from "../../contract/show-path.ts";
import { StandinError } from "../../errors.ts";
import type { Log } from "../defect-log.ts";
import { Refusal, show } from "../refusal.ts";
import { tenantName, tenantNameRule } from "../tenancy.ts";
import { releaseLock, takeLock } from "./file-lock.ts";
import { isPlainObject } from "./plain-data.ts";
import type { SavedState } from "./saved-state.ts";

/** A file that keeps the states of all tenants from one run to the next. */
export interface StateFile {
  /**
   * Hands what is kept of a provider's tenants to `restore`, the one that has rested longest first. Throws STATE_INVALID
   * where that throws a Refusal.
   */
  restore(provider: string, restore: (saved: SavedState) => void): void;
  /**
   * Writes these, and what was never restored, in the place of what the file held. Throws STATE_UNAVAILABLE, and then the
   * file is as it was.
   */
  save(states: Iterable<SavedState>): void;
  /** Lets another process have the file. */
  release(): void;
}

const version = 1;

/**
 * Opens a file for this process alone. Throws STATE_UNAVAILABLE where it cannot be had, read or locked, and STATE_INVALID
 * where it is no file of states.
 */
export function openStateFile(path: string, log: Log): StateFile {
  const shown = showPath(resolve(path));
  const file = findFile(path, shown);
  const lock = `${file}.lock`;
  lockFile(lock, shown);
  let kept: Map<string, SavedState[]>;
  try {
    kept = readStates(file, shown, log);
  } catch (error) {
    releaseLock(lock);
    throw error;
  }
  return {
    restore(provider, restore) {
      for (const saved of kept.get(provider) ?? []) {
        try {
          restore(saved);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          throw invalid(`${shown}: the tenant "${saved.tenant}" cannot go on. ${error.message}`);
        }
      }
      kept.delete(provider);
    },
    save(states) {
      try {
        writeStates(file, states, [...kept.values()].flat());
      } catch (error) {
        throw unavailable(`${shown} cannot be written, and is as it was: ${(error as Error).message}.`, error);
      }
    },
    release: () => releaseLock(lock),
  };
}

/** The file itself, where a link leads to it. */
function findFile(path: string, shown: string): string {
  const file = resolve(path);
  try {
    return existsSync(file) ? realpathSync(file) : join(realpathSync(dirname(file)), basename(file));
  } catch (error) {
    throw unavailable(`${shown} cannot be made: there is no folder ${showPath(dirname(file))}.`, error);
  }
}

function lockFile(lock: string, shown: string): void {
  let owner: ReturnType<typeof takeLock>;
  try {
    owner = takeLock(lock);
  } catch (error) {
    throw unavailable(`${shown} cannot be locked: ${(error as Error).message}.`, error);
  }
  if (owner === undefined) return;
  const who = `process ${owner.pid} of ${owner.host}`;
  throw unavailable(
    `${shown} is in use by ${who}, and two servers would overwrite each other's states. Name another file, or stop that one; where it is gone for sure, delete ${showPath(lock)}.`,
  );
}

function readStates(file: string, shown: string, log: Log): Map<string, SavedState[]> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") throw unavailable(`${shown} cannot be read: ${message}.`, error);
    log(`${shown} is not there: all tenants begin anew, and it is made when Standin stops.`);
    return new Map();
  }
  return toStates(parse(text, shown), shown);
}

function parse(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = findJsonProblem(text);
    const place = problem === undefined ? "" : `:${problem.line}:${problem.column}`;
    const reason = problem?.reason ?? (error as Error).message;
    throw invalid(`${shown}${place}: ${reason.replace(/\.$/, "")}.`);
  }
}

function toStates(value: unknown, shown: string): Map<string, SavedState[]> {
  if (!isPlainObject(value) || value.standin !== "states" || !Array.isArray(value.states))
    throw invalid(
      `${shown} is no file of states: it is not {"standin": "states", "version": ${version}, "states": […]}, each state a snapshot with its "scenario" beside, such as "documented". Name another file.`,
    );
  if (value.version !== version)
    throw invalid(
      `${shown} has the version ${show(value.version)}, and this Standin reads ${version}. Name another file.`,
    );
  const states = new Map<string, SavedState[]>();
  const known = new Set<string>();
  for (const [index, one] of value.states.entries()) {
    const place = `${shown} at /states/${index}`;
    if (!isPlainObject(one)) throw invalid(`${place}: a state is ${show(one)}. It is an object.`);
    const { provider, tenant, scenario } = one;
    if (typeof provider !== "string")
      throw invalid(`${place}: provider is ${show(provider)}. It is a provider's name.`);
    if (typeof tenant !== "string" || !tenantName.test(tenant))
      throw invalid(`${place}: tenant is ${show(tenant)}. It is ${tenantNameRule}.`);
    if (typeof scenario !== "string")
      throw invalid(`${place}: scenario is ${show(scenario)}. It is a scenario's name.`);
    const key = `${provider}/${tenant}`;
    if (known.has(key)) throw invalid(`${place}: ${provider} has the tenant "${tenant}" twice.`);
    known.add(key);
    const others = states.get(provider);
    if (others === undefined) states.set(provider, [one as unknown as SavedState]);
    else others.push(one as unknown as SavedState);
  }
  return states;
}

/** Writes beside the file and then changes places: whatever happens, there is the old one or the new one. */
function writeStates(file: string, states: Iterable<SavedState>, kept: readonly SavedState[]): void {
  const next = `${file}.next`;
  try {
    const descriptor = openSync(next, "w");
    try {
      const head = JSON.stringify({ standin: "states", version, savedAt: new Date().toISOString() });
      // One by one: all of them need not have room in one text.
      writeFileSync(descriptor, `${head.slice(0, -1)},"states":[`);
      let separator = "\n";
      for (const list of [states, kept]) {
        for (const state of list) {
          writeFileSync(descriptor, separator + JSON.stringify(state, null, 1));
          separator = ",\n";
        }
      }
      writeFileSync(descriptor, "\n]}\n");
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
  syncFolder(dirname(file));
}

/** So that the new name outlasts a loss of power as well, where the system can do that. */
function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Windows opens no folders.
  }
}

function invalid(message: string): StandinError {
  return new StandinError("STATE_INVALID", message);
}

function unavailable(message: string, cause?: unknown): StandinError {
  return new StandinError("STATE_UNAVAILABLE", message, { cause });
}
