import type { Finding } from "../conformance/finding.ts";
import { splitUrl } from "../contract/check-exchange.ts";
import type { Contract } from "../contract/contract.ts";
import type { CoveredExchange } from "../contract/coverage/outcomes.ts";
import { CoverageTally } from "../contract/coverage.ts";
import { matchOperation } from "../contract/match-operation.ts";
import { redactHeaders, redactUrl } from "../contract/redaction.ts";
import type { Exchange, Violation } from "../exchange.ts";
import type { CheckReport, CheckSummary, Place } from "../report/check-report.ts";
import { count } from "../report/count.ts";
import type { Side } from "../report/side.ts";
import type { Report, ReportCase } from "../report/suite/report.ts";

/** How many different findings of one operation are told, and how many exchanges are at hand for those that come later. */
const mostFindings = 200;
const mostRecent = 500;

/** Makes a report of exchanges: each operation is a case, and the same finding in many exchanges is one. */
export class JournalReport implements CheckReport {
  readonly #operations = new Map<string, OperationFindings>();
  readonly #tallies = new Map<string, CoverageTally>();
  readonly #recent = new Map<string, Recent>();
  readonly #problems: string[] = [];
  #first: string | undefined;
  #last: string | undefined;

  judged(place: Place, contract: Contract, exchange: CoveredExchange): void {
    const { provider } = contract;
    const tally = this.#tallies.get(provider) ?? new CoverageTally(contract);
    this.#tallies.set(provider, tally);
    tally.add(exchange);
    const { path } = splitUrl(exchange.request.url);
    const match = matchOperation(contract, exchange.request.method.toUpperCase(), path);
    const operation = match.kind === "operation" ? match.operation.id : null;
    this.#operationOf(provider, operation).exchanges++;
    const { startedAt } = exchange;
    if (startedAt !== undefined) {
      this.#first ??= startedAt;
      this.#last = startedAt;
    }
    const id = nameOf(place);
    this.#recent.set(id, { id, contract, operation, exchange });
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > mostRecent) this.#recent.delete(oldest as string);
  }

  violation(place: Place, side: Side, violation: Violation): void {
    // What was injected on purpose is nobody's departure.
    if (side === "planned") return;
    this.#operationOf(violation.provider, violation.operation).add(violation, side, this.#recent.get(nameOf(place)));
  }

  broken(place: Place, reason: string): void {
    this.#problems.push(`${nameOf(place)}: the ${"line" in place ? "line" : "entry"} ${reason}`);
  }

  end(_summary: CheckSummary): void {}

  /** All of it, when the check is over. */
  toReport(): Report {
    // An archive need not tell any time: then it is that of the report.
    const startedAt = this.#first ?? new Date().toISOString();
    const durationMs = Date.parse(this.#last ?? startedAt) - Date.parse(startedAt);
    return {
      version: 1,
      kind: "journal",
      seed: null,
      runs: null,
      startedAt,
      durationMs: Number.isFinite(durationMs) ? Math.max(0, durationMs) : 0,
      cases: [...this.#operations.values()].map((one) => one.toCase()),
      coverage: [...this.#tallies.values()].map((tally) => tally.toCoverage()),
      problems: this.#problems,
    };
  }

  #operationOf(provider: string, operation: string | null): OperationFindings {
    const key = `${provider} ${operation ?? ""}`;
    const known = this.#operations.get(key) ?? new OperationFindings(provider, operation);
    this.#operations.set(key, known);
    return known;
  }
}

interface Recent {
  id: string;
  contract: Contract;
  operation: string | null;
  exchange: CoveredExchange;
}

class OperationFindings {
  exchanges = 0;
  readonly #provider: string;
  readonly #operation: string | null;
  readonly #findings = new Map<string, { finding: Finding; times: number }>();
  readonly #kept = new Map<string, Exchange>();
  #untold = 0;

  constructor(provider: string, operation: string | null) {
    this.#provider = provider;
    this.#operation = operation;
  }

  add(violation: Violation, side: Side, at: Recent | undefined): void {
    const message = side === "adapter" ? violation.message : `${side}: ${violation.message}`;
    const key = `${violation.part} ${violation.pointer} ${violation.rule} ${message}`;
    const known = this.#findings.get(key);
    if (known !== undefined) known.times++;
    else if (this.#findings.size >= mostFindings) this.#untold++;
    else {
      const finding = { ...violation, message, case: this.#operation ?? "", exchange: at?.id ?? null };
      this.#findings.set(key, { finding, times: 1 });
      if (at !== undefined) this.#kept.set(at.id, toExchange(at));
    }
  }

  toCase(): ReportCase {
    const findings = [...this.#findings.values()].map(({ finding, times }) =>
      times === 1 ? finding : { ...finding, message: `${finding.message} (${times} times)` },
    );
    const untold = this.#untold === 0 ? "" : `; ${count(this.#untold, "more violation")} not told`;
    return {
      provider: this.#provider,
      operation: this.#operation ?? "",
      group: this.#operation === null ? "no operation" : "exchanges",
      detail: "",
      claim: `keeps to the contract in ${count(this.exchanges, "exchange")}${untold}`,
      status: findings.some(({ severity }) => severity === "error") || this.#untold > 0 ? "failed" : "passed",
      reason: null,
      durationMs: 0,
      findings,
      exchanges: [...this.#kept.values()],
    };
  }
}

/** Archives from elsewhere have real credentials, and a report goes to many. */
function toExchange({ id, contract, operation, exchange }: Recent): Exchange {
  const { request, response, startedAt = "" } = exchange;
  return {
    id,
    provider: contract.provider,
    tenant: "",
    operation,
    startedAt,
    recordedAt: startedAt,
    durationMs: 0,
    request: {
      ...request,
      url: redactUrl(contract, request.url),
      headers: redactHeaders(contract, request.headers),
    },
    response: response === null ? null : { ...response, headers: redactHeaders(contract, response.headers) },
    violations: [],
  };
}

function nameOf(place: Place): string {
  return "line" in place ? `${place.file}:${place.line}` : `${place.file}#${place.entry}`;
}
