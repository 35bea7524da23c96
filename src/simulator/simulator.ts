import type { Violation } from "../exchange.ts";
import { guardCallback } from "./callback.ts";
import type { ClockMode } from "./clock.ts";
import { copyJson } from "./copy-json.ts";
import { createListener, type ProviderListener } from "./create-listener.ts";
import { DefectLog, type Log } from "./defect-log.ts";
import { credentialOf } from "./describe-provider.ts";
import type { JournalledExchange } from "./entry.ts";
import { Journal, type JournalBounds, type JournalFilter } from "./journal.ts";
import type { Loading } from "./loading.ts";
import type { ServedProvider } from "./provider.ts";
import { contextOf, createSpace } from "./space.ts";
import { createMemoryStore } from "./store.ts";

export interface SimulatorSettings {
  loading: Loading;
  scenario: string;
  seed: number;
  open: boolean;
  clock: ClockMode;
  bodyLimit: number;
  journal: JournalBounds;
  /** The host that will be listened on, for the control API. */
  host: string | undefined;
  log: Log;
  /** Is told of every exchange before its answer is sent. */
  onExchange: ((exchange: JournalledExchange) => void) | undefined;
}

/** One tenant at one provider, as a test in the same process sees it. */
export interface Tenant {
  /** Makes a request this tenant's. */
  credential: string;
  /** What was served to it and is still kept, oldest first. */
  exchanges(filter?: TenantFilter): JournalledExchange[];
  /** What was found in its exchanges. */
  violations(filter?: TenantFilter): (Violation & { exchange: string })[];
  /** Its state, live: the mock's own objects. */
  state(): unknown;
  /** Begins again: state, clock, ids. The journal stays. */
  reset(): void;
}

export type TenantFilter = Omit<JournalFilter, "provider" | "tenant" | "cursor">;

export interface Simulator extends ProviderListener {
  defects: DefectLog;
  tenant(provider: ServedProvider, name: string): Tenant;
}

/** Puts the parts of a simulator together. */
export function createSimulator(settings: SimulatorSettings): Simulator {
  const store = createMemoryStore((provider, tenant) => createSpace(provider, tenant, settings));
  const journal = new Journal(settings.journal);
  const defects = new DefectLog(settings.log);
  const { onExchange } = settings;
  const tell = (error: Error) =>
    defects.reportCrash(new Error(`The option onExchange threw: ${error}`, { cause: error }));
  const told = onExchange && guardCallback((exchange: JournalledExchange) => onExchange(copyJson(exchange)), tell);
  return {
    ...createListener({ ...settings, onExchange: told, store, journal, defects }),
    defects,
    tenant: (provider, name) => ({
      credential: credentialOf(name),
      exchanges: (filter) => copyJson(journal.exchanges({ ...filter, provider: provider.id, tenant: name }).items),
      violations: (filter) => copyJson(journal.violations({ ...filter, provider: provider.id, tenant: name }).items),
      state: () => contextOf(store.load(provider.id, name), provider, settings).state,
      reset: () => store.drop(provider.id, name),
    }),
  };
}
