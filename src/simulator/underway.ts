/** Exchanges that are not in the journal yet. */
export class Underway {
  readonly #requests = new Set<object>();
  readonly #waiting = new Set<() => void>();

  begin(request: object): void {
    this.#requests.add(request);
  }

  /** Once it is journalled, or never will be. */
  end(request: object): void {
    if (this.#requests.delete(request) && this.#requests.size === 0) for (const wake of this.#waiting) wake();
  }

  /** Waits until there are none, so many milliseconds at the most. Answers how many are left. */
  async settle(ms: number): Promise<number> {
    if (this.#requests.size > 0)
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        this.#waiting.add(wake);
      });
    return this.#requests.size;
  }
}
