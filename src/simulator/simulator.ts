import type { Coverage } from "../contract/coverage.ts";
import type { CredentialNames } from "../contract/credential-names.ts";
import type { RateLimit } from "../define.ts";
import type { StrayRequest } from "../exchange.ts";
import { guardCallback } from "./callback.ts";
import type { StartingClock } from "./clock.ts";
import { copyJson } from "./copy-json.ts";
import { coverageOf } from "./coverage.ts";
import { createListener, type ProviderListener } from "./create-listener.ts";
import { DefectLog, type Log } from "./defect-log.ts";
import type { JournalledExchange } from "./entry.ts";
import { explainOrphans } from "./faults/explain-orphans.ts";
import { Journal, type JournalBounds } from "./journal.ts";
import type { Loading } from "./loading.ts";
import { createMemoryStore } from "./memory-store.ts";
import type { ServedProvider } from "./provider.ts";
import { Refusal } from "./refusal.ts";
import { createSpace } from "./space.ts";
import { explainRefused } from "./state/explain-refused.ts";
import { restoreSaved, type SavedState, writeSaved } from "./state/saved-state.ts";
import type { StateSettings } from "./state/state-settings.ts";
import type { Parts } from "./state/write-state.ts";
import { redactStray, type TellStray } from "./stray.ts";
import { StrayLog } from "./stray-log.ts";
import { createTenant, type Tenant } from "./tenant.ts";

export interface SimulatorSettings {
  loading: Loading;
  scenario: string;
  seed: number;
  open: boolean;
  clock: StartingClock;
  limits: boolean;
  /** The quotas that a provider documents. */
  quotasOf(provider: string): Readonly<Record<string, RateLimit>>;
  bodyLimit: number;
  journalBody: number | undefined;
  tenantLimit: number;
  journal: JournalBounds;
  /** What the control API demands; undefined: this machine alone may ask. */
  token: string | undefined;
  log: Log;
  /** Names the file of a violation as its reader can open it. */
  locate: StateSettings["locate"];
  /** Is told of every exchange before its answer is sent. */
  onExchange: ((exchange: JournalledExchange) => void) | undefined;
  /** Is told of every request that reaches no provider. */
  onStray: ((stray: StrayRequest) => void) | undefined;
}

export interface Simulator extends Omit<ProviderListener, "settle"> {
  defects: DefectLog;
  /** Tells the option onStray of a request. */
  tellStray: TellStray;
  tenant(provider: ServedProvider, name: string): Tenant;
  /** Has a tenant go on from what was saved of it. Throws a Refusal. */
  restore(provider: ServedProvider, saved: SavedState): void;
  /**
   * What is to be saved of all tenants at a provider, the one that has rested longest first; `refuse` is told why of one it
   * cannot be.
   */
  save(provider: ServedProvider, refuse: (tenant: string, refusal: Refusal) => void): Iterable<WrittenState>;
  /** Which tenants have states that a start would refuse, of these or of all, and why; undefined where none was found. */
  explainRefused(provider: ServedProvider, tenants?: readonly string[]): Promise<string | undefined>;
  /** Which faults are armed for operations that a provider has not; undefined where there are none. */
  explainOrphans(provider: ServedProvider): string | undefined;
  /** Of all tenants together. */
  coverage(provider: ServedProvider): Coverage;
  /**
   * Waits until all that was received is in the journal, once no connection is open any more, a second at the most: a line
   * to the log says how many requests are left.
   */
  settle(): Promise<void>;
  /** Ends all that waits for exchanges: there will be no more. */
  end(): void;
}

/** What is saved of a tenant, as text: that of all of them need not be in memory. */
export interface WrittenState {
  tenant: string;
  json: Parts;
}

/** Of all tenants at each provider; to wake one takes about as long as to answer ten requests. */
const sharedMiB = 96;
const awakeMiB = 16;
const mostRestingMiB = 128;

/** What was read of a body may have to be decoded yet. */
const mostSettlingMs = 1000;

/** Puts the parts of a simulator together. */
export function createSimulator(settings: SimulatorSettings): Simulator {
  const defects = new DefectLog(settings.log, settings.locate);
  const store = createMemoryStore({
    create: (provider, tenant) => createSpace(provider, tenant, settings),
    limit: settings.tenantLimit,
    sharedBytes: sharedMiB * 1024 * 1024,
    awakeBytes: awakeMiB * 1024 * 1024,
    restingBytes: mostRestingMiB * 1024 * 1024,
    onLetGo({ provider }, bound) {
      const [cause, remedy] =
        bound === "limit"
          ? [`more than ${settings.tenantLimit} tenants`, " The library's option tenantLimit allows more."]
          : [`tenants at rest whose states, packed, have more than ${mostRestingMiB} MiB`, ""];
      defects.giveHint(
        `[${provider}] has ${cause}: those that have rested longest begin again when they come back.${remedy}`,
      );
    },
  });
  const { exchanges, bytes } = settings.journal;
  const lacking = (most: string, option: string): string =>
    `The journal has ${most} and lets go of the oldest, first of the tenants that have most: lists lack them, counts do not. The option ${option} allows more.`;
  const hints = {
    exchanges: lacking(`${exchanges} exchanges`, "journalLimit (standin serve --journal-limit)"),
    bytes: lacking(`${bytes} bytes of exchanges`, "journalBytes (standin serve --journal-bytes)"),
  };
  const journal = new Journal({ ...settings.journal, tenants: settings.tenantLimit }, (bound) =>
    defects.giveHint(hints[bound]),
  );
  const { onExchange, onStray = () => {} } = settings;
  const tell = (option: string) => (error: Error) =>
    defects.reportCrash(new Error(`The option ${option} threw: ${error}`, { cause: error }));
  const told =
    onExchange && guardCallback((exchange: JournalledExchange) => onExchange(copyJson(exchange)), tell("onExchange"));
  let credentials: readonly CredentialNames[] | undefined;
  const follow = (providers: readonly ServedProvider[]): void => {
    credentials = providers.map(({ contract }) => contract.credentials);
  };
  settings.loading.all.then(follow, () => {});
  const strays = new StrayLog();
  const tellStray = guardCallback((given: StrayRequest) => {
    const stray = redactStray(given, credentials);
    strays.add(stray);
    return onStray(stray);
  }, tell("onStray"));
  const listener = createListener({ ...settings, onExchange: told, tellStray, strays, store, journal, defects });
  return {
    ...listener,
    replace(providers) {
      follow(providers);
      listener.replace(providers);
    },
    defects,
    tellStray,
    coverage: (provider) => coverageOf(journal, provider, {}),
    tenant: (provider, name) => createTenant(provider, name, { journal, strays, store, space: settings }),
    restore: (provider, saved) => restoreSaved(saved, provider, { store, space: settings }),
    explainOrphans: (provider) => explainOrphans(provider, store),
    explainRefused: (provider, tenants = store.listTenants(provider.id)) =>
      explainRefused(provider, tenants, { store, space: settings }),
    *save(provider, refuse) {
      for (const tenant of store.listTenants(provider.id)) {
        try {
          yield { tenant, json: writeSaved(tenant, provider, { store, space: settings }) };
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          refuse(tenant, error);
        }
      }
    },
    async settle() {
      const left = await listener.settle(mostSettlingMs);
      if (left > 0) settings.log(`The journal lacks what did not end when Standin stopped. Requests: ${left}.`);
    },
    end: () => journal.bell.close(),
  };
}
