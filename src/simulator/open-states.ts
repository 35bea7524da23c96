import { type PackedStates, packStates, weighStates } from "./packed-states.ts";
import type { Space } from "./store.ts";

/** Where a state comes from: its scenario has made it, it was put in the place of another one, or it rested. */
export type Origin = "scenario" | "other" | PackedStates;

/** In bytes of the heap, about. */
interface Weight {
  /** When the states were last weighed. */
  weighed: number;
  /** What was written to them since: it may have come beside what was there, or in its place. */
  written: number;
}

/** The spaces of one provider whose states are there and can be put to rest, within a bound. */
export class OpenStates {
  readonly #most: number;
  /** Note: not by who was used last, for that order would be one more to keep with every request. */
  readonly #weights = new Map<Space, Weight>();
  /** What a state weighs as its scenario makes it, by the scenario's name: all tenants begin alike. */
  readonly #beginnings = new Map<string, number | undefined>();
  #bytes = 0;

  /** `most` is how many bytes of the heap they may take, about; the latest is there however much it takes. */
  constructor(most: number) {
    this.#most = most;
  }

  /** What they weigh together, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Answers how many bytes others take that were packed to make room. */
  add(space: Space, origin: Origin): number {
    if (origin === "scenario") this.#count(space, this.#weighBeginning(space));
    else this.#count(space, origin === "other" ? weighStates(space) : origin.weight);
    space.isRecent = true;
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
  }

  #weighBeginning(space: Space): number | undefined {
    const { scenario } = space;
    if (!this.#beginnings.has(scenario)) this.#beginnings.set(scenario, weighStates(space));
    return this.#beginnings.get(scenario);
  }

  /** It comes to the end; what is no plain data cannot be put to rest. */
  #count(space: Space, weighed: number | undefined): void {
    this.delete(space);
    if (weighed === undefined) return;
    this.#weights.set(space, { weighed, written: 0 });
    this.#bytes += weighed;
  }

  /** Note: who came with so many bytes waits until there is room for twice as many, not until there is for all. */
  #makeRoom(latest: Space, came: number): number {
    const enough = this.#bytes - 2 * came;
    let packed = 0;
    for (let times = 0; times < 2 || this.#bytes > enough; times++) {
      if (this.#bytes <= this.#most || this.#weights.size < 2) break;
      packed += this.#putOneToRest(latest);
    }
    return packed;
  }

  /** Whoever is looked at and recent has a second chance, and the latest stays. */
  #putOneToRest(latest: Space): number {
    for (const [space, weight] of this.#weights) {
      if (space === latest) continue;
      if (!space.isRecent) {
        this.delete(space);
        return packStates(space)?.bytes.length ?? 0;
      }
      space.isRecent = false;
      if (weight.written * 4 > weight.weighed) {
        this.#count(space, weighStates(space));
        return 0;
      }
      this.#weights.delete(space);
      this.#weights.set(space, weight);
    }
    return 0;
  }
}
