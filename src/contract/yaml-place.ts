import { tokensOf } from "./json-pointer.ts";
import type { Position } from "./located-yaml.ts";

/**
 * Finds places in the text of a plain YAML document without reading the whole of it, which takes a tenth of a second. A place
 * is undefined where it depends on more than lines and their indentation: the exact reader has to be asked.
 */
export function createPlaceFinder(text: string): (pointer: string) => Position | undefined {
  const lines = text.split(/\r?\n/).map(readLine);
  // What stands for itself alone is left to the exact reader: several documents, tabs, a byte order mark.
  const isUsual = !text.startsWith("\ufeff") && !/^(?:---|\.\.\.| *\t)/m.test(text);
  return (pointer) => (isUsual ? find(lines, tokensOf(pointer)) : undefined);
}

interface Line {
  /** Spaces before it; infinitely many where nothing but a comment stands in it. */
  indent: number;
  rest: string;
}

/** Lines that are a mapping or a list whose entries have one indentation. Its first line may stand behind a dash. */
interface Block {
  from: number;
  /** Exclusive. */
  to: number;
  first: Line;
}

/** An entry of a block, with what stands on its first line. */
interface Entry extends Block {
  /** Of the key, or of an item's value. */
  column: number;
  /** Behind the key; of a list's item the whole line. */
  inline: string;
}

function readLine(text: string): Line {
  const rest = text.trimStart();
  return { indent: rest === "" || rest.startsWith("#") ? Number.POSITIVE_INFINITY : text.length - rest.length, rest };
}

function find(lines: readonly Line[], tokens: readonly string[]): Position | undefined {
  let block = blockAfter(lines, 0, lines.length, 0);
  if (block === undefined || !isBlock(block.first.rest)) return undefined;
  let position: Position = { line: block.from + 1, column: block.first.indent + 1 };
  for (const [index, token] of tokens.entries()) {
    const entry = isItem(block.first.rest) ? itemAt(lines, block, token) : memberAt(lines, block, token);
    // What is not there is placed where it is missed.
    if (entry === "none") return position;
    if (entry === "unknown") return undefined;
    position = { line: entry.from + 1, column: entry.column };
    if (index === tokens.length - 1) return position;
    const listed = listedOn(entry);
    if (listed !== undefined) {
      const column = listed[Number(tokens[index + 1])];
      return column === undefined ? position : { line: position.line, column };
    }
    const below = childOf(lines, entry);
    if (below === "scalar") return position;
    if (below === undefined) return undefined;
    block = below;
  }
  return position;
}

/** The lines from one on, up to another, as a block: its entries are indented as its first line is. */
function blockAfter(lines: readonly Line[], from: number, to: number, least: number): Block | undefined {
  for (let index = from; index < to; index++) {
    const line = lines[index] as Line;
    if (line.indent === Number.POSITIVE_INFINITY) continue;
    return line.indent < least ? undefined : { from: index, to, first: line };
  }
  return undefined;
}

/** Where each entry of a block begins. */
function* starts(lines: readonly Line[], { from, to, first }: Block): Iterable<[index: number, line: Line]> {
  yield [from, first];
  for (let index = from + 1; index < to; index++) {
    const line = lines[index] as Line;
    if (line.indent === first.indent) yield [index, line];
  }
}

function memberAt(lines: readonly Line[], block: Block, name: string): Entry | "none" | "unknown" {
  let found: Entry | undefined;
  for (const [index, line] of starts(lines, block)) {
    // A list may be indented as little as the key that it belongs to.
    if (isItem(line.rest)) continue;
    if (found !== undefined) return { ...found, to: index };
    const key = readKey(line.rest);
    if (key === undefined) return "unknown";
    if (key.name === name)
      found = { from: index, to: block.to, first: line, column: line.indent + 1, inline: line.rest.slice(key.length) };
  }
  return found ?? "none";
}

function itemAt(lines: readonly Line[], block: Block, token: string): Entry | "none" | "unknown" {
  let found: Entry | undefined;
  let count = 0;
  for (const [index, line] of starts(lines, block)) {
    if (found !== undefined) return { ...found, to: index };
    if (!isItem(line.rest)) return "unknown";
    if (String(count++) !== token) continue;
    const rest = line.rest.slice(1).trimStart();
    const indent = line.indent + line.rest.length - rest.length;
    // Nothing, or nothing but a comment: its value stands below, or is null. Anchors and tags stand before it.
    if (rest === "" || /^[#&!]/.test(rest)) return "unknown";
    found = { from: index, to: block.to, first: { indent, rest }, column: indent + 1, inline: rest };
  }
  return found ?? "none";
}

/** What an entry holds; undefined where its lines do not tell. */
function childOf(lines: readonly Line[], { from, to, first, inline }: Entry): Block | "scalar" | undefined {
  const isOfItem = inline === first.rest;
  if (isOfItem && isBlock(inline)) return { from, to, first };
  // There is a key, and an odd one.
  if (isOfItem && /:(\s|$)/.test(inline)) return undefined;
  const value = inline.replace(/^\s*(#.*)?/, "");
  if (/^[[{*&!]/.test(value)) return undefined;
  if (value !== "") return "scalar";
  return blockAfter(lines, from + 1, to, first.indent);
}

const word = /"[^"\\\]]*"|'[^'\]]*'|[A-Za-z_](?:[\w ./-]*[\w./-])?/;
const listOfWords = new RegExp(`^\\s*\\[ *((?:${word.source})(?: *, *(?:${word.source}))*)? *\\](?:\\s+#.*|\\s*)$`);

/** The column of each word of a list that stands whole behind its key, such as [string, "null"]. */
function listedOn({ first, inline }: Entry): number[] | undefined {
  if (inline === first.rest || !listOfWords.test(inline)) return undefined;
  const before = first.indent + first.rest.length - inline.length;
  const words = inline.slice(0, inline.indexOf("]")).matchAll(new RegExp(word, "g"));
  return [...words].map(({ index }) => before + index + 1);
}

function isItem(rest: string): boolean {
  return rest === "-" || rest.startsWith("- ");
}

function isBlock(rest: string): boolean {
  return isItem(rest) || readKey(rest) !== undefined;
}

/** The key that a line begins with, and how long it is with its colon; undefined where it is none, or an odd one. */
function readKey(rest: string): { name: string; length: number } | undefined {
  const found =
    /^(?:'((?:[^']|'')*)'|"([^"\\]*)"|([^\s'"[\]{}&*!|>%@`#?,:-](?:[^:#]|:(?=\S)|(?<=\S)#)*?))\s*:(?=\s|$)/.exec(rest);
  if (found === null) return undefined;
  const [{ length }, single, double, plain] = found;
  // Numbers are not always named as they are written.
  if (plain !== undefined && /^[+.\d]/.test(plain) && !/^(0|[1-9]\d{0,14})$/.test(plain)) return undefined;
  return { name: single?.replaceAll("''", "'") ?? double ?? (plain as string), length };
}
