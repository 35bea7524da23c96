import { deserialize, serialize } from "node:v8";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { isPackable } from "./packable.ts";
import type { Space } from "./store.ts";

/** The states of a space that rests. Note: outside the heap they are no work for collections. */
export interface PackedStates {
  bytes: Buffer;
  /** In bytes, before they were deflated: about what they take of the heap. */
  fullSize: number;
}

/**
 * Takes the states out of a space, to be put back when `contextOf` wants them. They stay where somebody holds them, and
 * where they are no plain data, of which a copy would be another thing.
 */
export function packStates(space: Space): PackedStates | undefined {
  const { context, stale, isHeld } = space;
  if (context === undefined || isHeld) return undefined;
  const serialized = serializePlain([context.state, stale?.state]);
  if (serialized === undefined) return undefined;
  const deflated = deflateRawSync(serialized, { level: 1 });
  // What zlib answers is a part of a larger piece of memory, and would hold on to the whole.
  const bytes = Buffer.allocUnsafeSlow(deflated.length);
  deflated.copy(bytes);
  context.state = undefined;
  if (stale !== undefined) stale.state = undefined;
  space.packed = { bytes, fullSize: serialized.length };
  return space.packed;
}

/** Undefined for what is no plain data. */
function serializePlain(states: unknown[]): Buffer | undefined {
  try {
    return isPackable(states) ? serialize(states) : undefined;
  } catch {
    // A Proxy looks as plain as what is behind it until it is copied, or throws when it is looked at.
    return undefined;
  }
}

/** Puts them back. */
export function unpackStates(space: Space, { bytes }: PackedStates): void {
  const [state, staleState] = deserialize(inflateRawSync(bytes)) as [unknown, unknown];
  if (space.context !== undefined) space.context.state = state;
  if (space.stale !== undefined) space.stale.state = staleState;
  space.packed = undefined;
  space.onOpen(space, bytes.length);
}
