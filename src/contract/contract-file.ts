import { readFileSync } from "node:fs";
import { StandinError } from "../errors.ts";
import { readBuiltYaml } from "./built-yaml.ts";
import { findJsonProblem } from "./json-text.ts";
import { type LocatedYaml, type Position, readLocatedYaml, YamlProblem } from "./located-yaml.ts";
import { readPlainYaml } from "./plain-yaml.ts";

/** One file of a contract, parsed. */
export interface ContractFile {
  /** As messages show it. */
  name: string;
  value: unknown;
  /** Line and column, counted from 1, of a pointer or of the nearest place above it. */
  position(pointer: string): Position;
}

/** Reads a YAML or JSON file. `namedBy` goes before the message of one that cannot be read. */
export function readContractFile(path: string, name: string, namedBy: string): ContractFile {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = readProblems[code ?? ""] ?? message;
    throw new StandinError("CONTRACT_UNREADABLE", `${namedBy}${name} cannot be read: ${reason}.`, { cause: error });
  }
  return path.endsWith(".json") ? parseJson(text, name) : parseYaml(text, name);
}

const readProblems: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  EISDIR: "it is a folder",
  EACCES: "permission is denied",
  ERR_ENCODING_INVALID_ENCODED_DATA: "it is not UTF-8",
};

function parseJson(text: string, name: string): ContractFile {
  const problem = findJsonProblem(text, { uniqueNames: true });
  if (problem !== undefined) throw unreadable(name, problem, problem.reason);
  return { name, value: JSON.parse(text), position: locateLater(text, name) };
}

function parseYaml(text: string, name: string): ContractFile {
  const plain = readBuiltYaml(text) ?? readPlainYaml(text);
  if (plain !== undefined) return { name, value: plain, position: locateLater(text, name) };
  return orUnreadable(name, () => {
    const located = readLocatedYaml(text);
    return { name, value: located.value(), position: located.position };
  });
}

/** Places are read from the text only when a message needs one: reading with places is many times slower. */
function locateLater(text: string, name: string): ContractFile["position"] {
  let located: LocatedYaml | undefined;
  return (pointer) => {
    located ??= orUnreadable(name, () => readLocatedYaml(text));
    return located.position(pointer);
  };
}

function orUnreadable<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof YamlProblem) throw unreadable(name, error.position, error.message, error.cause);
    throw error;
  }
}

function unreadable(name: string, place: Position | undefined, reason: string, cause?: unknown): StandinError {
  const at = place === undefined ? name : `${name}:${place.line}:${place.column}`;
  return new StandinError("CONTRACT_UNREADABLE", `${at}: ${reason.replace(/\.$/, "")}.`, { cause });
}
