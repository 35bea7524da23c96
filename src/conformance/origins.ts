import { parentOf } from "../contract/json-pointer.ts";
import type { Learnt } from "./subject.ts";

/**
 * Whether something else in the object of a place in the result comes from the object of a place in the answer: what has the
 * same name in another object is another thing.
 */
export function isOf(sources: Learnt["sources"], place: string, from: string): boolean {
  return originsBeside(sources, place).includes(parentOf(from));
}

/** The same, or nothing tells where the object of the place comes from. */
export function mayBeOf(sources: Learnt["sources"], place: string, from = ""): boolean {
  return originsBeside(sources, place).length === 0 || isOf(sources, place, from);
}

/** The object that all else comes from that stands beside a place; undefined where there are several, or nothing tells. */
export function originOf(sources: Learnt["sources"], place: string): string | undefined {
  const [origin, ...others] = new Set(originsBeside(sources, place));
  return others.length === 0 ? origin : undefined;
}

function originsBeside(sources: Learnt["sources"], place: string): string[] {
  return [...(sources ?? [])]
    .filter(([other]) => other !== place && parentOf(other) === parentOf(place))
    .map(([, source]) => parentOf(source));
}
