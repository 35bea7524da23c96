import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { beat, type LockOwner, mayLive, self } from "./lock-owner.ts";

const ownerFile = "owner.json";

/** Those of this thread. */
const held = new Set<string>();
let beating: NodeJS.Timeout | undefined;

/** Of several that come at once each may find the lock of the one before. */
const mostAttempts = 100;

/**
 * Takes a lock, a folder that one at a time can have; one whose process has died is taken over. Answers the owner where
 * there is another. Throws where it cannot be put there, or what is there cannot be removed or is no lock.
 */
export function takeLock(path: string): LockOwner | undefined {
  const mine = besides(path);
  mkdirSync(mine);
  try {
    writeFileSync(join(mine, ownerFile), JSON.stringify(self));
    // Moved into place with its owner inside: no lock is ever without one.
    for (let attempt = 1; ; attempt++) {
      const failure = move(mine, path);
      if (failure === undefined) break;
      const found = readLock(path);
      if (found !== undefined && isTaken(path, found)) return found.owner;
      if (found !== undefined) discard(path, found.owner);
      if (attempt === mostAttempts) throw failure;
    }
  } finally {
    rmSync(mine, { recursive: true, force: true });
  }
  hold(path);
  return undefined;
}

/** Who else has a lock that was taken here: it was taken over where this process stood still for too long. */
export function otherOwner(path: string): LockOwner | undefined {
  const owner = readLock(path)?.owner;
  return isDeepStrictEqual(owner, known) ? undefined : owner;
}

/** Lets another have it; one that another has taken over meanwhile is that one's. */
export function releaseLock(path: string): void {
  held.delete(path);
  if (held.size === 0) {
    process.off("exit", releaseAll);
    clearInterval(beating);
  }
  try {
    if (otherOwner(path) === undefined) discard(path, known);
  } catch {
    // What stays there is found to be left behind by the next.
  }
}

function hold(path: string): void {
  if (held.size === 0) {
    process.on("exit", releaseAll);
    beating = setInterval(showAlive, beat).unref();
  }
  held.add(path);
}

/** Whoever ends the process, it leaves no lock behind. */
function releaseAll(): void {
  for (const path of held) releaseLock(path);
}

/** As owner.json tells it. */
const known = JSON.parse(JSON.stringify(self)) as LockOwner;

function showAlive(): void {
  for (const path of held) {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // Somebody has deleted it.
    }
  }
}

interface FoundLock {
  owner: LockOwner;
  /** When its owner was alive for the last time, in milliseconds since 1970. */
  shown: number;
}

function isTaken(path: string, { owner, shown }: FoundLock): boolean {
  return isDeepStrictEqual(owner, known) ? held.has(path) : mayLive(owner, shown);
}

/** Undefined where there is none, or none any more. Throws where something else is there. */
function readLock(path: string): FoundLock | undefined {
  try {
    const names = readdirSync(path);
    if (names.length === 0) return undefined;
    const owner = names.join() === ownerFile ? JSON.parse(readFileSync(join(path, ownerFile), "utf8")) : undefined;
    if (typeof owner?.pid !== "number" || typeof owner.host !== "string") throw new SyntaxError();
    return { owner, shown: statSync(path).mtimeMs };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (error instanceof SyntaxError || code === "ENOTDIR")
      throw new Error(`${path} is there and is no lock of Standin's: move it away, or name another file`);
    throw error;
  }
}

/**
 * Moves it aside first: of several that find it left behind one removes it, and never a new one's. Throws where it
 * cannot be removed, and then it is as it was.
 */
function discard(path: string, owner: LockOwner): void {
  const aside = besides(path);
  const failure = move(path, aside);
  // Another has been quicker.
  if (failure?.code === "ENOENT") return;
  if (failure !== undefined) throw cannotRemove(path, failure);
  if (!isDeepStrictEqual(readLock(aside)?.owner, owner) && move(aside, path) === undefined) return;
  try {
    rmSync(aside, { recursive: true });
  } catch (error) {
    move(aside, path);
    throw cannotRemove(path, error as NodeJS.ErrnoException);
  }
}

function cannotRemove(path: string, { code, message }: NodeJS.ErrnoException): Error {
  const reason = code ?? message;
  return new Error(`${path}, which a process that is gone has left behind, cannot be removed (${reason}). Delete it`);
}

/** A name that nobody else has. */
function besides(path: string): string {
  return `${path}.${randomUUID().slice(0, 8)}`;
}

/** Answers why not. */
function move(from: string, to: string): NodeJS.ErrnoException | undefined {
  try {
    renameSync(from, to);
    return undefined;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}
