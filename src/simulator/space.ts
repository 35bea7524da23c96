import { types } from "node:util";
import type { Context, RateLimit, Scenario } from "../define.ts";
import { Clock, clockStart, createStoppedClock, type StartingClock } from "./clock.ts";
import { ArmedFaults } from "./faults/armed-faults.ts";
import { RateLimits } from "./limits/rate-limits.ts";
import { peekState, unpackStates } from "./packed-states.ts";
import type { Provider } from "./provider.ts";
import { copySources, createSources, type SeededSources } from "./sources.ts";
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
  const clock = new Clock(settings.clock);
  const limits = new RateLimits(clock, () => settings.quotasOf(provider));
  limits.start(settings.scenario, settings.limits);
  return {
    provider,
    tenant,
    clock,
    faults: new ArmedFaults((id) => createSources(`${settings.seed}/${provider}/${tenant}/${id}`)),
    limits,
    scenario: settings.scenario,
    stale: undefined,
    context: undefined,
    sources: undefined,
    packed: undefined,
    isHeld: false,
    onAwake() {},
    beginsAgain: false,
  };
}

/** Has a space that no request has used yet begin as another scenario of the provider's, with its limits. */
export function beginScenario(space: Space, scenario: string, settings: SpaceSettings): void {
  space.scenario = scenario;
  space.limits.start(scenario, settings.limits);
}

/** The context of a space, with the scenario's state made on first use, and unpacked where it rests. */
export function contextOf(space: Space, provider: Provider, settings: SpaceSettings): Context<unknown> {
  if (space.packed !== undefined) unpackStates(space, space.packed);
  if (space.context === undefined) {
    const scenario = requireScenario(provider, space.scenario);
    space.context = createContext(space, settings, createState(provider, space.scenario, settings));
    space.onAwake(space, { kind: "scenario", scenario });
  }
  return space.context;
}

/** The state of a space, to be looked at: one that rests goes on resting. */
export function stateOf(space: Space, provider: Provider, settings: SpaceSettings): unknown {
  return space.packed === undefined ? contextOf(space, provider, settings).state : peekState(space.packed);
}

function createContext(space: Space, settings: SpaceSettings, state: unknown): Context<unknown> {
  const { provider, tenant, clock } = space;
  space.sources ??= createSources(`${settings.seed}/${provider}/${tenant}`);
  const { nextId, random } = space.sources;
  return { state, tenant, clock, nextId, random };
}

/** A context to work with for once: nothing that is done to it stays. */
export function copyContext({ sources }: Space, context: Context<unknown>): Context<unknown> {
  const { nextId, random } = copySources(sources as SeededSources);
  return { ...context, state: structuredClone(context.state), nextId, random };
}

/** Puts another state in the place of the one that there is. An exchange on its way ends with the one that it began with. */
export function replaceState(space: Space, settings: SpaceSettings, state: unknown): void {
  const { packed } = space;
  space.context = createContext(space, settings, state);
  space.stale = undefined;
  space.packed = undefined;
  space.isHeld = false;
  space.onAwake(space, { kind: "other", packed });
}

/** Note: the seed leaves out the tenant, so that a scenario's records have the same ids for all of them. */
export function createState(
  provider: Provider,
  name: string,
  settings: Pick<SpaceSettings, "seed" | "clock">,
): unknown {
  const scenario = requireScenario(provider, name);
  const { nextId, random } = createSources(`${settings.seed}/${provider.id}`);
  const state = scenario({
    clock: createStoppedClock(settings.clock === "real" ? Date.now() : clockStart),
    nextId,
    random,
  });
  if (types.isPromise(state)) {
    // Its rejection would end the process, and nobody waits for it.
    state.catch(() => {});
    const subject = `The scenario "${name}" answered a promise.`;
    throw new TypeError(`${subject} A state is answered at once: remove async and await.`);
  }
  return state;
}

function requireScenario({ id, definition }: Provider, name: string): Scenario<unknown> {
  const scenario = definition.scenarios[name];
  if (scenario === undefined) throw new Error(`[${id}] no scenario "${name}"`);
  return scenario;
}
