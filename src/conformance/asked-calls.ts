import { type Disturbed, lateMs } from "./aftermath.ts";
import type { AdapterAnswer } from "./driver.ts";

/** Who waits for an answer. */
export interface Waiting {
  resolve(answer: AdapterAnswer): void;
  reject(disturbed: Disturbed): void;
}

/** A call whose line was written. */
export interface Asked {
  /** The case that it is of. */
  readonly of: object;
  /** Undefined once it is answered. */
  waiting: Waiting | undefined;
  /** By performance.now(). */
  readonly askedAt: number;
  /** The same; 0 while it is not answered, and when nothing of it is to come any more. */
  answeredAt: number;
}

/** All calls that a driver's process was asked, by their ids, in order. */
export class AskedCalls {
  readonly #calls = new Map<number, Asked>();

  add(id: number, of: object, waiting: Waiting): void {
    this.#calls.set(id, { of, waiting, askedAt: performance.now(), answeredAt: 0 });
  }

  /** How many wait. */
  get waiting(): number {
    return [...this.#calls.values()].filter(({ waiting }) => waiting !== undefined).length;
  }

  get(id: number): Asked | undefined {
    return this.#calls.get(id);
  }

  /** Answers a call that waits. */
  answer(id: number, answer: AdapterAnswer): void {
    const asked = this.#calls.get(id);
    const { waiting } = asked ?? {};
    if (asked === undefined || waiting === undefined) return;
    asked.waiting = undefined;
    asked.answeredAt = performance.now();
    waiting.resolve(answer);
  }

  hasAnsweredSince(since: number): boolean {
    return [...this.#calls.values()].some(({ answeredAt }) => answeredAt > 0 && answeredAt >= since);
  }

  /** What comes from now on is of none of those that are answered. */
  settle(): void {
    for (const asked of this.#calls.values()) asked.answeredAt = 0;
  }

  /** The cases that may have caused what happens now: those that wait, and those that were answered a moment ago. */
  suspects(): object[] {
    const all = [...this.#calls.values()];
    const waiting = all.filter((one) => one.waiting !== undefined);
    // A process that has died reads nothing: calls wait that it has never seen.
    const since = Math.min(performance.now(), ...waiting.map(({ askedAt }) => askedAt)) - lateMs;
    const recent = all.filter(({ answeredAt }) => answeredAt > 0 && answeredAt >= since);
    const found = [...recent, ...waiting];
    return [...new Set((found.length > 0 ? found : all.slice(-1)).map(({ of }) => of))];
  }

  /** Ends the waiting of all that wait, and answers whether there were any. */
  end(tell: (waiting: Waiting) => void): boolean {
    let hasWaited = false;
    for (const asked of this.#calls.values()) {
      if (asked.waiting === undefined) continue;
      hasWaited = true;
      tell(asked.waiting);
      asked.waiting = undefined;
    }
    return hasWaited;
  }
}
