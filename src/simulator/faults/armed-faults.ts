import { findResponse } from "../../contract/check-response.ts";
import type { Operation } from "../../contract/contract.ts";
import { readDuration } from "../duration.ts";
import { copySources, type SeededSources } from "../sources.ts";
import type { Space } from "../store.ts";
import { drawDelay } from "./delay.ts";
import type { ArmedFault, Fault, FaultKind } from "./fault.ts";
import type { ReadFault } from "./read-faults.ts";

/** A fault that hits an exchange. */
export interface FaultHit {
  fault: ArmedFault;
  /** What was drawn for its `delay`, in milliseconds; 0 where it has none. */
  delayMs: number;
  /** The fault's own chance, which decides how it alters an answer. */
  random: () => number;
}

/** A fault with what has to be remembered of it. */
interface Counter {
  fault: ArmedFault;
  /** The first instant without it, on the tenant's clock; infinite where it has no time to live. */
  endsAt: number;
  /** Exchanges that it has let pass. */
  passed: number;
  /** Its own chance, so that what else is armed does not change its course. */
  sources: SeededSources;
}

/** The faults of one tenant at one provider, in the order of arming. */
export class ArmedFaults {
  #counters: Counter[] = [];
  #armed = 0;
  readonly #createSources: (id: string) => SeededSources;

  /** `createSources` gives each fault its own chance. */
  constructor(createSources: (id: string) => SeededSources) {
    this.#createSources = createSources;
  }

  /** Others that have hit the same, and would hit the same from now on. */
  copy(): ArmedFaults {
    const copy = new ArmedFaults(this.#createSources);
    copy.#armed = this.#armed;
    copy.#counters = this.#counters.map((counter) => ({
      ...counter,
      fault: { ...counter.fault },
      sources: copySources(counter.sources),
    }));
    return copy;
  }

  get isEmpty(): boolean {
    return this.#counters.length === 0;
  }

  /** Answers a copy. `now` is the time of the tenant's clock, in milliseconds. */
  arm(fault: ReadFault, now: number): ArmedFault {
    const endsAt = fault.ttl === undefined ? Number.POSITIVE_INFINITY : now + (readDuration(fault.ttl) ?? 0);
    const id = `${fault.provider}-${++this.#armed}`;
    const armed = { ...structuredClone(fault), id, hits: 0 };
    this.#counters.push({ fault: armed, endsAt, passed: 0, sources: this.#createSources(id) });
    return structuredClone(armed);
  }

  clear(): void {
    this.#counters = [];
  }

  /** Copies, those that have ended included: their hits are of interest. */
  list(): ArmedFault[] {
    return this.#counters.map(({ fault }) => structuredClone(fault));
  }

  /** Copies of those that may yet hit. */
  listLive(now: number): ArmedFault[] {
    return this.#counters.filter((counter) => isLive(counter, now)).map(({ fault }) => structuredClone(fault));
  }

  /**
   * The faults that hit this exchange, each counted. One to which `applies` says no lets it pass uncounted; one for which
   * those before it leave nothing to do counts it among those that it lets pass first, and not among its hits.
   */
  take(operation: Operation, now: number, applies: (fault: ArmedFault) => boolean): FaultHit[] {
    const hits: FaultHit[] = [];
    for (const counter of this.#counters) {
      const { fault, sources } = counter;
      const { random } = sources;
      if (!isLive(counter, now)) continue;
      if (!concerns(fault, operation) || !applies(fault)) continue;
      if (counter.passed < (fault.after ?? 0)) {
        counter.passed++;
        continue;
      }
      if (hits.some((hit) => excludes(hit.fault, fault))) continue;
      if (random() >= (fault.probability ?? 1)) continue;
      fault.hits++;
      hits.push({ fault, delayMs: fault.delay === undefined ? 0 : drawDelay(fault.delay, random), random });
    }
    return hits;
  }

  /** The ids of those of a kind that may yet hit an exchange, of whatever operation. */
  idsOfLive(kind: FaultKind, now: number): string[] {
    return this.#counters.flatMap((one) => (one.fault.kind === kind && isLive(one, now) ? [one.fault.id] : []));
  }

  /** Whether a fault of a kind may yet hit an exchange, of whatever operation. */
  hasLive(kind: ArmedFault["kind"], now: number): boolean {
    return this.#counters.some((counter) => counter.fault.kind === kind && isLive(counter, now));
  }
}

function isLive({ fault, endsAt }: Counter, now: number): boolean {
  return now < endsAt && fault.hits < (fault.times ?? Number.POSITIVE_INFINITY);
}

/** Whether a fault of kind `stale-read` hides the last write: it was there by then, and has not hidden it long enough. */
export function isStale({ stale }: Space, { id, delay }: ArmedFault, now: number): boolean {
  if (stale === undefined || !stale.hiddenBy.includes(id)) return false;
  return delay === undefined || now - stale.writtenAt < (readDuration(delay) ?? 0);
}

/** What of an exchange a kind of fault decides: at most one fault decides each, and an end decides all. */
const decides: Readonly<Record<FaultKind, "time" | "state" | "body" | "wire" | "end">> = {
  delay: "time",
  "stale-read": "state",
  "invalid-response": "body",
  variant: "body",
  truncate: "wire",
  "malformed-chunk": "wire",
  "slow-drip": "wire",
  "after-commit": "end",
  status: "end",
  reply: "end",
  reset: "end",
  empty: "end",
  garbage: "end",
};

/** Whether a fault that has hit leaves nothing to do for one that was armed after it. */
function excludes(before: Fault, after: Fault): boolean {
  const [first, second] = [decides[before.kind], decides[after.kind]];
  if (first === "time" || second === "time") return false;
  return first === second || first === "end" || second === "end";
}

function concerns(fault: ArmedFault, operation: Operation): boolean {
  if (fault.operation !== undefined) return fault.operation === operation.id;
  // A status for all operations is for those that document it.
  return (
    fault.kind !== "status" || fault.force === true || findResponse(operation, fault.status as number) !== undefined
  );
}
