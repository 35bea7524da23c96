import { countOutcome, type OutcomeCounts, outcomeOf } from "../contract/coverage/outcomes.ts";
import type { OutcomesByOperation } from "../contract/coverage.ts";
import type { Severity } from "../exchange.ts";
import type { Entry } from "./entry.ts";

/** Where exchanges belong; what is left out does not narrow. */
export interface JournalPlace {
  provider?: string;
  tenant?: string;
  /** operationId; null for those that matched no operation. */
  operation?: string | null;
}

/** How many exchanges and violations there were. */
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

type Operations = Map<string | null, OperationCount>;

interface TenantCounts {
  operations: Operations;
  /** Since the others were last looked through for one that is not. */
  isRecent: boolean;
}

/** The name, which no tenant has, of all whose own counts are not kept any more. */
const others = "";

/** Counts exchanges by provider, tenant and operation. */
export class JournalCounts {
  readonly #mostTenants: number;
  readonly #counts = new Map<string, Map<string, TenantCounts>>();

  /** Of tenants beyond `mostTenants` at a provider only the sum is kept, of one that has rested for long. */
  constructor(mostTenants = 10_000) {
    this.#mostTenants = mostTenants;
  }

  add(entry: Entry): void {
    const { contract, tenant, operation, violations } = entry;
    const tenants = getOrCreate(this.#counts, contract.provider, createMap<string, TenantCounts>);
    const own = tenants.get(tenant) ?? this.#begin(tenants, tenant);
    own.isRecent = true;
    const count = getOrCreate(own.operations, operation, createOperationCount);
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
      for (const { operations } of select(tenants, place.tenant)) {
        for (const count of select(operations, place.operation)) addTo(sum, count);
      }
    }
    return sum;
  }

  /** What came of all requests of a place. */
  outcomes({ provider, tenant, operation }: JournalPlace): OutcomesByOperation {
    const all = new Map<string | null, OutcomeCounts>();
    for (const tenants of select(this.#counts, provider)) {
      for (const { operations } of select(tenants, tenant)) {
        for (const [id, { outcomes }] of operations) {
          if (operation !== undefined && id !== operation) continue;
          addOutcomes(
            getOrCreate<string | null, OutcomeCounts>(all, id, () => []),
            outcomes,
          );
        }
      }
    }
    return all;
  }

  clear({ provider, tenant, operation }: JournalPlace): void {
    for (const tenants of select(this.#counts, provider)) {
      if (operation !== undefined) for (const { operations } of select(tenants, tenant)) operations.delete(operation);
      else if (tenant !== undefined) tenants.delete(tenant);
      else tenants.clear();
    }
  }

  #begin(tenants: Map<string, TenantCounts>, tenant: string): TenantCounts {
    if (tenants.size >= this.#mostTenants) addOldestToOthers(tenants);
    const own: TenantCounts = { operations: new Map(), isRecent: true };
    tenants.set(tenant, own);
    return own;
  }
}

/** Note: whoever is looked at and recent has a second chance, so that the counting itself need not keep an order. */
function addOldestToOthers(tenants: Map<string, TenantCounts>): void {
  const { operations: sums } = getOrCreate(tenants, others, () => ({ operations: new Map(), isRecent: true }));
  for (const [tenant, counts] of tenants) {
    if (tenant === others) continue;
    tenants.delete(tenant);
    if (counts.isRecent) {
      counts.isRecent = false;
      tenants.set(tenant, counts);
      continue;
    }
    for (const [id, count] of counts.operations) {
      const sum = getOrCreate(sums, id, createOperationCount);
      addTo(sum, count);
      addOutcomes(sum.outcomes, count.outcomes);
    }
    return;
  }
}

function addTo(sum: JournalCount, count: JournalCount): void {
  sum.exchanges += count.exchanges;
  for (const severity of severities) {
    sum.exchangesWith[severity] += count.exchangesWith[severity];
    sum.violations[severity] += count.violations[severity];
  }
}

function addOutcomes(sum: OutcomeCounts, outcomes: OutcomeCounts): void {
  for (const { outcome, exchanges } of outcomes) countOutcome(sum, outcome, exchanges);
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
