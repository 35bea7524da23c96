import { createReadStream } from "node:fs";
import { type Catalog, createCatalog } from "../catalog.ts";
import { type CheckedExchange, checkExchange } from "../contract/check-exchange.ts";
import { StandinError } from "../errors.ts";
import type { Violation } from "../exchange.ts";
import { type CheckReport, type CheckSummary, createJsonReport, createTextReport } from "../report/check-report.ts";
import { colorsFor } from "../report/colors.ts";
import { createLocate } from "../report/locate.ts";
import { sideOf, Tally } from "../report/side.ts";
import type { ArchivedExchange } from "./archive/archived-exchange.ts";
import { CredentialWatch } from "./archive/credential-watch.ts";
import { type Belonging, ProviderFinder } from "./archive/find-provider.ts";
import { compareInteraction } from "./archive/interaction.ts";
import { type ArchiveItem, readArchive } from "./archive/read-archive.ts";
import { Sequences } from "./archive/sequences.ts";
import { describeUnjudged } from "./archive/unjudged.ts";
import { keepHeapSmall } from "./keep-heap-small.ts";
import { createReadingProgress, type ReadingProgress, sizeOf } from "./reading-progress.ts";

export interface CheckOptions {
  providers?: string;
  provider?: string;
  json?: boolean;
}

type Find = (exchange: ArchivedExchange) => Promise<Belonging>;

/**
 * Judges recorded exchanges. What cannot be read as a whole, or not judged at all, is a mistake of the set-up (status 2);
 * a broken line or entry among others counts like an error (status 1), and the rest is judged.
 */
export async function check(files: readonly string[], options: CheckOptions): Promise<void> {
  keepHeapSmall();
  const catalog = createCatalog({ providersDir: options.providers });
  const progress = createReadingProgress(process.stderr, sizeOf(files));
  const write = (text: string): void => {
    progress.clear();
    process.stdout.write(text);
  };
  const report = options.json
    ? createJsonReport(write)
    : createTextReport(write, colorsFor(process.stdout), createLocate(catalog.folderOf));
  const summary = await checkFiles(files, options.provider, catalog, report, progress);
  process.exitCode = summary.tally.total.error + summary.broken > 0 ? 1 : 0;
}

/** Judges recorded exchanges, `provider`'s or whose they are, and has all that is found told. */
export async function checkFiles(
  files: readonly string[],
  provider: string | undefined,
  catalog: Catalog,
  report: CheckReport,
  progress: ReadingProgress,
): Promise<CheckSummary> {
  if (provider !== undefined) await catalog.loadProvider(provider);
  const finder = new ProviderFinder(catalog);
  const find: Find = (exchange) =>
    provider === undefined ? finder.find(exchange) : finder.findById(provider, exchange);
  const summary: CheckSummary = {
    exchanges: 0,
    skipped: new Map(),
    refused: 0,
    complaints: 0,
    unanswered: 0,
    broken: 0,
    unrecorded: 0,
    unmodified: 0,
    tally: new Tally(),
  };
  const unreadable: string[] = [];
  let bytes = 0;
  for (const file of files) {
    try {
      bytes += await checkFile(file, find, report, summary, (read) => progress.at(summary.exchanges, bytes + read));
    } catch (error) {
      unreadable.push(`Cannot read ${file === "-" ? "standard input" : `"${file}"`}: ${reasonOf(error)}.`);
    }
  }
  progress.clear();
  report.end(summary);
  if (unreadable.length > 0) throw new StandinError("ARCHIVE_INVALID", unreadable.join("\nstandin: "));
  requireJudged(summary);
  return summary;
}

/** No verdict is no good verdict. */
function requireJudged({ exchanges, skipped }: CheckSummary): void {
  const judged = exchanges - [...skipped.values()].reduce((sum, number) => sum + number, 0);
  if (judged > 0) return;
  const reason =
    exchanges === 0 ? "there is no exchange" : "every exchange was skipped (--provider says whose they are)";
  throw new StandinError("ARCHIVE_INVALID", `Nothing was judged: ${reason}.`);
}

/** Answers how many bytes it has read. */
async function checkFile(
  file: string,
  find: Find,
  report: CheckReport,
  summary: CheckSummary,
  onRead: (bytes: number) => void,
): Promise<number> {
  const stream = file === "-" ? process.stdin : createReadStream(file, { highWaterMark: 1024 * 1024 });
  const credentials = new CredentialWatch();
  const sequences = new Sequences((item, violation) => {
    summary.tally.add("adapter", violation.severity);
    report.violation({ file: nameOf(file), ...item }, "adapter", violation);
  });
  for await (const item of readArchive(stream)) {
    const violations = await checkItem(file, item, find, report, summary, sequences);
    if ("exchange" in item && "entry" in item.place && !item.exchange.standin)
      credentials.see(item.exchange.request, violations);
    onRead(stream.bytesRead);
  }
  sequences.end();
  const shown = file === "-" ? "standard input" : file;
  if (credentials.lost) process.stderr.write(`hint: ${strippedHint(shown)}\n`);
  for (const hint of sequences.hints()) process.stderr.write(`hint: ${shown}: ${hint}\n`);
  return stream.bytesRead;
}

function nameOf(file: string): string {
  return file === "-" ? "stdin" : file;
}

function strippedHint(archive: string): string {
  return `No request in ${archive} has an Authorization header. Browsers leave it out of what they save, unless they are told to keep sensitive data; then the authentication errors are the archive's, not the adapter's.`;
}

async function checkItem(
  file: string,
  item: ArchiveItem,
  find: Find,
  report: CheckReport,
  summary: CheckSummary,
  sequences: Sequences,
): Promise<readonly Violation[]> {
  const place = { file: nameOf(file), ...item.place };
  if ("broken" in item) {
    summary.broken++;
    report.broken(place, item.broken);
    return [];
  }
  const { exchange } = item;
  summary.exchanges++;
  const unjudged = describeUnjudged(exchange);
  const found = unjudged === undefined ? await find(exchange) : { provider: null, subject: unjudged };
  if (found.provider === null) {
    summary.skipped.set(found.subject, (summary.skipped.get(found.subject) ?? 0) + 1);
    sequences.addElsewhere(item.place, exchange);
    return [];
  }
  const { request, unrecorded, expected } = exchange;
  report.judged?.(place, found.provider.contract, {
    ...exchange,
    fault: exchange.among.fault,
    request: { ...request, url: found.url },
  });
  if (unrecorded.length > 0) summary.unrecorded++;
  if (exchange.response === null) summary.unanswered++;
  const isUnmodified = isRevalidated(exchange);
  if (isUnmodified) summary.unmodified++;
  else if (isComplaint(exchange.response)) summary.complaints++;
  const response = isUnmodified || isComplaint(exchange.response) ? null : exchange.response;
  const checked = checkExchange(found.provider.contract, { request: { ...request, url: found.url }, response });
  if (isRefusal(response, checked)) summary.refused++;
  const { violations, unmet } =
    expected === undefined ? { ...checked, unmet: [] } : compareInteraction(checked, expected);
  for (const reason of unmet) {
    summary.broken++;
    report.broken(place, reason);
  }
  for (const violation of violations) {
    if (unrecorded.some((part) => part === violation.part)) continue;
    const side = sideOf(violation.part, { standin: exchange.standin || found.standin, fault: exchange.fault });
    summary.tally.add(side, violation.severity);
    report.violation(place, side, violation);
  }
  if (expected === undefined) sequences.add(item.place, found.provider.contract, found.url, exchange);
  return violations;
}

function isRefusal(response: ArchivedExchange["response"], { operation, violations }: CheckedExchange): boolean {
  return (response?.status ?? 0) >= 400 && operation !== null && !violations.some(({ rule }) => rule === "status");
}

/** What a client has kept is as it was: HTTP's own answer to a condition (RFC 9110, 15.4.5), whatever the contract lists. */
function isRevalidated({ request: { method, headers }, response }: ArchivedExchange): boolean {
  const isConditional = headers["if-none-match"] !== undefined || headers["if-modified-since"] !== undefined;
  return response?.status === 304 && isConditional && (method === "GET" || method === "HEAD");
}

/** Standin's own word on a request, such as on a body over the limit: no vendor has a part in it. */
function isComplaint(response: ArchivedExchange["response"]): boolean {
  if (response === null || response.status < 400 || response.status > 499) return false;
  const { "standin-problem": problem, "content-type": type } = response.headers;
  return problem !== undefined && type === "application/problem+json";
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission is denied",
  EISDIR: "it is a folder",
  ERR_STRING_TOO_LONG: "a line is too long; write one exchange a line (NDJSON)",
};

function reasonOf(error: unknown): string {
  if (error instanceof StandinError && error.code === "ARCHIVE_INVALID") return error.message;
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  const reason = reasons[code ?? ""] ?? (syscall === undefined ? undefined : message);
  if (reason === undefined) throw error;
  return reason;
}
