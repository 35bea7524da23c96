/** Of an exchange that is not in the journal yet. */
export interface Ticket {
  isOpen: boolean;
}

/** Exchanges that are not in the journal yet. Note: a Set of them would cost each request a microsecond. */
export class Underway {
  #open = 0;
  readonly #waiting = new Set<() => void>();

  begin(): Ticket {
    this.#open++;
    return { isOpen: true };
  }

  /** Once it is journalled, or never will be. */
  end(ticket: Ticket): void {
    if (!ticket.isOpen) return;
    ticket.isOpen = false;
    if (--this.#open === 0) for (const wake of this.#waiting) wake();
  }

  /** Waits until there are none, so many milliseconds at the most. Answers how many are left. */
  async settle(ms: number): Promise<number> {
    if (this.#open > 0)
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        this.#waiting.add(wake);
      });
    return this.#open;
  }
}
