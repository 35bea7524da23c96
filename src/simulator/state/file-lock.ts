import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { isDeepStrictEqual } from "node:util";
import { threadId } from "node:worker_threads";

/** Who has a lock. */
export interface LockOwner {
  pid: number;
  host: string;
  /** When its process began, the same in all threads of it. */
  since: number;
  thread: number;
}

const self: LockOwner = { pid: process.pid, host: hostname(), since: performance.timeOrigin, thread: threadId };

/** Those of this thread. */
const held = new Set<string>();

/**
 * Takes a lock, a folder that one at a time can have; one whose process has died is taken over. Answers the owner where
 * there is another.
 */
export function takeLock(path: string): LockOwner | undefined {
  const mine = `${path}.${self.pid}.${self.thread}`;
  rmSync(mine, { recursive: true, force: true });
  mkdirSync(mine);
  try {
    writeFileSync(join(mine, "owner.json"), JSON.stringify(self));
    // Moved into place with its owner inside: no lock is ever without one.
    while (!moved(mine, path)) {
      const other = readOwner(path);
      if (other !== undefined && isAlive(path, other)) return other;
      discard(path, other);
    }
  } finally {
    rmSync(mine, { recursive: true, force: true });
  }
  if (held.size === 0) process.on("exit", releaseAll);
  held.add(path);
  return undefined;
}

export function releaseLock(path: string): void {
  held.delete(path);
  if (held.size === 0) process.off("exit", releaseAll);
  rmSync(path, { recursive: true, force: true });
}

/** Whoever ends the process, it leaves no lock behind. */
function releaseAll(): void {
  for (const path of held) releaseLock(path);
}

/** Note: of another machine, or a container that shares the folder, nobody can tell. */
function isAlive(path: string, { pid, host, since, thread }: LockOwner): boolean {
  if (host !== self.host) return true;
  // In containers the numbers begin anew: this process may have that of the one before.
  if (pid === self.pid) return since === self.since && (thread !== self.thread || held.has(path));
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Moves it aside first: of several that find it left behind one removes it, and never a new one's. */
function discard(path: string, owner: LockOwner | undefined): void {
  const aside = `${path}.discarded.${self.pid}.${self.thread}`;
  if (!moved(path, aside)) return;
  if (!isDeepStrictEqual(readOwner(aside), owner) && moved(aside, path)) return;
  rmSync(aside, { recursive: true, force: true });
}

function readOwner(path: string): LockOwner | undefined {
  try {
    return JSON.parse(readFileSync(join(path, "owner.json"), "utf8")) as LockOwner;
  } catch {
    return undefined;
  }
}

function moved(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (["ENOTEMPTY", "EEXIST", "EPERM", "ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return false;
    throw error;
  }
}
