import type { Context } from "../define.ts";
import type { Clock } from "./clock.ts";
import type { ArmedFaults } from "./faults/armed-faults.ts";
import type { RateLimits } from "./limits/rate-limits.ts";
import { type PackedStates, packStates } from "./packed-states.ts";
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
  /** What handlers work with; undefined until the first request that may see the state. Had by `contextOf`. */
  context: Context<unknown> | undefined;
  /** What the context has its ids and chance from; made with it. */
  sources: SeededSources | undefined;
  /** The states, while they rest. */
  packed: PackedStates | undefined;
  /** Somebody in this process has the state's own objects in hand: they must stay what they are. */
  isHeld: boolean;
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
  save(space: Space): void | Promise<void>;
  drop(provider: string, tenant: string): void | Promise<void>;
  /** The tenants that have a space at a provider, the one that has rested longest first. */
  listTenants(provider: string): string[] | Promise<string[]>;
  count(): StoreCount | Promise<StoreCount>;
}

/** A store that answers at once. */
export interface MemoryStore extends Store {
  load(provider: string, tenant: string): Space;
  peek(provider: string, tenant: string): Space;
  save(space: Space): void;
  drop(provider: string, tenant: string): void;
  listTenants(provider: string): string[];
  count(): StoreCount;
}

export interface MemoryStoreSettings {
  /** Makes the space of a tenant that has none yet. */
  create: (provider: string, tenant: string) => Space;
  /** The most tenants at each provider. */
  limit: number;
  /** How many bytes the states of the latest of them may have, about. The others rest: their states are packed. */
  awakeBytes: number;
  /** The most bytes that the packed states of each provider may have. */
  restingBytes: number;
  /** Is told of a tenant that had to make room: when it comes again, it begins again. */
  onLetGo: (space: Space, bound: "limit" | "restingBytes") => void;
}

/** The spaces of one provider. A Map keeps the order in which its keys came: the one that has rested longest is its first. */
interface Spaces {
  awake: Map<string, Space>;
  /** All of these have rested for longer than those. */
  resting: Map<string, Space>;
  restingBytes: number;
  /** Of a state, in bytes: a moving mean. */
  typicalSize: number;
  /** Who was let go and has not come back, as many names as there may be tenants. */
  letGo: Set<string>;
}

/** Of the size of a state, in bytes, while none has been packed. */
const firstGuess = 32 * 1024;

/** Keeps spaces in memory: packs those that rest, and lets go of those that have rested longest. */
export function createMemoryStore({
  create,
  limit,
  awakeBytes,
  restingBytes,
  onLetGo,
}: MemoryStoreSettings): MemoryStore {
  const providers = new Map<string, Spaces>();
  let latest: Space | undefined;
  let letGo = 0;

  function spacesOf(provider: string): Spaces {
    const found = providers.get(provider);
    if (found !== undefined) return found;
    const spaces: Spaces = {
      awake: new Map(),
      resting: new Map(),
      restingBytes: 0,
      typicalSize: firstGuess,
      letGo: new Set(),
    };
    providers.set(provider, spaces);
    return spaces;
  }

  function mostAwake({ typicalSize }: Spaces): number {
    return Math.max(1, awakeBytes / typicalSize);
  }

  function begin(spaces: Spaces, provider: string, tenant: string): Space {
    const space = create(provider, tenant);
    space.beginsAgain = spaces.letGo.delete(tenant);
    return space;
  }

  function find({ awake, resting }: Spaces, tenant: string): Space | undefined {
    return awake.get(tenant) ?? resting.get(tenant);
  }

  function bringToEnd(spaces: Spaces, space: Space): void {
    const { tenant } = space;
    latest = space;
    spaces.resting.delete(tenant);
    spaces.awake.delete(tenant);
    spaces.awake.set(tenant, space);
    // Two at the most: where states have become larger, nobody waits until there is room for all of them.
    for (let times = 0; times < 2 && spaces.awake.size > mostAwake(spaces); times++)
      putToRest(spaces, oldestOf(spaces.awake));
    if (spaces.awake.size + spaces.resting.size > limit) letOldestGo(spaces, "limit");
    while (spaces.restingBytes > restingBytes && spaces.resting.size > 0) letOldestGo(spaces, "restingBytes");
  }

  function putToRest(spaces: Spaces, space: Space): void {
    spaces.awake.delete(space.tenant);
    spaces.resting.set(space.tenant, space);
    if (space.packed !== undefined) return;
    space.packed = packStates(space, wake);
    const { packed } = space;
    if (packed === undefined) return;
    spaces.restingBytes += packed.size;
    spaces.typicalSize += (packed.fullSize - spaces.typicalSize) / 16;
  }

  /** A state was asked for: to look at it is a use of it. */
  function wake(space: Space, size: number): void {
    const spaces = spacesOf(space.provider);
    // Whoever loaded it before it was let go or dropped may still be at work with it.
    if (find(spaces, space.tenant) !== space) return;
    spaces.restingBytes -= size;
    bringToEnd(spaces, space);
  }

  function letOldestGo(spaces: Spaces, bound: "limit" | "restingBytes"): void {
    const oldest = oldestOf(spaces.resting.size > 0 ? spaces.resting : spaces.awake);
    remove(spaces, oldest.tenant);
    letGo++;
    spaces.letGo.add(oldest.tenant);
    if (spaces.letGo.size > limit) spaces.letGo.delete(firstOf(spaces.letGo));
    onLetGo(oldest, bound);
  }

  function remove(spaces: Spaces, tenant: string): void {
    spaces.restingBytes -= find(spaces, tenant)?.packed?.size ?? 0;
    spaces.awake.delete(tenant);
    spaces.resting.delete(tenant);
    latest = undefined;
  }

  return {
    load(provider, tenant) {
      const spaces = spacesOf(provider);
      const space = find(spaces, tenant) ?? begin(spaces, provider, tenant);
      if (space !== latest) bringToEnd(spaces, space);
      return space;
    },
    peek: (provider, tenant) => find(spacesOf(provider), tenant) ?? create(provider, tenant),
    save(space) {
      if (space !== latest) bringToEnd(spacesOf(space.provider), space);
    },
    drop(provider, tenant) {
      const spaces = spacesOf(provider);
      remove(spaces, tenant);
      spaces.letGo.delete(tenant);
    },
    listTenants(provider) {
      const { awake, resting } = spacesOf(provider);
      return [...resting.keys(), ...awake.keys()];
    },
    count() {
      let kept = 0;
      for (const { awake, resting } of providers.values()) kept += awake.size + resting.size;
      return { kept, letGo };
    },
  };
}

function oldestOf(spaces: Map<string, Space>): Space {
  return firstOf(spaces.values());
}

/** Of something that is not empty. */
function firstOf<T>(values: Iterable<T>): T {
  for (const value of values) return value;
  throw new RangeError("There is none.");
}
