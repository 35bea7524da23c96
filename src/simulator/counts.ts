import { countOutcome, type OutcomeCounts, outcomeOf } from "../contract/coverage/outcomes.ts";
import type { OutcomesByOperation } from "../contract/coverage.ts";
import type { Severity } from "../exchange.ts";
import type { Entry } from "./entry.ts";

/** Where exchanges belong; what is left out does not narrow. */
export interface JournalPlace {
  provider?: string;
  tenant?: string;
  /** operationId. */
  operation?: string;
}

export interface JournalCount {
  exchanges: number;
  /** Exchanges that have violations of a weight. */
  exchangesWith: Record<Severity, number>;
  violations: Record<Severity, number>;
}

interface OperationCount extends JournalCount {
  outcomes: OutcomeCounts;
}

export const severities: readonly Severity[] = ["error", "warning", "note"];

/** Counts exchanges by provider, tenant and operation. */
export class JournalCounts {
  readonly #counts = new Map<string, Map<string, Map<string | null, OperationCount>>>();

  add(entry: Entry): void {
    const { contract, tenant, operation, violations } = entry;
    const tenants = getOrCreate(this.#counts, contract.provider, createMap<string, Map<string | null, OperationCount>>);
    const operations = getOrCreate(tenants, tenant, createMap<string | null, OperationCount>);
    const count = getOrCreate(operations, operation, createOperationCount);
    count.exchanges++;
    countOutcome(count.outcomes, outcomeOf(entry));
    if (violations.length === 0) return;
    for (const { severity } of violations) count.violations[severity]++;
    for (const one of severities) {
      if (violations.some(({ severity }) => severity === one)) count.exchangesWith[one]++;
    }
  }

  /** The sum over all that belongs to a place. */
  sum(place: JournalPlace = {}): JournalCount {
    const sum = createCount();
    for (const tenants of select(this.#counts, place.provider)) {
      for (const operations of select(tenants, place.tenant)) {
        for (const count of select(operations, place.operation)) {
          sum.exchanges += count.exchanges;
          for (const severity of severities) {
            sum.exchangesWith[severity] += count.exchangesWith[severity];
            sum.violations[severity] += count.violations[severity];
          }
        }
      }
    }
    return sum;
  }

  /** What came of all requests of a place. */
  outcomes({ provider, tenant, operation }: JournalPlace): OutcomesByOperation {
    const all = new Map<string | null, OutcomeCounts>();
    for (const tenants of select(this.#counts, provider)) {
      for (const operations of select(tenants, tenant)) {
        for (const [id, { outcomes }] of operations) {
          if (operation !== undefined && id !== operation) continue;
          const sum = getOrCreate<string | null, OutcomeCounts>(all, id, () => []);
          for (const { outcome, exchanges } of outcomes) countOutcome(sum, outcome, exchanges);
        }
      }
    }
    return all;
  }

  clear(place: JournalPlace): void {
    for (const tenants of select(this.#counts, place.provider)) {
      for (const operations of select(tenants, place.tenant)) {
        if (place.operation === undefined) operations.clear();
        else operations.delete(place.operation);
      }
    }
  }
}

function createMap<Key, Value>(): Map<Key, Value> {
  return new Map();
}

function createCount(): JournalCount {
  return {
    exchanges: 0,
    exchangesWith: { error: 0, warning: 0, note: 0 },
    violations: { error: 0, warning: 0, note: 0 },
  };
}

function createOperationCount(): OperationCount {
  return { ...createCount(), outcomes: [] };
}

function getOrCreate<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const created = create();
  map.set(key, created);
  return created;
}

/** The value of a key, or all values when no key narrows. */
function select<Key, Value>(map: Map<Key, Value>, key: Key | undefined): Value[] {
  if (key === undefined) return [...map.values()];
  const value = map.get(key);
  return value === undefined ? [] : [value];
}
