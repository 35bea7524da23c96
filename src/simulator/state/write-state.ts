import { types } from "node:util";
import type { Beginning } from "../packed-states.ts";
import { encodeWith } from "./encode-state.ts";
import { copyPlain, isPlainObject, type Path } from "./plain-data.ts";
import type { Shape } from "./shape.ts";

/** A text in parts. */
export type Parts = (string | Buffer)[];

/**
 * The text of what `encodeState` answers, and throws as it does. What a state that rests has in common with its beginning,
 * Maps and records, is written once for all that have it.
 */
export function writeState(state: unknown, shape: Shape, beginning: Beginning | undefined): Parts {
  const common = beginning === undefined ? nothing : commonOf(beginning);
  return write(encodeWith({ record: writeRecord, map: encodeMap }, state, shape));

  function writeRecord(record: unknown, path: Path): Text {
    return once(common, record, () => new Text(JSON.stringify(copyPlain(record, path)))) as Text;
  }

  function encodeMap(map: ReadonlyMap<unknown, unknown>, encode: () => unknown): unknown {
    return once(common, map, () => {
      const json = encode();
      if (common.has(map)) texts.set(json as object, Buffer.from(write(json).join("")));
      return json;
    });
  }
}

/** A record's text, which has its place. */
class Text {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }
}

/** By Map or record of a beginning; undefined what has not been written yet. */
type Common = Map<unknown, unknown>;

const nothing: Common = new Map();

/** Of beginnings, for as long as they are there. */
const written = new WeakMap<Beginning, Common>();

/** Of the objects, or lists, that have the place of whole Maps. */
const texts = new WeakMap<object, Buffer>();

function commonOf(beginning: Beginning): Common {
  const known = written.get(beginning);
  if (known !== undefined) return known;
  const common: Common = new Map();
  addParts(beginning.state, common);
  written.set(beginning, common);
  return common;
}

/** Note: objects alone, for what is none may stand in another state as well. */
function addParts(state: unknown, common: Common): void {
  if (types.isMap(state)) {
    common.set(state, undefined);
    for (const record of state.values()) if (isPlainObject(record)) common.set(record, undefined);
  } else if (isPlainObject(state)) {
    for (const member of Object.values(state)) addParts(member, common);
  }
}

function once(common: Common, part: unknown, make: () => unknown): unknown {
  const made = common.get(part) ?? make();
  if (common.has(part)) common.set(part, made);
  return made;
}

function write(json: unknown): Parts {
  const parts: Parts = [];
  let text = "";
  add(json);
  parts.push(text);
  return parts;

  function add(one: unknown): void {
    if (one instanceof Text) text += one.json;
    else if (typeof one !== "object" || one === null) text += JSON.stringify(one);
    else if (texts.has(one)) {
      parts.push(text, texts.get(one) as Buffer);
      text = "";
    } else if (Array.isArray(one)) addAll("[", one, add, "]");
    else addAll("{", Object.entries(one), addMember, "}");
  }

  function addMember([name, member]: [string, unknown]): void {
    text += `${JSON.stringify(name)}:`;
    add(member);
  }

  function addAll<Item>(opening: string, items: readonly Item[], addItem: (item: Item) => void, closing: string): void {
    text += opening;
    for (const [index, item] of items.entries()) {
      if (index > 0) text += ",";
      addItem(item);
    }
    text += closing;
  }
}
