import { type Coverage, CoverageTally } from "../contract/coverage.ts";
import type { Journal } from "./journal.ts";
import type { Provider } from "./provider.ts";
import { readParts } from "./read-parts.ts";

/** Whose exchanges; what is left out does not narrow. */
export interface CoveragePlace {
  tenant?: string;
  /** operationId. */
  operation?: string;
}

/**
 * What of a provider's contract was exercised: operations and statuses by all that was served, parameters and properties by
 * what the journal still keeps. It pauses from time to time, and tells the result in the end.
 */
export function* readCoverage(journal: Journal, provider: Provider, place: CoveragePlace): Generator<void, Coverage> {
  const filter = { ...place, provider: provider.id };
  const tally = new CoverageTally(provider.contract, place.operation);
  for (const part of readParts(journal, filter)) {
    for (const exchange of part) tally.add(exchange);
    yield;
  }
  return tally.toCoverage(journal.counts.outcomes(filter));
}

/** The same without a pause. */
export function coverageOf(journal: Journal, provider: Provider, place: CoveragePlace): Coverage {
  const reading = readCoverage(journal, provider, place);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
  }
}
