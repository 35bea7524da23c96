import { isIndex } from "../contract/json-pointer.ts";
import { type Leaf, memberAt } from "./edit.ts";

/** An item of a list: its place, and its values by their places in it. */
export interface HeldItem {
  at: string;
  values: ReadonlyMap<string, unknown>;
}

/** For a place in an item of one list that in an item of another. */
export interface Way {
  place: string;
  source: string;
}

/** The items of a list; where it lies in an item of another one, those of all its items: they may stand in any order as well. */
export function heldItems(leaves: readonly Leaf[], list: string): HeldItem[] {
  const tokens = list.split("/");
  const items = new Map<string, Map<string, unknown>>();
  for (const { pointer, value } of leaves) {
    const seen = pointer.split("/");
    const isWithin = tokens.every((token, index) => token === seen[index] || (isIndex(token) && isIndex(seen[index])));
    if (!isWithin || !isIndex(seen[tokens.length])) continue;
    const at = seen.slice(0, tokens.length + 1).join("/");
    items.set(at, (items.get(at) ?? new Map<string, unknown>()).set(pointer.slice(at.length), value));
  }
  return [...items].map(([at, values]) => ({ at, values }));
}

/** The one that has the most of what an item alone says: an adapter may sort them. */
export function findHeld(held: readonly HeldItem[], item: unknown, ways: readonly Way[]): HeldItem | undefined {
  const countOf = ({ values }: HeldItem) =>
    ways.filter(({ place, source }) => values.get(place) === memberAt(item, source)).length;
  const [best] = held.toSorted((one, other) => countOf(other) - countOf(one));
  return best !== undefined && countOf(best) > 0 ? best : undefined;
}
