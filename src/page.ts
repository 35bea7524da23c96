/** What part of a list to return. */
export interface PageRequest<T> {
  /** A cursor that an earlier page gave; undefined starts at the beginning. */
  cursor: string | undefined;
  /** The most items of a page, at least 1. */
  size: number;
  /** The key of an item's place in the order: unique, and unchanged by writes. Compared as text. */
  key: (item: T) => string;
}

export interface Page<T> {
  items: T[];
  /** The cursor of the page after this one, null on the last. */
  next: string | null;
  /** The cursor of the page before this one, null on the first. */
  previous: string | null;
}

/**
 * Cuts a page out of a list by key, so that records written or deleted between two pages neither repeat nor hide others.
 * Answers undefined when the cursor is none that this function made.
 */
export function pageAfter<T>(items: Iterable<T>, request: PageRequest<T>): Page<T> | undefined {
  const position = request.cursor === undefined ? start : decodeCursor(request.cursor);
  if (position === undefined) return undefined;
  const sorted = [...items]
    .map((item) => ({ item, key: request.key(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const { side, border } = position;
  const found = sorted.findIndex(({ key }) => key >= border);
  const split = found === -1 ? sorted.length : found;
  const begin = side === "from" ? split : Math.max(0, split - request.size);
  const end = side === "from" ? Math.min(sorted.length, split + request.size) : split;
  const page = sorted.slice(begin, end);
  const first = page[0]?.key ?? border;
  const last = page.at(-1);
  const behind = last === undefined ? border : justAbove(last.key);
  return {
    items: page.map(({ item }) => item),
    next: end < sorted.length ? encodeCursor({ side: "from", border: behind }) : null,
    previous: begin > 0 ? encodeCursor({ side: "before", border: first }) : null,
  };
}

/** A border between keys, and the side of it on which the page lies: at or above it, or below it. */
interface Position {
  side: "from" | "before";
  border: string;
}

const start: Position = { side: "from", border: "" };

/** The smallest text greater than the key: a border that lets later keys in however close they are. */
function justAbove(key: string): string {
  return `${key}\0`;
}

/** Note: base64url, because a plus sign in a query that nobody escaped arrives as a space. */
function encodeCursor({ side, border }: Position): string {
  return Buffer.from(JSON.stringify([side, border])).toString("base64url");
}

function decodeCursor(cursor: string): Position | undefined {
  try {
    const [side, border]: unknown[] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if ((side !== "from" && side !== "before") || typeof border !== "string") return undefined;
    // Node decodes what is not quite base64url as well: only what encodes to the same text is ours.
    return encodeCursor({ side, border }) === cursor ? { side, border } : undefined;
  } catch {
    // A cursor that does not decode is the caller's: the vendor's refusal of it is the mock's to give.
    return undefined;
  }
}
