import type { Entry } from "./entry.ts";
import { PackedEntry } from "./packed-entry.ts";
import { TextPool } from "./text-pool.ts";

/** How much may be kept, and how much a tenant has. */
export interface KeptAmount {
  exchanges: number;
  bytes: number;
}

/** What a tenant keeps. */
export interface Share extends KeptAmount {
  tenant: string;
  /** Its oldest, from which `next` leads to its others. */
  first: PackedEntry;
  last: PackedEntry;
}

/** A tenant that keeps more than this part of the journal makes room before others do. */
const largePart = 1 / 100;
/** Slots without an entry that are not worth tidying up. */
const fewSlots = 1024;

/**
 * The latest entries, in the order of their numbers, as many as the bounds allow. Room is made by the tenant that keeps the
 * most of those that keep much, and else by the oldest entry: whoever sends much loses its own, not its neighbours'.
 */
export class KeptEntries {
  readonly #bounds: KeptAmount;
  /** Who keeps more keeps much. */
  readonly #mostOfSmall: KeptAmount;
  readonly #onLetGo: (bound: keyof KeptAmount) => void;
  #texts = new TextPool();
  /** Where an entry was let go from the midst of others its number stands. */
  #slots: (PackedEntry | number)[] = [];
  /** Of the oldest entry; the slots before it are void. */
  #start = 0;
  /** Some entries were let go from the midst of others since all was tidied up. */
  #hasHoles = false;
  #held = 0;
  #bytes = 0;
  #shares = new Map<string, Share>();
  /** Those that keep much. Note: they are few, so that the one that keeps the most is found by looking at all. */
  readonly #large = { exchanges: new Set<Share>(), bytes: new Set<Share>() };
  /** The one that was let go last, to be packed anew. */
  #spare: PackedEntry | undefined;
  /** The highest number that had to make room, and the latest time at which one of them was recorded. */
  readonly lastLetGo = { number: 0, recordedAt: 0 };

  constructor(bounds: KeptAmount, onLetGo: (bound: keyof KeptAmount) => void) {
    this.#bounds = bounds;
    this.#mostOfSmall = { exchanges: bounds.exchanges * largePart, bytes: bounds.bytes * largePart };
    this.#onLetGo = onLetGo;
  }

  get held(): number {
    return this.#held;
  }

  /** About how many bytes they hold. */
  get bytes(): number {
    return this.#bytes;
  }

  get oldest(): PackedEntry | undefined {
    return this.#held === 0 ? undefined : (this.#slots[this.#start] as PackedEntry);
  }

  add(entry: Entry): void {
    if (this.#held >= this.#bounds.exchanges) this.#letGo("exchanges");
    const packed = (this.#spare ?? new PackedEntry()).pack(entry, this.#texts);
    this.#spare = undefined;
    while (this.#held > 0 && this.#bytes + packed.weight > this.#bounds.bytes) this.#letGo("bytes");
    this.#push(packed);
  }

  unpack(entry: PackedEntry): Entry {
    return entry.unpack(this.#texts);
  }

  /** Those whose number is higher. */
  *after(number: number): Generator<PackedEntry> {
    for (let index = this.#indexAfter(number); index < this.#slots.length; index++) {
      const slot = this.#slots[index] as PackedEntry | number;
      if (typeof slot !== "number") yield slot;
    }
  }

  /** Forgets all but those that are wanted. */
  keep(isWanted: (entry: PackedEntry) => boolean): void {
    const kept = [...this.after(0)].filter(isWanted);
    // What stays is packed together: scattered over the pool, a few texts would keep all of it.
    const texts = new TextPool();
    for (const entry of kept) this.#texts.move(entry.texts, texts);
    this.#texts = texts;
    this.#slots = [];
    this.#start = 0;
    this.#hasHoles = false;
    this.#held = 0;
    this.#bytes = 0;
    this.#shares = new Map();
    for (const large of Object.values(this.#large)) large.clear();
    for (const entry of kept) this.#push(entry);
  }

  #push(entry: PackedEntry): void {
    const { tenant, weight } = entry;
    this.#slots.push(entry);
    this.#held++;
    this.#bytes += weight;
    entry.next = undefined;
    let share = this.#shares.get(tenant);
    if (share === undefined) {
      share = { tenant, first: entry, last: entry, exchanges: 0, bytes: 0 };
      this.#shares.set(tenant, share);
    } else {
      share.last.next = entry;
      share.last = entry;
    }
    entry.share = share;
    share.exchanges++;
    share.bytes += weight;
    const { exchanges, bytes } = this.#mostOfSmall;
    if (share.exchanges > exchanges && share.exchanges - 1 <= exchanges) this.#large.exchanges.add(share);
    if (share.bytes > bytes && share.bytes - weight <= bytes) this.#large.bytes.add(share);
  }

  #letGo(bound: keyof KeptAmount): void {
    const entry = mostOf(this.#large[bound], bound)?.first ?? (this.oldest as PackedEntry);
    const { number, weight, next } = entry;
    const share = entry.share as Share;
    this.#held--;
    this.#bytes -= weight;
    share.exchanges--;
    share.bytes -= weight;
    if (share.exchanges <= this.#mostOfSmall.exchanges) this.#large.exchanges.delete(share);
    if (share.bytes <= this.#mostOfSmall.bytes) this.#large.bytes.delete(share);
    if (next === undefined) this.#shares.delete(share.tenant);
    else share.first = next;
    this.lastLetGo.number = Math.max(this.lastLetGo.number, number);
    this.lastLetGo.recordedAt = Math.max(this.lastLetGo.recordedAt, entry.recordedAt);
    this.#texts.release(entry.texts);
    this.#clearSlot(entry);
    this.#spare = entry;
    if (this.#slots.length > 1.5 * this.#held + fewSlots) this.#tidyUp();
    this.#onLetGo(bound);
  }

  #clearSlot(entry: PackedEntry): void {
    const { number } = entry;
    if (this.#slots[this.#start] !== entry) {
      this.#slots[this.#indexAfter(number - 1)] = number;
      this.#hasHoles = true;
      return;
    }
    this.#slots[this.#start++] = number;
    if (this.#hasHoles) while (typeof this.#slots[this.#start] === "number") this.#start++;
  }

  /** Note: only from time to time, so that an exchange's part in it is small. */
  #tidyUp(): void {
    this.#slots = this.#slots.slice(this.#start);
    this.#start = 0;
    if (!this.#hasHoles) return;
    this.#hasHoles = false;
    this.#slots = this.#slots.filter((slot) => typeof slot !== "number");
    for (const entry of this.after(0))
      if (this.#texts.isSparse(entry.texts)) this.#texts.move(entry.texts, this.#texts);
  }

  /** Of the first slot whose number is higher. */
  #indexAfter(number: number): number {
    let low = this.#start;
    let high = this.#slots.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const slot = this.#slots[middle] as PackedEntry | number;
      if ((typeof slot === "number" ? slot : slot.number) > number) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Of those that keep as much, the one whose oldest is the oldest. */
function mostOf(shares: ReadonlySet<Share>, measure: keyof KeptAmount): Share | undefined {
  let most: Share | undefined;
  for (const share of shares) {
    if (
      most === undefined ||
      share[measure] > most[measure] ||
      (share[measure] === most[measure] && share.first.number < most.first.number)
    )
      most = share;
  }
  return most;
}
