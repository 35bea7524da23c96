import { single } from "../authentication.ts";
import type { Step } from "./step.ts";

/** The pause that a refusal asks for, in milliseconds; undefined where it asks for none that can be read. */
export function retryAfterOf({ status, exchange: { response, startedAt } }: Step): number | undefined {
  if (response === null || (status ?? 0) < 400) return undefined;
  const value = single(response.headers["retry-after"])?.trim();
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  // A date is by the clock of who answered, which the header Date tells best.
  const date = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  const now = Date.parse(single(response.headers.date) ?? startedAt ?? "");
  return Number.isNaN(date - now) ? undefined : Math.max(0, date - now);
}
