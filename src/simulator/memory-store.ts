import { AwakeStates, type Origin } from "./awake-states.ts";
import type { Space, Store, StoreCount } from "./store.ts";

/** A store that answers at once. */
export interface MemoryStore extends Store {
  load(provider: string, tenant: string): Space;
  peek(provider: string, tenant: string): Space;
  save(space: Space, written: number): void;
  drop(provider: string, tenant: string): void;
  listTenants(provider: string): string[];
  count(): StoreCount;
}

export interface MemoryStoreSettings {
  /** Makes the space of a tenant that has none yet. */
  create: (provider: string, tenant: string) => Space;
  /** The most tenants at each provider. */
  limit: number;
  /**
   * About how many bytes the tenants of all providers take together, as far as that depends on how many are awake: their
   * states have what the others leave of it. Those for whom there is no room rest: their states are packed.
   */
  sharedBytes: number;
  /** As many bytes of the heap the states of those of one provider that are awake may take in any case. */
  awakeBytes: number;
  /** The most bytes that the packed states of each provider may have. */
  restingBytes: number;
  /** Is told of a tenant that had to make room: when it comes again, it begins again. */
  onLetGo: (space: Space, bound: "limit" | "restingBytes") => void;
}

/** The spaces of one provider. */
interface Spaces {
  /** A Map keeps the order in which its keys came: the one that has rested longest is its first. */
  tenants: Map<string, Space>;
  awake: AwakeStates;
  restingBytes: number;
  /** Who was let go and has not come back, as many names as there may be tenants. */
  letGo: Set<string>;
}

/** What a tenant takes beside its state, in bytes, about. */
const spaceBytes = 16 * 1024;

/** Keeps spaces in memory: packs those that rest, and lets go of those that have rested longest. */
export function createMemoryStore({
  create,
  limit,
  sharedBytes,
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
      tenants: new Map(),
      awake: new AwakeStates(() => Math.max(awakeBytes, sharedBytes - takenBeside(spaces))),
      restingBytes: 0,
      letGo: new Set(),
    };
    providers.set(provider, spaces);
    return spaces;
  }

  /** What all take but the states of one provider that are awake. */
  function takenBeside(own: Spaces): number {
    let bytes = 0;
    for (const { tenants, restingBytes, awake } of providers.values())
      bytes += restingBytes + tenants.size * spaceBytes + awake.bytes;
    return bytes - own.awake.bytes;
  }

  function begin(spaces: Spaces, provider: string, tenant: string): Space {
    const space = create(provider, tenant);
    space.beginsAgain = spaces.letGo.delete(tenant);
    space.onAwake = countAwake;
    return space;
  }

  function bringToEnd(spaces: Spaces, space: Space): void {
    const { tenants } = spaces;
    tenants.delete(space.tenant);
    tenants.set(space.tenant, space);
    spaces.awake.use(space);
    latest = space;
    if (tenants.size > limit) letOldestGo(spaces, "limit");
  }

  function countAwake(space: Space, origin: Origin): void {
    const spaces = spacesOf(space.provider);
    // Whoever loaded it before it was let go or dropped may still be at work with it.
    if (spaces.tenants.get(space.tenant) !== space) return;
    if (origin.kind !== "scenario") spaces.restingBytes -= origin.packed?.bytes.length ?? 0;
    countResting(spaces, spaces.awake.add(space, origin));
  }

  function countResting(spaces: Spaces, bytes: number): void {
    spaces.restingBytes += bytes;
    while (spaces.restingBytes > restingBytes) letOldestGo(spaces, "restingBytes");
  }

  function letOldestGo(spaces: Spaces, bound: "limit" | "restingBytes"): void {
    const oldest = firstOf(spaces.tenants.values());
    remove(spaces, oldest.tenant);
    letGo++;
    spaces.letGo.add(oldest.tenant);
    if (spaces.letGo.size > limit) spaces.letGo.delete(firstOf(spaces.letGo));
    onLetGo(oldest, bound);
  }

  function remove(spaces: Spaces, tenant: string): void {
    const space = spaces.tenants.get(tenant);
    if (space === undefined) return;
    spaces.tenants.delete(tenant);
    spaces.awake.delete(space);
    spaces.restingBytes -= space.packed?.bytes.length ?? 0;
    if (space === latest) latest = undefined;
  }

  return {
    load(provider, tenant) {
      const spaces = spacesOf(provider);
      const space = spaces.tenants.get(tenant) ?? begin(spaces, provider, tenant);
      if (space !== latest) bringToEnd(spaces, space);
      return space;
    },
    peek: (provider, tenant) => spacesOf(provider).tenants.get(tenant) ?? create(provider, tenant),
    save(space, written) {
      if (space !== latest) bringToEnd(spacesOf(space.provider), space);
      if (written === 0) return;
      const spaces = spacesOf(space.provider);
      countResting(spaces, spaces.awake.write(space, written));
    },
    drop(provider, tenant) {
      const spaces = spacesOf(provider);
      remove(spaces, tenant);
      spaces.letGo.delete(tenant);
    },
    listTenants: (provider) => [...spacesOf(provider).tenants.keys()],
    count() {
      let kept = 0;
      for (const { tenants } of providers.values()) kept += tenants.size;
      return { kept, letGo };
    },
  };
}

/** Of something that is not empty. */
function firstOf<T>(values: Iterable<T>): T {
  for (const value of values) return value;
  throw new RangeError("There is none.");
}
