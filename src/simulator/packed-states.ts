import { deserialize, serialize } from "node:v8";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { isPackable } from "./packable.ts";
import type { Space } from "./store.ts";

/** The states of a space that rests. */
export interface PackedStates {
  /** In bytes. */
  readonly size: number;
  /** In bytes, before they were deflated: about what they take of the heap. */
  readonly fullSize: number;
  /** Puts them back. */
  unpack(space: Space): void;
}

/**
 * Takes the states out of a space, to be put back when `contextOf` wants them. Undefined where there are none or somebody
 * holds them, and where they are no plain data, of which a copy would be another thing. `onUnpack` is told when they are
 * back, with the bytes that they took. Note: outside the heap they are no work for collections.
 */
export function packStates(
  { context, stale, isHeld }: Space,
  onUnpack: (space: Space, size: number) => void,
): PackedStates | undefined {
  if (context === undefined || isHeld) return undefined;
  const states = [context.state, stale?.state];
  if (!isPackable(states)) return undefined;
  const serialized = serialize(states);
  const deflated = deflateRawSync(serialized, { level: 1 });
  // What zlib answers is a part of a larger piece of memory, and would hold on to the whole.
  const bytes = Buffer.allocUnsafeSlow(deflated.length);
  deflated.copy(bytes);
  context.state = undefined;
  if (stale !== undefined) stale.state = undefined;
  return {
    size: bytes.length,
    fullSize: serialized.length,
    unpack(space) {
      const [state, staleState] = deserialize(inflateRawSync(bytes)) as [unknown, unknown];
      context.state = state;
      if (stale !== undefined) stale.state = staleState;
      space.packed = undefined;
      onUnpack(space, bytes.length);
    },
  };
}
