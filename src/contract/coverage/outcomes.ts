import type { ObservedExchange } from "../../exchange.ts";

/** An exchange as far as coverage asks: where it was altered on purpose, and whether a body was cut. */
export interface CoveredExchange extends ObservedExchange {
  /** The fault that was injected; undefined or false where none was. */
  fault?: unknown;
  /** `bodySize`: the body was longer than what is kept of it. */
  request: ObservedExchange["request"] & { bodySize?: number };
  response: (NonNullable<ObservedExchange["response"]> & { bodySize?: number }) | null;
}

/**
 * What came of a request: the status of an answer, `faulted` where a fault was injected, `unanswered` where the connection
 * ended without an answer, `standin` where Standin spoke in its own voice. Only a status speaks for the contract.
 */
export type Outcome = number | "faulted" | "unanswered" | "standin";

/** How many exchanges came to what. Note: a list, for there are hardly ever more than three. */
export type OutcomeCounts = { outcome: Outcome; exchanges: number }[];

interface Ended {
  fault?: unknown;
  response: { status: number; headers: Record<string, unknown> } | null;
}

export function outcomeOf({ fault, response }: Ended): Outcome {
  if (fault) return "faulted";
  if (response === null) return "unanswered";
  return response.headers["standin-problem"] === undefined ? response.status : "standin";
}

export function countOutcome(counts: OutcomeCounts, outcome: Outcome, exchanges = 1): void {
  const known = counts.find((one) => one.outcome === outcome);
  if (known === undefined) counts.push({ outcome, exchanges });
  else known.exchanges += exchanges;
}
