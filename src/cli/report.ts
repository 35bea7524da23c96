import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createCatalog } from "../catalog.ts";
import { compileJsonSchema } from "../contract/json-schema.ts";
import { StandinError } from "../errors.ts";
import { colorsFor } from "../report/colors.ts";
import { createLocate } from "../report/locate.ts";
import { formatSummary } from "../report/suite/case-lines.ts";
import { isGood, type Report } from "../report/suite/report.ts";
import type { ReportFormat } from "../report/suite/report-formats.ts";
import { reportTargets, writeReports } from "../report/suite/write-reports.ts";
import { readVersion } from "../simulator/version.ts";
import { checkFiles } from "./check.ts";
import { JournalReport } from "./journal-report.ts";
import { createReadingProgress, sizeOf } from "./reading-progress.ts";

export interface ReportOptions {
  format?: readonly ReportFormat[];
  output?: string;
  provider?: string;
  providers?: string;
  json?: boolean;
}

/** Makes reports of recorded exchanges, or of what `standin test --report json` has written. */
export async function report(file: string, options: ReportOptions): Promise<void> {
  const formats = [...(options.format ?? []), ...(options.json ? ["json" as const] : [])];
  const targets = reportTargets(formats.length === 0 ? ["text"] : formats, options.output);
  const catalog = createCatalog({ providersDir: options.providers });
  let made: Report;
  if (await isReport(file)) made = readReport(file);
  else {
    const journal = new JournalReport();
    const progress = createReadingProgress(process.stderr, sizeOf([file]));
    await checkFiles([file], options.provider, catalog, journal, progress);
    made = journal.toReport();
  }
  for (const { provider } of made.coverage) catalog.verifyProvider(provider);
  const { folderOf } = catalog;
  // A report on standard output stands there alone.
  if (targets.every(({ path }) => path !== undefined))
    process.stdout.write(formatSummary(made, colorsFor(process.stdout)));
  writeReports(made, targets, { locate: createLocate(folderOf), folderOf, version: readVersion() });
  process.exitCode = isGood(made) ? 0 : 1;
}

/** A report says first what it is. What comes on standard input is exchanges. */
async function isReport(file: string): Promise<boolean> {
  if (file === "-" || statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return false;
  for await (const start of createReadStream(file, { encoding: "utf8", end: 200 }))
    return /^\ufeff?\s*\{\s*"version":\s*\d+,\s*"kind":/.test(String(start));
  return false;
}

/** Throws where it is not as its schema has it. */
function readReport(file: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new StandinError("ARCHIVE_INVALID", `Cannot read "${file}": ${(error as Error).message}.`);
  }
  const [problem] = compileJsonSchema(readSchema(), "The schema of reports")(value);
  if (problem === undefined) return value as Report;
  const place = problem.instancePath === "" ? "it" : problem.instancePath;
  throw new StandinError(
    "ARCHIVE_INVALID",
    `Cannot read "${file}": ${place} ${problem.message}, so that it is no report.`,
  );
}

/** Note: what is built lies deeper than the sources, and the build chooses where. */
function readSchema(): unknown {
  let place = new URL("schemas/report.schema.json", import.meta.url);
  for (let up = 0; !existsSync(place) && up < 5; up++) place = new URL("../../schemas/report.schema.json", place);
  return JSON.parse(readFileSync(place, "utf8"));
}
