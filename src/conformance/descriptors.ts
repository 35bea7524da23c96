import { createRequire, syncBuiltinESMExports } from "node:module";

type Write = (...given: unknown[]) => unknown;

const writers = ["write", "writeSync", "writev", "writevSync", "writeFile", "writeFileSync"] as const;
const appenders = ["appendFile", "appendFileSync"] as const;

let installed = false;

/** Has `tell` know what is written to standard output and error by their descriptors, as loggers do. Note: for good, since telling all modules of it takes longer than a call. */
export function watchDescriptors(tell: (text: string) => void): void {
  if (installed) return;
  installed = true;
  const fs = createRequire(import.meta.url)("node:fs") as Record<string, Write>;
  for (const name of [...writers, ...appenders]) {
    const own = fs[name] as Write;
    const write: Write = (...given) => {
      if (isStandard(given[0])) tell(textOf(given));
      return own.apply(fs, given);
    };
    // What promisify needs to know stands there as well.
    fs[name] = Object.defineProperties(write, Object.getOwnPropertyDescriptors(own));
  }
  syncBuiltinESMExports();
}

function isStandard(file: unknown): boolean {
  return file === 1 || file === 2 || file === "/dev/stdout" || file === "/dev/stderr";
}

/** Of a buffer, the part that is written: others are next to it. */
function textOf([, what, from, length]: readonly unknown[]): string {
  if (typeof what === "string") return what;
  if (Array.isArray(what)) return what.map((part) => textOf([0, part])).join("");
  if (!ArrayBuffer.isView(what)) return "";
  const bytes = Buffer.from(what.buffer, what.byteOffset, what.byteLength);
  const { offset = 0, length: size = length } = typeof from === "number" ? { offset: from } : named(from);
  return bytes.subarray(offset, typeof size === "number" ? offset + size : undefined).toString("utf8");
}

/** Where in a buffer, by name. Note: a callback may stand in that place, and has a length too. */
function named(options: unknown): { offset?: number; length?: unknown } {
  return typeof options === "object" && options !== null ? options : {};
}
