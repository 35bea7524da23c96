import { decodeCursor, encodeCursor } from "../../src/define.ts";

/** A place in a list: the page by number, and from the second on the cursor that the page before gave. */
export interface Position {
  /** Counted from 1. */
  page: number;
  size: number;
  after?: string;
}

/** StackOne's own look like base64, too (docs.stackone.com/docs/pagination). */
export function toCursor({ page, size, after }: Required<Position>): string {
  return encodeCursor([page, size, after]);
}

/** The most records of a page (docs.stackone.com/docs/pagination, read 2026-11). */
const maxPageSize = 100;

/** Undefined when the text is none of ours. */
export function toPosition(cursor: string): Required<Position> | undefined {
  const parts = decodeCursor(cursor);
  if (parts?.length !== 3) return undefined;
  const [page, size, after] = parts;
  if (!isCount(page) || !isCount(size) || size > maxPageSize || typeof after !== "string") return undefined;
  return { page, size, after };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0;
}
