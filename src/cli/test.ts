import { resolve } from "node:path";
import { type Catalog, createCatalog } from "../catalog.ts";
import { createProcessDriver } from "../conformance/process-driver.ts";
import { nameOfCase, type SuiteRun } from "../conformance/run.ts";
import { runSuite } from "../conformance/run-suite.ts";
import type { Contract } from "../contract/contract.ts";
import { didYouMean } from "../contract/near-miss.ts";
import { StandinError } from "../errors.ts";
import { type AdapterSuite, openSuite } from "../open-suite.ts";
import { colorsFor } from "../report/colors.ts";
import { count } from "../report/count.ts";
import { createLocate } from "../report/locate.ts";
import { formatCase, formatSummary } from "../report/suite/case-lines.ts";
import { isGood, reportOf } from "../report/suite/report.ts";
import type { ReportFormat } from "../report/suite/report-formats.ts";
import { reportTargets, writeReports } from "../report/suite/write-reports.ts";
import { readVersion } from "../simulator/version.ts";
import { type AdapterFile, defaultAdapterFile, readAdapterFile } from "./adapter-file/read-adapter-file.ts";
import { findUnknown, readBaseline, writeBaseline } from "./baseline.ts";
import { createProgress } from "./progress.ts";

export interface TestOptions {
  case?: string;
  operation?: string;
  bail?: boolean;
  seed?: number;
  runs?: number;
  baseline?: string;
  updateBaseline?: boolean;
  report?: readonly ReportFormat[];
  output?: string;
  providers?: string;
  json?: boolean;
}

/** In milliseconds: what a call of another process may take where nothing is said. */
const defaultTimeout = 10_000;

/** Runs the adapter suite on an adapter in another process. */
export async function test(config: string | undefined, options: TestOptions): Promise<void> {
  const { providers: providersDir, bail = false } = options;
  const formats = options.json ? [...(options.report ?? []), "json" as const] : (options.report ?? []);
  const targets = reportTargets(formats, options.output);
  const file = readAdapterFile(config ?? defaultAdapterFile);
  const catalog = createCatalog({ providersDir });
  const { contract } = await loadProvider(catalog, file);
  const { seed = file.seed ?? 1, runs = file.runs ?? 25 } = options;
  const baseline = options.baseline === undefined ? file.baseline : resolve(options.baseline);
  if (options.updateBaseline && baseline === undefined)
    throw new StandinError("OPTION_INVALID", "--update-baseline needs a file: name it with --baseline.");
  const known = baseline === undefined ? new Set<string>() : readBaseline(baseline, options.updateBaseline === true);

  const driver = createProcessDriver(file.driver);
  const { output, retries, timeout, skip } = file;
  const settings = {
    seed,
    runs,
    skip,
    ...(output === undefined ? {} : { output }),
    ...(retries === undefined ? {} : { retries }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(providersDir === undefined ? {} : { providersDir }),
  };
  const operations = Object.fromEntries(file.operations.map(({ id, under }) => [id, under]));
  const opened = await openSuite(contract.provider, settings, operations, driver, defaultTimeout, catalog);
  try {
    const isChosen = chooseCases(opened, options);
    const names = new Set(
      opened.suite.operations.flatMap(({ operation, cases }) =>
        cases.map(({ group, detail }) => nameOfCase({ operation, group, detail })),
      ),
    );
    const unknown = baseline === undefined || options.updateBaseline ? [] : findUnknown(known, names, baseline);
    // A report on standard output stands there alone.
    const quiet = targets.some(({ path }) => path === undefined);
    const colors = colorsFor(process.stdout);
    const locate = createLocate(catalog.folderOf);
    const progress = createProgress(process.stderr);
    const run = await runSuite(opened.suite, opened.record, {
      bail,
      known: options.updateBaseline ? new Set() : known,
      isChosen,
      reasonToSkip: opened.reasonToSkip,
      problems: [...opened.staleSkips, ...unknown],
      onResult(result, done, all) {
        const lines = formatCase(result, colors, locate);
        if (lines !== "" && !quiet) {
          progress.clear();
          process.stdout.write(lines);
        }
        progress.done(result, done, all);
      },
      onAmended(result) {
        progress.clear();
        if (!quiet) process.stdout.write(formatCase(result, colors, locate));
      },
    }).finally(() => progress.end());
    const report = reportOf(run);
    if (!quiet) process.stdout.write(formatSummary(report, colors));
    writeReports(report, targets, { locate, folderOf: catalog.folderOf, version: readVersion() });
    requireRun(run);
    if (options.updateBaseline) update(baseline as string, run, known, names);
    process.exitCode = (options.updateBaseline ? run.problems.length === 0 : isGood(report)) ? 0 : 1;
  } finally {
    await opened.close();
  }
}

/** What the file names is there: told with its line where it is not. */
async function loadProvider(catalog: Catalog, file: AdapterFile): Promise<{ contract: Contract }> {
  const id = file.provider.oneOf(catalog.listProviders(), "the id of a provider");
  const loaded = await catalog.loadProvider(id);
  const operations = loaded.contract.operations.map((operation) => operation.id);
  for (const { id: operation, at } of file.operations) {
    if (operations.includes(operation)) continue;
    throw at.wrong(
      `is no operation of ${id}.${didYouMean(operation, operations)} There are: ${operations.join(", ")}.`,
    );
  }
  const tested = file.operations.map((one) => one.id);
  for (const { at } of file.skip) at.member("operation")?.oneOf(tested, "an operationId");
  return loaded;
}

type Choose = Parameters<typeof runSuite>[2]["isChosen"];

/** Throws where nothing is chosen: a run of nothing is no good run. */
function chooseCases({ suite }: AdapterSuite, { case: text, operation: only }: TestOptions): Choose {
  const operations = suite.operations.map(({ operation }) => operation);
  if (only !== undefined && !operations.includes(only)) {
    const hint = didYouMean(only, operations);
    throw new StandinError(
      "OPTION_INVALID",
      `--operation: "${only}" is not tested.${hint} There are: ${operations.join(", ")}.`,
    );
  }
  const isNamed: Choose = (operation, { group, detail }) =>
    text === undefined || nameOfCase({ operation, group, detail }).includes(text);
  const isChosen: Choose = (operation, one) => (only === undefined || operation === only) && isNamed(operation, one);
  const having = (chooses: Choose) =>
    suite.operations.filter(({ operation, cases }) => cases.some((one) => chooses(operation, one)));
  if (having(isChosen).length > 0) return isChosen;
  const asked = suite.operations.filter(({ operation }) => only === undefined || operation === only);
  const groups = [...new Set(asked.flatMap(({ cases }) => cases.map(({ group }) => group)))];
  const others = having(isNamed).map(({ operation }) => `${operation}'s`);
  const where = only === undefined ? "no case's name" : `no name of ${only}'s cases`;
  const told = others.length > 0 ? `, but of ${others.join(", ")}.` : `.${didYouMean(text ?? "", groups)}`;
  throw new StandinError(
    "OPTION_INVALID",
    `--case: "${text}" is part of ${where}${told} Groups: ${groups.join(", ")}.`,
  );
}

function requireRun({ cases }: SuiteRun): void {
  if (cases.some(({ status }) => status !== "skipped")) return;
  throw new StandinError("OPTION_INVALID", "Nothing was tested: every case that was chosen is skipped.");
}

/** What was not run stays as it was, where it names a case; `names` has all. */
function update(path: string, { cases }: SuiteRun, known: ReadonlySet<string>, names: ReadonlySet<string>): void {
  const run = new Set(cases.filter(({ status }) => status !== "skipped").map(nameOfCase));
  const failed = cases.filter(({ status }) => status === "failed").map(nameOfCase);
  const dropped = writeBaseline(path, [...[...known].filter((name) => names.has(name) && !run.has(name)), ...failed]);
  const written = `${count(failed.length, "known failure")} of this run ${failed.length === 1 ? "is" : "are"} written to ${path}.`;
  const gone = dropped.map(
    (name) => `"${name}" is dropped from it: it ${names.has(name) ? "passes" : "names no case"}.`,
  );
  process.stderr.write([written, ...gone].map((line) => `${line}\n`).join(""));
}
