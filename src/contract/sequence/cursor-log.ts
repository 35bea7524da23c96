import { parseQuery } from "../query.ts";
import { cursorsIn, type Paging, pagingOf } from "./paging.ts";
import type { Step } from "./step.ts";

/** The answer that gave a cursor. */
export interface Giver {
  /** Of the exchange. */
  id: string;
  /** operationId. */
  operation: string;
  /** What else the query had, as it was read. */
  query: ReadonlyMap<string, string>;
}

/** How many cursors are remembered, and how many of the answers that gave one. */
const mostCursors = 500;
const mostGivers = 8;

/** The cursors that answers gave. */
export class CursorLog {
  readonly #givers = new Map<string, readonly Giver[]>();
  #isWhole = true;

  /** No cursor was given that is not remembered. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** The answers that gave a cursor, the latest last; none where so many did that it cannot tell them apart. */
  giversOf(cursor: string): readonly Giver[] {
    const givers = this.#givers.get(cursor) ?? [];
    return givers.length < mostGivers ? givers : [];
  }

  has(cursor: string): boolean {
    return this.#givers.has(cursor);
  }

  note(step: Step): void {
    const paging = pagingOf(step.operation);
    if (step.fate !== "answered" || paging === null) return;
    if (isCut(step)) this.#isWhole = false;
    const giver = { id: step.id, operation: step.operation.id, query: otherParameters(step, paging) };
    for (const cursor of cursorsIn(step, paging)) {
      const before = this.#givers.get(cursor) ?? [];
      this.#givers.delete(cursor);
      this.#givers.set(cursor, before.length < mostGivers ? [...before, giver] : before);
      if (this.#givers.size <= mostCursors) continue;
      const [oldest] = this.#givers.keys();
      this.#givers.delete(oldest as string);
      this.#isWhole = false;
    }
  }
}

/** The journal keeps so much of an answer and no more: what stands behind that nobody has read. */
function isCut({ exchange: { response, unrecorded = [] } }: Step): boolean {
  return response?.bodySize !== undefined || unrecorded.includes("response.body");
}

/** What the query of a request has beside cursors, by name; of one that stands more than once all, in order. */
export function otherParameters({ query }: Step, paging: Paging): Map<string, string> {
  const cursors = paging.cursors.map(({ name }) => name);
  const others = new Map<string, string>();
  for (const { name, value } of parseQuery(query)) {
    if (cursors.includes(name)) continue;
    const before = others.get(name);
    others.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return others;
}
