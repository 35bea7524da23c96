import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { nearest } from "../contract/near-miss.ts";
import { showPath } from "../contract/show-path.ts";
import { StandinError } from "../errors.ts";

/** Known failures: the names of cases, one a line. Lines that begin with #, and what stands behind " #", are for the reader. */
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
  return new Set(text.split("\n").flatMap((line) => nameIn(line) ?? []));
}

/** The case that a line names; undefined where it names none. */
function nameIn(line: string): string | undefined {
  const name = line.replace(/(^|\s)#.*/, "").trim();
  return name === "" ? undefined : name;
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

/** Has these names in the file: what is for the reader stays as it is. Answers the names that have gone from there. */
export function writeBaseline(path: string, names: readonly string[]): string[] {
  try {
    const text = existsSync(path) ? readFileSync(path, "utf8").trimEnd() : "";
    const before = text === "" ? [] : text.split("\n");
    const isKept = (name: string | undefined) => name === undefined || names.includes(name);
    const known = before.flatMap((line) => nameIn(line) ?? []);
    const lines = [
      ...(before[0]?.startsWith("#") ? [] : [head]),
      ...before.filter((line) => isKept(nameIn(line))),
      ...names.filter((name) => !known.includes(name)),
    ];
    writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
    return known.filter((name) => !isKept(name));
  } catch (error) {
    throw new StandinError("CONFIG_INVALID", `${showPath(path)} cannot be written: ${(error as Error).message}.`);
  }
}

const head = "# Cases that are known to fail, one a line: standin test --update-baseline writes them.";
