import { resolve } from "node:path";
import {
  type AdapterSettings,
  type AdapterUnderTest,
  assertAdapter,
  assertComplete,
  type Skip,
} from "./adapter-suite.ts";
import { type Catalog, createCatalog } from "./catalog.ts";
import type { Case } from "./conformance/case.ts";
import type { Driver } from "./conformance/driver.ts";
import { createInProcessDriver } from "./conformance/in-process.ts";
import type { DocumentedRequest } from "./conformance/known-values.ts";
import type { CaseResult } from "./conformance/run.ts";
import { RunRecord } from "./conformance/run-suite.ts";
import { createSuite, type OperationUnderTest, type Suite } from "./conformance/suite.ts";
import { didYouMean } from "./contract/near-miss.ts";
import { StandinError } from "./errors.ts";
import { startStandin } from "./index.ts";
import { suiteOptions, suiteProvider } from "./open-tenant.ts";
import { colorsFor } from "./report/colors.ts";
import { createLocate } from "./report/locate.ts";
import { formatCase } from "./report/suite/case-lines.ts";
import { reportOf } from "./report/suite/report.ts";
import { reportFormats } from "./report/suite/report-formats.ts";
import { type ReportTarget, writeReports } from "./report/suite/write-reports.ts";
import { readVersion } from "./simulator/version.ts";

/** The suite of an adapter, with its stand-in running. */
export interface AdapterSuite {
  suite: Suite;
  /** Why a case is left out; undefined for one that runs. */
  reasonToSkip(operation: string, one: Case): string | undefined;
  /** What is wrong with each skip that names nothing. */
  staleSkips: readonly string[];
  /** What came of the cases that were run with it. */
  record: RunRecord;
  /** Throws what a case that failed has found, as the lines that `standin test` prints; tells the warnings of another so. */
  assertPassed(result: CaseResult, warn: (lines: string) => unknown): void;
  /** Ends the stand-in. Writes the reports that the settings ask for. */
  close(): Promise<void>;
}

/**
 * What a test runner gives a case, in milliseconds. Note: the suite itself ends calls that hang, each within some seconds of
 * real time; a runner's own limit, often five seconds for a test, would end a slow case without a word of what it found.
 */
export const longestCaseMs = 600_000;

/** Prepares the suite of an adapter in this process. Throws OPTION_INVALID and PROVIDER_UNKNOWN before anything is started. */
export async function openAdapterSuite<Adapter>(
  provider: string,
  adapter: AdapterUnderTest<Adapter>,
): Promise<AdapterSuite> {
  assertAdapter(provider, adapter);
  const catalog = createCatalog({ providersDir: adapter.providersDir });
  // A name that nobody has is told before what is missing beside it.
  catalog.verifyProvider(provider);
  assertComplete(adapter);
  const calls = Object.entries(adapter.operations).map(([id, { call }]) => [id, call] as const);
  const driver = createInProcessDriver(adapter.create, Object.fromEntries(calls));
  return openSuite(provider, adapter, adapter.operations, driver, 120_000, catalog);
}

/** Starts a stand-in and puts the cases together. */
export async function openSuite(
  provider: string,
  settings: AdapterSettings,
  operations: Readonly<Record<string, OperationUnderTest>>,
  driver: Driver,
  longest: number,
  catalog: Catalog,
): Promise<AdapterSuite> {
  const { providersDir, output, retries, timeout = longest, seed = 1, runs = 25, skip = [] } = settings;
  const targets = Object.entries(settings.reports ?? {}).map(([format, path]) => toTarget(format, path));
  skip.forEach(assertReason);
  const { contract } = await catalog.loadProvider(provider);
  const standin = await startStandin({
    ...suiteOptions,
    providers: [provider],
    seed,
    ...(providersDir === undefined ? {} : { providersDir }),
  });
  const interactions = catalog.listInteractions(provider).map(({ interaction }) => interaction as Interaction);
  const documented = (operation: string) => successesOf(interactions, operation);
  const suite = await createSuite({
    contract,
    documentedRequests: (operation) => documented(operation).map(({ request }) => request),
    documentedReply: (operation) => toReply(documented(operation).find(({ response }) => isFull(response))),
    provider: suiteProvider(standin.provider(provider)),
    driver,
    operations,
    output,
    retries,
    timeout,
    seed,
    runs,
  }).catch(async (error) => {
    await Promise.all([standin.close(), driver.close()]);
    throw error;
  });
  const record = new RunRecord({ contract, seed, runs });
  const locate = createLocate(catalog.folderOf);
  const staleSkips = skip.flatMap((entry) => explainStale(entry, suite));
  return {
    suite,
    reasonToSkip: (operation, one) => skip.find((entry) => names(entry, operation, one))?.reason,
    staleSkips,
    record,
    assertPassed(result, warn) {
      const lines = formatCase(result, noColors, locate).trimEnd();
      if (result.status === "failed") throw new Error(lines);
      if (lines !== "") warn(lines);
    },
    async close() {
      await suite.close();
      await standin.close();
      if (targets.length === 0) return;
      const places = { locate, folderOf: catalog.folderOf, version: readVersion() };
      writeReports(reportOf(record.end(staleSkips)), targets, places);
    },
  };
}

/** Messages of a test runner are shown in reports as well. */
const noColors = colorsFor({}, {});

function toTarget(format: string, path: unknown): ReportTarget {
  const known = reportFormats.find((one) => one === format);
  if (known === undefined)
    throw new StandinError(
      "OPTION_INVALID",
      `"${format}" is no format of reports.${didYouMean(format, reportFormats)} There are: ${reportFormats.join(", ")}.`,
    );
  if (typeof path === "string" && path !== "") return { format: known, path: resolve(path) };
  throw new StandinError("OPTION_INVALID", `The report ${format} needs the path of a file, and not ${String(path)}.`);
}

/** The members of an interaction that the suite takes. */
interface Interaction {
  operation: string | null;
  outcome: string;
  request: DocumentedRequest;
  response: { status: number; body?: unknown };
  violates?: readonly unknown[];
}

/** Those of an operation that break nothing and were not refused, the documented one before the others. */
function successesOf(interactions: readonly Interaction[], operation: string): Interaction[] {
  const own = interactions.filter(
    ({ operation: id, violates, response }) => id === operation && violates === undefined && response.status < 300,
  );
  return [
    ...own.filter(({ outcome }) => outcome === "documented"),
    ...own.filter(({ outcome }) => outcome !== "documented"),
  ];
}

function toReply(found: Interaction | undefined): { status: number; body: unknown } | undefined {
  return found && { status: found.response.status, body: found.response.body };
}

function isFull({ body }: Interaction["response"]): boolean {
  return typeof body === "object" && body !== null;
}

function names(entry: Skip, operation: string, { group, detail }: Case): boolean {
  if (entry.operation !== undefined && entry.operation !== operation) return false;
  return entry.case === group || entry.case === `${group} ${detail}`;
}

function assertReason({ case: name, reason }: Skip): void {
  if (typeof reason === "string" && reason.trim() !== "") return;
  throw new StandinError("SUITE_INVALID", `The skip of "${name}" has no reason. It is a text.`);
}

function explainStale(entry: Skip, { operations }: Suite): string[] {
  if (operations.some(({ operation, cases }) => cases.some((one) => names(entry, operation, one)))) return [];
  const groups = [...new Set(operations.flatMap(({ cases }) => cases.map(({ group }) => group)))];
  const place = entry.operation === undefined ? "" : ` of ${entry.operation}`;
  const [group = ""] = entry.case.split(" ");
  return [
    `The skip of "${entry.case}"${place} names no case.${didYouMean(group, groups)} Groups: ${groups.join(", ")}.`,
  ];
}
