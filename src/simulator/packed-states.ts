import { deserialize, serialize } from "node:v8";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Space } from "./store.ts";
import { weighPlain } from "./weigh.ts";

/** The states of a space that rests. Note: outside the heap they are no work for collections. */
export interface PackedStates {
  bytes: Buffer;
  /** About how many bytes of the heap they take when they are there. */
  weight: number;
}

/** About how many bytes of the heap the states of a space take. Undefined for what is no plain data. */
export function weighStates({ context, stale }: Space): number | undefined {
  return weighPlain([context?.state, stale?.state]);
}

/**
 * Takes the states out of a space, to be put back when `contextOf` wants them. They stay where somebody holds them, and
 * where they are no plain data, of which a copy would be another thing.
 */
export function packStates(space: Space): PackedStates | undefined {
  const { context, stale, isHeld } = space;
  if (context === undefined || isHeld) return undefined;
  const weight = weighStates(space);
  const serialized = weight === undefined ? undefined : serializePlain([context.state, stale?.state]);
  if (weight === undefined || serialized === undefined) return undefined;
  const deflated = deflateRawSync(serialized, { level: 1 });
  // What zlib answers is a part of a larger piece of memory, and would hold on to the whole.
  const bytes = Buffer.allocUnsafeSlow(deflated.length);
  deflated.copy(bytes);
  context.state = undefined;
  if (stale !== undefined) stale.state = undefined;
  space.packed = { bytes, weight };
  return space.packed;
}

/** Undefined for a Proxy: it looks as plain as what is behind it until it is copied. */
function serializePlain(states: unknown[]): Buffer | undefined {
  try {
    return serialize(states);
  } catch {
    return undefined;
  }
}

/** Puts them back. */
export function unpackStates(space: Space, packed: PackedStates): void {
  const [state, staleState] = inflateStates(packed);
  if (space.context !== undefined) space.context.state = state;
  if (space.stale !== undefined) space.stale.state = staleState;
  space.packed = undefined;
  space.onAwake(space, { kind: "rest", packed });
}

/** A copy of the state that rests, which goes on resting. */
export function peekState(packed: PackedStates): unknown {
  return inflateStates(packed)[0];
}

function inflateStates({ bytes }: PackedStates): [state: unknown, stale: unknown] {
  return deserialize(inflateRawSync(bytes));
}
