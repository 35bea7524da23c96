import http from "node:http";
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
  /** What came to the provider since the tenant was opened, from it or from nobody that is known, in order. */
  exchanges(): Promise<Exchange[]>;
}

/** A provider at a stand-in, as the cases of a suite use it one after the other. */
export interface ProviderClient {
  openTenant(settings: TenantSettings): Promise<TenantClient>;
}

export interface TenantSettings {
  /** Its name. */
  tenant: string;
  /** Whether the adapter's timers can be driven: then the tenant's clock stands still but for them. */
  drivesTime: boolean;
  /** In milliseconds: what a call may take. */
  limit: number;
}

/** The tenant of requests without a credential that tells one. */
const nobody = "default";

/** Finds a provider at a stand-in. */
export async function findProvider(standin: StandinAddress, provider: string): Promise<ProviderClient> {
  const control = createControl(standin);
  const { items } = await control<{ items: ServedProvider[] }>("GET", "/providers");
  const served = items.find(({ id }) => id === provider);
  if (served === undefined) throw new Error(`[${provider}] is not served at ${standin.url}.`);
  let last = "";
  return {
    async openTenant({ tenant, drivesTime, limit }) {
      const place = `tenant=${encodeURIComponent(tenant)}`;
      let now = Date.now();
      const mode = drivesTime ? { mode: "frozen", now: new Date(now).toISOString() } : { mode: "real" };
      await control("PUT", `/clock?${place}&provider=${provider}`, mode);
      return {
        baseUrl: served.baseUrl,
        credential: `${served.credential}+${tenant}`,
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
        async exchanges() {
          const since = last === "" ? "" : `&since=${last}`;
          const path = `/exchanges?provider=${provider}&limit=1000${since}`;
          const { items: found } = await control<{ items: Exchange[] }>("GET", path);
          last = found.at(-1)?.id ?? last;
          // What an earlier case has left under way is not this one's.
          return found.filter((exchange) => exchange.tenant === tenant || exchange.tenant === nobody);
        },
      };
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
    const { status, text } = await send(`${url}/_standin${path}`, { method, headers, agent }, body);
    if (status >= 300) throw new Error(`The stand-in refuses ${method} /_standin${path}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  };
}

/** Note: it is taken before driven calls put one of their own in its place, which remembers where it was called. */
const { request } = http;
/** Idle connections do not keep a process alive. */
const agent = new http.Agent({ keepAlive: true });

/** Note: `fetch` would do; of a whole run it took a tenth, with its streams and promises. */
function send(url: string, options: http.RequestOptions, body: unknown): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("error", reject);
      response.on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on("error", reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}
