import { deserialize, serialize } from "node:v8";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { copyData } from "./copy-data.ts";
import { applyDifference, type Difference, findDifference } from "./difference.ts";
import type { Space } from "./store.ts";
import { weighPlain } from "./weigh.ts";

/** A state that others began as, or one like it: plain data that no object stands in twice, and nobody changes. */
export interface Beginning {
  readonly state: unknown;
}

/**
 * The states of a space that rests: what they have of their own beside a beginning. Note: outside the heap they are no work
 * for collections.
 */
export interface PackedStates {
  beginning: Beginning | undefined;
  /** Empty where they have nothing of their own. */
  bytes: Buffer;
  isDeflated: boolean;
  /** About how many bytes of the heap they take when they are there. */
  weight: number;
}

type Differences = [state: Difference, stale: Difference];

/** A copy of a state to be a beginning; undefined where none can be made. */
export function toBeginning(state: unknown): Beginning | undefined {
  return weighPlain(state, { distinct: true }) === undefined ? undefined : { state: copyData(state) };
}

/** About how many bytes of the heap the states of a space take. Undefined for what is no plain data. */
export function weighStates({ context, stale }: Space): number | undefined {
  return weighPlain([context?.state, stale?.state]);
}

/**
 * Takes the states out of a space, to be put back when `contextOf` wants them. They stay where somebody holds them, and
 * where they are no plain data, of which a copy would be another thing.
 */
export function packStates(space: Space, beginning: Beginning | undefined): PackedStates | undefined {
  const { context, stale, isHeld } = space;
  if (context === undefined || isHeld) return undefined;
  const packed = packBeside(space, beginning) ?? packAlone(space);
  if (packed === undefined) return undefined;
  context.state = undefined;
  if (stale !== undefined) stale.state = undefined;
  space.packed = packed;
  return packed;
}

/** Undefined where that would not have them again: an object may stand in both, or twice in one, or be no plain data. */
function packBeside({ context, stale }: Space, beginning: Beginning | undefined): PackedStates | undefined {
  if (beginning === undefined) return undefined;
  if (weighPlain([context?.state, stale?.state], { distinct: true }) === undefined) return undefined;
  const own = findDifference(context?.state, beginning.state);
  const before = stale && findDifference(stale.state, beginning.state);
  return pack([own.difference, before?.difference], own.weight + (before?.weight ?? 0), beginning);
}

function packAlone(space: Space): PackedStates | undefined {
  const weight = weighStates(space);
  const toValue = (value: unknown): Difference => ({ kind: "value", value });
  return weight === undefined
    ? undefined
    : pack([toValue(space.context?.state), toValue(space.stale?.state)], weight, undefined);
}

/** Undefined for a Proxy: it looks as plain as what is behind it until it is copied. */
function pack(differences: Differences, weight: number, beginning: Beginning | undefined): PackedStates | undefined {
  if (differences.every((one) => one === undefined)) return { beginning, bytes: nothing, isDeflated: false, weight };
  try {
    const serialized = serialize(differences);
    const isDeflated = serialized.length > smallBytes;
    const written = isDeflated ? deflateRawSync(serialized, { level: 1 }) : serialized;
    // What is answered is a part of a larger piece of memory, and would hold on to the whole.
    const bytes = Buffer.allocUnsafeSlow(written.length);
    written.copy(bytes);
    return { beginning, bytes, isDeflated, weight };
  } catch {
    return undefined;
  }
}

const nothing = Buffer.alloc(0);

/** To deflate less would take longer than all else. */
const smallBytes = 2048;

/** Puts them back. */
export function unpackStates(space: Space, packed: PackedStates): void {
  const [state, stale] = readDifferences(packed);
  const begun = packed.beginning?.state;
  if (space.context !== undefined) space.context.state = applyDifference(begun, state, copyData);
  if (space.stale !== undefined) space.stale.state = applyDifference(begun, stale, copyData);
  space.packed = undefined;
  space.onAwake(space, { kind: "rest", packed });
}

/** The state that rests, and goes on resting, to be read only: it has records in common with others. */
export function peekState(packed: PackedStates): unknown {
  return applyDifference(packed.beginning?.state, readDifferences(packed)[0], (common) => common);
}

function readDifferences({ bytes, isDeflated }: PackedStates): Differences {
  if (bytes.length === 0) return [undefined, undefined];
  return deserialize(isDeflated ? inflateRawSync(bytes) : bytes);
}
