import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { performance } from "node:perf_hooks";
import { threadId } from "node:worker_threads";

/** Who has a lock. */
export interface LockOwner {
  pid: number;
  host: string;
  /** When its process began, the same in all threads of it. */
  since: number;
  thread: number;
  /** Of the machine's last start, the same in all containers on it; undefined where the system does not tell. */
  boot?: string | undefined;
  /** In which processes have their numbers, each container in one of its own; undefined where the system has none. */
  numbering?: string | undefined;
}

export const self: LockOwner = {
  pid: process.pid,
  host: hostname(),
  since: performance.timeOrigin,
  thread: threadId,
  boot: ask(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
  numbering: ask(() => readlinkSync("/proc/self/ns/pid")),
};

function ask(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** In milliseconds: how often the owner of a lock shows that it lives, and after what silence it is taken for dead. */
export const beat = 5000;
const longestSilence = 6 * beat;

/**
 * Whether an owner may live still, who has shown so for the last time at `shown`. Note: of another machine nobody can
 * tell, and machines of one name are taken for one.
 */
export function mayLive(owner: LockOwner, shown: number): boolean {
  if (owner.boot === undefined || self.boot === undefined || owner.boot !== self.boot) {
    if (owner.host !== self.host) return true;
    // It was there before the machine was started again.
    if (owner.boot !== self.boot) return false;
  }
  // In another container its number says nothing, or names another process.
  if (owner.numbering !== self.numbering) return Date.now() - shown < longestSilence;
  // In containers the numbers begin anew: this process may have that of the one before.
  if (owner.pid === self.pid) return owner.since === self.since;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
