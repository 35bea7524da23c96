import { readFileSync } from "node:fs";
import { isAlias, isMap, isSeq, LineCounter, parseDocument, type Document as YamlDocument } from "yaml";
import { StandinError } from "../errors.ts";
import { tokensOf } from "./json-pointer.ts";
import { findJsonProblem } from "./json-text.ts";

/** One file of a contract, parsed. */
export interface ContractFile {
  /** As messages show it. */
  name: string;
  value: unknown;
  /** Line and column, counted from 1, of a pointer or of the nearest place above it. */
  position(pointer: string): { line: number; column: number };
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
  // Places are read from the text only when a message needs one: parsing with positions is many times slower.
  let located: ContractFile | undefined;
  return {
    name,
    value: JSON.parse(text),
    position: (pointer) => {
      located ??= parseYaml(text, name);
      return located.position(pointer);
    },
  };
}

function parseYaml(text: string, name: string): ContractFile {
  const lines = new LineCounter();
  const parsed = orUnreadable(name, () => parseDocument(text, { lineCounter: lines, prettyErrors: false }));
  // A warning is a tag or directive that would be passed over.
  const problem = parsed.errors[0] ?? parsed.warnings[0];
  if (problem !== undefined) {
    const { line, col } = lines.linePos(problem.pos[0]);
    throw unreadable(name, { line, column: col }, problem.message, problem);
  }
  const value = orUnreadable(name, () => {
    const value: unknown = parsed.toJS();
    // Aliases share a value between places and may lead in a circle, and tags make other objects than JSON has.
    return /[&*]\w|!!/.test(text) && value !== undefined ? JSON.parse(JSON.stringify(value)) : value;
  });
  return { name, value, position: (pointer) => positionOf(parsed, lines, pointer) };
}

function orUnreadable<T>(name: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    const [reason = ""] = (cause as Error).message.split("\n");
    throw unreadable(name, undefined, reason, cause);
  }
}

function unreadable(
  name: string,
  place: { line: number; column: number } | undefined,
  reason: string,
  cause?: unknown,
): StandinError {
  const at = place === undefined ? name : `${name}:${place.line}:${place.column}`;
  return new StandinError("CONTRACT_UNREADABLE", `${at}: ${reason.replace(/\.$/, "")}.`, { cause });
}

function positionOf(parsed: YamlDocument, lines: LineCounter, pointer: string): { line: number; column: number } {
  let node: unknown = parsed.contents;
  let offset = rangeStart(node) ?? 0;
  for (const token of tokensOf(pointer)) {
    if (isAlias(node)) node = node.resolve(parsed);
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => String((item.key as { value?: unknown } | null)?.value ?? item.key) === token,
      );
      if (pair === undefined) break;
      // The key's place, not the value's: it is where a reader looks for the statement.
      offset = rangeStart(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(token)];
      offset = rangeStart(node) ?? offset;
    } else break;
  }
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function rangeStart(node: unknown): number | undefined {
  return (node as { range?: [number, number, number] | null } | null | undefined)?.range?.[0];
}
