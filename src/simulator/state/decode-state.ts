import { setMember } from "../../contract/assign-members.ts";
import { findDepartures } from "./departures.ts";
import { type BrokenPlace, copyPlain, isPlainObject, NoPlainData, toPointer } from "./plain-data.ts";
import type { Shape } from "./shape.ts";

/** A state of JSON, which it shares nothing with; where it cannot be, all that is broken. */
export type Decoded = { state: unknown; broken: readonly [] } | { state: undefined; broken: readonly BrokenPlace[] };

/** Reads what `encodeState` has written, or somebody by hand. The shape says where Maps stand. */
export function decodeState(value: unknown, shape: Shape): Decoded {
  try {
    const json = copyPlain(value, []);
    const departures = findDepartures(json, shape);
    if (departures.length === 0) return { state: decode(json, shape), broken: [] };
    return {
      state: undefined,
      broken: departures.map(({ path, message }) => ({ pointer: toPointer(path), message })),
    };
  } catch (error) {
    if (!(error instanceof NoPlainData)) throw error;
    return { state: undefined, broken: [{ pointer: error.pointer, message: error.message }] };
  }
}

function decode(json: unknown, shape: Shape): unknown {
  if (shape.kind === "map") return new Map(Array.isArray(json) ? json : Object.entries(json as object));
  if (shape.kind === "value" || !isPlainObject(json)) return json;
  const state: Record<string, unknown> = {};
  for (const name of Object.keys(json)) setMember(state, name, decode(json[name], shape.members.get(name) as Shape));
  return state;
}
