import type { Scenario } from "../define.ts";
import { Beginnings } from "./beginnings.ts";
import { type PackedStates, packStates, weighStates } from "./packed-states.ts";
import { createSources } from "./sources.ts";
import type { Space } from "./store.ts";

/** Where a state comes from. */
export type Origin =
  /** Its scenario has made it. */
  | { kind: "scenario"; scenario: Scenario<unknown> }
  /** It rested. */
  | { kind: "rest"; packed: PackedStates }
  /** It was put in the place of another one, which may have rested. */
  | { kind: "other"; packed: PackedStates | undefined };

/** One that is awake. Weights are in bytes of the heap, about. */
interface Awake {
  /** Where the space stands in the list. */
  place: number;
  /** When the states were last weighed. */
  weighed: number;
  /** What was written to them since: it may have come beside what was there, or in its place. */
  written: number;
  /** In which round it was last used. */
  usedIn: number;
}

/** The spaces of one provider whose states are there and can be put to rest, within a bound. */
export class AwakeStates {
  readonly #room: () => number;
  readonly #spaces: Space[] = [];
  readonly #awake = new Map<Space, Awake>();
  readonly #beginnings = new Beginnings();
  /** The same in every run. */
  readonly #random = createSources("awake").random;
  #bytes = 0;
  /** A round lasts until a quarter as many spaces were used in it as are awake. */
  #round = 0;
  #usedInRound = 0;

  /** `room` answers how many bytes of the heap they may take, about; the latest is there however much it takes. */
  constructor(room: () => number) {
    this.#room = room;
  }

  /** What they take of the heap, about. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Answers how many bytes others take that were packed to make room. */
  add(space: Space, origin: Origin): number {
    const weight = this.#weigh(space, origin);
    this.#count(space, weight);
    return this.#makeRoom(space, weight ?? 0);
  }

  /** The same where so many bytes were written to one. */
  write(space: Space, bytes: number): number {
    const awake = this.#awake.get(space);
    if (awake === undefined) return 0;
    awake.written += bytes;
    this.#bytes += bytes;
    return this.#makeRoom(space, bytes);
  }

  /** One is used again. */
  use(space: Space): void {
    const awake = this.#awake.get(space);
    if (awake === undefined || awake.usedIn === this.#round) return;
    awake.usedIn = this.#round;
    this.#countUsed();
  }

  delete(space: Space): void {
    const awake = this.#awake.get(space);
    if (awake === undefined) return;
    this.#awake.delete(space);
    this.#bytes -= awake.weighed + awake.written;
    const last = this.#spaces.pop();
    if (last === undefined || last === space) return;
    this.#spaces[awake.place] = last;
    (this.#awake.get(last) as Awake).place = awake.place;
  }

  #weigh(space: Space, origin: Origin): number | undefined {
    if (origin.kind === "rest") return origin.packed.weight;
    if (origin.kind === "scenario") return this.#beginnings.addBegun(space, origin.scenario);
    return this.#beginnings.addOther(space);
  }

  /** What is no plain data cannot be put to rest. */
  #count(space: Space, weighed: number | undefined): void {
    this.delete(space);
    if (weighed === undefined) return;
    this.#awake.set(space, { place: this.#spaces.length, weighed, written: 0, usedIn: this.#round });
    this.#spaces.push(space);
    this.#bytes += weighed;
    this.#countUsed();
  }

  #countUsed(): void {
    if (++this.#usedInRound * 4 < this.#spaces.length) return;
    this.#round++;
    this.#usedInRound = 0;
  }

  /** Note: who came with so many bytes waits until there is room for twice as many, not until there is for all. */
  #makeRoom(latest: Space, came: number): number {
    const enough = this.#bytes - 2 * came;
    let packed = 0;
    for (let times = 0; times < 2 || this.#bytes > enough; times++) {
      if (this.#spaces.length < 2 || this.#bytes <= this.#room()) break;
      packed += this.#putOneToRest(latest);
    }
    return packed;
  }

  /** What was written to it is weighed first. */
  #putOneToRest(latest: Space): number {
    const space = this.#pick(latest);
    const { written, weighed } = this.#awake.get(space) as Awake;
    if (written * 4 > weighed) {
      this.#weighAgain(space);
      return 0;
    }
    this.delete(space);
    return packStates(space, this.#beginnings.of(space))?.bytes.length ?? 0;
  }

  /** Which is no use of it. What has become no plain data cannot be put to rest any more. */
  #weighAgain(space: Space): void {
    const weighed = weighStates(space);
    const awake = this.#awake.get(space) as Awake;
    if (weighed === undefined) {
      this.delete(space);
      return;
    }
    this.#bytes += weighed - awake.weighed - awake.written;
    awake.weighed = weighed;
    awake.written = 0;
  }

  /**
   * Some are picked by chance, and the first of them goes that was used neither in this round nor in the last; where there
   * is none, any but the latest. Note: not whoever was used longest ago: where a few more take turns than there is room
   * for, that one is always the next, and each request would wake one and pack another. The more are picked, the nearer
   * it comes to that; were it one, whoever is always in use would go as often as who never comes again.
   */
  #pick(latest: Space): Space {
    const first = this.#pickAny(latest);
    let picked = first;
    for (let times = 1; this.#isInUse(picked); times++) {
      if (times === mostPicked) return first;
      picked = this.#pickAny(latest);
    }
    return picked;
  }

  #isInUse(space: Space): boolean {
    return this.#round - (this.#awake.get(space) as Awake).usedIn < 2;
  }

  #pickAny(latest: Space): Space {
    const others = this.#spaces.length - 1;
    const picked = this.#spaces[Math.floor(this.#random() * others)] as Space;
    return picked === latest ? (this.#spaces[others] as Space) : picked;
  }
}

const mostPicked = 3;
