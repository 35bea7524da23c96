import type { Coverage } from "../contract/coverage.ts";
import { StandinError } from "../errors.ts";
import type { Severity, Violation } from "../exchange.ts";
import { type ControlParameters, readFilter } from "./control/parameters.ts";
import { copyJson } from "./copy-json.ts";
import type { JournalCount } from "./counts.ts";
import { coverageOf } from "./coverage.ts";
import type { DurationText } from "./duration.ts";
import { copyExchanges, type JournalledExchange } from "./entry.ts";
import type { Journal } from "./journal.ts";
import { listNearMisses, type NearMiss } from "./near-misses.ts";
import type { ServedProvider } from "./provider.ts";
import { orInvalid } from "./refusal.ts";
import type { StrayLog } from "./stray-log.ts";
import { defaultCount, defaultWithin, describeUnmet, waitForExchanges } from "./wait.ts";

/** What one tenant of a provider was served. A filter that cannot match throws OPTION_INVALID. */
export interface TenantJournal {
  /** What was served to it and is still kept, oldest first. */
  exchanges(filter?: TenantFilter): JournalledExchange[];
  /**
   * What was found in its exchanges. Note: a request whose credential is missing, malformed or unknown is none of its
   * exchanges but one of the tenant "default"; a test of an adapter that may forget it also holds how many `exchanges()`
   * there were, or looks at that tenant.
   */
  violations(filter?: TenantFilter): (Violation & { exchange: string })[];
  /** Its requests that matched no operation, each with those that it may have meant. */
  nearMisses(filter?: Omit<TenantFilter, "operation">): NearMiss[];
  /**
   * How many were served to it and what was found in them, in all: also where the journal has had to let go of exchanges,
   * which `exchanges()` and `violations()` lack.
   */
  counts(filter?: Pick<TenantFilter, "operation">): JournalCount;
  /** What of the contract it has exercised: operations and statuses by all exchanges, properties by those that are kept. */
  coverage(): Coverage;
  /**
   * Resolves to its exchanges once there are as many as are waited for, those that have been served already included; the
   * journal may have let go of the oldest, which are counted and lacking in the list. Rejects with WAIT_TIMEOUT, which says what came instead, and with WAIT_ENDED when Standin is closed meanwhile.
   */
  waitFor(wait?: TenantWait): Promise<JournalledExchange[]>;
}

/** Which of its exchanges; what is left out does not narrow. */
export interface TenantFilter {
  /** operationId. */
  operation?: string;
  /** Exchanges that have a violation of this weight, or violations of it. */
  severity?: Severity;
  /** An exchange's id, for those after it; or a date-time of the machine's clock, for those recorded from it on. */
  since?: string;
  /** The most items to answer, the oldest. */
  limit?: number;
}

/** What a test waits for. */
export interface TenantWait extends Omit<TenantFilter, "limit"> {
  /**
   * How many exchanges.
   * @default 1
   */
  count?: number;
  /**
   * How long, such as "250ms" or "90s" (ms, s, m, h, d), by the machine's clock, whatever the tenant's says.
   * @default "5s"
   */
  within?: DurationText;
}

/** What a tenant's view of its exchanges is made of. */
export interface JournalParts {
  journal: Journal;
  strays: StrayLog;
}

export function tenantJournal(
  provider: ServedProvider,
  tenant: string,
  { journal, strays }: JournalParts,
): TenantJournal {
  const place = { provider: provider.id, tenant };
  const read = (given: object | undefined, allowed: readonly string[]) => ({
    ...readOwn(given, allowed, provider),
    ...place,
  });
  return {
    exchanges: (filter) => copyExchanges(journal.exchanges(read(filter, filters)).items),
    violations: (filter) => copyJson(journal.violations(read(filter, filters)).items),
    nearMisses: (filter) => listNearMisses(journal, read(filter, ["severity", "since", "limit"]), [provider]).items,
    counts: (filter) => journal.counts.sum(read(filter, ["operation"])),
    coverage: () => coverageOf(journal, provider, { tenant }),
    async waitFor(given) {
      const wait = { count: defaultCount, within: defaultWithin, ...read(given, waits) };
      const waited = await waitForExchanges(journal, wait);
      if (waited.met) {
        const { count: _, within: __, ...filter } = wait;
        const since = waited.exchanges.at(-1)?.id;
        const later = since === undefined ? [] : journal.exchanges({ ...filter, since }).items;
        return copyExchanges([...waited.exchanges, ...later]);
      }
      if (waited.why === "closed")
        throw new StandinError("WAIT_ENDED", `[${provider.id}] Standin was closed while exchanges were waited for.`);
      throw new StandinError("WAIT_TIMEOUT", describeUnmet({ journal, strays }, wait, waited.came, [provider]));
    },
  };
}

const filters = ["operation", "severity", "since", "limit"] satisfies (keyof TenantFilter)[];
const waits = ["operation", "severity", "since", "count", "within"] satisfies (keyof TenantWait)[];

function readOwn(given: object = {}, allowed: readonly string[], provider: ServedProvider): ControlParameters {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new StandinError("OPTION_INVALID", 'A filter is an object such as { severity: "error" }.');
  const narrowing = Object.entries(given).filter(([, value]) => value !== undefined);
  return orInvalid(() => readFilter(Object.fromEntries(narrowing), allowed, [provider]));
}
