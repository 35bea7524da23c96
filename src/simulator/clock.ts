/**
 * How time passes for a tenant: one second an exchange from a fixed start, as the system says, not at all, or as fast as
 * the system's from another time on.
 */
export type ClockMode = "stepped" | "real" | "frozen" | "shifted";

/** What a clock may start as. */
export type StartingClock = Extract<ClockMode, "stepped" | "real">;

/** Where every stepped clock starts: scenarios are made at this time, the first exchange is a step later. */
export const clockStart = Date.UTC(2026, 0, 1);
const step = 1000;

/** The time of one tenant at one provider, in milliseconds since 1970. It stands still within an exchange. */
export class Clock {
  #mode: ClockMode;
  #time: number;
  /** Of a shifted clock: how far it is ahead of the system's. */
  #ahead = 0;

  constructor(mode: StartingClock) {
    this.#mode = mode;
    this.#time = mode === "real" ? Date.now() : clockStart;
  }

  get mode(): ClockMode {
    return this.#mode;
  }

  now(): Date {
    return new Date(this.#time);
  }

  /** Another that goes on as this one does. */
  copy(): Clock {
    const copy = new Clock("stepped");
    copy.#mode = this.#mode;
    copy.#time = this.#time;
    copy.#ahead = this.#ahead;
    return copy;
  }

  /** A new exchange begins, at a time of the system's; answers its time. */
  begin(now = Date.now()): number {
    if (this.#mode === "stepped") this.#time += step;
    else this.#flow(now);
    return this.#time;
  }

  /** The time between two exchanges. */
  read(): number {
    this.#flow(Date.now());
    return this.#time;
  }

  /** Goes on in another way, from a time on; a real clock has no time but the system's. */
  set(mode: ClockMode, from: number): void {
    this.#mode = mode;
    this.#time = from;
    const now = Date.now();
    this.#ahead = from - now;
    this.#flow(now);
  }

  /** A stepped clock goes on as the system's does, from what it tells; any other stays as it is. */
  stopStepping(): void {
    if (this.#mode === "stepped") this.set("shifted", this.#time);
  }

  /** Puts it forward. A real clock is a shifted one from then on. */
  advance(ms: number): void {
    this.set(this.#mode === "real" ? "shifted" : this.#mode, this.read() + ms);
  }

  #flow(now: number): void {
    if (this.#mode === "real") this.#time = now;
    else if (this.#mode === "shifted") this.#time = now + this.#ahead;
  }
}

/** Always tells one time. */
export function createStoppedClock(time: number): { now(): Date } {
  return { now: () => new Date(time) };
}
