import { formatId, type JournalledExchange } from "../entry.ts";
import type { Journal } from "../journal.ts";
import { type JournalFilter, numberOf } from "../journal-filter.ts";
import type { JournalReading } from "../journal-reading.ts";

/** Milliseconds of silence after which something is sent: what lies between would close a connection that seems dead. */
const longestSilence = 15_000;

/**
 * The exchanges as Server-Sent Events: those after `since`, and then those that come; without it only those that come.
 * It is a reader with a place in the journal, and no queue: where the journal has let go of exchanges before their turn,
 * an event `gap` says how many. It ends after `limit` of them, when the journal is closed, or when the client has gone.
 */
export async function* toEvents(
  journal: Journal,
  { limit = Number.POSITIVE_INFINITY, since, ...place }: JournalFilter,
  gone: AbortSignal,
  silence = longestSilence,
): AsyncGenerator<string> {
  const filter = since !== undefined && numberOf(since) === undefined ? { ...place, since } : place;
  const start = begin(journal, since);
  let { after } = start;
  let left = limit;
  let text = `: standin\n\n${start.isGap ? formatGap(after, null) : ""}`;
  let writtenAt = performance.now();
  for (;;) {
    const part = journal.readOn(after, { ...filter, limit: left }, start.told);
    text += formatPart(part);
    after = part.after;
    left -= part.items.length;
    if (text !== "" || !part.isEnd) {
      if (text !== "") writtenAt = performance.now();
      yield text;
      text = "";
      if (left === 0) return;
      // Note: meanwhile something may have been recorded, and nobody was there to be woken.
      continue;
    }
    const waking = await journal.bell.sleep(Math.max(0, writtenAt + silence - performance.now()), gone);
    if (waking === "gone" || waking === "closed") return;
    // Note: an id without data makes no event, but who comes back names it: what it stands for needs no second look.
    if (waking === "late") text = `: still here\nid: ${formatId(after)}\n\n`;
  }
}

interface Start {
  after: number;
  /** Exchanges that it asks for may be gone, nobody knows how many. */
  isGap: boolean;
  /** Of what is gone up to this number no more is told. */
  told: number;
}

/** Where a reader starts. */
function begin({ lastNumber, lastBefore, lastLetGo }: Journal, since: string | undefined): Start {
  if (since === undefined) return { after: lastNumber, isGap: false, told: 0 };
  const number = numberOf(since);
  if (number !== undefined && number <= lastNumber) return { after: number, isGap: false, told: 0 };
  // An id that is yet to come is another journal's, as before a restart.
  const isGap = number !== undefined || (lastLetGo.number > 0 && lastLetGo.recordedAt >= Date.parse(since));
  return { after: lastBefore, isGap, told: lastLetGo.number };
}

/** Note: a gap stands where it is, so that who comes back with its id is told of none before it again. */
function formatPart({ items, gaps }: JournalReading): string {
  const texts = items.map(formatEvent);
  for (const { index, last, missed } of gaps) texts[index] = formatGap(last, missed) + (texts[index] ?? "");
  return texts.join("");
}

function formatEvent(exchange: JournalledExchange): string {
  return `id: ${exchange.id}\nevent: exchange\ndata: ${JSON.stringify(exchange)}\n\n`;
}

/** `missed` counts those of all providers and tenants: which of them would have matched nobody knows any more. */
function formatGap(last: number, missed: number | null): string {
  return `id: ${formatId(last)}\nevent: gap\ndata: ${JSON.stringify({ missed })}\n\n`;
}
