import type { PagedList } from "../paged-list.ts";

/** Pages as a vendor may give them, of which the stand-in's own records need not show any. */
export interface Reading {
  detail: string;
  claim: string;
  /** Only where a page says that another one comes can it be short. */
  needsAnnouncement?: boolean;
  /** Records come and go meanwhile: who counts pages and finds that out may well refuse to answer. */
  changes?: boolean;
  /** Every page is full, so that numbers of pages say which records are asked for. */
  isFull?: boolean;
  /** The call asks for a part of the records: of whom all are given, whoever looks them over himself may leave some out. */
  asksForPart?: boolean;
  /** The records of each page, and how many the vendor has at the time where that is not what all pages show. */
  pages(list: PagedList): readonly { records: readonly number[]; total?: number }[];
}

/** More than an adapter could think of as all that there ever are. */
const manyPages = 26;

export const readings: readonly Reading[] = [
  {
    detail: "short",
    claim: "reads on after a short page that names another",
    needsAnnouncement: true,
    pages: () => [{ records: range(0, 3) }, { records: range(3, 4) }, { records: range(4, 6) }],
  },
  {
    detail: "empty-last",
    claim: "takes an empty last page",
    pages: ({ size }) => [{ records: range(0, size) }, { records: range(size, 2 * size) }, { records: [] }],
  },
  {
    detail: "many",
    claim: `reads all of ${manyPages} pages`,
    isFull: true,
    pages: ({ size }) =>
      Array.from({ length: manyPages }, (_, page) => ({ records: range(page * size, (page + 1) * size) })),
  },
  {
    detail: "added",
    claim: "loses nothing when a record is added between two pages",
    changes: true,
    pages: ({ size }) => [
      { records: range(0, size), total: 3 * size - 2 },
      // All records move on by one: the last that was read comes again.
      { records: range(size - 1, 2 * size - 1), total: 3 * size - 1 },
      { records: range(2 * size - 1, 3 * size - 2), total: 3 * size - 1 },
    ],
  },
  {
    detail: "removed",
    claim: "ends when records are removed between two pages",
    changes: true,
    // Of two full pages two records are left, and no more lie where the second page was.
    pages: ({ size, isAnnounced }) => [
      { records: range(0, size), total: 2 * size },
      { records: isAnnounced ? range(2 * size - 2, 2 * size) : [], total: 2 },
    ],
  },
  {
    detail: "same-question",
    claim: "asks for the same on every page",
    asksForPart: true,
    pages: ({ size }) => [{ records: range(0, size) }, { records: range(size, 2 * size) }, { records: [] }],
  },
];

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
