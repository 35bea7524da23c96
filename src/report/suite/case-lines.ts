import { formatFinding } from "../../conformance/finding.ts";
import { type CaseResult, nameOfCase } from "../../conformance/run.ts";
import { targetOf } from "../../contract/target-of.ts";
import { oneLine } from "../../contract/violation.ts";
import type { Exchange } from "../../exchange.ts";
import type { Colors } from "../colors.ts";
import { count } from "../count.ts";
import type { Locate } from "../locate.ts";
import { providersOf, type Report } from "./report.ts";

/** One greppable line for each thing that a case has found, with the case and the exchange; nothing for one that is good. */
export function formatCase(result: CaseResult, colors: Colors, locate: Locate): string {
  const name = oneLine(nameOfCase(result));
  const stale = result.status === "stale" ? `${name}: ${colors.red("error:")} ${staleText}\n` : "";
  const paint = { error: colors.red, warning: colors.yellow, note: colors.dim };
  const isKnown = result.status === "known";
  const lines = result.findings.map((finding) => {
    const label =
      isKnown && finding.severity === "error" ? colors.dim("known:") : paint[finding.severity](`${finding.severity}:`);
    const exchange = result.exchanges.find(({ id }) => id === finding.exchange);
    const where = exchange === undefined ? "" : `, ${nameOfExchange(exchange)}`;
    return `${name}: ${label} ${formatFinding(locate(finding))}${where}\n`;
  });
  return stale + lines.join("");
}

/** What is wrong with a case that is to fail, and passes. */
export const staleText = "the case passes, and the baseline has it as a known failure: it has to go from there";

/** "x-000012 PUT /v1/contacts/7 422". */
export function nameOfExchange({ id, request, response }: Exchange): string {
  const target = targetOf(request.url);
  const shown = target.length > longestTarget ? `${target.slice(0, longestTarget)}…` : target;
  return oneLine(`${id} ${request.method} ${shown} ${response?.status ?? "without an answer"}`);
}

const longestTarget = 120;

/** "acme: 70 cases: 68 passed, 2 failed in 4.2 s (seed 1, 25 generated inputs an operation)" */
export function formatSummary(report: Report, colors: Colors): string {
  const { cases, problems, seed, runs, durationMs, kind } = report;
  const have = (status: CaseResult["status"]) => cases.filter((one) => one.status === status).length;
  const parts = [colors.green(`${have("passed")} passed`)];
  if (have("failed") > 0) parts.push(colors.red(`${have("failed")} failed`));
  if (have("stale") > 0) parts.push(colors.red(`${have("stale")} passed and known to fail`));
  if (have("known") > 0) parts.push(`${have("known")} known to fail`);
  if (have("skipped") > 0) parts.push(`${have("skipped")} skipped`);
  const warnings = cases.flatMap(({ findings }) => findings).filter(({ severity }) => severity === "warning");
  if (kind === "suite" && warnings.length > 0) parts.push(colors.yellow(count(warnings.length, "warning")));
  const lines = problems.map((problem) => `${colors.red("error:")} ${oneLine(problem)}\n`);
  const noun = kind === "suite" ? "case" : "operation";
  const time = kind === "suite" ? ` in ${(durationMs / 1000).toFixed(1)} s` : "";
  const made = seed === null ? "" : ` (seed ${seed}, ${count(runs ?? 0, "generated input")} an operation)`;
  lines.push(`${providersOf(report)}: ${count(cases.length, noun)}: ${parts.join(", ")}${time}${made}\n`);
  return lines.join("");
}

/** All of it, as text. */
export function formatText(report: Report, colors: Colors, locate: Locate): string {
  return report.cases.map((one) => formatCase(one, colors, locate)).join("") + formatSummary(report, colors);
}
