import { setImmediate as nextTurn } from "node:timers/promises";
import type { ProviderClient } from "./conformance/tenant-client.ts";
import type { Exchange } from "./exchange.ts";
import type { StandinProvider } from "./index.ts";
import type { AppOptions } from "./simulator/app-options.ts";
import { headersAsSent } from "./simulator/entry.ts";
import { defaultTenant } from "./simulator/tenancy.ts";
import type { TenantFault } from "./simulator/tenant.ts";

/**
 * What the stand-in of a suite has otherwise: cases send and answer long texts and lists, of which the journal keeps all.
 * Note: a tenant with more than a hundredth of its bytes would lose its oldest exchange while a case is under way.
 */
export const suiteOptions = {
  journalBody: Number.MAX_SAFE_INTEGER,
  journalBytes: 256 * 1024 * 1024,
} satisfies AppOptions;

/** How far the time of any tenant has come whose time is driven. */
let latest = 0;

/** A provider as the cases of a suite use it. Note: requests to the control API took a tenth of a run. */
export function suiteProvider(provider: StandinProvider): ProviderClient {
  // Where requests go that have no credential which tells a tenant.
  const nobody = provider.tenant(defaultTenant);
  let last: string | undefined;
  return {
    openTenant({ tenant, drivesTime, limit }) {
      const { baseUrl, credential, clock, faults, exchanges } = provider.tenant(tenant);
      const filter = last === undefined ? {} : { since: last };
      // A queue or a limit that a module keeps for all its adapters would wait for a time that went back.
      let now = drivesTime ? Math.max(Date.now(), latest) : Date.now();
      clock.set(drivesTime ? { mode: "frozen", now: new Date(now) } : { mode: "real" });
      return {
        baseUrl,
        credential,
        time: {
          now: () => (drivesTime ? now : Date.now()),
          async advance(ms) {
            now += ms;
            latest = Math.max(latest, now);
            clock.advance(`${toThousandths(ms)}ms`);
          },
          vendorHangs: false,
          limit,
        },
        arm(given) {
          for (const fault of given) faults.arm(fault as TenantFault);
        },
        async exchanges() {
          // What was answered in this turn is in the journal in the next.
          await nextTurn();
          const found = [...nobody.exchanges(filter), ...exchanges(filter)].sort(inOrder);
          last = found.at(-1)?.id ?? last;
          return found;
        },
        sentHeaders: headersAsSent,
      };
    },
  };
}

/** Ids are counted. */
function inOrder(a: Exchange, b: Exchange): number {
  return a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
}

function toThousandths(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
