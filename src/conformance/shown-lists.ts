import { memberAt } from "./edit.ts";
import type { Way } from "./held-items.ts";
import type { Learnt } from "./subject.ts";

/** A list of an answer of which an item stands in the result as an item of a list there. */
export interface ShownList {
  /** JSON Pointers of the lists, and the indexes of the items that were seen to be one. */
  answered: string;
  from: string;
  result: string;
  to: string;
  /** For places in an item of the result those in an item of the answer. */
  ways: readonly Way[];
}

/**
 * The lists within records: of pages there are cases of their own. What is put together of several items, or of an item and
 * something that lies outside of it, is no item of a list: an adapter may well show but one of it.
 */
export function shownLists({ sources, reply, places }: Learnt): ShownList[] {
  const seen = [...(sources ?? [])].flatMap(([place, source]) => {
    const [to, from] = [splitItem(place), splitItem(source)];
    return to === undefined ? [] : [{ to, from, isOfOne: from !== undefined && indexesOf(to) === indexesOf(from) }];
  });
  const lists = new Map<string, ShownList>();
  for (const { to, from } of seen) {
    if (from === undefined || lists.has(from.list) || from.list === places?.answered.list) continue;
    if (!Array.isArray(memberAt(reply?.body, from.list)) || /[1-9]/.test(indexesOf(from))) continue;
    const beside = seen.filter((one) => one.to.list === to.list && one.to.index === to.index);
    const isWhole = beside.every((one) => one.isOfOne && one.from?.list === from.list && one.from.index === from.index);
    if (!isWhole) continue;
    const ways = beside.map((one) => ({ place: one.to.rest, source: one.from?.rest ?? "" }));
    lists.set(from.list, { answered: from.list, from: from.index, result: to.list, to: to.index, ways });
  }
  return [...lists.values()];
}

/** The innermost list that a place lies in, the index there, and the place within that item. */
export interface ItemPlace {
  list: string;
  index: string;
  rest: string;
}

/** Undefined where it lies in none. */
export function splitItem(pointer: string): ItemPlace | undefined {
  const found = /^(.*)\/(\d+)(\/.*)?$/s.exec(pointer);
  return found === null ? undefined : { list: found[1] as string, index: found[2] as string, rest: found[3] ?? "" };
}

/** Those of the lists that a list lies in. */
function indexesOf({ list }: ItemPlace): string {
  return (list.match(/\/\d+(?=\/|$)/g) ?? []).join("");
}
