import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/** After this long a lock of another machine (a shared folder, a container) counts as left behind. */
const foreignLockMs = 15 * 60_000;

/**
 * Does the work while holding a lock folder, which one process at a time can have. A lock whose process has died is
 * taken over. Throws what the work throws; a process that ends meanwhile leaves the lock to be taken over.
 */
export async function withLock(path, say, work) {
  acquire(path, say);
  const release = () => rmSync(path, { recursive: true, force: true });
  process.once("exit", release);
  try {
    await work();
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
  writeFileSync(join(mine, "owner.json"), JSON.stringify({ pid: process.pid, host: hostname() }));
  let told = false;
  while (!moved(mine, path)) {
    const owner = readOwner(path);
    if (owner === undefined) continue;
    if (isLeftBehind(path, owner)) {
      discard(path, owner);
      continue;
    }
    if (!told) say(`Waiting for another set-up of this folder (process ${owner.pid}) …`);
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

function isLeftBehind(path, owner) {
  if (owner.host !== hostname()) {
    const since = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    return Date.now() - since > foreignLockMs;
  }
  try {
    process.kill(owner.pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

/** Moves the lock aside first: of several that find it left behind, one removes it, and never a new one's. */
function discard(path, owner) {
  const aside = `${path}.left-behind.${process.pid}`;
  if (!moved(path, aside)) return;
  if (readOwner(aside)?.pid !== owner.pid && moved(aside, path)) return;
  rmSync(aside, { recursive: true, force: true });
}
