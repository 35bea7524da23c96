import { isPageSize } from "../../contract/paging-names.ts";
import { pagingOf } from "../../contract/sequence/paging.ts";
import { answerWith } from "../answer-with.ts";
import { type Case, type CaseOutcome, createCase, inapplicable } from "../case.ts";
import { memberAt, withMember } from "../edit.ts";
import { membersOf } from "../input-schema.ts";
import { expectEither, expectResults, type Found } from "../judge.ts";
import { choosesPageSize, listInput, withPageSize } from "../list-input.ts";
import { markOf } from "../mark.ts";
import { once } from "../once.ts";
import { canBeGiven, idsIn, observeList, type Page, type PagedList, toldInHeaders } from "../paged-list.ts";
import type { Subject } from "../subject.ts";
import type { FaultToArm } from "../tenant-client.ts";
import { sentLeaves } from "../trace.ts";
import type { Visit } from "../visit.ts";
import { ownOf } from "../whose.ts";
import { expectLastPage } from "./last-page.ts";
import { wholeListCases } from "./lists-apart.ts";
import { expectNoGap } from "./no-gap.ts";
import { type Reading, readings } from "./page-readings.ts";
import { expectRecords } from "./records-shown.ts";
import { refusedPageCases } from "./refused-page.ts";
import { expectSameQuestion } from "./same-question.ts";

/** Records to a page, as the adapter's caller asks for them: the first of which the stand-in's list has several pages. */
const sizes = [10, 3];

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
        return runReading(subject, reading, list);
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

/** With records that are made up, and where the adapter goes on to each of them, with those of the stand-in. */
async function runReading(subject: Subject, reading: Reading, list: PagedList): Promise<CaseOutcome> {
  const { detail, claim, asksForPart = false } = reading;
  let isLost = false;
  const runWith = (areHeld: boolean): Promise<CaseOutcome> => {
    const bodies = bodiesOf(reading, list, areHeld);
    return createCase(subject, {
      ...{ group: "pages", detail, claim },
      inputs: [asksForPart ? ofPart(subject, list) : list.input],
      faults: inTurn(subject, bodies),
      leastHit: 1,
      expect(visit) {
        isLost = areAskedFor(visit, list, bodies);
        return expectPages(visit, reading, list, bodies);
      },
    }).run();
  };
  const outcome = await runWith(false);
  if (!isLost || outcome.found.length === 0) return outcome;
  const most = Math.max(...reading.pages(list).flatMap(({ records }) => records));
  return most < list.held ? runWith(true) : inapplicable(noRecords);
}

const noRecords = "the adapter asks for each record that pages show, and the stand-in has fewer than these pages";

/** Whether another operation is asked for records that the pages show. */
function areAskedFor({ subject, exchanges }: Visit, { answered }: PagedList, pages: readonly unknown[]): boolean {
  const ids = new Set(pages.flatMap((page) => idsIn(page, answered)));
  const others = exchanges.filter(({ operation }) => operation !== null && operation !== subject.operation.id);
  return others
    .flatMap((exchange) => sentLeaves(subject.contract, exchange))
    .some(({ value }) =>
      String(value)
        .split(",")
        .some((one) => ids.has(one)),
    );
}

function bodiesOf({ pages }: Reading, list: PagedList, areHeld: boolean): unknown[] {
  const given = pages(list);
  const total = given.reduce((sum, { records }) => sum + records.length, 0);
  const answers = given.map((page, before) => ({
    ...{ total, areHeld },
    ...page,
    before,
    // Where pages are counted, one behind the last record is empty, and none names it.
    isLast: before === given.length - 1 || (!list.isAnnounced && isRead(given, before + 1)),
  }));
  // Behind the end there is nothing, however often it is asked for.
  const end = { ...(answers.at(-1) as Page), records: [], before: answers.length };
  return [...answers, end].map((page) => list.toBody(page));
}

type Given = ReturnType<Reading["pages"]>;

/** Whether so many of the pages have all the records. */
function isRead(given: Given, count: number): boolean {
  return given.slice(count).every(({ records }) => records.length === 0);
}

function expectPages(visit: Visit, reading: Reading, list: PagedList, bodies: readonly unknown[]): Found[] {
  const { changes = false, isFull = false, asksForPart = false, pages } = reading;
  if (asksForPart) return [...expectEither(visit), ...expectSameQuestion(visit)];
  const results = changes && !list.isAnnounced ? expectEither(visit) : expectResults(visit);
  const pagesRead = ownOf(visit).length;
  const shown = Array.from({ length: pagesRead }, (_, page) => bodies[Math.min(page, bodies.length - 1)]);
  // Who counts records need not ask for an empty page, and who reports an error does not say that this is all.
  const isError = visit.outcomes.some(({ answer }) => answer.kind === "error");
  const ends = isError || isRead(pages(list), pagesRead) ? [] : expectLastPage(visit, shown);
  const gaps = isFull ? expectNoGap(visit, list.size) : [];
  return [...results, ...ends, ...gaps, ...expectRecords(visit, list, shown)];
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
