import type { RequestListener } from "node:http";
import type { Coverage } from "./contract/coverage.ts";
import { createParts, defaultBodyLimit, defaultScenario, quiet } from "./parts.ts";
import type { AppOptions, StartOptions } from "./simulator/app-options.ts";
import { createToken } from "./simulator/control/token.ts";
import { createApp as createExpressApp } from "./simulator/create-app.ts";
import { baseUrlOf, credentialOf } from "./simulator/describe-provider.ts";
import type { JournalledExchange } from "./simulator/entry.ts";
import { isLoopback } from "./simulator/is-loopback.ts";
import { listen } from "./simulator/server.ts";
import { saveStates } from "./simulator/state/save-states.ts";
import type { StateFile } from "./simulator/state/state-file.ts";
import { assertTenantName, defaultTenant } from "./simulator/tenancy.ts";
import type { Tenant } from "./simulator/tenant.ts";

export type {
  Coverage,
  OperationCoverage,
  ResponseCoverage,
  Seen,
  SeenParameter,
  SeenProperty,
  SeenStatus,
  Share,
} from "./contract/coverage.ts";
export { StandinError, type StandinErrorCode } from "./errors.ts";
export type * from "./exchange.ts";
export type { AppOptions, StartOptions } from "./simulator/app-options.ts";
export type { ClockMode } from "./simulator/clock.ts";
export type { ClockReading, ClockSetting } from "./simulator/clock-setting.ts";
export type { ArmedFault, Delay, Fault, FaultKind } from "./simulator/faults/fault.ts";
export type { LimitReading } from "./simulator/limits/rate-limits.ts";
export type { NearMiss } from "./simulator/near-misses.ts";
export type { SourcePositions } from "./simulator/sources.ts";
export type { Snapshot, SnapshotPart } from "./simulator/state/snapshot.ts";
export type {
  Tenant,
  TenantFault,
  TenantFaults,
  TenantLimit,
  TenantLimits,
  TenantTime,
} from "./simulator/tenant.ts";
export type { TenantFilter, TenantJournal, TenantWait } from "./simulator/tenant-journal.ts";
export type { TenantState } from "./simulator/tenant-state.ts";
export type { JournalledExchange };

/** Stand-ins that do not listen. */
export interface StandinApp {
  /** A plain Express application, for supertest or any server. */
  app: RequestListener;
  /**
   * Resolves when all providers are loaded, rejects with the mistake in the set-up. Requests wait themselves for what
   * they need.
   */
  ready: Promise<void>;
  /**
   * What one tenant of a provider did and has. Throws PROVIDER_UNKNOWN before `ready` and for a provider that is not
   * served, OPTION_INVALID for a name that cannot stand in a credential.
   * @default name "default", the tenant of the plain credential
   */
  tenant(provider: string, name?: string): Tenant;
}

/** Stand-ins that listen. */
export interface Standin {
  /** Such as "http://127.0.0.1:40123". */
  url: string;
  port: number;
  /** What the control API demands as `Authorization: Bearer TOKEN`; undefined where it answers this machine without one. */
  token: string | undefined;
  /** Ids of the providers served. */
  providers: readonly string[];
  /** One of them. Throws PROVIDER_UNKNOWN when it is not served. */
  provider(id: string): StandinProvider;
  /**
   * Stops the server. Connections that are open have a second to end, and what was received another one to be journalled,
   * with the response null where the connection ended without one; a line to the log says how many requests did not end in
   * that time, which the journal lacks.
   * Saves the states where the option `state` names a file; throws STATE_UNAVAILABLE or STATE_INVALID where it cannot.
   * Throws what the first mock, `onExchange` or `onStray` that crashed threw, so that no test passes over it.
   */
  close(): Promise<void>;
}

/** A provider as an adapter reaches it. */
export interface StandinProvider {
  /** What replaces the vendor's base URL. */
  baseUrl: string;
  /** The credential of the tenant "default". */
  credential: string;
  /** The vendor's own host: a request that has it in its Host header is served too. */
  host: string;
  /**
   * A world of its own: state, clock and journal that no other tenant sees. `name` has 1 to 128 of A-Z, a-z, 0-9
   * and . _ ~ -; any other throws OPTION_INVALID.
   */
  tenant(name: string): Tenant & { baseUrl: string };
  /** What of the contract was exercised by all tenants together, those included whose credential was refused. */
  coverage(): Coverage;
}

/** Builds the stand-ins as an Express application, without listening. A mistake in the options rejects `ready`. */
export function createApp(options: AppOptions = {}): StandinApp {
  const { simulator, find } = createParts(options, options?.token);
  return {
    app: createExpressApp(simulator.listener),
    ready: quiet(simulator.providers.then(() => undefined)),
    tenant: (provider, name = defaultTenant) => simulator.tenant(find(provider), assertTenantName(name)),
  };
}

/**
 * Starts the stand-ins on a port of their own. Rejects with a StandinError: OPTION_INVALID, PROVIDER_UNKNOWN,
 * SCENARIO_UNKNOWN, ADDRESS_UNAVAILABLE, STATE_*, or what is wrong with a provider (CONTRACT_*, MOCK_INVALID,
 * PROVIDER_INCOMPLETE).
 */
export async function startStandin(options: StartOptions = {}): Promise<Standin> {
  const { port = 0, host = "127.0.0.1", bodyLimit = defaultBodyLimit }: StartOptions = Object(options);
  const token = options?.token ?? (isLoopback(String(host)) ? undefined : createToken());
  // Without an address there is nothing to load for: a mock that is being imported would only keep the process.
  let begin = (): void => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const { simulator, find, listed, current, watch, openStateFile } = createParts(options, token, begun);
  await listed;
  const { tellStray } = simulator;
  const server = await listen(simulator.listener, { port, host, bodyLimit, tellStray }).catch(async (refusal) => {
    // Every mock has this scenario; whether another is there is told before the address, whatever is wrong with that.
    if (options.scenario !== undefined && options.scenario !== defaultScenario) {
      begin();
      await simulator.providers;
    }
    throw refusal;
  });
  let watching: Awaited<ReturnType<typeof watch>> | undefined;
  let states: StateFile | undefined;
  try {
    states = await openStateFile();
    // Before anything is loaded, so that no change is missed.
    if (options.watch === true) watching = await watch();
    begin();
    await simulator.providers;
  } catch (error) {
    watching?.close();
    await server.close();
    states?.release();
    throw error;
  }
  server.hold();
  watching?.warmUp();
  let closed: Promise<void> | undefined;
  const close = async () => {
    watching?.close();
    simulator.end();
    await server.close();
    await simulator.settle();
    if (states !== undefined) await saveStates(states, current(), simulator);
    if (simulator.defects.firstCrash !== undefined) throw simulator.defects.firstCrash;
  };
  return {
    url: server.url,
    port: server.port,
    token,
    get providers() {
      return current().map(({ id }) => id);
    },
    provider(id) {
      const provider = find(id);
      const baseUrl = baseUrlOf(provider, server.url);
      return {
        baseUrl,
        credential: credentialOf(defaultTenant),
        host: provider.contract.servers[0]?.host ?? "",
        coverage: () => simulator.coverage(provider),
        tenant: (name) => ({ baseUrl, ...simulator.tenant(provider, assertTenantName(name)) }),
      };
    },
    close: () => (closed ??= close()),
  };
}
