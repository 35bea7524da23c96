import { single } from "../authentication.ts";
import type { Step } from "./step.ts";
import { type ClientTimes, ownTime, waitBetween } from "./times.ts";

/** What Retry-After asks for; in milliseconds. */
export interface AskedPause {
  /** From the answer on. For a date by the clock of who answered; undefined where that is not known. */
  waitMs: number | undefined;
  /** The date that it names, since 1970. */
  until: number | undefined;
}

/** The pause that a refusal asks for; undefined where it asks for none that can be read. */
export function retryAfterOf({ status, exchange: { response } }: Step): AskedPause | undefined {
  if (response === null || (status ?? 0) < 400) return undefined;
  const value = single(response.headers["retry-after"])?.trim();
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return { waitMs: Number(value) * 1000, until: undefined };
  // The oldest of HTTP's three forms has no zone, and means none but this.
  const until = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(/ \d{4}$/.test(value) ? `${value} GMT` : value) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  const answered = Date.parse(single(response.headers.date) ?? "");
  return { waitMs: Number.isNaN(answered) ? undefined : Math.max(0, until - answered), until };
}

/** Timers fire a little early, and clocks are set. */
const tolerance = 100;

/** HTTP's dates, and many clocks, have whole seconds. */
const coarse = 1000 + tolerance;

/**
 * Whether a request came sooner after an answer than that asked for. A date may be read by the clock of who answered, or
 * by one's own: who has waited by either has waited. Undefined where it cannot be told.
 */
export function isTooSoon(asked: AskedPause, answered: ClientTimes, sent: ClientTimes): boolean | undefined {
  const { waitMs, until } = asked;
  if (waitMs === 0) return false;
  const waited = waitBetween(answered, sent);
  if (waited === undefined) return undefined;
  // What asks for a pause says how long it is, or until when; and what has waited was measured from a time that is known.
  if (until === undefined) return waited < (waitMs as number) - tolerance;
  const now = ownTime(sent) as number;
  return now < until - coarse && (waitMs === undefined || waited < waitMs - coarse);
}
