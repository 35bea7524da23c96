import { isPageSize } from "../../contract/paging-names.ts";
import { pagingOf } from "../../contract/sequence/paging.ts";
import { answerWith } from "../answer-with.ts";
import { type Case, createCase, inapplicable } from "../case.ts";
import { memberAt, withMember } from "../edit.ts";
import { membersOf } from "../input-schema.ts";
import { expectEither, expectResults } from "../judge.ts";
import { choosesPageSize, listInput, withPageSize } from "../list-input.ts";
import { markOf } from "../mark.ts";
import { once } from "../once.ts";
import { canBeGiven, observeList, type Page, type PagedList, toldInHeaders } from "../paged-list.ts";
import type { Subject } from "../subject.ts";
import type { FaultToArm } from "../tenant-client.ts";
import { expectLastPage } from "./last-page.ts";
import { wholeListCases } from "./lists-apart.ts";
import { expectNoGap } from "./no-gap.ts";
import { expectRecords } from "./records-shown.ts";
import { refusedPageCases } from "./refused-page.ts";
import { expectSameQuestion } from "./same-question.ts";

/** Pages as a vendor may give them, of which the stand-in's own records need not show any. */
interface Reading {
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

/** The pages of a list that an adapter reads by itself: its result has what they show, and nothing twice. */
export function pageCases(subject: Subject): Case[] {
  const observeOnce = once(() => observe(subject));
  const whole = readings
    .filter(({ needsAnnouncement }) => needsAnnouncement !== true || pagingOf(subject.operation) !== null)
    .filter(({ asksForPart }) => asksForPart !== true || mayAskForPart(subject))
    .map((reading) => ({
      group: "pages",
      detail: reading.detail,
      claim: reading.claim,
      async run() {
        const list = await observeOnce();
        if (typeof list === "string") return inapplicable(list);
        if (reading.needsAnnouncement === true && !list.isAnnounced)
          return inapplicable("no page says where the next one is, so that a short one is the last");
        if (!isSmall(list, reading))
          return inapplicable("a page of the adapter's size is too long to be given so often");
        return caseOf(subject, reading, list).run();
      },
    }));
  return [...whole, ...refusedPageCases(subject, observeOnce), ...wholeListCases(subject, observeOnce)];
}

function mayAskForPart({ inputSchema }: Subject): boolean {
  return membersOf(inputSchema ?? {}).some(({ name }) => !isPageSize(name));
}

async function observe(subject: Subject): Promise<PagedList | string> {
  const chosen = (await choosesPageSize(subject)) ? sizes : [];
  const sized = chosen.map((size) => withPageSize(subject, size)).filter((input) => input !== undefined);
  const lists: PagedList[] = [];
  let reason = "";
  for (const input of sized.length === 0 ? [await listInput(subject)] : sized) {
    const seen = await observeList(subject, input);
    // A list of one page need not tell of any.
    if (seen === toldInHeaders) return seen;
    if (typeof seen === "string") reason = seen;
    else if (!seen.isForeseen && isSmallEnough(seen)) return seen;
    else lists.push(seen);
  }
  return lists.find(isSmallEnough) ?? lists[0] ?? reason;
}

function isSmallEnough(list: PagedList): boolean {
  return readings.every((reading) => isSmall(list, reading));
}

/** All pages of a case are armed at once. */
function isSmall(list: PagedList, { pages }: Reading): boolean {
  return canBeGiven(
    list,
    pages(list).reduce((sum, one) => sum + one.records.length, 0),
  );
}

function caseOf(
  subject: Subject,
  { detail, claim, changes = false, isFull = false, asksForPart = false, pages }: Reading,
  list: PagedList,
): Case {
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
  // Behind the end there is nothing, however often it is asked for.
  const end = { ...(answers.at(-1) as Page), records: [], before: answers.length };
  const bodies = [...answers, end].map((page) => list.toBody(page));
  return createCase(subject, {
    group: "pages",
    detail,
    claim,
    inputs: [asksForPart ? ofPart(subject, list) : list.input],
    faults: inTurn(subject, bodies),
    leastHit: 1,
    expect(visit) {
      if (asksForPart) return [...expectEither(visit), ...expectSameQuestion(visit)];
      const results = changes && !list.isAnnounced ? expectEither(visit) : expectResults(visit);
      const pagesRead = visit.exchanges.filter(({ operation }) => operation === subject.operation.id).length;
      const shown = Array.from({ length: pagesRead }, (_, page) => bodies[Math.min(page, bodies.length - 1)]);
      // Who counts records need not ask for an empty page, and who reports an error does not say that this is all.
      const isError = visit.outcomes.some(({ answer }) => answer.kind === "error");
      const ends = isError || isRead(pagesRead) ? [] : expectLastPage(visit, shown);
      const gaps = isFull ? expectNoGap(visit, list.size) : [];
      return [...results, ...ends, ...gaps, ...expectRecords(visit, list, shown)];
    },
  });
}

/** Each page is answered once, and the last as often as it is asked for. */
function inTurn(subject: Subject, bodies: readonly unknown[]): FaultToArm[] {
  return bodies.map((body, page) => ({
    ...answerWith(subject, { status: 200, body }),
    ...(page < bodies.length - 1 ? { times: 1 } : {}),
  }));
}

/** All that a call can ask for, by the page as it is: the answers are given, so that any text will do. */
function ofPart({ fullInput, inputSchema, checkInput }: Subject, { input }: PagedList): unknown {
  return membersOf(inputSchema ?? {}).reduce((asked, { pointer, name }) => {
    const value = isPageSize(name) ? memberAt(input, pointer) : (memberAt(asked, pointer) ?? markOf(name));
    const more = withMember(asked, pointer, value);
    return value === undefined || checkInput(more).length > 0 ? asked : more;
  }, fullInput);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
