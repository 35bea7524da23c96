import { splitUrl } from "../contract/check-exchange.ts";
import type { Contract } from "../contract/contract.ts";
import { type NearOperation, nearestOperations } from "../contract/nearest-operations.ts";
import type { JournalledExchange } from "./entry.ts";
import type { Journal, JournalPage } from "./journal.ts";
import type { JournalFilter } from "./journal-filter.ts";
import type { Provider } from "./provider.ts";

/** A request that matched no operation of its provider, and what it may have meant. */
export interface NearMiss {
  /** The exchange's id. */
  exchange: string;
  provider: string;
  tenant: string;
  method: string;
  /** At the vendor's host, percent-encoded, without the query. */
  path: string;
  /** The nearest operations, the nearest first; 3 at the most. */
  nearest: NearOperation[];
}

const mostNamed = 3;

/** The exchanges without an operation, each with those that are nearest. */
export function listNearMisses(
  journal: Journal,
  filter: JournalFilter,
  providers: readonly Provider[],
): JournalPage<NearMiss> {
  const page = journal.exchanges({ ...filter, operation: null });
  return { ...page, items: describeNearMisses(page.items, providers) };
}

export function describeNearMisses(
  exchanges: readonly JournalledExchange[],
  providers: readonly Provider[],
): NearMiss[] {
  const contracts = new Map(providers.map(({ id, contract }) => [id, contract]));
  return exchanges.map((exchange) => describeNearMiss(exchange, contracts.get(exchange.provider) as Contract));
}

function describeNearMiss({ id, provider, tenant, request }: JournalledExchange, contract: Contract): NearMiss {
  const { method } = request;
  const { path } = splitUrl(request.url);
  return {
    exchange: id,
    provider,
    tenant,
    method,
    path,
    nearest: nearestOperations(contract, method, path, mostNamed),
  };
}
