import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Finding } from "../../../src/conformance/finding.ts";
import type { Report } from "../../../src/report/suite/report.ts";
import { type ReportFormat, reportFormats } from "../../../src/report/suite/report-formats.ts";
import { reportTargets, writeReports } from "../../../src/report/suite/write-reports.ts";
import { folderOf, goodReport, hostileReport } from "./hostile-report.ts";

const problem = "The skip of unicod names no case.";
const stale: Report = {
  ...goodReport,
  cases: hostileReport.cases.filter(({ status }) => status === "stale"),
  problems: [problem],
};

const warning: Finding = { ...firstFinding(), severity: "warning", message: "the vendor may not take that" };

it.each(reportFormats)("of a known failure that passes, and a skip of nothing, says which they are: %s", (format) => {
  const text = write(stale, format);
  expect(text).toContain(problem);
  expect(text).toMatch(
    format === "json" ? /"status": "stale"/ : /the case passes, and the baseline has it as a known failure/,
  );
});

it.each(reportFormats)("has the warnings of such a case too: %s", (format) => {
  const cases = stale.cases.map((one) => ({ ...one, findings: [warning] }));
  expect(write({ ...stale, cases }, format)).toContain("the vendor may not take that");
});

function firstFinding(): Finding {
  const [found] = hostileReport.cases.flatMap(({ findings }) => findings);
  if (found === undefined) throw new Error("The report has no finding.");
  return found;
}

function write(report: Report, format: ReportFormat): string {
  const folder = mkdtempSync(join(tmpdir(), "standin-report-"));
  const path = join(folder, "report");
  writeReports(report, reportTargets([format], path), { locate: (told) => told, folderOf, version: "0.1.0" });
  const text = readFileSync(path, "utf8");
  rmSync(folder, { recursive: true });
  return text;
}
