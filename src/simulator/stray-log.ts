import type { StrayRequest } from "../exchange.ts";

/** A stray request, and when it came by the machine's clock, as an RFC 3339 date-time. */
export interface KeptStray extends StrayRequest {
  at: string;
}

const mostKept = 100;
/** In characters: a target may have a quarter of a million. */
const longestText = 2000;

/** The last requests that reached no provider: those of a wrong base URL, above all. */
export class StrayLog {
  #kept: KeptStray[] = [];
  #total = 0;

  add({ method, target, status, detail }: StrayRequest): void {
    this.#total++;
    const at = new Date().toISOString();
    this.#kept.push({ at, method, target: target && shorten(target), status, detail: shorten(detail) });
    if (this.#kept.length > mostKept) this.#kept.shift();
  }

  /** Oldest first; `total` counts those as well that had to make room. */
  list(): { items: KeptStray[]; total: number; next: null } {
    return { items: [...this.#kept], total: this.#total, next: null };
  }

  /** How many there were, and the last of them. */
  get newest(): { total: number; stray: KeptStray | undefined } {
    return { total: this.#total, stray: this.#kept.at(-1) };
  }

  clear(): void {
    this.#kept = [];
    this.#total = 0;
  }
}

function shorten(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}
