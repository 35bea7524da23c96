import { existsSync, type FSWatcher, readdirSync, realpathSync, statSync, watch } from "node:fs";
import { basename, dirname, join, sep } from "node:path";

export interface FileWatchSettings {
  /** What is watched with all that is below; it may come and go. */
  folders: readonly string[];
  /** Single files beside. */
  files: () => Iterable<string>;
  /** Leaves out a file or a folder. */
  ignores: (path: string) => boolean;
  /** Is told which files are new, changed or gone, once for all that were saved together. */
  tell: (files: string[]) => void;
  /** Is told why changes may go unnoticed from now on. */
  fail: (reason: string) => void;
}

export interface FileWatch {
  /** Has `files` asked again. One that is watched only now is no change. */
  renew(): void;
  close(): void;
}

/** How long nothing may happen before it is looked, and how long that may be put off, in milliseconds. */
const settleMs = 50;
const longestMs = 300;

/**
 * Watches files. Note: what the system says of a change differs from one to the next, so it only says when to look; what
 * has changed comes out of looking. Each time all folders are watched anew, for one that was removed and made again is
 * another to the system.
 */
export function watchFiles({ folders, files, ignores, tell, fail }: FileWatchSettings): FileWatch {
  let watchers: FSWatcher[] = [];
  /** What they watch: a folder, or one name in it. */
  const watched = new Set<string>();
  let known = new Map<string, string>();
  let beside = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let noticedAt: number | undefined;
  let isClosed = false;

  function notice(): void {
    if (isClosed) return;
    const now = performance.now();
    noticedAt ??= now;
    clearTimeout(timer);
    timer = setTimeout(tellChanges, Math.max(0, Math.min(settleMs, noticedAt + longestMs - now))).unref();
  }

  function tellChanges(): void {
    noticedAt = undefined;
    const before = known;
    const last = watchers;
    watchers = [];
    watched.clear();
    known = look();
    // Only now: what happened meanwhile has been noticed by these.
    for (const watcher of last) watcher.close();
    const changed = [...new Set([...before.keys(), ...known.keys()])].filter(
      (file) => before.get(file) !== known.get(file),
    );
    if (changed.length > 0) tell(changed);
  }

  function look(): Map<string, string> {
    const found = new Map<string, string>();
    const visit = (folder: string, visited: Set<string>): void => {
      // A link may lead to a folder above it.
      const real = attempt(() => realpathSync(folder));
      if (real === undefined || visited.has(real)) return;
      visited.add(real);
      watchFolder(folder);
      for (const name of attempt(() => readdirSync(folder)) ?? []) {
        const path = join(folder, name);
        if (ignores(path)) continue;
        const stamp = stampOf(path);
        if (stamp === folderStamp) visit(path, visited);
        else if (stamp !== undefined) found.set(path, stamp);
      }
    };
    for (const folder of folders) {
      watchAbove(folder);
      visit(folder, new Set());
    }
    beside = new Set();
    lookBeside(found);
    return found;
  }

  function lookBeside(found: Map<string, string>): void {
    for (const file of files()) {
      if (beside.has(file)) continue;
      beside.add(file);
      watchAbove(file);
      const stamp = stampOf(file);
      if (stamp !== undefined) found.set(file, stamp);
    }
  }

  /** Watches all folders above for one name each: whichever of them is moved, what is below it comes and goes unheard. */
  function watchAbove(path: string): void {
    let isNearest = true;
    for (let child = path; dirname(child) !== child; child = dirname(child)) {
      if (!existsSync(dirname(child))) continue;
      watchFolder(dirname(child), basename(child), isNearest);
      isNearest = false;
    }
  }

  /** A folder far above that may not be read is none that anybody would move. */
  function watchFolder(folder: string, only?: string, isNearest = true): void {
    const place = join(folder, only ?? sep);
    if (watched.has(place)) return;
    watched.add(place);
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        if (only === undefined || name === null || name === only) notice();
      });
      watchers.push(watcher.on("error", notice));
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // It has gone since: the folder above it has noticed.
      if (code !== "ENOENT" && isNearest) fail(message);
    }
  }

  known = look();
  return {
    renew() {
      if (!isClosed) lookBeside(known);
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

const folderStamp = "folder";

/** Is another after each change of a file; undefined where there is none. */
function stampOf(path: string): string | undefined {
  return attempt(() => {
    const stats = statSync(path);
    return stats.isDirectory() ? folderStamp : `${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`;
  });
}

/** Whatever is looked at may be gone by then. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
