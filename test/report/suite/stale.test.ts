import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Report } from "../../../src/report/suite/report.ts";
import { reportFormats } from "../../../src/report/suite/report-formats.ts";
import { reportTargets, writeReports } from "../../../src/report/suite/write-reports.ts";
import { folderOf, goodReport, hostileReport } from "./hostile-report.ts";

const problem = "The skip of unicod names no case.";
const stale: Report = {
  ...goodReport,
  cases: hostileReport.cases.filter(({ status }) => status === "stale"),
  problems: [problem],
};

it.each(reportFormats)("of a known failure that passes, and a skip of nothing, says which they are: %s", (format) => {
  const folder = mkdtempSync(join(tmpdir(), "standin-report-"));
  const path = join(folder, "report");
  writeReports(stale, reportTargets([format], path), { locate: (told) => told, folderOf, version: "0.1.0" });
  const text = readFileSync(path, "utf8");
  rmSync(folder, { recursive: true });
  expect(text).toContain(problem);
  expect(text).toMatch(
    format === "json" ? /"status": "stale"/ : /the case passes, and the baseline has it as a known failure/,
  );
});
