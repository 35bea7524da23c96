import type { Contract } from "../contract/contract.ts";
import type { Coverage, CoverageTally } from "../contract/coverage.ts";
import { inFirstItems } from "../contract/json-pointer.ts";
import type { Exchange } from "../exchange.ts";
import type { Late } from "./aftermath.ts";
import type { Case } from "./case.ts";
import { createFinding, type Finding } from "./finding.ts";

/** What came of one case. */
export interface CaseResult {
  /** operationId. */
  operation: string;
  group: string;
  detail: string;
  claim: string;
  /** A known failure stands in the baseline; a stale one is there as well, and no longer fails. */
  status: "passed" | "failed" | "skipped" | "known" | "stale";
  /** Why it is skipped: the user's reason, or why there was nothing to try. */
  reason: string | null;
  durationMs: number;
  findings: readonly Finding[];
  /** What reached the vendor; of a case that passes only what a warning is about. */
  exchanges: readonly Exchange[];
}

/** What came of a whole suite. */
export interface SuiteRun {
  provider: string;
  seed: number;
  /** Generated inputs for each operation. */
  runs: number;
  /** RFC 3339. */
  startedAt: string;
  durationMs: number;
  cases: readonly CaseResult[];
  /** What of the contract all cases together have exercised. */
  coverage: Coverage;
  /** What is wrong with the run itself, such as a skip that names nothing. */
  problems: readonly string[];
}

/** "updateContact refusal 404": what names a case in filters, baselines and reports. */
export function nameOfCase({ operation, group, detail }: Pick<CaseResult, "operation" | "group" | "detail">): string {
  return [operation, group, detail].filter((part) => part !== "").join(" ");
}

/** Takes down what is said of a case. */
export interface CaseNotes {
  /** What of the contract is exercised. */
  tally: CoverageTally;
  /** Whether a warning is to be told in a case. */
  isNews(warning: Finding): boolean;
}

/** Runs one case. */
export async function runCase(operation: string, one: Case, notes?: CaseNotes): Promise<CaseResult> {
  const { group, detail, claim } = one;
  const started = performance.now();
  const { found, warnings = [], exchanges, inapplicable } = await one.run();
  for (const exchange of exchanges) {
    // What a fault answers in the vendor's own dialect has been met as if the vendor had said it.
    const isMet = exchange.fault?.kind === "status";
    notes?.tally.add(isMet ? { request: exchange.request, response: exchange.response } : exchange);
  }
  const name = nameOfCase({ operation, group, detail });
  // The first of each.
  const told = new Map(warnings.toReversed().map((one) => [statementBroken(one), { ...one, case: name }]));
  const news = [...told.values()].reverse().filter((warning) => notes?.isNews(warning) ?? true);
  const findings = [...found.map((finding) => ({ ...finding, case: name })), ...news];
  return {
    operation,
    group,
    detail,
    claim,
    status: inapplicable !== undefined ? "skipped" : found.length === 0 ? "passed" : "failed",
    reason: inapplicable ?? null,
    durationMs: Math.round(performance.now() - started),
    findings,
    // Of a case that passes those that a warning is about.
    exchanges:
      found.length > 0 ? exchanges : exchanges.filter(({ id }) => news.some(({ exchange }) => exchange === id)),
  };
}

/** What tells warnings apart, whatever the values are that they are about. */
export function statementBroken({ operation, part, pointer, rule, contract }: Omit<Finding, "case">): string {
  const place = inFirstItems(pointer);
  return `${operation} ${part} ${place} ${rule} ${contract.file}#${contract.pointer}`;
}

/** Adds what came when the case was over; of several calls that end alike one is told. */
export function addLate(result: CaseResult, { rule, message }: Late, contract: Contract): CaseResult {
  const operation = contract.operations.find(({ id }) => id === result.operation);
  if (operation === undefined) return result;
  const finding = { ...createFinding({ contract, operation }, { rule, message }), case: nameOfCase(result) };
  const isTold = (one: Finding) => one.rule === rule && (rule !== "credential-leak" || one.message === finding.message);
  if (result.findings.some((one) => one.part === "adapter" && isTold(one))) return result;
  return { ...result, status: "failed", reason: null, findings: [...result.findings, finding] };
}
