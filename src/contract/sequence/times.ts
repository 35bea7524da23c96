import type { SequencedExchange } from "./step.ts";

/** When a client sent a request and had the answer, in milliseconds since 1970; undefined where it cannot be told. */
export interface ClientTimes {
  start: number | undefined;
  end: number | undefined;
  /** By the tenant's clock, where a stand-in answered. */
  tenant: number | undefined;
  /** The client's timers follow the tenant's clock. */
  driven: boolean;
  /** How long after an answer a request must have begun for its client to have had that answer. */
  slack: number;
}

/** How the client of a sequence is known to behave. */
export interface ClientTraits {
  /** All exchanges are of one call: what is sent again is a repeat, and no other call's request. */
  oneCall: boolean;
  /** At a stand-in: the client's timers follow the tenant's clock. */
  driven: boolean;
}

/** Recorders round to milliseconds. */
const rounding = -2;

/** A stand-in reads what was sent at once one after the other: a moment between two requests is none for the client. */
const turn = 5;

export function timesOf(exchange: SequencedExchange, { oneCall, driven }: ClientTraits): ClientTimes {
  const { tenant, startedAt, recordedAt, durationMs } = exchange;
  const told = parse(startedAt);
  if (tenant === undefined) {
    const end = told === undefined || durationMs === undefined ? undefined : told + durationMs;
    return { start: told, end, tenant: undefined, driven, slack: rounding };
  }
  const end = parse(recordedAt);
  const start = end === undefined || durationMs === undefined ? undefined : end - durationMs;
  return { start, end, tenant: told, driven, slack: oneCall ? rounding : turn };
}

/** When a client sent a request, in milliseconds since 1970; undefined where it cannot be told. */
export function sentAt(exchange: SequencedExchange): number | undefined {
  return timesOf(exchange, { oneCall: false, driven: false }).start;
}

/** Whether one request was sent when the other had its answer. What cannot be told for sure is none. */
export function isAfter(later: ClientTimes, earlier: ClientTimes): boolean {
  return between(earlier.end, later.start) >= later.slack;
}

/** The same where only what was surely sent before is none. */
export function mayBeAfter(later: ClientTimes, earlier: ClientTimes): boolean {
  return between(earlier.end, later.start) >= rounding;
}

/** What comes later than this, in milliseconds, is hardly a repeat: somebody has decided to try anew. */
const soon = 60_000;

export function isSoonAfter(later: ClientTimes, earlier: ClientTimes): boolean {
  return between(earlier.end, later.start) <= soon;
}

/** How far the two clocks of a stand-in that flow alike may be apart between two exchanges. */
const drift = 50;

/**
 * How long a client waited between an answer and its next request, in milliseconds. Undefined where it cannot be told: at
 * a stand-in whose clock steps or stands still a client may well wait by timers that are as little real as that clock.
 */
export function waitBetween(earlier: ClientTimes, later: ClientTimes): number | undefined {
  const passed = between(earlier.tenant, later.tenant);
  if (!Number.isNaN(passed)) {
    if (later.driven) return passed;
    if (!(Math.abs(between(earlier.start, later.start) - passed) <= drift)) return undefined;
  }
  const waited = between(earlier.end, later.start);
  return Number.isNaN(waited) ? undefined : Math.max(waited, 0);
}

/** How long after another a request was sent, in milliseconds, by the tenant's clock where there is one; undefined where it cannot be told. */
export function passedBetween(earlier: ClientTimes, later: ClientTimes): number | undefined {
  const passed = between(earlier.tenant ?? earlier.start, later.tenant ?? later.start);
  return Number.isNaN(passed) ? undefined : passed;
}

/** When a client sent a request, by the clock that its timers go by; undefined where it cannot be told. */
export function ownTime({ start, tenant, driven }: ClientTimes): number | undefined {
  return driven && tenant !== undefined ? tenant : start;
}

/** NaN where one of them is not known, which is neither more nor less than anything. */
function between(from: number | undefined, to: number | undefined): number {
  return (to ?? Number.NaN) - (from ?? Number.NaN);
}

function parse(dateTime: string | undefined): number | undefined {
  const time = Date.parse(dateTime ?? "");
  return Number.isNaN(time) ? undefined : time;
}
