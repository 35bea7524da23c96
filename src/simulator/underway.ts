/** Exchanges that are not in the journal yet. */
export class Underway {
  readonly #requests = new Set<object>();
  #wake = (): void => {};

  begin(request: object): void {
    this.#requests.add(request);
  }

  /** Once it is journalled, or never will be. */
  end(request: object): void {
    if (this.#requests.delete(request) && this.#requests.size === 0) this.#wake();
  }

  /** Waits until there are none, so many milliseconds at the most. Answers how many are left. */
  async settle(ms: number): Promise<number> {
    if (this.#requests.size > 0)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    return this.#requests.size;
  }
}
