import { randomUUID } from "node:crypto";
import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Puts a text in the place of a file's, part by part: all of it need not have room in one. It is written beside the file,
 * with the same permissions, and then changes places: whatever happens, there is the old one or the new one.
 */
export function replaceFile(file: string, parts: Iterable<string | Buffer>): void {
  // Nobody else has a file of that name, which would be lost.
  const next = `${file}.${randomUUID()}.next`;
  try {
    const mode = statSync(file, { throwIfNoEntry: false })?.mode;
    const descriptor = openSync(next, "wx", mode);
    try {
      if (mode !== undefined) fchmodSync(descriptor, mode);
      writeParts(descriptor, parts);
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

/** Many are small: they are gathered, for to write takes longer than to copy. */
function writeParts(descriptor: number, parts: Iterable<string | Buffer>): void {
  const gathered = Buffer.allocUnsafe(gatheredBytes);
  let size = 0;
  const flush = (): void => {
    writeFileSync(descriptor, gathered.subarray(0, size));
    size = 0;
  };
  for (const part of parts) {
    // A character has three bytes at the most; one of four is two characters.
    const most = typeof part === "string" ? part.length * 3 : part.length;
    if (most > gatheredBytes - size) flush();
    if (most > gatheredBytes) writeFileSync(descriptor, part);
    else size += typeof part === "string" ? gathered.write(part, size) : part.copy(gathered, size);
  }
  flush();
}

const gatheredBytes = 1024 * 1024;

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
