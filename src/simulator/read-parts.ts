import type { JournalledExchange } from "./entry.ts";
import type { Journal } from "./journal.ts";
import { type JournalFilter, numberOf } from "./journal-filter.ts";

/**
 * The exchanges that are kept, a part at a time, up to the last one that there was when it began: what is recorded
 * meanwhile would never let it end. Those that have to make room before their turn are not among them.
 */
export function* readParts(journal: Journal, filter: JournalFilter): Generator<JournalledExchange[], void> {
  const last = journal.lastNumber;
  let left = filter.limit ?? Number.POSITIVE_INFINITY;
  let after = 0;
  while (left > 0 && after < last) {
    const part = journal.readOn(after, { ...filter, limit: left });
    const items = part.after <= last ? part.items : part.items.filter(({ id }) => (numberOf(id) as number) <= last);
    left -= items.length;
    yield items;
    if (part.isEnd) return;
    after = part.after;
  }
}

/** The same for who takes its time, as a client does: it returns how many of those that were kept it has missed. */
export function* readKept(journal: Journal, filter: JournalFilter): Generator<JournalledExchange[], number> {
  const limit = Math.min(filter.limit ?? Number.POSITIVE_INFINITY, journal.countKept(filter));
  let missed = limit;
  for (const part of readParts(journal, { ...filter, limit })) {
    missed -= part.length;
    yield part;
  }
  return missed;
}
