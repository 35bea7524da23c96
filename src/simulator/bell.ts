/** Why a sleeper was woken: something has happened, its time was over, it was called off, or there will be nothing more. */
export type Waking = "rung" | "late" | "gone" | "closed";

/** Wakes those who wait for something to happen. Note: while nobody waits, ringing costs nothing. */
export class Bell {
  readonly #sleepers = new Set<(waking: Waking) => void>();
  #isRinging = false;
  #isClosed = false;

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Wakes all at the end of this turn of the event loop, however often it is rung until then. */
  ring(): void {
    if (this.#sleepers.size === 0 || this.#isRinging) return;
    this.#isRinging = true;
    setImmediate(() => {
      this.#isRinging = false;
      this.#wake("rung");
    });
  }

  /** Resolves when it rings, after a time in milliseconds, or when the signal or `close` ends the waiting. */
  sleep(ms: number, signal?: AbortSignal): Promise<Waking> {
    if (this.#isClosed) return Promise.resolve("closed");
    if (signal?.aborted) return Promise.resolve("gone");
    return new Promise((resolve) => {
      const wake = (waking: Waking): void => {
        this.#sleepers.delete(wake);
        clearTimeout(timer);
        signal?.removeEventListener("abort", leave);
        resolve(waking);
      };
      const leave = (): void => wake("gone");
      const timer = setTimeout(() => wake("late"), ms);
      signal?.addEventListener("abort", leave);
      this.#sleepers.add(wake);
    });
  }

  /** Wakes all, and lets nobody sleep any more. */
  close(): void {
    this.#isClosed = true;
    this.#wake("closed");
  }

  #wake(waking: Waking): void {
    for (const wake of [...this.#sleepers]) wake(waking);
  }
}
