import type { CaseResult, SuiteRun } from "../../conformance/run.ts";
import type { Coverage } from "../../contract/coverage.ts";

/** What came of one case, and at which provider. */
export interface ReportCase extends CaseResult {
  provider: string;
}

/** What a report is made of: a run of the adapter suite, or exchanges that were recorded, each operation a case of its own. */
export interface Report {
  /** Of this form; another form has another number. */
  version: 1;
  kind: "suite" | "journal";
  /** Null where nothing was generated. */
  seed: number | null;
  /** Generated inputs for each operation; null where none were. */
  runs: number | null;
  /** RFC 3339. */
  startedAt: string;
  durationMs: number;
  cases: readonly ReportCase[];
  /** One for each provider. */
  coverage: readonly Coverage[];
  /** What is wrong beside the cases, such as a skip that names nothing. */
  problems: readonly string[];
}

export function reportOf(run: SuiteRun): Report {
  const { provider, seed, runs, startedAt, durationMs, cases, coverage, problems } = run;
  return {
    version: 1,
    kind: "suite",
    seed,
    runs,
    startedAt,
    durationMs,
    cases: cases.map((one) => ({ provider, ...one })),
    coverage: [coverage],
    problems,
  };
}

/** Known failures and skips are no reason to fail. */
export function isGood({ cases, problems }: Report): boolean {
  return problems.length === 0 && !cases.some(({ status }) => status === "failed" || status === "stale");
}

/** "acme", or all of them. */
export function providersOf({ coverage }: Report): string {
  return coverage.map(({ provider }) => provider).join(", ");
}
