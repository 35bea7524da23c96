import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isMap, isSeq, LineCounter, parseDocument, type Document as YamlDocument } from "yaml";
import { StandinError } from "../errors.ts";
import type { ContractLocation, Evidence } from "../exchange.ts";

/** A place in a contract, with what stands there. */
export interface Node {
  /** URI of the document. */
  document: string;
  /** JSON Pointer into the document. */
  pointer: string;
  value: unknown;
}

/** The files of one contract: the root and all that it refers to, each read once. */
export interface ContractDocuments {
  root: Node;
  files: ReadonlyMap<string, ContractFile>;
}

interface ContractFile {
  /** As messages show it. */
  name: string;
  value: unknown;
  /** Line and column, counted from 1, of a pointer or of the nearest place above it. */
  position(pointer: string): { line: number; column: number };
}

const evidenceGrades: readonly string[] = [
  "documented",
  "client",
  "observed",
  "inferred",
  "assumed",
] satisfies Evidence[];

/** Reads a contract and every file that it refers to. Names in messages are relative to `base`. */
export function readDocuments(file: string, base: string): ContractDocuments {
  const files = new Map<string, ContractFile>();
  const pending = [{ uri: pathToFileURL(file).href, from: "" }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (files.has(next.uri)) continue;
    const contractFile = readFile(next.uri, base, next.from);
    files.set(next.uri, contractFile);
    for (const { ref, pointer } of externalReferences(contractFile.value)) {
      const { line, column } = contractFile.position(pointer);
      pending.push({
        uri: fileOf(ref, next.uri),
        from: ` (named by ${contractFile.name}:${line}:${column} ${pointer})`,
      });
    }
  }
  const uri = pathToFileURL(file).href;
  return { root: { document: uri, pointer: "", value: files.get(uri)?.value }, files };
}

/** The node below another, or undefined when nothing stands there. */
export function child(node: Node, ...tokens: (string | number)[]): Node | undefined {
  let { pointer, value } = node;
  for (const token of tokens) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Record<string | number, unknown>)[token];
    pointer += `/${escapeToken(String(token))}`;
  }
  return { document: node.document, pointer, value };
}

/** Follows `$ref` until something else stands there. Throws where a reference leads nowhere or in a circle. */
export function resolve(documents: ContractDocuments, node: Node): Node {
  const seen = new Set<string>();
  let current = node;
  for (let ref = referenceOf(current); ref !== undefined; ref = referenceOf(current)) {
    const key = `${current.document}#${current.pointer}`;
    if (seen.has(key))
      throw contractError(documents, node, `the reference "${referenceOf(node)}" leads back to itself`);
    seen.add(key);
    const target = nodeAt(documents, ref, current.document);
    if (target === undefined) {
      throw contractError(
        documents,
        { ...current, pointer: `${current.pointer}/$ref` },
        `the reference "${ref}" leads to nothing`,
      );
    }
    current = target;
  }
  return current;
}

/** The node that a reference names, seen from a document. */
export function nodeAt(documents: ContractDocuments, ref: string, from: string): Node | undefined {
  const hash = ref.indexOf("#");
  const fragment = hash === -1 ? "" : ref.slice(hash + 1);
  const uri = hash === 0 ? from : fileOf(ref, from);
  const file = documents.files.get(uri);
  if (file === undefined || (fragment !== "" && !fragment.startsWith("/"))) return undefined;
  const tokens = fragment.split("/").slice(1).map(unescapeFragment);
  return child({ document: uri, pointer: "", value: file.value }, ...tokens);
}

/** Where a node stands, as violations and messages show it. */
export function locate(documents: ContractDocuments, node: Pick<Node, "document" | "pointer">): ContractLocation {
  const file = documents.files.get(node.document);
  if (file === undefined) throw new Error(`no document ${node.document}`);
  return { file: file.name, ...file.position(node.pointer), pointer: node.pointer };
}

/** The nearest evidence at or above a node, and its source. */
export function evidenceOf(
  documents: ContractDocuments,
  node: Pick<Node, "document" | "pointer">,
): { evidence: Evidence; source: string | null } {
  let value = documents.files.get(node.document)?.value;
  // A file that is referred to and has no default of its own takes the root's.
  let found = gradeOf(documents.root.value) ?? { evidence: "documented" as const, source: null };
  found = gradeOf(value) ?? found;
  for (const token of node.pointer.split("/").slice(1).map(unescapeToken)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) break;
    value = (value as Record<string, unknown>)[token];
    found = gradeOf(value) ?? found;
  }
  return found;
}

/** A mistake in a contract, told with its place. */
export function contractError(
  documents: ContractDocuments,
  node: Pick<Node, "document" | "pointer">,
  reason: string,
  cause?: unknown,
): StandinError {
  const { file, line, column } = locate(documents, node);
  const place = node.pointer === "" ? "" : ` at ${node.pointer}`;
  return new StandinError("CONTRACT_INVALID", `${file}:${line}:${column}${place}: ${reason}.`, { cause });
}

export function escapeToken(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

export function unescapeToken(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unescapeFragment(token: string): string {
  try {
    return unescapeToken(decodeURIComponent(token));
  } catch {
    // A stray percent sign is taken as itself; whether the pointer leads anywhere shows next.
    return unescapeToken(token);
  }
}

function gradeOf(value: unknown): { evidence: Evidence; source: string | null } | undefined {
  if (!isObject(value)) return undefined;
  const evidence = value["x-evidence"];
  if (typeof evidence !== "string" || !evidenceGrades.includes(evidence)) return undefined;
  const source = value["x-source"];
  return { evidence: evidence as Evidence, source: typeof source === "string" ? source : null };
}

function referenceOf(node: Node): string | undefined {
  const ref = isObject(node.value) ? node.value.$ref : undefined;
  return typeof ref === "string" ? ref : undefined;
}

function fileOf(ref: string, from: string): string {
  const url = new URL(ref, from);
  url.hash = "";
  return url.href;
}

function* externalReferences(value: unknown, pointer = ""): Generator<{ ref: string; pointer: string }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* externalReferences(item, `${pointer}/${index}`);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key === "$ref" && typeof item === "string") {
        if (!item.startsWith("#")) yield { ref: item, pointer: `${pointer}/$ref` };
      } else if (key !== "example" && key !== "examples") {
        yield* externalReferences(item, `${pointer}/${escapeToken(key)}`);
      }
    }
  }
}

function readFile(uri: string, base: string, from: string): ContractFile {
  if (!uri.startsWith("file:")) {
    throw new StandinError(
      "CONTRACT_UNREADABLE",
      `${uri}${from} is not a file. A contract refers to files only; keep a copy beside it.`,
    );
  }
  const path = fileURLToPath(uri);
  const name = relative(base, path).split(sep).join("/");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new StandinError("CONTRACT_UNREADABLE", `${name}${from} cannot be read: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  return path.endsWith(".json") ? parseJson(text, name) : parseYaml(text, name);
}

function parseJson(text: string, name: string): ContractFile {
  try {
    const value: unknown = JSON.parse(text);
    // Places are read from the text only when a message needs one: parsing with positions is many times slower.
    let located: ContractFile | undefined;
    return {
      name,
      value,
      position: (pointer) => {
        located ??= parseYaml(text, name);
        return located.position(pointer);
      },
    };
  } catch {
    return parseYaml(text, name);
  }
}

function parseYaml(text: string, name: string): ContractFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const error = document.errors[0];
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new StandinError("CONTRACT_UNREADABLE", `${name}:${line}:${col}: ${error.message}.`, { cause: error });
  }
  let value: unknown;
  try {
    value = document.toJS();
  } catch (cause) {
    throw new StandinError("CONTRACT_UNREADABLE", `${name}: ${(cause as Error).message}.`, { cause });
  }
  return { name, value, position: (pointer) => positionOf(document, lines, pointer) };
}

function positionOf(document: YamlDocument, lines: LineCounter, pointer: string): { line: number; column: number } {
  let node: unknown = document.contents;
  let offset = rangeStart(node) ?? 0;
  for (const token of pointer.split("/").slice(1).map(unescapeToken)) {
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
