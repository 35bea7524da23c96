import type { Operation } from "../../contract/contract.ts";
import { readDuration } from "../duration.ts";
import { hasExample } from "../example-reply.ts";
import type { Space } from "../store.ts";
import { drawDelay } from "./delay.ts";
import type { ArmedFault, Fault } from "./fault.ts";

/** A fault that hits an exchange. */
export interface FaultHit {
  fault: ArmedFault;
  /** What was drawn for its `delay`, in milliseconds; 0 where it has none. */
  delayMs: number;
}

/** A fault with what has to be remembered of it. */
interface Counter {
  fault: ArmedFault;
  /** On the tenant's clock; infinite where it has no time to live. */
  endsAt: number;
  /** Exchanges that it has let pass. */
  passed: number;
}

/** The faults of one tenant at one provider, in the order of arming. */
export class ArmedFaults {
  #counters: Counter[] = [];
  #armed = 0;
  /** Decides for probabilities and delays, and how answers are altered. */
  readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  get isEmpty(): boolean {
    return this.#counters.length === 0;
  }

  /** Answers a copy. `now` is the time of the tenant's clock, in milliseconds. */
  arm(fault: Fault, tenant: string, now: number): ArmedFault {
    const endsAt = fault.ttl === undefined ? Number.POSITIVE_INFINITY : now + (readDuration(fault.ttl) ?? 0);
    const armed = { ...fault, id: `fault-${++this.#armed}`, tenant, hits: 0 };
    this.#counters.push({ fault: armed, endsAt, passed: 0 });
    return { ...armed };
  }

  clear(): void {
    this.#counters = [];
  }

  /** Copies, those that have ended included: their hits are of interest. */
  list(): ArmedFault[] {
    return this.#counters.map(({ fault }) => ({ ...fault }));
  }

  /** The faults that hit this exchange, each counted. One to which `applies` says no lets it pass uncounted. */
  take(operation: Operation, now: number, applies: (fault: Fault) => boolean): FaultHit[] {
    const hits: FaultHit[] = [];
    for (const counter of this.#counters) {
      const { fault, endsAt } = counter;
      if (now > endsAt || !concerns(fault, operation) || !applies(fault)) continue;
      if (counter.passed < (fault.after ?? 0)) {
        counter.passed++;
        continue;
      }
      if (fault.hits >= (fault.times ?? Number.POSITIVE_INFINITY)) continue;
      // Note: drawn even when it is certain to hit, so that a seed's course does not depend on what else is armed.
      if (this.random() >= (fault.probability ?? 1)) continue;
      fault.hits++;
      hits.push({ fault, delayMs: fault.delay === undefined ? 0 : drawDelay(fault.delay, this.random) });
    }
    return hits;
  }

  /** Whether a fault of a kind may yet hit an exchange, of whatever operation. */
  hasLive(kind: ArmedFault["kind"], now: number): boolean {
    return this.#counters.some(
      ({ fault, endsAt }) =>
        fault.kind === kind && now <= endsAt && fault.hits < (fault.times ?? Number.POSITIVE_INFINITY),
    );
  }
}

/** Whether the last write is so recent that a fault of kind `stale-read` hides it. */
export function isStale({ stale }: Space, { delay }: Fault, now: number): boolean {
  return stale !== undefined && now - stale.writtenAt <= (readDuration(delay) ?? 0);
}

function concerns(fault: ArmedFault, operation: Operation): boolean {
  if (fault.operation !== undefined) return fault.operation === operation.id;
  // A status for all operations is for those that document it.
  return fault.kind !== "status" || fault.force === true || hasExample(operation, fault.status as number);
}
