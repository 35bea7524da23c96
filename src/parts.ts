import { createCatalog, type Provider } from "./catalog.ts";
import { didYouMean } from "./contract/near-miss.ts";
import type { ProviderDefinition } from "./define.ts";
import { StandinError } from "./errors.ts";
import { createLocate } from "./report/locate.ts";
import { type AppOptions, assertOptions, type StartOptions } from "./simulator/app-options.ts";
import { guardCallback } from "./simulator/callback.ts";
import { listSharedAddresses } from "./simulator/find-destination.ts";
import { loadInTurn } from "./simulator/loading.ts";
import { followProvider, prepareProvider, type ServedProvider } from "./simulator/provider.ts";
import { createReload } from "./simulator/reload.ts";
import { assertScenario, explainScenario, refuseScenario } from "./simulator/scenario-name.ts";
import { createSimulator, type Simulator } from "./simulator/simulator.ts";
import { assertStates } from "./simulator/state/assert-states.ts";
import { openStateFile, type StateFile } from "./simulator/state/state-file.ts";

export const defaultBodyLimit = 1024 * 1024;
const defaultJournalBytes = 16 * 1024 * 1024;

/** What an entry point puts the stand-ins together from. */
export interface Parts {
  simulator: Simulator;
  listed: Promise<void>;
  /** One of those that are served. Throws PROVIDER_UNKNOWN. */
  find: (id: string) => ServedProvider;
  /** Those that are served, as they are at the time. */
  current: () => readonly ServedProvider[];
  /** Loads anew what changes on the disk, until it is closed. */
  watch: () => Promise<Watching>;
  /** Opens the file of the states, if one is named: providers that are loaded from then on begin with what it holds. */
  openStateFile: () => Promise<StateFile | undefined>;
}

export interface Watching {
  /** Makes ready for the first change, when there is nothing more urgent to do. */
  warmUp(): void;
  close(): void;
}

export function createParts(
  given: AppOptions,
  token: string | undefined,
  /** Given where it is going to listen: resolves when the address is had. */
  begun?: Promise<void>,
): Parts {
  // Whatever was given, null too, is refused where every mistake in the options is.
  const options: StartOptions = Object(given);
  const log =
    options.log === undefined
      ? toStandardError
      : guardCallback(options.log, (error, line) => toStandardError(`${line}\nThe option log threw: ${error}`));
  const catalog = createCatalog({ providersDir: options.providersDir, warn: log, watch: options.watch === true });
  const scenario = options.scenario ?? defaultScenario;
  const seed = options.seed ?? 1;
  const clock = options.clock ?? "stepped";
  const tenantLimit = options.tenantLimit ?? 10_000;
  let loaded: readonly ServedProvider[] | undefined;
  const quotas = new Map<string, ProviderDefinition<unknown>["limits"]>();
  const prepare = (given: Provider): ServedProvider => {
    const provider = prepareProvider(given);
    assertStates(provider, { seed, clock });
    return provider;
  };
  let states: StateFile | undefined;
  const begin = async (provider: ServedProvider): Promise<void> => {
    quotas.set(provider.id, provider.definition.limits);
    await states?.restore(provider.id, (saved) => simulator.restore(provider, saved));
  };
  const loading = loadInTurn(
    () => {
      assertOptions(given, begun !== undefined);
      const ids = options.providers ?? catalog.listProviders();
      for (const id of ids) catalog.verifyProvider(id);
      return ids;
    },
    async (id, ids) => {
      const given = await catalog.loadProvider(id);
      // Whoever names one that only some have is told of all at once; what is wrong with another is that one's matter.
      if (explainScenario(given, scenario) !== undefined) {
        const others = await Promise.allSettled(ids.map((each) => catalog.loadProvider(each)));
        throw refuseScenario(
          others.flatMap((other) => (other.status === "fulfilled" ? other.value : [])),
          scenario,
        );
      }
      const provider = prepare(given);
      await begin(provider);
      return provider;
    },
    begun,
  );
  const shared = new Set<string>();
  const accept = (providers: readonly ServedProvider[]) => {
    const sharing = listSharedAddresses(providers).filter((text) => !shared.has(text));
    for (const text of sharing) log(`warning: ${shared.add(text) && text}`);
    loaded = providers;
    return providers;
  };
  const all = loading.all.then(accept);
  const simulator = createSimulator({
    loading: { ...loading, all },
    scenario,
    seed,
    open: options.open ?? false,
    clock,
    limits: options.limits ?? false,
    quotasOf: (id) => quotas.get(id) ?? {},
    bodyLimit: options.bodyLimit ?? defaultBodyLimit,
    journalBody: options.journalBody,
    tenantLimit,
    journal: { exchanges: options.journalLimit ?? 10_000, bytes: options.journalBytes ?? defaultJournalBytes },
    token,
    onExchange: options.onExchange,
    onStray: options.onStray,
    log,
    locate: createLocate(catalog.folderOf),
  });
  quiet(simulator.providers);
  const reload = createReload({
    served: () => simulator.providers.then(() => loaded ?? []),
    isWanted: (id) => options.providers?.includes(id) ?? true,
    async load(id, telling) {
      const given = await catalog.reloadProvider(id, telling);
      assertScenario(given, scenario);
      const provider = prepare(given);
      if (get(id) === undefined) await begin(provider);
      return provider;
    },
    replace(provider) {
      quotas.set(provider.id, provider.definition.limits);
      simulator.defects.forget(provider.id);
      simulator.replace(accept(withProvider(loaded ?? [], provider)));
    },
    explainRefused: (provider) => simulator.explainRefused(provider),
    explainOrphans: (provider) => simulator.explainOrphans(provider),
    log,
  });
  const openOwnFile = async () => {
    if (options.state !== undefined) states = await openStateFile(options.state, { log, tenantLimit });
    return states;
  };
  const watch = async (): Promise<Watching> => {
    const watching = await catalog.watch((changes) =>
      changes.forEach(({ id, files }) => void quiet(reload.begin(id, files))),
    );
    let isOver = false;
    return {
      warmUp: () => void quiet(catalog.warmUp(() => isOver)),
      close() {
        isOver = true;
        watching.close();
        reload.end();
      },
    };
  };
  const get = (id: string) => loaded?.find((candidate) => candidate.id === id);
  const find = (id: string) => {
    if (get(id) !== undefined) return followProvider(id, () => get(id) as ServedProvider);
    const known = loaded?.map((candidate) => candidate.id);
    const hint =
      known === undefined
        ? " The providers are not loaded yet: await ready."
        : `${didYouMean(String(id), known)} Served: ${known.join(", ")}.`;
    throw new StandinError("PROVIDER_UNKNOWN", `The provider "${id}" is not served.${hint}`);
  };
  return { simulator, find, listed: loading.listed, current: () => loaded ?? [], watch, openStateFile: openOwnFile };
}

/** In its old place, or in the order of the ids. */
function withProvider(providers: readonly ServedProvider[], one: ServedProvider): readonly ServedProvider[] {
  const isKnown = providers.some(({ id }) => id === one.id);
  if (isKnown) return providers.map((provider) => (provider.id === one.id ? one : provider));
  return [...providers, one].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Every mock has to define it. */
export const defaultScenario = "documented";

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A rejection that nobody waits for is no crash: every request tells it. */
export function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
