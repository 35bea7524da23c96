import { setImmediate as nextTurn } from "node:timers/promises";
import type { Waking } from "./bell.ts";
import { type DurationText, longestTimer, readDuration } from "./duration.ts";
import type { JournalledExchange } from "./entry.ts";
import type { Journal } from "./journal.ts";
import { isIn, type JournalFilter } from "./journal-filter.ts";
import { describeNearMisses } from "./near-misses.ts";
import type { Provider } from "./provider.ts";
import { shorten } from "./refusal.ts";
import type { StrayLog } from "./stray-log.ts";
import { defaultTenant } from "./tenancy.ts";

/** What is waited for. */
export interface Wait extends JournalFilter {
  /** How many exchanges, those included that have been served already. */
  count: number;
  /** By the machine's clock, whatever a tenant's says. */
  within: DurationText;
}

/** The first `count` exchanges, less those that the journal has let go of, or why they are not there. */
export type Waited = { met: true; exchanges: JournalledExchange[] } | { met: false; came: number; why: Waking };

export const defaultCount = 1;
export const defaultWithin = "5s";

/**
 * Waits for exchanges. Note: they are held from when they come, so that they are not lost where the journal has to let go
 * of one before the last is there; those that are deleted meanwhile are not. The time keeps the process: a wait that ended
 * with it would fail without a word.
 */
export async function waitForExchanges(journal: Journal, wait: Wait, gone?: AbortSignal): Promise<Waited> {
  const exchanges: JournalledExchange[] = [];
  const release = journal.onClear((place) => {
    const left = exchanges.filter((exchange) => !isIn(place, exchange));
    exchanges.splice(0, exchanges.length, ...left);
  });
  try {
    return await gather(exchanges, journal, wait, gone);
  } finally {
    release();
  }
}

async function gather(
  exchanges: JournalledExchange[],
  journal: Journal,
  { count, within, ...filter }: Wait,
  gone?: AbortSignal,
): Promise<Waited> {
  const end = performance.now() + (readDuration(within) as number);
  let after = 0;
  for (;;) {
    const part = journal.readOn(after, { ...filter, limit: count - exchanges.length });
    exchanges.push(...part.items);
    if (exchanges.length === count) return { met: true, exchanges };
    after = part.after;
    if (!part.isEnd) {
      await nextTurn();
      continue;
    }
    // Where a time or an exchange narrows, nobody knows which of those that are gone would have matched.
    const came = filter.since === undefined ? Math.max(journal.count(filter), exchanges.length) : exchanges.length;
    if (came >= count) return { met: true, exchanges };
    const left = end - performance.now();
    const waking = left > 0 ? await journal.bell.sleep(Math.min(left, longestTimer), gone) : "late";
    // What has come in the last moment counts.
    if (waking === "rung" || (waking === "late" && left > 0)) continue;
    return { met: false, came, why: waking };
  }
}

/** Where what has come is kept. */
interface Arrivals {
  journal: Journal;
  strays: StrayLog;
}

/** What an unmet wait has to say: how many came, and what came in their place. */
export function describeUnmet(
  { journal, strays }: Arrivals,
  { count, within, ...filter }: Wait,
  came: number,
  providers: readonly Provider[],
): string {
  const { provider, tenant, operation, severity, since } = filter;
  const place = { ...(provider && { provider }), ...(tenant && { tenant }), ...(since && { since }) };
  const subject = [
    count === 1 ? "exchange" : "exchanges",
    operation ? `of ${operation}` : "",
    severity ? `with ${severity === "error" ? "an" : "a"} ${severity}` : "",
    provider ? `at ${provider}` : "",
    tenant ? `for the tenant "${tenant}"` : "",
    since ? `since ${since}` : "",
  ];
  const wanted = `${count} ${subject.filter((word) => word !== "").join(" ")}`;
  const seen = journal.countOperations(place);
  const lacks = journal.lacks(place) ? ` ${lackHint}` : "";
  return `${came} of ${wanted} came within ${within}. ${describeSeen(seen, journal, place, providers)}${lacks}${describeStrays(strays)}`;
}

const lackHint =
  "Older ones are not kept any more: the options journalLimit and journalBytes (standin serve --journal-limit, --journal-bytes) have the journal keep more.";
const mostShown = 3;

/** Nobody knows whose they are: they may be what is waited for, sent to a wrong base URL. */
function describeStrays({ newest: { total, stray } }: StrayLog): string {
  if (stray === undefined) return "";
  const { method, target, detail } = stray;
  const requests = total === 1 ? "1 request" : `${total} requests`;
  const last = method === null ? "no HTTP" : `${method} ${shorten(target ?? "")}`;
  return ` ${requests} reached no provider; the last was ${last}: ${shorten(detail)} GET /_standin/strays tells more.`;
}

function describeSeen(
  seen: ReadonlyMap<string | null, number>,
  journal: Journal,
  place: JournalFilter,
  providers: readonly Provider[],
): string {
  if (seen.size === 0) {
    const others = place.tenant === undefined || place.tenant === defaultTenant ? 0 : countOf(journal, place);
    const hint = `The tenant "${defaultTenant}" has ${others}: a request whose credential is missing or refused is that tenant's.`;
    return others === 0 ? "There are no others either." : `There are no others either. ${hint}`;
  }
  const named = [...seen].flatMap(([operation, times]) => (operation === null ? [] : [`${operation} ${times}`]));
  const unmatched = seen.get(null) ?? 0;
  if (unmatched > 0) named.push(`no operation ${unmatched}`);
  const parts = [`What there is: ${named.join(", ")}.`];
  const newest = unmatched === 0 ? [] : journal.exchanges({ ...place, operation: null }).items.slice(-mostShown);
  for (const { method, path, nearest } of describeNearMisses(newest, providers)) {
    const [near] = nearest;
    parts.push(`${method} ${path} is no operation; the nearest is ${near?.operation}: ${near?.method} ${near?.path}.`);
  }
  return parts.join(" ");
}

function countOf(journal: Journal, place: JournalFilter): number {
  const counts = journal.countOperations({ ...place, tenant: defaultTenant });
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
