import type { Exchange } from "../exchange.ts";
import type { CaseTime } from "./driver.ts";

/** Where stand-ins are reached. */
export interface StandinAddress {
  /** Such as "http://127.0.0.1:4010". */
  url: string;
  /** The control API's, where it demands one. */
  token?: string;
}

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

/** One tenant of a provider, as the suite works with it: over the control API, like everybody. */
export interface TenantClient {
  baseUrl: string;
  credential: string;
  time: CaseTime;
  /** In the place of those that it had. */
  arm(faults: readonly FaultToArm[]): Promise<void>;
  /** How many exchanges each of them has hit, in the order of arming. */
  hits(): Promise<number[]>;
  /** What came to the provider since the tenant was opened, whoever it said it was, in order. */
  exchanges(): Promise<Exchange[]>;
}

export interface TenantSettings {
  standin: StandinAddress;
  provider: string;
  /** Its name. */
  tenant: string;
  /** Whether the adapter's timers can be driven: then the tenant's clock stands still but for them. */
  drivesTime: boolean;
  /** In milliseconds: what a call may take. */
  limit: number;
}

/** Makes a tenant ready. Cases follow one another, so that whatever comes from now on is this one's: the journal begins anew. */
export async function openTenant(settings: TenantSettings): Promise<TenantClient> {
  const { standin, provider, tenant, drivesTime, limit } = settings;
  const control = createControl(standin);
  const place = `tenant=${encodeURIComponent(tenant)}`;
  await control("DELETE", `/exchanges?provider=${provider}`);
  const { items: providers } = await control<{ items: ServedProvider[] }>("GET", `/providers?${place}`);
  const served = providers.find(({ id }) => id === provider);
  if (served === undefined) throw new Error(`[${provider}] is not served at ${standin.url}.`);
  let now = Date.now();
  const mode = drivesTime ? { mode: "frozen", now: new Date(now).toISOString() } : { mode: "real" };
  await control("PUT", `/clock?${place}&provider=${provider}`, mode);
  return {
    baseUrl: served.baseUrl,
    credential: served.credential,
    time: {
      now: () => (drivesTime ? now : Date.now()),
      async advance(ms) {
        now += ms;
        await control("POST", `/clock/advance?${place}&provider=${provider}`, { by: `${toThousandths(ms)}ms` });
      },
      vendorHangs: false,
      limit,
    },
    async arm(faults) {
      await control("PUT", `/faults?${place}`, { faults: faults.map((fault) => ({ provider, ...fault })) });
    },
    async hits() {
      const { items } = await control<{ items: { hits: number }[] }>("GET", `/faults?${place}`);
      return items.map(({ hits }) => hits);
    },
    async exchanges() {
      return (await control<{ items: Exchange[] }>("GET", `/exchanges?provider=${provider}&limit=1000`)).items;
    },
  };
}

interface ServedProvider {
  id: string;
  baseUrl: string;
  credential: string;
}

function toThousandths(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** Sends a request to the control API; throws where it refuses. */
function createControl({ url, token }: StandinAddress) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${url}/_standin${path}`, { method, headers, ...sent });
    if (response.status === 204) return undefined as Answer;
    if (response.ok) return (await response.json()) as Answer;
    throw new Error(`The stand-in refuses ${method} /_standin${path}: ${await response.text()}`);
  };
}
