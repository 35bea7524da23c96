import type { Contract } from "../contract/contract.ts";
import { CoverageTally } from "../contract/coverage.ts";
import type { Case } from "./case.ts";
import { CaseRuns } from "./case-runs.ts";
import type { Finding } from "./finding.ts";
import { addLate, type CaseResult, nameOfCase, runCase, type SuiteRun, statementBroken } from "./run.ts";
import type { Suite } from "./suite.ts";

/** What a run is made with. */
export interface RunOrigin {
  contract: Contract;
  seed: number;
  /** Generated inputs for each operation. */
  runs: number;
}

export interface RunSettings {
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
  /** Is told of what came of a case when its result had been told: the findings are those that it has beside. */
  onAmended?(result: CaseResult): void;
  problems: readonly string[];
}

/** Takes down what comes of the cases of a suite, whoever runs them. */
export class RunRecord {
  readonly #origin: RunOrigin;
  readonly #tally: CoverageTally;
  /** By the statement that is broken, and where, the case that each warning is told in: the first that it comes up in. */
  readonly #warned = new Map<string, string>();
  readonly #startedAt = new Date();
  /** By name: of a case that a test runner has tried again the last result counts. */
  readonly #cases = new Map<string, CaseResult>();
  /** By name, the last trial of each case that a test runner has begun and that has not ended well. */
  readonly #begun = new Map<string, Begun>();

  constructor(origin: RunOrigin) {
    this.#origin = origin;
    this.#tally = new CoverageTally(origin.contract);
  }

  /** How many cases there are results of. */
  get done(): number {
    return this.#cases.size;
  }

  get contract(): Contract {
    return this.#origin.contract;
  }

  /** `signal`: aborted where the test runner gives the case up, such as at its own limit of time. */
  async run(operation: string, one: Case, signal?: AbortSignal): Promise<CaseResult> {
    const begun: Begun = { operation, one, startedAt: performance.now() };
    const name = nameOfCase({ operation, ...one });
    this.#begun.set(name, begun);
    try {
      const result = await this.try(operation, one);
      if (this.#begun.get(name) !== begun || signal?.aborted === true) return result;
      this.#begun.delete(name);
      return this.keep(result);
    } catch (error) {
      begun.message = `The case could not be run: ${error instanceof Error ? error.message : error}`;
      throw error;
    }
  }

  skip(operation: string, one: Case, reason: string): CaseResult {
    return this.keep(this.skipped(operation, one, reason));
  }

  /** Runs a case whose result is yet to be kept. */
  try(operation: string, one: Case): Promise<CaseResult> {
    return runCase(operation, one, { tally: this.#tally, isNews: (warning) => this.#isNews(warning) });
  }

  /** Most cases of an operation send the same, and nobody reads it of each of them. */
  #isNews(warning: Finding): boolean {
    const key = statementBroken(warning);
    if (!this.#warned.has(key)) this.#warned.set(key, warning.case);
    return this.#warned.get(key) === warning.case;
  }

  skipped(operation: string, { group, detail, claim }: Case, reason: string): CaseResult {
    const nothing = { durationMs: 0, findings: [], exchanges: [] };
    return { operation, group, detail, claim, status: "skipped", reason, ...nothing };
  }

  keep(result: CaseResult): CaseResult {
    this.#cases.set(nameOfCase(result), result);
    return result;
  }

  end(problems: readonly string[]): SuiteRun {
    const { contract, seed, runs } = this.#origin;
    for (const name of this.#begun.keys()) this.#cases.delete(name);
    return {
      provider: contract.provider,
      seed,
      runs,
      startedAt: this.#startedAt.toISOString(),
      durationMs: Date.now() - this.#startedAt.getTime(),
      cases: [...this.#cases.values(), ...[...this.#begun.values()].map((begun) => unended(begun, contract))],
      coverage: this.#tally.toCoverage(),
      problems,
    };
  }
}

/** A case that a test runner has begun. */
interface Begun {
  operation: string;
  one: Case;
  /** By performance.now(). */
  startedAt: number;
  /** Why it has not ended, where that is known. */
  message?: string;
}

const givenUp =
  "The case was begun, and its test was ended before it was through: by a limit of time of the test runner or of the command that starts it, or by whoever stopped the run. What it would have found is not known.";

/** Nobody may take a case for good that has come to no end. */
function unended({ operation: id, one, startedAt, message = givenUp }: Begun, contract: Contract): CaseResult {
  const { group, detail, claim } = one;
  const durationMs = Math.round(performance.now() - startedAt);
  const nothing = { reason: null, durationMs, findings: [], exchanges: [] };
  const result = { operation: id, group, detail, claim, status: "failed" as const, ...nothing };
  return addLate(result, { rule: "hang", message, of: [one] }, contract);
}

/** Runs the cases of a suite, one after the other, and takes them down. */
export async function runSuite(suite: Suite, record: RunRecord, settings: RunSettings): Promise<SuiteRun> {
  const { known, bail, onResult, onAmended, problems } = settings;
  const chosen = suite.operations.flatMap(({ operation, cases }) =>
    cases.filter((one) => settings.isChosen(operation, one)).map((one) => ({ operation, one })),
  );
  const runs = new CaseRuns(record, suite.aftermath, {
    settled: (result) => onResult(record.keep(weigh(result, known)), record.done, chosen.length),
    amended(before, result) {
      onAmended?.({ ...record.keep(weigh(result, known)), findings: result.findings.slice(before.findings.length) });
    },
    endsRun: (result) => bail && weigh(result, known).status === "failed",
  });
  try {
    for (const { operation, one } of chosen) {
      const reason = settings.reasonToSkip(operation, one);
      if (reason !== undefined) runs.skip(operation, one, reason);
      else if (!(await runs.run(operation, one))) break;
    }
    await runs.end();
  } catch (error) {
    runs.abandon();
    throw error;
  }
  return record.end(problems);
}

/** What is known to fail is to fail: when it passes, it has to go from the list. */
function weigh(result: CaseResult, known: ReadonlySet<string>): CaseResult {
  if (!known.has(nameOfCase(result)) || result.status === "skipped") return result;
  return { ...result, status: result.status === "failed" ? "known" : "stale" };
}
