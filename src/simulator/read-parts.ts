import type { JournalledExchange } from "./entry.ts";
import type { Journal, JournalFilter } from "./journal.ts";

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
    left -= part.items.length;
    yield part.items;
    if (part.isEnd) return;
    after = part.after;
  }
}
