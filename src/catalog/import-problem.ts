import { fileURLToPath } from "node:url";
import { didYouMean } from "../contract/near-miss.ts";
import { showPath } from "../contract/show-path.ts";

/**
 * Why a mock cannot be imported, in one line and in the words of whoever wrote it. `folder` holds its files, and `alias`
 * has the file of each name that stands for one of Standin's own.
 */
export function describeImportProblem(error: unknown, folder: string, alias: Readonly<Record<string, string>>): string {
  const message = error instanceof Error ? error.message : String(error);
  let words = message.replace(/\nRequire stack:\n.*$/s, "").replaceAll(/\s*\n\s*/g, " ");
  for (const [name, file] of Object.entries(alias)) words = words.replaceAll(file, name);
  const [, missing = ""] = /^Cannot find module '([^']*)'/.exec(words) ?? [];
  const place = words.includes(folder) ? "" : placeIn(error, folder);
  const hint = didYouMean(missing, Object.keys(alias));
  return `${words.replaceAll(folder, showPath(folder)).trim()}${place}${hint === "" ? "" : `.${hint}`}`;
}

/** The first place in the stack that is the mock's own. Note: columns are those of what it was compiled to. */
function placeIn(error: unknown, folder: string): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  for (const [, file = "", line] of stack.matchAll(/^ {4}at (?:.*\()?(\S.*?):(\d+):\d+\)?$/gm)) {
    const path = file.startsWith("file:") ? fileURLToPath(file) : file;
    if (path.startsWith(folder)) return ` (${showPath(path)}:${line})`;
  }
  return "";
}
