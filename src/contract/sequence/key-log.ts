import { lifeOf } from "./idempotency-key.ts";
import { mayBeKept } from "./may-be-kept.ts";
import { retryAfterOf } from "./retry-after-header.ts";
import type { Step } from "./step.ts";
import { type ClientTimes, passedBetween } from "./times.ts";
import { keyedAddressOf, writtenIn } from "./written.ts";

/** A write that came with an idempotency key, and was done or may have been. */
export interface KeyedWrite {
  /** Of the exchange. */
  id: string;
  written: string;
  times: ClientTimes;
  /** It has been told that its key came with another write. */
  isTold: boolean;
}

/** How many keys are remembered. */
const mostKeys = 500;

/** The first write of each idempotency key. */
export class KeyLog {
  readonly #first = new Map<string, KeyedWrite>();

  /**
   * The write that had the key of a step first, where that is another write to the same address: what is sent elsewhere may
   * have its keys for itself. Undefined where a vendor has forgotten the key.
   */
  otherThan(step: Step, key: string | undefined): KeyedWrite | undefined {
    const first = this.#firstOf(step, key);
    if (first === undefined || first.isTold) return undefined;
    const written = writtenIn(step);
    return written === undefined || written === first.written ? undefined : first;
  }

  note(step: Step, key: string | undefined, isTold: boolean): void {
    const place = placeOf(step, key);
    if (place === undefined || !isKept(step)) return;
    const known = this.#firstOf(step, key);
    if (known !== undefined) {
      known.isTold ||= isTold;
      return;
    }
    this.#first.delete(place);
    const written = writtenIn(step);
    if (written === undefined) return;
    this.#first.set(place, { id: step.id, written, times: step.times, isTold: false });
    if (this.#first.size <= mostKeys) return;
    const [oldest] = this.#first.keys();
    this.#first.delete(oldest as string);
  }

  #firstOf(step: Step, key: string | undefined): KeyedWrite | undefined {
    const place = placeOf(step, key);
    const first = place === undefined ? undefined : this.#first.get(place);
    if (first === undefined) return undefined;
    return (passedBetween(first.times, step.times) ?? 0) > lifeOf(step) ? undefined : first;
  }
}

function placeOf(step: Step, key: string | undefined): string | undefined {
  return key === undefined || key === "" ? undefined : `${key}\n${keyedAddressOf(step)}`;
}

/** What was refused may come again as something else: nothing was done by that key. */
function isKept(step: Step): boolean {
  const { fate, status, exchange } = step;
  if (fate === "answered") return exchange.response?.headers["standin-problem"] === undefined;
  return mayBeKept({ fate, status, isAskedFor: retryAfterOf(step) !== undefined });
}
