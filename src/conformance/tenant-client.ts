import type { Exchange, Headers } from "../exchange.ts";
import type { CaseTime } from "./driver.ts";

/** A fault to arm; see the control API. */
export interface FaultToArm {
  kind: string;
  operation?: string;
  status?: number;
  force?: boolean;
  reply?: { status: number; headers?: Record<string, string>; body?: unknown; text?: string };
  after?: number;
  times?: number;
  delay?: string;
}

/** One tenant of a provider, as a case works with it. */
export interface TenantClient {
  baseUrl: string;
  credential: string;
  time: CaseTime;
  arm(faults: readonly FaultToArm[]): void;
  /** What came to the provider since it was opened, from it or from nobody that is known, in order. */
  exchanges(): Promise<Exchange[]>;
  /** The headers of one of these as they were sent: an exchange shows no credentials. */
  sentHeaders(exchange: Exchange): Headers;
}

/** A provider at a stand-in, as the cases of a suite use it one after the other. */
export interface ProviderClient {
  openTenant(settings: TenantSettings): TenantClient;
}

export interface TenantSettings {
  /** Its name. */
  tenant: string;
  /** Whether the adapter's timers can be driven: then the tenant's clock stands still but for them. */
  drivesTime: boolean;
  /** In milliseconds: what a call may take. */
  limit: number;
}
