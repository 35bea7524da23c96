import type { ServedProvider } from "./provider.ts";
import { orInvalid } from "./refusal.ts";
import { assertScenario } from "./scenario-name.ts";
import { beginScenario } from "./space.ts";
import { patchSnapshot } from "./state/patch-snapshot.ts";
import { readSnapshot, type Snapshot, type SnapshotPart, takeSnapshot } from "./state/snapshot.ts";
import type { TenantParts } from "./tenant.ts";

/** What a tenant has at one provider as a value that can be kept. */
export interface TenantState {
  /**
   * All that decides what its next requests are answered, as a JSON value: state, clock, and where ids and chance stand.
   * Throws STATE_INVALID where the mock's state is no plain data.
   */
  snapshot(): Snapshot;
  /**
   * Puts a snapshot in place, of this tenant or another one: the same requests are answered the same bytes from then on. What
   * it leaves out stays as it is, and so do faults and limits. Throws STATE_INVALID, with all that is broken, where the
   * state does not keep to scenario and contract; nothing has changed then.
   */
  restore(snapshot: SnapshotPart): void;
  /**
   * Changes the snapshot: an object is a JSON Merge Patch (RFC 7396), such as `{ state: { tasks: { "task-1": null } } }`, a
   * list a JSON Patch (RFC 6902). Throws STATE_INVALID as `restore` does.
   */
  patch(patch: object): void;
  /**
   * Begins again in a scenario of the provider's: state, clock, ids, no faults, and its limits. A later `reset` goes back to
   * the one that the stand-ins were started with. Throws SCENARIO_UNKNOWN, and then nothing has changed.
   */
  scenario(name: string): void;
}

export function tenantState(
  provider: ServedProvider,
  tenant: string,
  { store, space: settings }: Pick<TenantParts, "store" | "space">,
): TenantState {
  const { id } = provider;
  const peek = () => store.peek(id, tenant);
  const put = (read: typeof readSnapshot, given: unknown): void => {
    // Judged beside the space as it is: what is refused makes no tenant.
    const apply = orInvalid(() => read(given, peek(), provider, settings), "STATE_INVALID");
    apply(store.load(id, tenant));
  };
  return {
    snapshot: () => orInvalid(() => takeSnapshot(peek(), provider, settings), "STATE_INVALID"),
    restore: (snapshot) => put(readSnapshot, snapshot),
    patch: (patch) => put(patchSnapshot, patch),
    scenario(name) {
      assertScenario(provider, name);
      store.drop(id, tenant);
      beginScenario(store.load(id, tenant), name, settings);
    },
  };
}
