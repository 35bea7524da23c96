import type { Contract } from "../contract/contract.ts";
import { CoverageTally } from "../contract/coverage.ts";
import type { Case } from "./case.ts";
import { type CaseResult, nameOfCase, runCase, type SuiteRun } from "./run.ts";
import type { Suite } from "./suite.ts";

export interface RunSettings {
  contract: Contract;
  seed: number;
  runs: number;
  /** Whether a case is asked for. */
  isChosen(operation: string, one: Case): boolean;
  /** Why a case is left out; undefined for one that runs. */
  reasonToSkip(operation: string, one: Case): string | undefined;
  /** Failures that are known, by the names of their cases. */
  known: ReadonlySet<string>;
  /** Ends with the first failure. */
  bail: boolean;
  /** Is told of each case when it has been run. */
  onResult(result: CaseResult, done: number, all: number): void;
  problems: readonly string[];
}

/** Runs the cases of a suite, one after the other. */
export async function runSuite(suite: Suite, settings: RunSettings): Promise<SuiteRun> {
  const { contract, seed, runs, known, bail, onResult, problems } = settings;
  const tally = new CoverageTally(contract);
  const chosen = suite.operations.flatMap(({ operation, cases }) =>
    cases.filter((one) => settings.isChosen(operation, one)).map((one) => ({ operation, one })),
  );
  const startedAt = new Date();
  const cases: CaseResult[] = [];
  for (const { operation, one } of chosen) {
    const reason = settings.reasonToSkip(operation, one);
    const result =
      reason === undefined ? weigh(await runCase(operation, one, tally), known) : skip(operation, one, reason);
    cases.push(result);
    onResult(result, cases.length, chosen.length);
    if (bail && result.status === "failed") break;
  }
  return {
    provider: contract.provider,
    seed,
    runs,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    cases,
    coverage: tally.toCoverage(),
    problems,
  };
}

/** What is known to fail is to fail: when it passes, it has to go from the list. */
function weigh(result: CaseResult, known: ReadonlySet<string>): CaseResult {
  if (!known.has(nameOfCase(result))) return result;
  return { ...result, status: result.status === "failed" ? "known" : "stale" };
}

function skip(operation: string, { group, detail, claim }: Case, reason: string): CaseResult {
  return { operation, group, detail, claim, status: "skipped", reason, durationMs: 0, findings: [], exchanges: [] };
}
