import type { Context } from "../define.ts";
import type { Origin } from "./awake-states.ts";
import type { Clock } from "./clock.ts";
import type { ArmedFaults } from "./faults/armed-faults.ts";
import type { RateLimits } from "./limits/rate-limits.ts";
import type { PackedStates } from "./packed-states.ts";
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
  /** The state before the last write, kept while a fault may show it; when that was, and the ids of those faults. */
  stale: { state: unknown; writtenAt: number; hiddenBy: readonly string[] } | undefined;
  /** What handlers work with; undefined until the first request that may see the state. Had by `contextOf`. */
  context: Context<unknown> | undefined;
  /** What the context has its ids and chance from; made with it. */
  sources: SeededSources | undefined;
  /** The states, while they rest. */
  packed: PackedStates | undefined;
  /** Somebody in this process has the state's own objects in hand: they must stay what they are. */
  isHeld: boolean;
  /** Is told that the state is there. */
  onAwake: (space: Space, origin: Origin) => void;
  /** It was let go to make room, and the exchange that comes next is the first of a new beginning. */
  beginsAgain: boolean;
}

/** How many spaces there are, and how many were let go to make room. */
export interface StoreCount {
  kept: number;
  letGo: number;
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
  /** `written` is how many bytes the request had that may have changed the state. */
  save(space: Space, written: number): void | Promise<void>;
  drop(provider: string, tenant: string): void | Promise<void>;
  /** The tenants that have a space at a provider, the one that has rested longest first. */
  listTenants(provider: string): string[] | Promise<string[]>;
  count(): StoreCount | Promise<StoreCount>;
}
