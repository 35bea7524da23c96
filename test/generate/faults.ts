import type { Contract } from "../../src/contract/contract.ts";
import type { ObservedExchange, Part, Severity } from "../../src/exchange.ts";
import { bodyFaults } from "./body-faults.ts";
import { credentialFaults } from "./credential-faults.ts";
import { type Draft, finish } from "./exchange.ts";
import { parameterFaults } from "./parameter-faults.ts";
import type { Random } from "./random.ts";
import { requestFaults } from "./request-faults.ts";
import { responseFaults } from "./response-faults.ts";

/** Where a fault has to be found, and what it may be called there. */
export interface Place {
  part: Part;
  pointer: string;
  /** A place with several alternatives can be told by any of them. */
  rules: readonly string[];
  /** Where it does not follow from the evidence alone. */
  severity?: Severity;
}

/** One way to break a contract. */
export interface FaultKind {
  /** Whether the contract has a place for it: read off the document, without the planting. */
  room(contract: Contract): boolean;
  /** Breaks the draft, or gives undefined and leaves it as it is. */
  plant(draft: Draft, random: Random): Place | undefined;
}

/** An exchange with one fault that is otherwise right. */
export interface Planted extends Place {
  kind: string;
  exchange: ObservedExchange;
}

export const faultKinds: Readonly<Record<string, FaultKind>> = {
  ...credentialFaults,
  ...requestFaults,
  ...parameterFaults,
  ...responseFaults,
  ...bodyFaults,
};

/** Plants the first of the kinds that the draft gives room for; undefined when it gives none. */
function plantFault(draft: Draft, random: Random, kinds: readonly string[]): Planted | undefined {
  for (const kind of kinds) {
    const place = (faultKinds[kind] as FaultKind).plant(draft, random);
    if (place !== undefined) return { kind, ...place, exchange: finish(draft) };
  }
  return undefined;
}

/** Plants faults of all kinds into drafts, the kind that was planted least goes first. */
export function createFaultPlanter(): {
  counts: Readonly<Record<string, number>>;
  plant(draft: Draft, random: Random): Planted | undefined;
} {
  const counts: Record<string, number> = Object.fromEntries(Object.keys(faultKinds).map((kind) => [kind, 0]));
  return {
    counts,
    plant(draft, random) {
      const kinds = Object.keys(counts).sort((a, b) => (counts[a] as number) - (counts[b] as number));
      const planted = plantFault(draft, random, kinds);
      if (planted !== undefined) counts[planted.kind] = (counts[planted.kind] as number) + 1;
      return planted;
    },
  };
}
