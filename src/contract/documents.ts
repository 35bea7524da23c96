import { relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { StandinError } from "../errors.ts";
import type { ContractLocation } from "../exchange.ts";
import { type ContractFile, readContractFile } from "./contract-file.ts";
import { isObject } from "./is-object.ts";
import { escapeToken, tokensOfFragment } from "./json-pointer.ts";

/** A place in a contract, with what stands there. */
export interface Node {
  /** URI of the document. */
  document: string;
  /** JSON Pointer into the document. */
  pointer: string;
  value: unknown;
}

/** The files of one contract: the root and all that it refers to, each read once, when a reference first leads there. */
export interface ContractDocuments {
  root: Node;
  files: ReadonlyMap<string, ContractFile>;
  /** Reads the file that a reference names, unless it has been read. */
  open(uri: string, namedBy: Node): void;
}

/** Reads a contract. Violations name files relative to `base`, messages as `show` has it. */
export function readDocuments(file: string, base: string, show?: (path: string) => string): ContractDocuments {
  const files = new Map<string, ContractFile>();
  const namesOf = (path: string) => {
    const name = relative(base, path).split(sep).join("/") || ".";
    return { name, shown: show?.(path) ?? name };
  };
  const uri = pathToFileURL(file).href;
  const root = readContractFile(file, namesOf(file), "");
  files.set(uri, root);
  const documents: ContractDocuments = {
    root: { document: uri, pointer: "", value: root.value },
    files,
    open(uri, namedBy) {
      if (files.has(uri)) return;
      const path = pathOf(uri);
      if (path === undefined)
        throw contractError(
          documents,
          namedBy,
          `the reference "${namedBy.value}" is none to a file. A contract refers to files only; keep a copy beside it`,
        );
      files.set(uri, readContractFile(path, namesOf(path), `${formatPlace(documents, namedBy)}: `));
    },
  };
  return documents;
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
  for (let at = referenceAt(current); at !== undefined; at = referenceAt(current)) {
    const key = keyOf(current);
    if (seen.has(key)) {
      const first = referenceAt(node) as Node;
      throw contractError(documents, first, `the reference "${first.value}" leads back to itself`);
    }
    seen.add(key);
    current = follow(documents, at);
  }
  return current;
}

/** What a reference leads to, read from its file if need be. Throws where it leads to nothing. */
export function follow(documents: ContractDocuments, reference: Node): Node {
  const ref = reference.value as string;
  if (!ref.startsWith("#")) documents.open(uriOf(ref, reference.document) ?? ref, reference);
  const target = nodeAt(documents, ref, reference.document);
  if (target !== undefined) return target;
  const anchor = /#[^/]/.test(ref) ? ": anchors are not supported, write a JSON Pointer" : "";
  throw contractError(documents, reference, `the reference "${ref}" leads to nothing${anchor}`);
}

/** The node that a reference names, seen from a document; undefined where it leads to nothing that has been read. */
export function nodeAt(documents: ContractDocuments, ref: string, from: string): Node | undefined {
  const hash = ref.indexOf("#");
  const fragment = hash === -1 ? "" : ref.slice(hash + 1);
  const uri = hash === 0 ? from : uriOf(ref, from);
  const file = documents.files.get(uri ?? "");
  if (uri === undefined || file === undefined || (fragment !== "" && !fragment.startsWith("/"))) return undefined;
  return child({ document: uri, pointer: "", value: file.value }, ...tokensOfFragment(fragment));
}

/** What tells a node from all others of a contract. */
export function keyOf({ document, pointer }: Pick<Node, "document" | "pointer">): string {
  return `${document}#${pointer}`;
}

/** Where a node stands, as violations have it. */
export function locate(documents: ContractDocuments, node: Pick<Node, "document" | "pointer">): ContractLocation {
  const file = fileOf(documents, node);
  return { file: file.name, ...file.position(node.pointer), pointer: node.pointer };
}

function fileOf(documents: ContractDocuments, { document }: Pick<Node, "document">): ContractFile {
  const file = documents.files.get(document);
  if (file === undefined) throw new Error(`no document ${document}`);
  return file;
}

/** The same as messages show it. */
function formatPlace(documents: ContractDocuments, node: Pick<Node, "document" | "pointer">): string {
  const { shown, position } = fileOf(documents, node);
  const { line, column } = position(node.pointer);
  return `${shown}:${line}:${column}${node.pointer === "" ? "" : ` at ${node.pointer}`}`;
}

/** A mistake in a contract, told with its place. */
export function contractError(
  documents: ContractDocuments,
  node: Pick<Node, "document" | "pointer">,
  reason: string,
  cause?: unknown,
): StandinError {
  const message = `${formatPlace(documents, node)}: ${reason}${reason.endsWith("?") ? "" : "."}`;
  return new StandinError("CONTRACT_INVALID", message, { cause });
}

function referenceAt(node: Node): Node | undefined {
  return isObject(node.value) && typeof node.value.$ref === "string" ? child(node, "$ref") : undefined;
}

function uriOf(ref: string, from: string): string | undefined {
  if (!URL.canParse(ref, from)) return undefined;
  const url = new URL(ref, from);
  url.hash = "";
  return url.href;
}

function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
