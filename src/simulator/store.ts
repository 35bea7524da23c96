import type { Context } from "../define.ts";
import type { Clock } from "./clock.ts";

/** What one tenant has at one provider. */
export interface Space {
  readonly provider: string;
  readonly tenant: string;
  readonly clock: Clock;
  /** What handlers work with; undefined until the first request that may see the state. */
  context: Context<unknown> | undefined;
}

/**
 * Keeps the spaces. In memory every call answers at once; a store that is shared by several instances may answer later,
 * and is told of every change by `save`.
 */
export interface Store {
  load(provider: string, tenant: string): Space | undefined | Promise<Space | undefined>;
  save(space: Space): void | Promise<void>;
  drop(provider: string, tenant: string): void | Promise<void>;
}

/** A store that answers at once. */
export interface MemoryStore extends Store {
  load(provider: string, tenant: string): Space | undefined;
  save(space: Space): void;
  drop(provider: string, tenant: string): void;
}

export function createMemoryStore(): MemoryStore {
  const providers = new Map<string, Map<string, Space>>();
  return {
    load: (provider, tenant) => providers.get(provider)?.get(tenant),
    save(space) {
      const tenants = providers.get(space.provider);
      if (tenants === undefined) providers.set(space.provider, new Map([[space.tenant, space]]));
      else tenants.set(space.tenant, space);
    },
    drop(provider, tenant) {
      providers.get(provider)?.delete(tenant);
    },
  };
}
