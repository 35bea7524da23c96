import type { Context, RateLimit } from "../define.ts";
import { Clock, clockStart, createStoppedClock, type StartingClock } from "./clock.ts";
import { ArmedFaults } from "./faults/armed-faults.ts";
import { RateLimits } from "./limits/rate-limits.ts";
import type { ServedProvider } from "./provider.ts";
import { createSources } from "./sources.ts";
import type { Space } from "./store.ts";

export interface SpaceSettings {
  seed: number;
  scenario: string;
  clock: StartingClock;
  /** Whether the documented quotas are on from the start. */
  limits: boolean;
  /** The quotas that a provider documents. */
  quotasOf(provider: string): Readonly<Record<string, RateLimit>>;
}

/** A tenant's beginning at a provider; the state follows when it is first needed. */
export function createSpace(provider: string, tenant: string, settings: SpaceSettings): Space {
  const limits = new RateLimits(settings.quotasOf(provider));
  if (settings.limits) limits.setDocumented();
  return {
    provider,
    tenant,
    clock: new Clock(settings.clock),
    faults: new ArmedFaults((id) => createSources(`${settings.seed}/${provider}/${tenant}/${id}`).random),
    limits,
    stale: undefined,
    context: undefined,
  };
}

/** The context of a space, with the scenario's state made on first use. */
export function contextOf(space: Space, provider: ServedProvider, settings: SpaceSettings): Context<unknown> {
  space.context ??= {
    state: createState(provider, settings),
    tenant: space.tenant,
    clock: space.clock,
    ...createSources(`${settings.seed}/${provider.id}/${space.tenant}`),
  };
  return space.context;
}

/** Note: the seed leaves out the tenant, so that a scenario's records have the same ids for all of them. */
function createState(provider: ServedProvider, settings: SpaceSettings): unknown {
  const scenario = provider.definition.scenarios[settings.scenario];
  if (scenario === undefined) throw new Error(`[${provider.id}] no scenario "${settings.scenario}"`);
  const state = scenario({
    clock: createStoppedClock(settings.clock === "real" ? Date.now() : clockStart),
    ...createSources(`${settings.seed}/${provider.id}`),
  });
  if (state instanceof Promise) {
    // Its rejection would end the process, and nobody waits for it.
    state.catch(() => {});
    const subject = `The scenario "${settings.scenario}" answered a promise.`;
    throw new TypeError(`${subject} A state is answered at once: remove async and await.`);
  }
  return state;
}
