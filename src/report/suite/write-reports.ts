import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { showPath } from "../../contract/show-path.ts";
import { StandinError } from "../../errors.ts";
import { colorsFor } from "../colors.ts";
import type { Locate } from "../locate.ts";
import { formatText } from "./case-lines.ts";
import { createContractLines } from "./contract-lines.ts";
import { formatHtml } from "./html.ts";
import { formatJunit } from "./junit.ts";
import type { Report } from "./report.ts";
import { type ReportFormat, reportFileNames, reportFormats } from "./report-formats.ts";
import { formatSarif } from "./sarif.ts";

/** A report to write. */
export interface ReportTarget {
  format: ReportFormat;
  /** Undefined is standard output. */
  path: string | undefined;
}

/** Where reports go: one into the file that `output` names, several into the folder, and one without it to standard output. */
export function reportTargets(formats: readonly ReportFormat[], output: string | undefined): ReportTarget[] {
  const [first, ...others] = [...new Set(formats)];
  if (first === undefined) {
    if (output === undefined) return [];
    throw refuse(`--output needs a --report: ${reportFormats.join(", ")}.`);
  }
  if (output === undefined) {
    if (others.length === 0) return [{ format: first, path: undefined }];
    throw refuse("Several reports do not go to standard output together. Name a folder for them with --output.");
  }
  const isFolder = statSync(output, { throwIfNoEntry: false })?.isDirectory() ?? /[\\/]$/.test(output);
  if (others.length === 0 && !isFolder) return [{ format: first, path: resolve(output) }];
  return [first, ...others].map((format) => ({ format, path: resolve(join(output, reportFileNames[format])) }));
}

function refuse(message: string): StandinError {
  return new StandinError("OPTION_INVALID", message);
}

export interface ReportPlaces {
  locate: Locate;
  folderOf: (provider: string) => string;
  /** Standin's. */
  version: string;
}

/** Throws where one cannot be written. */
export function writeReports(report: Report, targets: readonly ReportTarget[], places: ReportPlaces): void {
  for (const { format, path } of targets) {
    if (path === undefined) process.stdout.write(formatReport(format, report, places, process.stdout));
    else writeFile(path, formatReport(format, report, places));
  }
}

function formatReport(
  format: ReportFormat,
  report: Report,
  places: ReportPlaces,
  stream: { isTTY?: boolean } = {},
): string {
  const { locate, folderOf, version } = places;
  if (format === "text") return formatText(report, colorsFor(stream), locate);
  if (format === "junit") return formatJunit(report, locate);
  if (format === "sarif") return formatSarif(report, locate, version);
  if (format === "html") return formatHtml(report, locate, createContractLines(folderOf));
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function writeFile(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw refuse(`${showPath(path)} cannot be written: ${(error as Error).message}.`);
  }
}
