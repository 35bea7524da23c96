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

export function matches(entry: PackedEntry, filter: JournalPlace): boolean {
  return (
    (filter.provider === undefined || entry.contract?.provider === filter.provider) &&
    (filter.tenant === undefined || entry.tenant === filter.tenant) &&
    (filter.operation === undefined || entry.operation === filter.operation)
  );
}

/** Tells which entries match. */
export function createTest(filter: JournalFilter): (entry: PackedEntry) => boolean {
  const { severity } = filter;
  const since = filter.since === undefined ? undefined : numberOf(filter.since);
  const from = filter.since === undefined || since !== undefined ? undefined : Date.parse(filter.since);
  return (entry) =>
    matches(entry, filter) &&
    (since === undefined || entry.number > since) &&
    (from === undefined || entry.recordedAt >= from) &&
    (severity === undefined || entry.violations.some((violation) => violation.severity === severity));
}

/** The number in an exchange's id. */
export function numberOf(id: string): number | undefined {
  const digits = /^x-(\d{6,15})$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
