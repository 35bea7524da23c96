import { type JournalledExchange, toExchange } from "./entry.ts";
import { type JournalFilter, testOf } from "./journal-filter.ts";
import type { KeptEntries } from "./kept-entries.ts";

/** A part of the journal, for who reads on in it. */
export interface JournalReading {
  items: JournalledExchange[];
  /** The number of the last exchange that was looked at. */
  after: number;
  /** There is no more for now. */
  isEnd: boolean;
  /** What is missing up to `after`. */
  gaps: JournalGap[];
}

/** Exchanges that have had to make room, whosever they were. */
export interface JournalGap {
  /** How many of the items come before them. */
  index: number;
  /** How many there are up to the number `last`, since the gap before it. */
  missed: number;
  last: number;
}

/** How much is read at once, so that who reads all holds nobody up: exchanges looked at, and bytes of those that match. */
const mostLookedAt = 10_000;
const mostRead = 128 * 1024;

/**
 * What matches of those that follow an exchange, `limit` of them at the most; a part, after which to read on. Of what is
 * missing up to `told` the reader knows.
 */
export function readOn(kept: KeptEntries, after: number, filter: JournalFilter, told: number): JournalReading {
  const { limit = Number.POSITIVE_INFINITY } = filter;
  const { number: lastLetGo } = kept.lastLetGo;
  const isWanted = testOf(filter);
  const items: JournalledExchange[] = [];
  const gaps: JournalGap[] = [];
  let last = after;
  let looked = 0;
  let weight = 0;
  let isEnd = true;
  let missed = 0;
  const miss = (to: number): void => {
    missed += Math.max(0, Math.min(to, lastLetGo) - Math.max(last, told));
  };
  const closeGap = (to: number): void => {
    if (missed > 0) gaps.push({ index: items.length, missed, last: to });
    missed = 0;
  };
  for (const entry of kept.after(after)) {
    if (looked++ === mostLookedAt || items.length >= limit || weight >= mostRead) {
      isEnd = false;
      break;
    }
    miss(entry.number - 1);
    last = entry.number;
    if (!isWanted(entry)) continue;
    closeGap(last - 1);
    items.push(toExchange(kept.unpack(entry)));
    weight += entry.weight;
  }
  if (isEnd && last < lastLetGo) {
    miss(lastLetGo);
    last = lastLetGo;
  }
  closeGap(last);
  return { items, after: last, isEnd, gaps };
}
