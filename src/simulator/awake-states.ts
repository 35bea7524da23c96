import type { Scenario } from "../define.ts";
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

/** In bytes of the heap, about. */
interface Weight {
  /** Where the space stands in the list. */
  place: number;
  /** When the states were last weighed. */
  weighed: number;
  /** What was written to them since: it may have come beside what was there, or in its place. */
  written: number;
}

/** The spaces of one provider whose states are there and can be put to rest, within a bound. */
export class AwakeStates {
  readonly #room: () => number;
  readonly #spaces: Space[] = [];
  readonly #weights = new Map<Space, Weight>();
  /** What a state weighs as its scenario makes it: all tenants begin alike. After an edit the scenario is another one. */
  readonly #beginnings = new WeakMap<Scenario<unknown>, { weight: number | undefined }>();
  /** The same in every run. */
  readonly #random = createSources("awake").random;
  #bytes = 0;

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
    this.#count(space, this.#weigh(space, origin));
    return this.#makeRoom(space, this.#weights.get(space)?.weighed ?? 0);
  }

  /** The same where so many bytes were written to one. */
  write(space: Space, bytes: number): number {
    const weight = this.#weights.get(space);
    if (weight === undefined) return 0;
    weight.written += bytes;
    this.#bytes += bytes;
    return this.#makeRoom(space, bytes);
  }

  delete(space: Space): void {
    const weight = this.#weights.get(space);
    if (weight === undefined) return;
    this.#weights.delete(space);
    this.#bytes -= weight.weighed + weight.written;
    const last = this.#spaces.pop();
    if (last === undefined || last === space) return;
    this.#spaces[weight.place] = last;
    (this.#weights.get(last) as Weight).place = weight.place;
  }

  #weigh(space: Space, origin: Origin): number | undefined {
    if (origin.kind === "rest") return origin.packed.weight;
    if (origin.kind === "other") return weighStates(space);
    const { scenario } = origin;
    const known = this.#beginnings.get(scenario) ?? { weight: weighStates(space) };
    this.#beginnings.set(scenario, known);
    return known.weight;
  }

  /** What is no plain data cannot be put to rest. */
  #count(space: Space, weighed: number | undefined): void {
    this.delete(space);
    if (weighed === undefined) return;
    this.#weights.set(space, { place: this.#spaces.length, weighed, written: 0 });
    this.#spaces.push(space);
    this.#bytes += weighed;
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
    const { written, weighed } = this.#weights.get(space) as Weight;
    if (written * 4 > weighed) {
      this.#count(space, weighStates(space));
      return 0;
    }
    this.delete(space);
    return packStates(space)?.bytes.length ?? 0;
  }

  /**
   * Any but the latest. Note: by chance, not who was used longest ago: where a few more take turns than there is room for,
   * that one is always the next, and each request would wake one and pack another.
   */
  #pick(latest: Space): Space {
    const others = this.#spaces.length - 1;
    const picked = this.#spaces[Math.floor(this.#random() * others)] as Space;
    return picked === latest ? (this.#spaces[others] as Space) : picked;
  }
}
