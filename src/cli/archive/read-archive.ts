import { constants } from "node:buffer";
import { findJsonProblem } from "../../contract/json-text.ts";
import { StandinError } from "../../errors.ts";
import { count } from "../../report/count.ts";
import { type ArchivedExchange, NoExchange, toArchivedExchange } from "./archived-exchange.ts";
import { fromHarEntry } from "./har.ts";
import { fromInteraction, isInteraction } from "./interaction.ts";
import { type Line, longestLine, splitLines } from "./lines.ts";

/** Where in an archive: a line of NDJSON, or an entry of a JSON document; both counted from 1. */
export type Place = { line: number } | { entry: number };

export type ArchiveItem = { place: Place; exchange: ArchivedExchange } | { place: Place; broken: string };

/** A file of which not one of so many lines is an exchange is no NDJSON. */
const mostBrokenAtStart = 100;

/**
 * Reads exchanges from an archive, by its content: NDJSON line by line, or one JSON document: HAR 1.2, the list
 * `{"items": […]}` of a journal, an array of exchanges, an interaction. Throws ARCHIVE_INVALID when it is none of these.
 */
export async function* readArchive(
  chunks: AsyncIterable<Uint8Array>,
  longest: number = longestLine,
): AsyncGenerator<ArchiveItem> {
  const waiting: Line[] = [];
  let kind: "undecided" | "lines" | "document" = "undecided";
  let line = 0;
  let size = 0;
  for await (const text of splitLines(chunks, longest)) {
    line++;
    if (kind === "lines") {
      yield* fromLines([text], line);
      continue;
    }
    waiting.push(text);
    size += text === null ? 0 : text.length + 1;
    if (size > constants.MAX_STRING_LENGTH) throw tooLarge();
    if (line === 1 && isGzip(text)) throw compressed();
    if (text === null || kind === "document" || trim(text) === "") continue;
    if (waiting.every((before) => before === text || isBlank(before)) && beginsDocument(text)) kind = "document";
    else if (isExchangeLine(text)) {
      kind = "lines";
      yield* fromLines(waiting.splice(0), 1);
    } else if (waiting.length >= mostBrokenAtStart) throw unknownFormat(waiting[0] ?? "");
  }
  if (kind !== "lines") yield* fromWhole(waiting);
}

/** Note: many a document has one entry a line, so that a line by itself may pass for NDJSON; the first one tells. */
function beginsDocument(text: string): boolean {
  const value = parse(trim(text));
  return value === undefined ? /[{[,]$/.test(trim(text)) : !isExchange(value) && entriesOf(value) !== undefined;
}

function* fromLines(lines: readonly Line[], first: number): Generator<ArchiveItem> {
  for (const [index, line] of lines.entries()) {
    const place = { line: first + index };
    if (line === null) yield { place, broken: tooLong };
    else if (!isBlank(line)) yield take(place, () => readExchange(parseLine(trim(line))));
  }
}

const tooLong = `is longer than ${longestLine / 1024 / 1024} Mi characters, the most that a line may have`;

function* fromWhole(whole: readonly Line[]): Generator<ArchiveItem> {
  const lines = whole.filter((line) => line !== null);
  if (lines.length < whole.length)
    throw new StandinError("ARCHIVE_INVALID", `line ${whole.indexOf(null) + 1} ${tooLong}`);
  const text = trim(lines.join("\n"));
  if (text === "") throw new StandinError("ARCHIVE_INVALID", "it is empty");
  const document = parse(text);
  if (document === undefined && lines.some(isExchangeLine)) return yield* fromLines(lines, 1);
  const found = entriesOf(document);
  if (found === undefined) throw (document === undefined && brokenOff(text)) || unknownFormat(text);
  for (const [index, entry] of found.entries.entries()) yield take({ entry: index + 1 }, () => found.read(entry));
  const { next, log } = document as { next?: unknown; log?: { _gap?: unknown } };
  const broken = describeGap(log?._gap);
  if (broken !== undefined) yield { place: { entry: found.entries.length + 1 }, broken };
  // A list that goes on elsewhere is not the whole of it: to judge a page and say nothing would pass for a verdict on all.
  if (typeof next === "string") {
    yield {
      place: { entry: found.entries.length + 1 },
      broken: `is on a later page: judge that too, with cursor=${next}`,
    };
  }
}

function entriesOf(document: unknown): { entries: unknown[]; read: (entry: unknown) => ArchivedExchange } | undefined {
  const { log, items } = (document ?? {}) as { log?: { entries?: unknown }; items?: unknown };
  if (Array.isArray(log?.entries)) return { entries: log.entries, read: fromHarEntry };
  if (Array.isArray(items)) return { entries: items, read: readExchange };
  if (Array.isArray(document)) return { entries: document, read: readExchange };
  return isExchange(document) ? { entries: [document], read: readExchange } : undefined;
}

function readExchange(value: unknown): ArchivedExchange {
  const gap = gapOf(value);
  if (gap !== undefined) throw new NoExchange(gap);
  return isExchange(value) && isInteraction(value) ? fromInteraction(value) : toArchivedExchange(value);
}

function take(place: Place, read: () => ArchivedExchange): ArchiveItem {
  try {
    return { place, exchange: read() };
  } catch (error) {
    if (error instanceof NoExchange) return { place, broken: error.message };
    throw error;
  }
}

function isExchangeLine(line: string): boolean {
  const value = parse(trim(line));
  return isExchange(value) || gapOf(value) !== undefined;
}

/** Of the last line of a stand-in's export. */
function gapOf(value: unknown): string | undefined {
  return isExchange(value) ? undefined : describeGap((value as { gap?: unknown } | null | undefined)?.gap);
}

/** What an export lost while it was made: without a word of it, a part would pass for the whole. */
function describeGap(gap: unknown): string | undefined {
  const { missed } = (gap ?? {}) as { missed?: unknown };
  if (typeof missed !== "number") return undefined;
  return `stands for ${count(missed, "exchange")} that the journal let go of while this was exported: export it again, or with a higher --journal-limit and --journal-bytes`;
}

function isExchange(value: unknown): value is { request: unknown } {
  return typeof value === "object" && value !== null && "request" in value;
}

function parseLine(text: string): unknown {
  const value = parse(text);
  if (value === undefined) throw new NoExchange("is not JSON");
  return value;
}

/** Undefined when it is no JSON. Note: what the parser says quotes the text, which may hold a credential. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A document whose end is missing, as when its writer was stopped. */
function brokenOff(text: string): StandinError | undefined {
  const problem = /^[{[]/.test(text) ? findJsonProblem(text) : undefined;
  if (problem?.reason !== "it ends too early") return undefined;
  const message = `it ends early, in line ${problem.line}, column ${problem.column}: save it anew; nothing of it was judged`;
  return new StandinError("ARCHIVE_INVALID", message);
}

function isGzip(start: Line): boolean {
  // 1f 8b 08, of which the second byte is no UTF-8.
  return start?.startsWith("\x1f\uFFFD\b") === true;
}

function compressed(): StandinError {
  const message = "it is compressed with gzip: unpack it (gunzip), or hand it on (gunzip -c FILE | standin check -)";
  return new StandinError("ARCHIVE_INVALID", message);
}

function tooLarge(): StandinError {
  const most = Math.floor(constants.MAX_STRING_LENGTH / 1024 / 1024);
  const message = `it is one JSON document of more than ${most} Mi characters: save it as NDJSON, an exchange a line, which may be of any size`;
  return new StandinError("ARCHIVE_INVALID", message);
}

function unknownFormat(start = ""): StandinError {
  // Windows PowerShell writes UTF-16 with ">": read as UTF-8 its mark is two replacement characters, and NULs follow.
  if (/^(?:\uFFFD\uFFFD)?(?:[{[\s]\0|\0[{[\s])/.test(start)) {
    return new StandinError("ARCHIVE_INVALID", "it looks like UTF-16, and must be UTF-8");
  }
  return new StandinError("ARCHIVE_INVALID", "it is neither HAR nor NDJSON of exchanges nor a journal's export");
}

function isBlank(line: Line): boolean {
  return line !== null && trim(line) === "";
}

/** White space, a carriage return and a byte order mark are no part of JSON. */
function trim(text: string): string {
  return text.replace(/^\uFEFF/, "").trim();
}
