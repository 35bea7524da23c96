import { single } from "../authentication.ts";
import type { Step } from "./step.ts";

/** The pause that a refusal asks for, in milliseconds; undefined where it asks for none that can be read. */
export function retryAfterOf({ status, exchange: { response, startedAt } }: Step): number | undefined {
  if (response === null || (status ?? 0) < 400) return undefined;
  const value = single(response.headers["retry-after"])?.trim();
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  const now = timeOfAnswer(single(response.headers.date), startedAt);
  return Number.isNaN(date - now) ? undefined : Math.max(0, date - now);
}

/** By the clock of who answered, which the header Date tells best, as the second that it was in: it may have been at its end. */
function timeOfAnswer(date: string | undefined, startedAt: string | undefined): number {
  return date === undefined ? Date.parse(startedAt ?? "") : Date.parse(date) + 999;
}
