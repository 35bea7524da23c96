import type { Context } from "../define.ts";
import type { Clock } from "./clock.ts";
import type { ArmedFaults } from "./faults/armed-faults.ts";
import type { RateLimits } from "./limits/rate-limits.ts";
import type { SeededSources } from "./sources.ts";

/** What one tenant has at one provider. */
export interface Space {
  readonly provider: string;
  readonly tenant: string;
  readonly clock: Clock;
  readonly faults: ArmedFaults;
  readonly limits: RateLimits;
  /** The name of what the state began as, or will. */
  scenario: string;
  /** The state before the last write, kept while a fault may show it, and when that was. */
  stale: { state: unknown; writtenAt: number } | undefined;
  /** What handlers work with; undefined until the first request that may see the state. */
  context: Context<unknown> | undefined;
  /** What the context has its ids and chance from; made with it. */
  sources: SeededSources | undefined;
}

/**
 * Keeps the spaces. In memory every call answers at once; a store that is shared by several instances may answer later,
 * and is told of every change by `save`.
 */
export interface Store {
  /** The space of a tenant, a new one at its first request. Requests that come at once get one and the same. */
  load(provider: string, tenant: string): Space | Promise<Space>;
  /** The same to be looked at: nothing is kept of a tenant that has none, and none is the younger for it. */
  peek(provider: string, tenant: string): Space | Promise<Space>;
  save(space: Space): void | Promise<void>;
  drop(provider: string, tenant: string): void | Promise<void>;
  /** The tenants that have a space at a provider, the one that has rested longest first. */
  listTenants(provider: string): string[] | Promise<string[]>;
}

/** A store that answers at once. */
export interface MemoryStore extends Store {
  load(provider: string, tenant: string): Space;
  peek(provider: string, tenant: string): Space;
  save(space: Space): void;
  drop(provider: string, tenant: string): void;
  listTenants(provider: string): string[];
}

export interface MemoryStoreSettings {
  /** Makes the space of a tenant that has none yet. */
  create: (provider: string, tenant: string) => Space;
  /** The most tenants at each provider. */
  limit: number;
  /** Is told of a tenant that had to make room: when it comes again, it begins again. */
  onLetGo: (space: Space) => void;
}

/** Keeps spaces in memory, and lets go of those that have rested longest. */
export function createMemoryStore({ create, limit, onLetGo }: MemoryStoreSettings): MemoryStore {
  const providers = new Map<string, Map<string, Space>>();
  let latest: Space | undefined;

  /** A Map keeps the order in which its keys came: the one that has rested longest is its first. */
  function bringToEnd(space: Space): void {
    const { provider, tenant } = space;
    let tenants = providers.get(provider);
    if (tenants === undefined) {
      tenants = new Map();
      providers.set(provider, tenants);
    }
    tenants.delete(tenant);
    tenants.set(tenant, space);
    latest = space;
    if (tenants.size <= limit) return;
    const [[rested, oldest]] = tenants as unknown as [[string, Space]];
    tenants.delete(rested);
    onLetGo(oldest);
  }

  return {
    load(provider, tenant) {
      const space = providers.get(provider)?.get(tenant) ?? create(provider, tenant);
      if (space !== latest) bringToEnd(space);
      return space;
    },
    peek: (provider, tenant) => providers.get(provider)?.get(tenant) ?? create(provider, tenant),
    save(space) {
      if (space !== latest) bringToEnd(space);
    },
    drop(provider, tenant) {
      providers.get(provider)?.delete(tenant);
      latest = undefined;
    },
    listTenants: (provider) => [...(providers.get(provider)?.keys() ?? [])],
  };
}
