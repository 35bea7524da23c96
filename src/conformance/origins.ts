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

function originsBeside(sources: Learnt["sources"], place: string): string[] {
  return [...(sources ?? [])]
    .filter(([other]) => other !== place && parentOf(other) === parentOf(place))
    .map(([, source]) => parentOf(source));
}
