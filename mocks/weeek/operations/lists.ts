import type { CheckedRequest } from "../../../src/define.ts";

/** The vendor's document has no default: 50 is its example (assumed). */
const defaultLimit = 50;

interface Listed {
  updatedAt: string;
}

/** Sorts a list as `sort` says, and cuts out what `offset` and `limit` ask for. */
export function cut<T extends Listed>(items: T[], query: CheckedRequest["query"], title: (item: T) => string): T[] {
  const limit = typeof query.limit === "number" ? query.limit : defaultLimit;
  const offset = typeof query.offset === "number" ? Math.max(0, query.offset) : 0;
  // Laravel's query builder leaves a negative limit out.
  const end = limit < 0 ? items.length : offset + limit;
  return sorted(items, query.sort, title).slice(offset, end);
}

/** Whether a text occurs in one of the fields, in any case. */
export function matches(search: unknown, fields: readonly string[]): boolean {
  const wanted = typeof search === "string" ? search.trim().toLowerCase() : "";
  return wanted === "" || fields.some((field) => field.toLowerCase().includes(wanted));
}

function sorted<T extends Listed>(items: T[], sort: unknown, title: (item: T) => string): T[] {
  if (typeof sort !== "string") return items;
  const key = sort.endsWith("updatedAt") ? (item: T) => item.updatedAt : (item: T) => title(item).toLowerCase();
  const direction = sort.startsWith("-") ? -1 : 1;
  return items
    .map((item) => ({ item, key: key(item) }))
    .sort((a, b) => (a.key < b.key ? -direction : a.key > b.key ? direction : 0))
    .map(({ item }) => item);
}
