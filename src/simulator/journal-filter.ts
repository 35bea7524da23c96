import type { Severity } from "../exchange.ts";
import type { JournalPlace } from "./counts.ts";
import type { PackedEntry } from "./packed-entry.ts";

/** Which exchanges; what is left out does not narrow. */
export interface JournalFilter extends JournalPlace {
  /** Exchanges that have a violation of this weight, or violations of it. */
  severity?: Severity;
  /** An exchange's id, for those after it; or a date-time of the machine's clock, for those recorded from it on. */
  since?: string;
  /** The most items to answer. */
  limit?: number;
  /** The `next` of an earlier answer. */
  cursor?: string;
}

/** Whether an entry belongs to a place. */
export function isEntryIn({ contract, tenant, operation }: PackedEntry, filter: JournalPlace): boolean {
  return isIn(filter, { provider: contract?.provider, tenant, operation });
}

/** Whether an exchange belongs to a place. */
export function isIn(
  place: JournalPlace,
  { provider, tenant, operation }: { provider: string | undefined; tenant: string; operation: string | null },
): boolean {
  return (
    (place.provider === undefined || provider === place.provider) &&
    (place.tenant === undefined || tenant === place.tenant) &&
    (place.operation === undefined || operation === place.operation)
  );
}

/** Tells which entries a filter lets through. */
export function testOf(filter: JournalFilter): (entry: PackedEntry) => boolean {
  const { severity } = filter;
  const since = filter.since === undefined ? undefined : numberOf(filter.since);
  const from = filter.since === undefined || since !== undefined ? undefined : Date.parse(filter.since);
  return (entry) =>
    isEntryIn(entry, filter) &&
    (since === undefined || entry.number > since) &&
    (from === undefined || entry.recordedAt >= from) &&
    (severity === undefined || entry.violations.some((violation) => violation.severity === severity));
}

/** The number in an exchange's id. */
export function numberOf(id: string): number | undefined {
  const digits = /^x-(\d{6,15})$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
