import type { Severity, Violation } from "../exchange.ts";
import { Bell } from "./bell.ts";
import { JournalCounts, type JournalPlace, severities } from "./counts.ts";
import { type Entry, formatId, type JournalledExchange, toExchange } from "./entry.ts";
import { PackedEntry } from "./packed-entry.ts";
import { TextPool } from "./text-pool.ts";

/** Which exchanges; what is left out does not narrow. */
export interface JournalFilter extends JournalPlace {
  /** Exchanges that have a violation of this weight, or violations of it. */
  severity?: Severity;
  /** An exchange's id, for those after it; or a date-time of the machine's clock, for those recorded from it on. */
  since?: string;
  /** The most items to answer. */
  limit?: number;
  /** The `next` of an earlier answer. */
  cursor?: string;
}

export interface JournalPage<T> {
  items: T[];
  /** How many match, with those that the journal has let go of unless `since` narrows. */
  total: number;
  next: string | null;
}

/** A part of the journal, for who reads on in it. */
export interface JournalReading {
  items: JournalledExchange[];
  /** The number of the last exchange that was looked at. */
  after: number;
  /** There is no more for now. */
  isEnd: boolean;
}

export interface JournalBounds {
  exchanges: number;
  bytes: number;
  /** At each provider: how many have counts of their own. */
  tenants?: number;
}

/** How much is read at once, so that who reads all holds nobody up: exchanges looked at, and bytes of those that match. */
const mostLookedAt = 10_000;
const mostRead = 128 * 1024;

/** The exchanges served, in order, as many of the latest as its bounds allow. */
export class Journal {
  readonly #bounds: JournalBounds;
  #texts = new TextPool();
  #entries: PackedEntry[] = [];
  /** Of the oldest entry that is kept; those before it in the array are gone. */
  #start = 0;
  #bytes = 0;
  #number = 0;
  /** The last that had to make room: its number, and when it was recorded. */
  #lastLetGo = { number: 0, recordedAt: 0 };
  /** What was served in all, the exchanges that are gone included. */
  readonly counts: JournalCounts;
  /** Rings when something is recorded. */
  readonly bell = new Bell();

  constructor(bounds: JournalBounds) {
    this.#bounds = bounds;
    this.counts = new JournalCounts(bounds.tenants);
  }

  /** The number of the exchange that is recorded next. */
  takeNumber(): number {
    return ++this.#number;
  }

  record(entry: Entry): void {
    const isFull = this.held > 0 && this.held >= this.#bounds.exchanges;
    const packed = (isFull ? this.#letGo() : new PackedEntry()).pack(entry, this.#texts);
    this.#entries.push(packed);
    this.#bytes += packed.weight;
    this.counts.add(entry);
    while (this.#bytes > this.#bounds.bytes && this.held > 1) this.#letGo();
    this.bell.ring();
  }

  /** How many exchanges are kept. */
  get held(): number {
    return this.#entries.length - this.#start;
  }

  /** About how many bytes they hold. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The number of the last exchange that was served; 0 before the first. */
  get lastNumber(): number {
    return this.#number;
  }

  /** The last exchange that had to make room for others; its number is 0 while there is none. */
  get lastLetGo(): Readonly<{ number: number; recordedAt: number }> {
    return this.#lastLetGo;
  }

  /** What matches of those that follow an exchange, `limit` of them at the most; a part, after which to read on. */
  readOn(after: number, filter: JournalFilter): JournalReading {
    const { limit = Number.POSITIVE_INFINITY } = filter;
    const isWanted = createTest(filter);
    const items: JournalledExchange[] = [];
    let index = this.#indexAfter(after);
    let weight = 0;
    let last = after;
    const end = Math.min(index + mostLookedAt, this.#entries.length);
    while (index < end && items.length < limit && weight < mostRead) {
      const entry = this.#entries[index++] as PackedEntry;
      last = entry.number;
      if (!isWanted(entry)) continue;
      items.push(toExchange(entry.unpack(this.#texts)));
      weight += entry.weight;
    }
    return { items, after: last, isEnd: index >= this.#entries.length };
  }

  exchanges(filter: JournalFilter = {}): JournalPage<JournalledExchange> {
    const after = filter.cursor === undefined ? 0 : (numberOf(filter.cursor) ?? 0);
    const matching = this.#matching(filter);
    const rest = matching.filter(({ number }) => number > after);
    const entries = rest.slice(0, filter.limit);
    const last = entries[entries.length - 1];
    return {
      items: entries.map((entry) => toExchange(entry.unpack(this.#texts))),
      total: Math.max(matching.length, filter.since === undefined ? this.#total(filter, "exchanges") : 0),
      next: last !== undefined && rest.length > entries.length ? formatId(last.number) : null,
    };
  }

  violations(filter: JournalFilter = {}): JournalPage<Violation & { exchange: string }> {
    const [cursor = "", index = "0"] = filter.cursor?.split(".") ?? [];
    const after = numberOf(cursor) ?? 0;
    const matching = this.#matching(filter).flatMap((entry) =>
      entry.violations
        .filter(({ severity }) => filter.severity === undefined || severity === filter.severity)
        .map((violation, position) => ({ number: entry.number, position: position + 1, violation })),
    );
    const rest = matching.filter(
      ({ number, position }) => number > after || (number === after && position > Number(index)),
    );
    const page = rest.slice(0, filter.limit);
    const last = page[page.length - 1];
    return {
      items: page.map(({ number, violation }) => ({ exchange: formatId(number), ...violation })),
      total: Math.max(matching.length, filter.since === undefined ? this.#total(filter, "violations") : 0),
      next: last !== undefined && rest.length > page.length ? `${formatId(last.number)}.${last.position}` : null,
    };
  }

  /** How many of those that are kept match, by operation. */
  countOperations(filter: JournalFilter): Map<string | null, number> {
    const counts = new Map<string | null, number>();
    for (const { operation } of this.#matching(filter)) counts.set(operation, (counts.get(operation) ?? 0) + 1);
    return counts;
  }

  /** Forgets what matches, its counts too. */
  clear(filter: JournalPlace = {}): void {
    const kept = this.#entries.slice(this.#start).filter((entry) => !matches(entry, filter));
    // What stays is packed together: scattered over the pool, a few texts would keep all of it.
    const texts = new TextPool();
    for (const entry of kept) entry.pack(entry.unpack(this.#texts), texts);
    this.#texts = texts;
    this.#entries = kept;
    this.#start = 0;
    this.#bytes = kept.reduce((sum, entry) => sum + entry.weight, 0);
    this.counts.clear(filter);
  }

  #total(filter: JournalFilter, kind: "exchanges" | "violations"): number {
    const count = this.counts.sum(filter);
    const { severity } = filter;
    if (kind === "exchanges") return severity === undefined ? count.exchanges : count.exchangesWith[severity];
    return (severity === undefined ? severities : [severity]).reduce((sum, one) => sum + count.violations[one], 0);
  }

  #matching(filter: JournalFilter): PackedEntry[] {
    const isWanted = createTest(filter);
    const found: PackedEntry[] = [];
    for (let index = this.#start; index < this.#entries.length; index++) {
      const entry = this.#entries[index] as PackedEntry;
      if (isWanted(entry)) found.push(entry);
    }
    return found;
  }

  /** Of the first entry whose number is higher: they stand in the order of their numbers. */
  #indexAfter(number: number): number {
    let low = this.#start;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle] as PackedEntry).number > number) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Answers the oldest entry, which may be packed anew. */
  #letGo(): PackedEntry {
    const oldest = this.#entries[this.#start] as PackedEntry;
    this.#bytes -= oldest.weight;
    this.#lastLetGo.number = oldest.number;
    this.#lastLetGo.recordedAt = oldest.recordedAt;
    this.#texts.release(oldest.texts);
    // The place is emptied at once and the array shortened from time to time: shifting each time would cost more.
    (this.#entries as (PackedEntry | undefined)[])[this.#start++] = undefined;
    if (this.#start > this.#bounds.exchanges) {
      this.#entries = this.#entries.slice(this.#start);
      this.#start = 0;
    }
    return oldest;
  }
}

function matches(entry: PackedEntry, filter: JournalPlace): boolean {
  return (
    (filter.provider === undefined || entry.contract?.provider === filter.provider) &&
    (filter.tenant === undefined || entry.tenant === filter.tenant) &&
    (filter.operation === undefined || entry.operation === filter.operation)
  );
}

function createTest(filter: JournalFilter): (entry: PackedEntry) => boolean {
  const { severity } = filter;
  const since = filter.since === undefined ? undefined : numberOf(filter.since);
  const from = filter.since === undefined || since !== undefined ? undefined : Date.parse(filter.since);
  return (entry) =>
    matches(entry, filter) &&
    (since === undefined || entry.number > since) &&
    (from === undefined || entry.recordedAt >= from) &&
    (severity === undefined || entry.violations.some((violation) => violation.severity === severity));
}

/** The number in an exchange's id. */
export function numberOf(id: string): number | undefined {
  const digits = /^x-(\d{6,15})$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
