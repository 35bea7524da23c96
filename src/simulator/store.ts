import type { Context } from "../define.ts";
import type { Clock } from "./clock.ts";
import type { ArmedFaults } from "./faults/armed-faults.ts";
import type { RateLimits } from "./limits/rate-limits.ts";

/** What one tenant has at one provider. */
export interface Space {
  readonly provider: string;
  readonly tenant: string;
  readonly clock: Clock;
  readonly faults: ArmedFaults;
  readonly limits: RateLimits;
  /** The state before the last write, kept while a fault may show it, and when that was. */
  stale: { state: unknown; writtenAt: number } | undefined;
  /** What handlers work with; undefined until the first request that may see the state. */
  context: Context<unknown> | undefined;
}

/**
 * Keeps the spaces. In memory every call answers at once; a store that is shared by several instances may answer later,
 * and is told of every change by `save`.
 */
export interface Store {
  /** The space of a tenant, a new one at its first request. Requests that come at once get one and the same. */
  load(provider: string, tenant: string): Space | Promise<Space>;
  save(space: Space): void | Promise<void>;
  drop(provider: string, tenant: string): void | Promise<void>;
}

/** A store that answers at once. */
export interface MemoryStore extends Store {
  load(provider: string, tenant: string): Space;
  save(space: Space): void;
  drop(provider: string, tenant: string): void;
}

/** `create` makes the space of a tenant that has none yet. */
export function createMemoryStore(create: (provider: string, tenant: string) => Space): MemoryStore {
  const providers = new Map<string, Map<string, Space>>();
  const save = (space: Space): void => {
    const tenants = providers.get(space.provider);
    if (tenants === undefined) providers.set(space.provider, new Map([[space.tenant, space]]));
    else tenants.set(space.tenant, space);
  };
  return {
    load(provider, tenant) {
      const known = providers.get(provider)?.get(tenant);
      if (known !== undefined) return known;
      const space = create(provider, tenant);
      save(space);
      return space;
    },
    save,
    drop(provider, tenant) {
      providers.get(provider)?.delete(tenant);
    },
  };
}
