import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/** After this long a lock counts as left behind though nobody can tell: that of another machine (a shared folder, a container), or of a group whose number may be another's by now. */
const doubtfulLockMs = 15 * 60_000;

/**
 * Does the work while holding a lock folder, which one process at a time can have. A lock whose process has died is
 * taken over, once what it has started has ended as well: the work tells the process group by calling what it is given.
 * Throws what the work throws; a process that ends meanwhile leaves the lock to be taken over.
 */
export async function withLock(path, say, work) {
  acquire(path, say);
  const release = () => discard(path, process.pid);
  process.once("exit", release);
  try {
    await work((group) => writeOwner(path, group));
  } finally {
    process.off("exit", release);
    release();
  }
}

/** The folder is made elsewhere with its owner inside and moved into place: no lock is ever without an owner. */
function acquire(path, say) {
  const mine = `${path}.${process.pid}`;
  rmSync(mine, { recursive: true, force: true });
  mkdirSync(mine);
  writeOwner(mine);
  let told = false;
  while (!moved(mine, path)) {
    const owner = readOwner(path);
    if (owner === undefined) continue;
    const holder = findHolder(path, owner);
    if (holder === undefined) {
      discard(path, owner.pid);
      continue;
    }
    if (!told) say(`Waiting for another set-up of this folder (${holder}) …`);
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
}

function moved(from, to) {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (["ENOTEMPTY", "EEXIST", "EPERM", "ENOENT"].includes(error.code)) return false;
    throw error;
  }
}

function readOwner(path) {
  try {
    return JSON.parse(readFileSync(join(path, "owner.json"), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Changes it in one step: another process may be reading. */
function writeOwner(path, group) {
  const next = join(path, "owner.next.json");
  writeFileSync(next, JSON.stringify({ pid: process.pid, group, host: hostname() }));
  renameSync(next, join(path, "owner.json"));
}

/** Who has the lock; undefined when it was left behind. */
function findHolder(path, { pid, group, host }) {
  const since = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  const isDoubtful = Date.now() - since > doubtfulLockMs;
  if (host !== hostname()) return isDoubtful ? undefined : `process ${pid} of ${host}`;
  if (isAlive(pid)) return `process ${pid}`;
  return group !== undefined && !isDoubtful && isAlive(-group) ? `process group ${group}` : undefined;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== "ESRCH";
  }
}

/**
 * Moves the lock aside first: emptied where it stands, another's could be moved into it meanwhile. Of several that find it
 * left behind, one removes it, and never a new one's.
 */
function discard(path, pid) {
  const aside = `${path}.discarded.${process.pid}`;
  if (!moved(path, aside)) return;
  if (readOwner(aside)?.pid !== pid && moved(aside, path)) return;
  rmSync(aside, { recursive: true, force: true });
}
