import { createRequire } from "node:module";
import type { LineCounter, Node, Document as YamlDocument } from "yaml";
import { tokensOf } from "./json-pointer.ts";

/** YAML that knows where in the text each thing stands. */
export interface LocatedYaml {
  /** As JSON has it. Throws a YamlProblem where the text is wrong or cannot be that. */
  value(): unknown;
  /** Also of a text that is wrong, as far as it was understood. */
  position(pointer: string): Position;
}

/** Counted from 1. */
export interface Position {
  line: number;
  column: number;
}

/** What is wrong with a text. */
export class YamlProblem extends Error {
  /** Undefined when the reader names no place. */
  readonly position: Position | undefined;

  constructor(message: string, position: Position | undefined, cause: unknown) {
    super(message, { cause });
    this.position = position;
  }
}

// Note: loaded when first used, for most contracts are read, matched and checked without asking for a place.
const require = createRequire(import.meta.url);
let yaml: typeof import("yaml") | undefined;

/** Reads a text exactly. */
export function readLocatedYaml(text: string): LocatedYaml {
  yaml ??= require("yaml") as typeof import("yaml");
  const { LineCounter, parseDocument } = yaml;
  const lines = new LineCounter();
  const parsed = orProblem(() => parseDocument(text, { lineCounter: lines, prettyErrors: false }));
  return {
    value() {
      // A warning is a tag or directive that would be passed over.
      const problem = parsed.errors[0] ?? parsed.warnings[0];
      if (problem !== undefined) throw new YamlProblem(problem.message, placeOf(lines, problem.pos[0]), problem);
      verifyAliases(parsed, lines);
      return orProblem(() => toJson(parsed.toJS({ maxAliasCount: -1 }), text));
    },
    position: (pointer) => positionOf(parsed, lines, pointer),
  };
}

/** The most letters that a text may have with its aliases written out: far beyond any contract, well within memory. */
const mostLetters = 20_000_000;

/**
 * An alias of nothing, or of what it stands in itself, has no value. Aliases of aliases may stand for tenfold with every
 * line, and are refused before they are written out.
 */
function verifyAliases(parsed: YamlDocument, lines: LineCounter): void {
  const { isAlias, visit } = yaml as typeof import("yaml");
  const anchored = new Map<string, Node>();
  // How many letters the aliases below a node stand for.
  const repeated = new Map<unknown, number>();
  visit(parsed, {
    Node(_, node, path) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchored.set(node.anchor, node);
        return;
      }
      const refuse = (reason: string): never => {
        throw new YamlProblem(`the alias *${node.source} ${reason}`, placeOf(lines, rangeStart(node) ?? 0), undefined);
      };
      const target = anchored.get(node.source) ?? refuse("has no anchor before it");
      if (path.some((above) => above === target)) refuse("stands inside of what it repeats");
      const [start, end] = target.range ?? [0, 0];
      const letters = end - start + (repeated.get(target) ?? 0);
      for (const above of path) repeated.set(above, (repeated.get(above) ?? 0) + letters);
      if ((repeated.get(parsed) ?? 0) > mostLetters)
        refuse(`repeats what repeats other things: written out, there are more than ${mostLetters} letters`);
    },
  });
}

/** Aliases share a value between places and may lead in a circle, and tags make other objects than JSON has. */
function toJson(value: unknown, text: string): unknown {
  return /[&*]\w|!!/.test(text) && value !== undefined ? JSON.parse(JSON.stringify(value)) : value;
}

function orProblem<T>(act: () => T): T {
  try {
    return act();
  } catch (cause) {
    const [reason = ""] = (cause as Error).message.split("\n");
    throw new YamlProblem(reason, undefined, cause);
  }
}

function positionOf(parsed: YamlDocument, lines: LineCounter, pointer: string): Position {
  const { isAlias, isMap, isSeq } = yaml as typeof import("yaml");
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
  return placeOf(lines, offset);
}

function placeOf(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function rangeStart(node: unknown): number | undefined {
  return (node as { range?: [number, number, number] | null } | null | undefined)?.range?.[0];
}
