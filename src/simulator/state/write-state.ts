import { types } from "node:util";
import type { Beginning } from "../packed-states.ts";
import { encodeWith } from "./encode-state.ts";
import { copyPlain, isPlainObject, type Path } from "./plain-data.ts";
import type { Shape } from "./shape.ts";

/** A text in parts. */
export type Parts = Iterable<string | Buffer>;

/**
 * The text of what `encodeState` answers, and throws as it does. What a state that rests has in common with its beginning,
 * Maps and records, is written once for all that have it.
 */
export function writeState(state: unknown, shape: Shape, beginning: Beginning | undefined): Parts {
  const common = beginning === undefined ? nothing : commonOf(beginning);
  const texts = new Map<unknown, WrittenMap["text"]>();
  return write(encodeWith({ record: writeRecord, map: writeMap }, state, shape));

  function writeRecord(record: unknown, path: Path): string {
    return once(common.records, record, () => JSON.stringify(copyPlain(record, path)));
  }

  function writeMap(map: ReadonlyMap<unknown, unknown>, encode: () => unknown): unknown {
    const { json, text } = once(common.maps, map, () => {
      const json = encode() as WrittenMap["json"];
      const text = textOf(json);
      return { json, text: common.maps.has(map) ? Buffer.from(text) : text };
    });
    texts.set(json, text);
    return json;
  }

  function* write(json: unknown): Generator<string | Buffer, void> {
    const text = texts.get(json);
    if (text !== undefined) yield text;
    else if (!isPlainObject(json)) yield JSON.stringify(json);
    else {
      let before = "";
      yield "{";
      for (const [name, member] of Object.entries(json)) {
        yield `${before}${JSON.stringify(name)}:`;
        yield* write(member);
        before = ",";
      }
      yield "}";
    }
  }
}

interface WrittenMap {
  /** By key, the texts of its records. */
  json: Readonly<Record<string, string>> | readonly (readonly [key: unknown, record: string])[];
  text: string | Buffer;
}

/** What a beginning is made of; undefined what has not been written yet. */
interface Common {
  records: Map<unknown, string | undefined>;
  maps: Map<unknown, WrittenMap | undefined>;
}

const nothing: Common = { records: new Map(), maps: new Map() };

/** Of beginnings, for as long as they are there. */
const written = new WeakMap<Beginning, Common>();

function commonOf(beginning: Beginning): Common {
  const known = written.get(beginning);
  if (known !== undefined) return known;
  const common: Common = { records: new Map(), maps: new Map() };
  addParts(beginning.state, common);
  written.set(beginning, common);
  return common;
}

/** Note: objects alone, for what is none may stand in another state as well. */
function addParts(state: unknown, common: Common): void {
  if (types.isMap(state)) {
    common.maps.set(state, undefined);
    for (const record of state.values()) if (isPlainObject(record)) common.records.set(record, undefined);
  } else if (isPlainObject(state)) {
    for (const member of Object.values(state)) addParts(member, common);
  }
}

/** What is in common is made once. */
function once<Made>(made: Map<unknown, Made | undefined>, part: unknown, make: () => Made): Made {
  const one = made.get(part) ?? make();
  if (made.has(part)) made.set(part, one);
  return one;
}

function textOf(json: WrittenMap["json"]): string {
  if (Array.isArray(json)) return `[${json.map(([key, record]) => `[${JSON.stringify(key)},${record}]`).join(",")}]`;
  return `{${Object.entries(json)
    .map(([key, record]) => `${JSON.stringify(key)}:${record}`)
    .join(",")}}`;
}
