import { type ClockReading, readClock, readSetting } from "../clock-setting.ts";
import type { ServedProvider } from "../provider.ts";
import { Refusal, refuseOthers, show } from "../refusal.ts";
import { positionForm, type SourcePositions } from "../sources.ts";
import { createState, replaceState, type SpaceSettings, stateOf } from "../space.ts";
import type { Space } from "../store.ts";
import type { BrokenRecord } from "./broken-record.ts";
import { checkCounters } from "./check-counters.ts";
import { checkRecords } from "./check-records.ts";
import { decodeState } from "./decode-state.ts";
import { encodeState } from "./encode-state.ts";
import { type BrokenPlace, isPlainObject, NoPlainData } from "./plain-data.ts";
import { type MapShape, mapsOf, type Shape, shapeOf } from "./shape.ts";
import { StateRefusal } from "./state-refusal.ts";
import type { StateSettings } from "./state-settings.ts";
import { rememberNames, toldMaps } from "./told-names.ts";

/** All that decides what a tenant's next requests at a provider are answered, as a JSON value. */
export interface Snapshot {
  provider: string;
  /** Whose it was. */
  tenant: string;
  /** The mock's state: a Map is an object of its records by key, or a list of [key, record] where that has an order or keys of its own. */
  state: unknown;
  clock: ClockReading;
  /** Where ids and chance stand. */
  sources: SourcePositions;
}

/** A snapshot, or its state alone: what is left out stays as it is. */
export type SnapshotPart = Pick<Snapshot, "state"> &
  Partial<Omit<Snapshot, "state" | "sources"> & { sources: Partial<SourcePositions> }>;

/** Throws a Refusal where the mock's state is no plain data. */
export function takeSnapshot(space: Space, provider: ServedProvider, settings: SpaceSettings): Snapshot {
  const state = tellState(space, provider, settings, (own, shape) => {
    const json = encodeState(own, shape);
    rememberNames(provider, own);
    return json;
  });
  const { provider: id, tenant, ...rest } = takeBeside(space);
  return { provider: id, tenant, state, ...rest };
}

/** What a snapshot has beside the state. The state is told first, which makes the sources. */
export function takeBeside({ provider, tenant, clock, sources }: Space): Omit<Snapshot, "state"> {
  return { provider, tenant, clock: readClock(clock), sources: (sources as NonNullable<typeof sources>).read() };
}

/** What `tell` makes of a space's state. Throws a Refusal where that throws NoPlainData. */
export function tellState<Told>(
  space: Space,
  provider: ServedProvider,
  settings: SpaceSettings,
  tell: (state: unknown, shape: Shape) => Told,
): Told {
  const shape = scenarioShape(space.scenario, provider, settings);
  const state = stateOf(space, provider, settings);
  try {
    return tell(state, shape);
  } catch (error) {
    if (!(error instanceof NoPlainData)) throw error;
    const place = error.pointer === "" ? "the state" : error.pointer;
    throw new Refusal(
      "mock-state",
      `[${provider.id}] The mock's state cannot be told as JSON: ${place} ${error.message}. A state is plain data, with the members that its scenario has. One from before an edit of the mock may have others: a reset begins anew.`,
      { pointer: error.pointer },
    );
  }
}

/** What is to become of a space. */
export type Restoration = (space: Space) => void;

const members = ["provider", "tenant", "state", "clock", "sources"] as const satisfies (keyof Snapshot)[];
const positions = ["ids", "random"] as const satisfies (keyof SourcePositions)[];

/**
 * Reads a snapshot for a tenant's space and holds it against scenario and contract; what it answers puts it in place. Throws
 * a Refusal, a StateRefusal where the state itself is broken. Nothing has changed until then. Of what Standin has `saved`
 * itself the names of members are those of the mock, whatever they are near to.
 */
export function readSnapshot(
  value: unknown,
  space: Space,
  provider: ServedProvider,
  settings: StateSettings,
  { saved = false } = {},
): Restoration {
  if (!isPlainObject(value))
    throw new Refusal("state", `[${provider.id}] A snapshot is ${show(value)}. It is an object such as {"state": …}.`);
  refuseOthers(value, members, (name, rest) => new Refusal("state", `A snapshot has no member "${name}".${rest}`));
  if (value.provider !== undefined && value.provider !== provider.id)
    throw new Refusal("state", `provider is ${show(value.provider)}: the snapshot is not one of "${provider.id}".`);
  if (value.tenant !== undefined && typeof value.tenant !== "string")
    throw new Refusal("state", `tenant is ${show(value.tenant)}. It is the name of the tenant that it was taken from.`);
  if (value.state === undefined)
    throw new Refusal("state", `[${provider.id}] state is missing. GET answers it as it may stand here.`);
  const clock = value.clock === undefined ? undefined : readSetting(value.clock);
  const sources = readPositions(value.sources);
  const state = readState(value.state, space, provider, settings, saved);
  return (target) => {
    const stepped = target.clock.mode === "stepped";
    replaceState(target, settings, state);
    clock?.apply(target.clock);
    // As when quotas are switched on: they need a clock that flows. One that steps with them was set to it.
    if (!stepped && !target.limits.isEmpty) target.clock.stopStepping();
    target.sources?.set(sources);
  };
}

function readPositions(value: unknown): Partial<SourcePositions> {
  if (value === undefined) return {};
  if (!isPlainObject(value))
    throw new Refusal("state", `sources is ${show(value)}. It is an object such as {"ids": …, "random": …}.`);
  refuseOthers(value, positions, (name, rest) => new Refusal("state", `sources has no member "${name}".${rest}`));
  for (const name of positions) {
    const position = value[name];
    if (position !== undefined && !(typeof position === "string" && positionForm.test(position)))
      throw new Refusal("state", `sources.${name} is ${show(position)}. It is 32 hex digits, as a snapshot has them.`);
  }
  return value;
}

function readState(
  value: unknown,
  space: Space,
  provider: ServedProvider,
  settings: StateSettings,
  saved: boolean,
): unknown {
  const named = saved ? [] : namedMaps(space, provider, settings);
  const { state, broken } = decodeChecked(value, space, provider, settings, named);
  if (broken.length > 0) throw new StateRefusal(provider.id, broken, settings);
  return state;
}

function decodeChecked(
  value: unknown,
  space: Space,
  provider: ServedProvider,
  settings: SpaceSettings,
  named: readonly MapShape[],
): Checked {
  const shape = scenarioShape(space.scenario, provider, settings);
  const { state, broken } = decodeState(value, shape);
  if (broken.length > 0) return { state, broken };
  const counters = checkCounters(provider, state);
  const time = space.clock.now().getTime();
  const records = checkRecords(provider, state, { tenant: space.tenant, time, named });
  return { state, broken: [...counters, ...records] };
}

interface Checked {
  state: unknown;
  broken: readonly (BrokenPlace | BrokenRecord)[];
}

/** For what a snapshot of a space would be refused. Throws a Refusal where its scenario cannot begin. */
export function findBroken(space: Space, provider: ServedProvider, settings: SpaceSettings): Checked["broken"] {
  const shape = scenarioShape(space.scenario, provider, settings);
  const state = stateOf(space, provider, settings);
  try {
    return decodeChecked(encodeState(state, shape), space, provider, settings, []).broken;
  } catch (error) {
    if (error instanceof NoPlainData) return [error];
    throw error;
  }
}

/** By what members are named: the tenant's scenario, the documented one, its state as it is, and all that was told. */
function namedMaps(space: Space, provider: ServedProvider, settings: SpaceSettings): MapShape[] {
  const shapes = [scenarioShape(space.scenario, provider, settings), documentedShape(provider, settings)];
  const isMade = space.context !== undefined || space.packed !== undefined;
  const own = isMade ? shapeOf(stateOf(space, provider, settings)) : undefined;
  const maps = [...shapes, own].flatMap((shape) => (shape === undefined ? [] : mapsOf(shape)));
  return [...maps, ...toldMaps(provider)];
}

/** Undefined where that scenario cannot begin: the tenant's own may be another. */
function documentedShape(provider: ServedProvider, settings: SpaceSettings): Shape | undefined {
  try {
    return scenarioShape("documented", provider, settings);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** By definition, for a mock that is loaded anew may have another; then by the scenario's name. */
const shapes = new WeakMap<object, Map<string, Shape>>();

/** What the states of a scenario are made of. Throws a Refusal where it cannot begin. */
function scenarioShape(scenario: string, provider: ServedProvider, settings: SpaceSettings): Shape {
  const { definition } = provider;
  const known = shapes.get(definition) ?? new Map<string, Shape>();
  shapes.set(definition, known);
  const shape = known.get(scenario) ?? shapeOf(openScenario(provider, scenario, settings));
  known.set(scenario, shape);
  return shape;
}

function openScenario(provider: ServedProvider, scenario: string, settings: SpaceSettings): unknown {
  try {
    return createState(provider, scenario, settings);
  } catch (error) {
    throw new Refusal("mock-state", `[${provider.id}] The scenario "${scenario}" threw: ${error}`);
  }
}
