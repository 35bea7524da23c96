import { isAbsolute, relative, sep } from "node:path";

/** A path as its reader can open it: from the working directory, or whole where it is not below that. */
export function showPath(path: string, cwd = process.cwd()): string {
  const below = relative(cwd, path) || ".";
  return /^\.\.([\\/]|$)/.test(below) || isAbsolute(below) ? path : below.split(sep).join("/");
}
