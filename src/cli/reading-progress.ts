import { statSync } from "node:fs";
import { count } from "../report/count.ts";
import type { Screen } from "./progress.ts";

/** Says how far the reading of archives has come, once it has taken a second. */
export interface ReadingProgress {
  /** So many exchanges have been read, and so many bytes. Note: asked for each of them, and cheap. */
  at(exchanges: number, bytes: number): void;
  /** Makes room for a line that is not of this. */
  clear(): void;
}

/** In milliseconds. On a terminal it is told so often; elsewhere ever more seldom, for who reads a log reads all of it. */
const pause = 1000;
/** The clock is looked at once in so many exchanges. */
const stride = 64;

/** `bytes`: of all archives together; undefined where nobody knows. */
export function createReadingProgress(
  screen: Screen,
  bytes: number | undefined,
  now: () => number = () => performance.now(),
): ReadingProgress {
  let wait = pause;
  let last = now();
  let isShown = false;
  let calls = 0;
  return {
    at(exchanges, read) {
      if (++calls % stride !== 0 || now() - last < wait) return;
      last = now();
      const text = `${count(exchanges, "exchange")}, ${showBytes(read, bytes)}`;
      if (screen.isTTY) screen.write(`\r\u001b[K${text.slice(0, (screen.columns || 80) - 1)}`);
      else {
        screen.write(`${text}\n`);
        wait *= 2;
      }
      isShown = true;
    },
    clear() {
      if (isShown && screen.isTTY) screen.write("\r\u001b[K");
      isShown = false;
    },
  };
}

/** Of files together; undefined where one is no file, or none at all. */
export function sizeOf(files: readonly string[]): number | undefined {
  let size = 0;
  for (const file of files) {
    const stats = file === "-" ? undefined : statSync(file, { throwIfNoEntry: false });
    if (stats?.isFile() !== true) return undefined;
    size += stats.size;
  }
  return size;
}

function showBytes(read: number, all: number | undefined): string {
  const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20).toLocaleString("en-US");
  if (all === undefined) return `${megabytes(read)} MiB`;
  return `${megabytes(read)} of ${megabytes(all)} MiB (${Math.floor((read / Math.max(all, 1)) * 100)} %)`;
}
