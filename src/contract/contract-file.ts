import { readFileSync } from "node:fs";
import { StandinError } from "../errors.ts";
import { readBuiltYaml } from "./built-yaml.ts";
import { findJsonProblem } from "./json-text.ts";
import { type LocatedYaml, type Position, readLocatedYaml, YamlProblem } from "./located-yaml.ts";
import { readPlainYaml } from "./plain-yaml.ts";
import { createPlaceFinder } from "./yaml-place.ts";

/** One file of a contract, parsed. */
export interface ContractFile {
  /** As violations have it, the same wherever it is found. */
  name: string;
  /** As messages show it, for a reader to open. */
  shown: string;
  value: unknown;
  /** Line and column, counted from 1, of a pointer or of the nearest place above it. */
  position(pointer: string): Position;
}

type FileNames = Pick<ContractFile, "name" | "shown">;

/** Reads a YAML or JSON file. `namedBy` goes before the message of one that cannot be read. */
export function readContractFile(path: string, names: FileNames, namedBy: string): ContractFile {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = readProblems[code ?? ""] ?? message;
    throw new StandinError("CONTRACT_UNREADABLE", `${namedBy}${names.shown} cannot be read: ${reason}.`, {
      cause: error,
    });
  }
  return path.endsWith(".json") ? parseJson(text, names) : parseYaml(text, names);
}

const readProblems: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  EISDIR: "it is a folder",
  EACCES: "permission is denied",
  ERR_ENCODING_INVALID_ENCODED_DATA: "it is not UTF-8",
};

function parseJson(text: string, names: FileNames): ContractFile {
  const problem = findJsonProblem(text, { uniqueNames: true });
  if (problem !== undefined) throw unreadable(names.shown, problem, problem.reason);
  return { ...names, value: JSON.parse(text), position: locateLater(text, names.shown) };
}

function parseYaml(text: string, names: FileNames): ContractFile {
  const plain = readBuiltYaml(text) ?? readPlainYaml(text);
  if (plain !== undefined) return { ...names, value: plain, position: locateLater(text, names.shown) };
  return orUnreadable(names.shown, () => {
    const located = readLocatedYaml(text);
    return { ...names, value: located.value(), position: located.position };
  });
}

/**
 * Places are looked for in the text only when a message needs one, and by its lines where these tell it: the first exact
 * reading takes a tenth of a second, for which whoever sent the request would have to wait.
 */
function locateLater(text: string, shown: string): ContractFile["position"] {
  let find: ReturnType<typeof createPlaceFinder> | undefined;
  let located: LocatedYaml | undefined;
  const places = new Map<string, Position>();
  return (pointer) => {
    const known = places.get(pointer);
    if (known !== undefined) return known;
    find ??= createPlaceFinder(text);
    let place = find(pointer);
    if (place === undefined) {
      located ??= orUnreadable(shown, () => readLocatedYaml(text));
      place = located.position(pointer);
    }
    places.set(pointer, place);
    return place;
  };
}

function orUnreadable<T>(shown: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof YamlProblem) throw unreadable(shown, error.position, error.message, error.cause);
    throw error;
  }
}

function unreadable(shown: string, place: Position | undefined, reason: string, cause?: unknown): StandinError {
  const at = place === undefined ? shown : `${shown}:${place.line}:${place.column}`;
  return new StandinError("CONTRACT_UNREADABLE", `${at}: ${reason.replace(/\.$/, "")}.`, { cause });
}
