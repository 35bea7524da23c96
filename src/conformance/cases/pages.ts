import { pagingOf } from "../../contract/sequence/paging.ts";
import { type Case, createCase, inapplicable } from "../case.ts";
import { memberAt } from "../edit.ts";
import { shown } from "../finding.ts";
import { expectEither, expectResults, type Found, fault } from "../judge.ts";
import { once } from "../once.ts";
import { listAt, observeList, type Page, type PagedList, withPageSize } from "../paged-list.ts";
import type { Subject } from "../subject.ts";
import type { FaultToArm } from "../tenant-client.ts";
import { parsedBody } from "../trace.ts";
import type { Visit } from "../visit.ts";
import { expectLastPage } from "./last-page.ts";

/** Pages as a vendor may give them, of which the stand-in's own records need not show any. */
interface Reading {
  detail: string;
  claim: string;
  /** Only where a page says that another one comes can it be short. */
  needsAnnouncement?: boolean;
  /** Records come and go meanwhile: who counts pages and finds that out may well refuse to answer. */
  changes?: boolean;
  /** The records of each page, and how many the vendor has at the time where that is not what all pages show. */
  pages(list: PagedList): readonly { records: readonly number[]; total?: number }[];
}

/** More than an adapter could think of as all that there ever are. */
const manyPages = 26;

/** Records to a page, as the adapter's caller asks for them: the first of which the stand-in's list has several pages. */
const sizes = [10, 3];

const readings: readonly Reading[] = [
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
];

/** The pages of a list that an adapter reads by itself: its result has what they show, and nothing twice. */
export function pageCases(subject: Subject): Case[] {
  const observeOnce = once(() => observe(subject));
  return readings
    .filter(({ needsAnnouncement }) => needsAnnouncement !== true || pagingOf(subject.operation) !== null)
    .map((reading) => ({
      group: "pages",
      detail: reading.detail,
      claim: reading.claim,
      async run() {
        const list = await observeOnce();
        if (typeof list === "string") return inapplicable(list);
        if (reading.needsAnnouncement === true && !list.isAnnounced)
          return inapplicable("no page says where the next one is, so that a short one is the last");
        return caseOf(subject, reading, list).run();
      },
    }));
}

async function observe(subject: Subject): Promise<PagedList | string> {
  const sized = sizes.map((size) => withPageSize(subject, size)).filter((input) => input !== undefined);
  let seen: PagedList | string = "";
  for (const input of sized.length === 0 ? [subject.documentedInput] : sized) {
    seen = await observeList(subject, input);
    if (typeof seen !== "string" && isSmall(seen)) return seen;
  }
  return typeof seen === "string" ? seen : "a page of the stand-in's is too long to be given many times";
}

/** All pages of a case are armed at once, by one request. */
function isSmall(list: PagedList): boolean {
  const page = { records: range(0, list.size), before: 0, total: list.size, isLast: false };
  return JSON.stringify(list.toBody(page)).length * manyPages < mostBytes;
}

const mostBytes = 900_000;

function caseOf(subject: Subject, { detail, claim, changes = false, pages }: Reading, list: PagedList): Case {
  const given = pages(list);
  const total = given.reduce((sum, { records }) => sum + records.length, 0);
  const isRead = (count: number) => given.slice(count).every(({ records }) => records.length === 0);
  const answers = given.map((page, before) => ({
    total,
    ...page,
    before,
    // Where pages are counted, one behind the last record is empty, and none names it.
    isLast: before === given.length - 1 || (!list.isAnnounced && isRead(before + 1)),
  }));
  return createCase(subject, {
    group: "pages",
    detail,
    claim,
    inputs: [list.input],
    faults: inTurn(subject, list, answers),
    inTurn: true,
    expect(visit) {
      const results = changes && !list.isAnnounced ? expectEither(visit) : expectResults(visit);
      const pagesRead = visit.exchanges.filter(({ operation }) => operation === subject.operation.id).length;
      // Who counts records need not ask for an empty page.
      const ends = isRead(pagesRead) ? [] : expectOnward(visit, pagesRead, given.length);
      return [...results, ...ends, ...expectRecords(visit, list)];
    },
  });
}

/** Nobody stops before the last page, unless he says that he could not go on. */
function expectOnward(visit: Visit, pagesRead: number, pages: number): Found[] {
  if (visit.outcomes.some(({ answer }) => answer.kind !== "result")) return [];
  const found = expectLastPage(visit);
  if (found.length > 0) return found;
  const message = `the adapter stops after ${pagesRead} of ${pages} pages`;
  return [fault(visit, { rule: "incomplete-list", message, expected: pages, actual: pagesRead })];
}

/** Each page is answered once, and behind the end there is nothing, however often it is asked for. */
function inTurn({ operation }: Subject, list: PagedList, pages: readonly Page[]): FaultToArm[] {
  const toFault = (page: Page): FaultToArm => ({
    kind: "reply",
    operation: operation.id,
    reply: { status: 200, body: list.toBody(page) },
  });
  const end = { ...(pages.at(-1) as Page), records: [], before: pages.length };
  return [...pages.map((page) => ({ ...toFault(page), times: 1 })), toFault(end)];
}

/** The result has each record that a page showed, and none more often than the pages did. */
function expectRecords(visit: Visit, { answered, result }: PagedList): Found[] {
  const answer = visit.outcomes[0]?.answer;
  if (answer?.kind !== "result") return [];
  const said = visit.exchanges.flatMap(({ response }) =>
    listAt(parsedBody(response?.body), answered.list).map((item) => memberAt(item, answered.id)),
  );
  const seen = listAt(answer.result, result.list).map((record) => memberAt(record, result.id));
  const [due, had] = [countEach(said), countEach(seen)];
  const lost = [...due.keys()].filter((id) => !had.has(id));
  const doubled = [...had].filter(([id, count]) => count > (due.get(id) ?? 0));
  const pointer = result.list;
  const found: Found[] = [];
  if (lost.length > 0) {
    const message = `the result lacks ${lost.length} of ${due.size} records that the pages show, such as ${shown(lost[0])}`;
    found.push(fault(visit, { rule: "incomplete-list", pointer, message, expected: due.size, actual: had.size }));
  }
  for (const [id, count] of doubled.slice(0, 1)) {
    const message = `the result has the record ${shown(id)} ${count} times, and the pages show it ${due.get(id) ?? 0} times`;
    found.push(fault(visit, { rule: "output-differs", pointer, message, expected: due.get(id) ?? 0, actual: count }));
  }
  return found;
}

function countEach(ids: readonly unknown[]): Map<unknown, number> {
  const counts = new Map<unknown, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
