import type { ServedProvider } from "../provider.ts";
import { Refusal } from "../refusal.ts";
import { explainScenario } from "../scenario-name.ts";
import { beginScenario } from "../space.ts";
import type { TenantParts } from "../tenant.ts";
import { readSnapshot, type Snapshot, takeBeside, tellState } from "./snapshot.ts";
import { type Parts, writeState } from "./write-state.ts";

/** A tenant's snapshot, with what a later start needs beside. */
export interface SavedState extends Snapshot {
  /** The name of what its state began as. */
  scenario: string;
}

type TenantStates = Pick<TenantParts, "store" | "space">;

/** The JSON of what is to be saved of a tenant. Throws a Refusal where the mock's state is no plain data. */
export function writeSaved(tenant: string, provider: ServedProvider, { store, space: settings }: TenantStates): Parts {
  const space = store.peek(provider.id, tenant);
  const state = tellState(space, provider, settings, (state, shape) =>
    writeState(state, shape, space.packed?.beginning),
  );
  const { provider: id, tenant: name, ...rest } = takeBeside(space);
  return writeLine({ provider: id, tenant: name, scenario: space.scenario, ...rest }, state);
}

function* writeLine(beside: Omit<SavedState, "state">, state: Parts): Generator<string | Buffer, void> {
  yield "{";
  for (const [name, value] of Object.entries(beside)) yield `${JSON.stringify(name)}:${JSON.stringify(value)},`;
  yield '"state":';
  yield* state;
  yield "}";
}

/** Has a tenant go on from what was saved. Throws a Refusal, and then it is as it was. */
export function restoreSaved(
  { scenario, ...snapshot }: SavedState,
  provider: ServedProvider,
  { store, space: settings }: TenantStates,
): void {
  const problem = explainScenario(provider, scenario);
  if (problem !== undefined) throw new Refusal("state", problem);
  const beside = { ...store.peek(provider.id, snapshot.tenant), scenario };
  const apply = readSnapshot(snapshot, beside, provider, settings, { saved: true });
  const space = store.load(provider.id, snapshot.tenant);
  // First, for the state is kept beside those of others that began so.
  space.scenario = scenario;
  apply(space);
  // Last, for the clock of what was saved may step, and quotas need one that flows.
  beginScenario(space, scenario, settings);
}
