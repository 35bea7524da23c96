import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { nearest } from "../contract/near-miss.ts";
import { showPath } from "../contract/show-path.ts";
import { StandinError } from "../errors.ts";

/** Known failures: the names of cases, one a line. Lines that begin with # are for the reader. */
export function readBaseline(path: string, mayBeMissing: boolean): Set<string> {
  const shown = showPath(path);
  if (!existsSync(path)) {
    if (mayBeMissing) return new Set();
    const message = `There is no file ${shown} with known failures. --update-baseline writes it.`;
    throw new StandinError("CONFIG_INVALID", message);
  }
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new StandinError("CONFIG_INVALID", `${shown} cannot be read: ${(error as Error).message}.`);
  }
  const lines = text.split("\n").map((line) => line.trim());
  return new Set(lines.filter((line) => line !== "" && !line.startsWith("#")));
}

/** What is wrong with each known failure that is no case. */
export function findUnknown(known: ReadonlySet<string>, names: ReadonlySet<string>, path: string): string[] {
  return [...known]
    .filter((name) => !names.has(name))
    .map((name) => {
      const near = nearest(name, names);
      const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
      return `${showPath(path)} has the known failure "${name}", which names no case.${hint}`;
    });
}

export function writeBaseline(path: string, names: readonly string[]): void {
  const head = "# Cases that are known to fail, one a line: standin test --update-baseline writes them.\n";
  try {
    writeFileSync(path, `${head}${names.map((name) => `${name}\n`).join("")}`);
  } catch (error) {
    throw new StandinError("CONFIG_INVALID", `${showPath(path)} cannot be written: ${(error as Error).message}.`);
  }
}
