import type { Exchange } from "../exchange.ts";
import { callSitesOf } from "./call-sites.ts";
import { type Found, judge, warningsOf } from "./judge.ts";
import type { Subject } from "./subject.ts";
import { type Visit, type VisitPlan, visit } from "./visit.ts";

/** One thing that the suite makes an adapter do. */
export interface Case {
  /** What skips and filters name, such as "null-member". */
  group: string;
  /** What it is about, within the group; "" where there is but one. */
  detail: string;
  /** What holds when the case passes, such as "sends null for lastName". */
  claim: string;
  run(): Promise<CaseOutcome>;
}

export interface CaseOutcome {
  found: readonly Found[];
  /** What is only inferred of the vendor, and broken: no case fails for that. */
  warnings?: readonly Found[];
  /** What reached the vendor. */
  exchanges: readonly Exchange[];
  /** Why there was nothing to try: such a case has neither passed nor failed. */
  inapplicable?: string;
}

/** What a case is made of: what the adapter is to do, and what is to be seen of it. */
export interface CasePlan extends VisitPlan {
  group: string;
  detail?: string;
  claim: string;
  /** What is wrong beside what is wrong anywhere. */
  expect(visit: Visit): Found[] | Promise<Found[]>;
}

export function createCase(subject: Subject, { group, detail = "", claim, expect, ...plan }: CasePlan): Case {
  return {
    group,
    detail,
    claim,
    async run() {
      const visited = await visit(subject, plan);
      return toOutcome(visited, await judge(visited, expect));
    },
  };
}

/** What is found in a visit, with where in the adapter it was sent. */
export function toOutcome({ outcomes, exchanges }: Visit, found: readonly Found[]): CaseOutcome {
  const warnings = warningsOf(exchanges);
  if (found.length + warnings.length === 0) return { found, exchanges };
  const sites = callSitesOf(
    outcomes.flatMap(({ sent }) => sent ?? []),
    exchanges,
  );
  const place = (one: Found): Found => {
    const callSite = one.exchange === null ? undefined : sites.get(one.exchange);
    return callSite === undefined ? one : { ...one, callSite };
  };
  return { found: distinct(found).map(place), warnings: distinct(warnings).map(place), exchanges };
}

/** The same in several exchanges of a case, or seen in two ways, is one. */
function distinct(found: readonly Found[]): Found[] {
  const seen = new Set<string>();
  return found.filter(({ part, pointer, rule, message }) => {
    const key = `${part} ${pointer} ${rule} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** What comes of a case that finds nothing to try. */
export function inapplicable(reason: string): CaseOutcome {
  return { found: [], exchanges: [], inapplicable: reason };
}

/** Runs several, one after the other, as one; after one of which `isEnough` the others would only say the same again. */
export async function runAll(
  cases: Iterable<Case>,
  isEnough: (outcome: CaseOutcome) => boolean = () => false,
): Promise<CaseOutcome> {
  const outcomes: CaseOutcome[] = [];
  for (const one of cases) {
    const outcome = await one.run();
    outcomes.push(outcome);
    if (isEnough(outcome)) break;
  }
  return asOne(outcomes);
}

/** What comes of several that are one case: of those that have found nothing to try nothing is told, unless all are. */
export function asOne(outcomes: readonly CaseOutcome[]): CaseOutcome {
  const tried = outcomes.filter((one) => one.inapplicable === undefined);
  if (tried.length === 0 && outcomes[0] !== undefined) return outcomes[0];
  return {
    found: tried.flatMap(({ found }) => found),
    warnings: tried.flatMap(({ warnings = [] }) => warnings),
    exchanges: tried.flatMap(({ exchanges }) => exchanges),
  };
}
