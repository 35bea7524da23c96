import type { Violation } from "../exchange.ts";
import { Bell } from "./bell.ts";
import { JournalCounts, type JournalPlace, severities } from "./counts.ts";
import { type Entry, formatId, type JournalledExchange, toReadExchange } from "./entry.ts";
import { isEntryIn, type JournalFilter, numberOf, testOf } from "./journal-filter.ts";
import { type JournalReading, readOn } from "./journal-reading.ts";
import { type KeptAmount, KeptEntries } from "./kept-entries.ts";
import type { PackedEntry } from "./packed-entry.ts";

export interface JournalPage<T> {
  items: T[];
  /** How many match, with those that the journal has let go of unless `since` narrows. */
  total: number;
  next: string | null;
}

export interface JournalBounds extends KeptAmount {
  /** At each provider: how many have counts of their own. */
  tenants?: number;
}

/** The exchanges served, in order, as many of the latest as its bounds allow. */
export class Journal {
  readonly #kept: KeptEntries;
  #number = 0;
  /** What was served in all, the exchanges that are gone included. */
  readonly counts: JournalCounts;
  readonly #holders = new Set<(place: JournalPlace) => void>();
  /** Rings when something is recorded. */
  readonly bell = new Bell();

  /** `onLetGo` is told of each exchange that has to make room, for the sake of which bound. */
  constructor({ tenants, ...bounds }: JournalBounds, onLetGo: (bound: keyof KeptAmount) => void = () => {}) {
    this.#kept = new KeptEntries(bounds, onLetGo);
    this.counts = new JournalCounts(tenants);
  }

  /** The number of the exchange that is recorded next. */
  takeNumber(): number {
    return ++this.#number;
  }

  record(entry: Entry): void {
    this.#kept.add(entry);
    this.counts.add(entry);
    this.bell.ring();
  }

  /** How many exchanges are kept. */
  get held(): number {
    return this.#kept.held;
  }

  /** About how many bytes they hold. */
  get bytes(): number {
    return this.#kept.bytes;
  }

  /** The number of the last exchange that was served; 0 before the first. */
  get lastNumber(): number {
    return this.#number;
  }

  /** The number before that of the oldest exchange that is kept. */
  get lastBefore(): number {
    return (this.#kept.oldest?.number ?? this.#number + 1) - 1;
  }

  /** The highest number that had to make room for others, 0 while none had, and when the last of them was recorded. */
  get lastLetGo(): Readonly<{ number: number; recordedAt: number }> {
    return this.#kept.lastLetGo;
  }

  /**
   * What matches of those that follow an exchange, `limit` of them at the most; a part, after which to read on. Of what is
   * missing up to `told` the reader knows.
   */
  readOn(after: number, filter: JournalFilter, told = 0): JournalReading {
    return readOn(this.#kept, after, filter, told);
  }

  exchanges(filter: JournalFilter = {}): JournalPage<JournalledExchange> {
    const after = filter.cursor === undefined ? 0 : (numberOf(filter.cursor) ?? 0);
    const matching = this.#matching(filter);
    const rest = matching.filter(({ number }) => number > after);
    const entries = rest.slice(0, filter.limit);
    const last = entries[entries.length - 1];
    return {
      items: entries.map((entry) => toReadExchange(this.#kept.unpack(entry))),
      total: Math.max(matching.length, filter.since === undefined ? this.count(filter) : 0),
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

  /** How many were served, those that are gone included; `since` does not narrow. */
  count(filter: JournalFilter): number {
    return this.#total(filter, "exchanges");
  }

  /** Whether exchanges that match may have had to make room. */
  lacks(filter: JournalFilter): boolean {
    const { since } = filter;
    if (since === undefined) return this.#matching(filter).length < this.count(filter);
    const number = numberOf(since);
    const { lastLetGo } = this;
    return number === undefined ? lastLetGo.recordedAt >= Date.parse(since) : lastLetGo.number > number;
  }

  /** How many of those that are kept match. */
  countKept(filter: JournalFilter): number {
    const { provider, tenant, operation, severity, since } = filter;
    const isAll = [provider, tenant, operation, severity, since].every((one) => one === undefined);
    return isAll ? this.held : this.#matching(filter).length;
  }

  /** How many of those that are kept match, by operation. */
  countOperations(filter: JournalFilter): Map<string | null, number> {
    const counts = new Map<string | null, number>();
    for (const { operation } of this.#matching(filter)) counts.set(operation, (counts.get(operation) ?? 0) + 1);
    return counts;
  }

  /** Forgets what isEntryIn, its counts too. */
  clear(filter: JournalPlace = {}): void {
    this.#kept.keep((entry) => !isEntryIn(entry, filter));
    this.counts.clear(filter);
    for (const forget of this.#holders) forget(filter);
  }

  /** Has somebody who holds exchanges told of what is to be forgotten, until the answer is called. */
  onClear(forget: (place: JournalPlace) => void): () => void {
    this.#holders.add(forget);
    return () => this.#holders.delete(forget);
  }

  #total(filter: JournalFilter, kind: "exchanges" | "violations"): number {
    const count = this.counts.sum(filter);
    const { severity } = filter;
    if (kind === "exchanges") return severity === undefined ? count.exchanges : count.exchangesWith[severity];
    return (severity === undefined ? severities : [severity]).reduce((sum, one) => sum + count.violations[one], 0);
  }

  #matching(filter: JournalFilter): PackedEntry[] {
    const { since } = filter;
    const after = since === undefined ? undefined : numberOf(since);
    return [...this.#kept.after(after ?? 0)].filter(testOf(filter));
  }
}
