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
  const position = request.cursor === undefined ? start : toPosition(request.cursor);
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
    next: end < sorted.length ? encodeCursor(["from", behind]) : null,
    previous: begin > 0 ? encodeCursor(["before", first]) : null,
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

function toPosition(cursor: string): Position | undefined {
  const parts = decodeCursor(cursor);
  if (parts?.length !== 2) return undefined;
  const [side, border] = parts;
  return (side === "from" || side === "before") && typeof border === "string" ? { side, border } : undefined;
}

/** Makes one opaque word of JSON values. Note: base64url, because a plus sign in a query that nobody escaped arrives as a space. */
export function encodeCursor(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** The values of which `encodeCursor` made a text; undefined when it did not. */
export function decodeCursor(cursor: string): unknown[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    // Node decodes what is not quite base64url as well: only what encodes to the same text is ours.
    return Array.isArray(parts) && encodeCursor(parts) === cursor ? parts : undefined;
  } catch {
    // A cursor that does not decode is the caller's: the vendor's refusal of it is the mock's to give.
    return undefined;
  }
}
