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
  const position = request.cursor === undefined ? { after: "" } : decodeCursor(request.cursor);
  if (position === undefined) return undefined;
  const sorted = [...items]
    .map((item) => ({ item, key: request.key(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const start = startOf(sorted, position, request.size);
  const page = sorted.slice(start, start + request.size);
  const first = page[0];
  const last = page[page.length - 1];
  return {
    items: page.map(({ item }) => item),
    next: last !== undefined && start + request.size < sorted.length ? encodeCursor({ after: last.key }) : null,
    previous: first !== undefined && start > 0 ? encodeCursor({ before: first.key }) : null,
  };
}

type Position = { after: string } | { before: string };

function startOf(sorted: { key: string }[], position: Position, size: number): number {
  if ("before" in position) {
    const end = sorted.findIndex(({ key }) => key >= position.before);
    return Math.max(0, (end === -1 ? sorted.length : end) - size);
  }
  const start = position.after === "" ? 0 : sorted.findIndex(({ key }) => key > position.after);
  return start === -1 ? sorted.length : start;
}

function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString("base64");
}

function decodeCursor(cursor: string): Position | undefined {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, "base64").toString("utf8"));
    if (typeof position !== "object" || position === null) return undefined;
    const [name, key] = Object.entries(position)[0] ?? [];
    if ((name !== "after" && name !== "before") || typeof key !== "string") return undefined;
    return name === "after" ? { after: key } : { before: key };
  } catch {
    // A cursor that does not decode is the caller's: the vendor's refusal of it is the mock's to give.
    return undefined;
  }
}
