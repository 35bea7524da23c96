import { formatFinding } from "../../conformance/finding.ts";
import { nameOfCase } from "../../conformance/run.ts";
import { escapeMarkup } from "../escape.ts";
import type { Locate } from "../locate.ts";
import { nameOfExchange, staleText } from "./case-lines.ts";
import { isGood, providersOf, type Report, type ReportCase } from "./report.ts";

/** JUnit's XML, as Jenkins has it: a suite for each operation, and a test for each case. */
export function formatJunit(report: Report, locate: Locate): string {
  const suites = [...groupBySuite(report.cases)].map(([name, cases]) => formatSuite(name, cases, report, locate));
  if (report.problems.length > 0) suites.push(formatProblems(report));
  const { failures, errors } = countOf(report);
  const attributes = formatAttributes({
    name: `Standin: ${providersOf(report)}`,
    tests: report.cases.length + report.problems.length,
    failures,
    errors,
    time: seconds(report.durationMs),
  });
  const verdict = isGood(report) ? "conforms" : "does not conform";
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!-- ${verdict} -->\n<testsuites${attributes}>\n${suites.join("")}</testsuites>\n`;
}

function suiteName({ provider, operation }: ReportCase): string {
  return `${provider} ${operation === "" ? "no operation" : operation}`;
}

function groupBySuite(cases: readonly ReportCase[]): Map<string, ReportCase[]> {
  const groups = new Map<string, ReportCase[]>();
  for (const one of cases) {
    const group = groups.get(suiteName(one));
    if (group === undefined) groups.set(suiteName(one), [one]);
    else group.push(one);
  }
  return groups;
}

function countOf({ cases, problems }: Pick<Report, "cases" | "problems">): { failures: number; errors: number } {
  const failures = cases.filter(({ status }) => status === "failed" || status === "stale").length;
  return { failures, errors: problems.length };
}

function formatSuite(name: string, cases: readonly ReportCase[], { startedAt }: Report, locate: Locate): string {
  const attributes = formatAttributes({
    name,
    tests: cases.length,
    ...countOf({ cases, problems: [] }),
    skipped: cases.filter(({ status }) => status === "skipped" || status === "known").length,
    time: seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    timestamp: startedAt.replace(/\.\d+Z$/, ""),
  });
  return `  <testsuite${attributes}>\n${cases.map((one) => formatTest(one, locate)).join("")}  </testsuite>\n`;
}

function formatTest(one: ReportCase, locate: Locate): string {
  const attributes = formatAttributes({
    classname: suiteName(one).replaceAll(" ", "."),
    name: one.claim === "" ? nameOfCase(one) : `${nameOfCase(one)}: ${one.claim}`,
    time: seconds(one.durationMs),
  });
  const outcome = formatOutcome(one, locate);
  return outcome === "" ? `    <testcase${attributes}/>\n` : `    <testcase${attributes}>\n${outcome}    </testcase>\n`;
}

function formatOutcome(one: ReportCase, locate: Locate): string {
  const { status, findings, reason } = one;
  const lines = findings.map((finding) => `${finding.severity}: ${formatFinding(locate(finding))}\n`).join("");
  const exchanges = one.exchanges.map((exchange) => `${nameOfExchange(exchange)}\n`).join("");
  // As text, not as an attribute: older readers have no other place for it.
  if (status === "skipped") return element("skipped", {}, reason ?? "");
  if (status === "known") return element("skipped", {}, "known to fail") + element("system-out", {}, lines);
  if (status === "stale") return element("failure", { type: "baseline", message: staleText }, lines);
  if (status === "passed") return lines === "" ? "" : element("system-out", {}, lines);
  const [first, ...others] = findings.filter(({ severity }) => severity === "error");
  const more = others.length > 0 ? `, and ${others.length} more` : "";
  const failure = { type: first?.rule ?? "", message: `${first?.message ?? ""}${more}` };
  return element("failure", failure, lines) + (exchanges === "" ? "" : element("system-out", {}, exchanges));
}

function formatProblems({ problems, coverage }: Report): string {
  const provider = coverage.map((one) => one.provider).join(", ");
  const tests = problems.map((message, index) => {
    const attributes = formatAttributes({ classname: `${provider}.run`, name: `problem ${index + 1}`, time: "0.000" });
    return `    <testcase${attributes}>\n${element("error", { type: "problem", message })}    </testcase>\n`;
  });
  const attributes = { name: `${provider} run`, tests: problems.length, failures: 0, errors: problems.length };
  return `  <testsuite${formatAttributes(attributes)}>\n${tests.join("")}  </testsuite>\n`;
}

function element(name: string, attributes: Readonly<Record<string, string>>, text = ""): string {
  const given = formatAttributes(attributes);
  return text === "" ? `      <${name}${given}/>\n` : `      <${name}${given}>${escapeMarkup(text)}</${name}>\n`;
}

function formatAttributes(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeMarkup(String(value).replaceAll(/\s+/g, " "))}"`)
    .join("");
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
