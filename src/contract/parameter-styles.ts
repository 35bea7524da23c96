/** How each style writes a value. Delimiters part the raw text and only then the pieces are decoded. */

import type { Parameter } from "./contract.ts";
import { isObjectOnly, type QueryEntry, splitPair } from "./query.ts";
import {
  addText,
  createTree,
  firstOf,
  fitText,
  type Report,
  readItems,
  readRepeated,
  readText,
  readTree,
  type ValueShape,
} from "./value-shape.ts";

export type Decode = (raw: string) => string;

interface Notation {
  delimiter: string | RegExp;
  /** An object is written as `name=value` pieces; otherwise its names and values take turns. */
  pairs: boolean;
  decode: Decode;
}

/** Reads style simple; the value is undefined when it cannot be read, which is reported. */
export function readSimple(raw: string, explode: boolean, shape: ValueShape, decode: Decode, report: Report): unknown {
  return readDelimited(raw, shape, { delimiter: ",", pairs: explode, decode }, report);
}

/** Reads a path parameter, with the prefix of its style. */
export function readPath(
  raw: string,
  parameter: Parameter,
  shape: ValueShape,
  decode: Decode,
  report: Report,
): unknown {
  const { style, explode } = parameter;
  if (style === "matrix") return readMatrix(raw, parameter, shape, decode, report);
  if (style !== "label") return readSimple(raw, explode, shape, decode, report);
  if (!raw.startsWith(".")) return reportPrefix(".", raw, report);
  return readDelimited(raw.slice(1), shape, { delimiter: explode ? "." : ",", pairs: explode, decode }, report);
}

/** Reads what stands under a parameter's own name in style form, spaceDelimited or pipeDelimited. */
export function readForm(
  raws: readonly string[],
  { style, explode }: Parameter,
  shape: ValueShape,
  decode: Decode,
  report: Report,
): unknown {
  const repeats = shape.types.size === 0 || (explode && !isObjectOnly(shape));
  if (repeats) return readRepeated(raws.map(decode), shape, report);
  const values = raws.map((raw) => {
    const delimiter = formDelimiters[style] ?? commaIn(raw, shape);
    return readDelimited(raw, shape, { delimiter, pairs: false, decode }, report);
  });
  return firstOf(values, report);
}

/**
 * The delimiter of style form as it was sent. An encoded comma is data beside plain ones; alone it is the delimiter:
 * URLSearchParams and most clients encode a list as a whole, and servers decode before they split.
 */
function commaIn(raw: string, { types }: ValueShape): string | RegExp {
  return raw.includes(",") || types.has("string") ? "," : /%2C/i;
}

const formDelimiters: Partial<Record<Parameter["style"], RegExp>> = {
  spaceDelimited: /%20|\+| /,
  pipeDelimited: /%7C|\|/i,
};

/** Reads an object of which every property is an entry: style form, exploded. */
export function readProperties(entries: readonly QueryEntry[], shape: ValueShape, report: Report): unknown {
  const tree = createTree();
  for (const { name, value } of entries) addText(tree, [name], value);
  return readTree(tree, shape, report);
}

/** Reads style deepObject. */
export function readDeepObject(
  entries: readonly QueryEntry[],
  { name }: Parameter,
  shape: ValueShape,
  report: Report,
): unknown {
  const tree = createTree();
  let broken: { entry: QueryEntry; detail: string } | null = null;
  for (const entry of entries) {
    const keys = bracketKeys(entry.name, name.length);
    if (Array.isArray(keys)) addText(tree, keys, entry.value);
    else broken ??= { entry, detail: keys.detail };
  }
  if (broken !== null) report("malformed-parameter", [], broken.entry.name, broken.detail);
  return tree.members === null && tree.appended === null ? undefined : readTree(tree, shape, report);
}

/** Reads an array in the spellings of `x-array-format`, which may be mixed. */
export function readArrayFormats(
  entries: readonly QueryEntry[],
  { name, arrayFormats }: Parameter,
  shape: ValueShape,
  decode: Decode,
  report: Report,
): unknown {
  const comma = arrayFormats.includes("comma");
  const repeat = arrayFormats.includes("repeat");
  const plain = entries.filter((entry) => entry.name === name);
  const [first] = plain;
  if (entries.length === 1 && first !== undefined) {
    if (comma) {
      return readDelimited(
        first.rawValue,
        shape,
        { delimiter: commaIn(first.rawValue, shape), pairs: false, decode },
        report,
      );
    }
    return readRepeated([first.value], shape, report);
  }
  const values = plain.map((entry) => entry.value);
  if (!repeat) firstOf(values, report);
  const tree = createTree();
  for (const entry of entries) {
    if (entry.name !== name) addText(tree, [keyIn(entry.name, name)], entry.value);
    else if (repeat || entry === first) {
      for (const piece of comma ? entry.rawValue.split(commaIn(entry.rawValue, shape)) : [entry.rawValue])
        addText(tree, [""], decode(piece));
    }
  }
  return readItems(tree, shape, report);
}

/** What stands in the one pair of brackets after the parameter's name. */
function keyIn(name: string, parameterName: string): string {
  return name.slice(parameterName.length + 1, -1);
}

function readDelimited(raw: string, shape: ValueShape, notation: Notation, report: Report): unknown {
  const { delimiter, pairs, decode } = notation;
  const mayBeArray = shape.types.has("array");
  const mayBeObject = shape.types.has("object");
  if (!mayBeArray && !mayBeObject) return readText(decode(raw), shape);
  const pieces = raw.split(delimiter);
  const asObject = mayBeObject && (pairs ? pieces.every((piece) => piece.includes("=")) : !mayBeArray);
  if (asObject && (pairs || pieces.length % 2 === 0)) {
    return readMembers(pairs ? pieces.map(splitPair) : inTurns(pieces), shape, decode, report);
  }
  const text = pieces.length === 1 ? decode(raw) : undefined;
  const scalar = text === undefined ? undefined : fitText(text, shape);
  if (scalar !== undefined) return scalar;
  if (mayBeArray) {
    const items = shape.items();
    return pieces.map((piece) => readText(decode(piece), items));
  }
  if (text !== undefined) return text;
  report("malformed-parameter", [], raw, `the value is no list of ${pairs ? "name=value" : "names and values"}`);
  return undefined;
}

/** Pairs names and values that take turns. */
function inTurns(pieces: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  for (let index = 0; index + 1 < pieces.length; index += 2) pairs.push([pieces[index] ?? "", pieces[index + 1] ?? ""]);
  return pairs;
}

type Pair = readonly [rawName: string, rawValue: string, ...unknown[]];

function readMembers(pairs: readonly Pair[], shape: ValueShape, decode: Decode, report: Report): unknown {
  const tree = createTree();
  for (const [name, value] of pairs) addText(tree, [decode(name)], decode(value));
  return readTree(tree, shape, report);
}

function readMatrix(raw: string, parameter: Parameter, shape: ValueShape, decode: Decode, report: Report): unknown {
  const { name, explode } = parameter;
  if (!raw.startsWith(";")) return reportPrefix(";", raw, report);
  const pairs = raw.slice(1).split(";").map(splitPair);
  const ownName = pairs.every(([rawName]) => decode(rawName) === name);
  if (explode && (isObjectOnly(shape) || (shape.types.has("object") && !ownName))) {
    return readMembers(pairs, shape, decode, report);
  }
  if (!ownName) return reportPrefix(`;${name}`, raw, report);
  const raws = pairs.map(([, rawValue]) => rawValue);
  return readForm(raws, parameter, shape, decode, report);
}

function reportPrefix(prefix: string, raw: string, report: Report): undefined {
  report("malformed-parameter", [], raw, `the value does not begin with "${prefix}"`);
}

/** Brackets nested deeper than this are refused. */
const maxDepth = 32;

/**
 * The keys in the brackets from `start` on, such as "a" and "" of "[a][]", or what is wrong with them. Brackets within
 * brackets, as in "[filter[eq]]", lead on in the same way.
 */
function bracketKeys(name: string, start: number): string[] | { detail: string } {
  const keys: string[] = [];
  let depth = 0;
  let key = "";
  let closed = true;
  for (const character of name.slice(start)) {
    if (depth === 0 && character !== "[") return { detail: mismatch };
    if (character === "[" || character === "]") {
      if (!closed) keys.push(key);
      depth += character === "[" ? 1 : -1;
      closed = character === "]";
      key = "";
    } else {
      closed = false;
      key += character;
    }
    if (keys.length > maxDepth) return { detail: `the brackets are nested deeper than ${maxDepth}` };
  }
  return depth === 0 ? keys : { detail: mismatch };
}

const mismatch = "the brackets of the name do not match";
