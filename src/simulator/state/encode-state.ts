import { types } from "node:util";
import { setMember } from "../../contract/assign-members.ts";
import { findDepartures } from "./departures.ts";
import { copyPlain, isPlainObject, kindOf, NoPlainData, type Path } from "./plain-data.ts";
import type { Shape } from "./shape.ts";

/**
 * A state as JSON, from which `decodeState` makes its equal: a Map is an object of its records by key. Where an object
 * would lose the order of the keys, or that they are numbers, it is a list of [key, record]. Throws NoPlainData at the
 * first place that JSON cannot hold, or that is not as in the scenario.
 */
export function encodeState(state: unknown, shape: Shape): unknown {
  return encodeWith({ record: copyPlain, map: (_, encode) => encode() }, state, shape);
}

/** What has the place of a part of the state in the JSON. */
export interface Encoding {
  /** Of a record, which stands at a path. */
  record(record: unknown, path: Path): unknown;
  /** Of a Map; `encode` makes an object of its records, or a list. */
  map(map: ReadonlyMap<unknown, unknown>, encode: () => unknown): unknown;
}

/** The same with something else in the place of records. */
export function encodeWith(encoding: Encoding, state: unknown, shape: Shape): unknown {
  const json = encode(state, shape, []);
  const [departure] = findDepartures(json, shape);
  if (departure !== undefined) throw new NoPlainData(departure.path, departure.message);
  return json;

  function encode(value: unknown, shape: Shape, path: Path): unknown {
    if (shape.kind === "map" && types.isMap(value))
      return encoding.map(value, () => encodeMap(value, encoding.record, path));
    if (shape.kind === "frame" && isPlainObject(value)) {
      const json: Record<string, unknown> = {};
      for (const name of Object.keys(value)) {
        const inside = shape.members.get(name) ?? unknownMember;
        if (value[name] !== undefined) setMember(json, name, encode(value[name], inside, [...path, name]));
      }
      return json;
    }
    if (types.isMap(value))
      throw new NoPlainData(path, "is a Map, and none in the scenario, which alone tells it from an object");
    return copyPlain(value, path);
  }
}

const unknownMember: Shape = { kind: "value", is: "anything", optional: true };

function encodeMap(map: ReadonlyMap<unknown, unknown>, encodeRecord: Encoding["record"], path: Path): unknown {
  const odd = [...map.keys()].find((key) => typeof key !== "string" && !Number.isFinite(key));
  if (odd !== undefined)
    throw new NoPlainData(path, `has a key that is ${kindOf(odd)}. The keys of a Map are texts or numbers`);
  const entries = [...map].map(([key, record]) => [key, encodeRecord(record, [...path, String(key)])] as const);
  const object: Record<string, unknown> = {};
  for (const [key, record] of entries) setMember(object, String(key), record);
  // An object puts keys that look like numbers first, the lowest before the others.
  const names = Object.keys(object);
  const isSame = names.length === entries.length && entries.every(([key], index) => key === names[index]);
  return isSame ? object : entries;
}
