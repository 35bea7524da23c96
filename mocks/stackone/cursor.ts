/** A place in a list: the page by number, and from the second on the cursor that the page before gave. */
export interface Position {
  /** Counted from 1. */
  page: number;
  size: number;
  after?: string;
}

/** One opaque word, safe in a query; StackOne's own look like base64 (docs.stackone.com/docs/pagination). */
export function encodeCursor(position: Required<Position>): string {
  return Buffer.from(JSON.stringify([position.page, position.size, position.after])).toString("base64url");
}

/** The most records of a page (docs.stackone.com/docs/pagination, read 2026-11). */
const MAX_PAGE_SIZE = 100;

/** Undefined when the text is none of ours. */
export function decodeCursor(cursor: string): Required<Position> | undefined {
  try {
    const [page, size, after]: unknown[] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (!isCount(page) || !isCount(size) || size > MAX_PAGE_SIZE || typeof after !== "string") return undefined;
    // Note: Node decodes what is not quite base64url as well; only what encodes to the same text is ours.
    return encodeCursor({ page, size, after }) === cursor ? { page, size, after } : undefined;
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0;
}
