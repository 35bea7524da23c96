import { pagingOf } from "../../contract/sequence/paging.ts";
import { answerWith } from "../answer-with.ts";
import { type Case, createCase, inapplicable } from "../case.ts";
import { expectFailures } from "../judge.ts";
import { canBeGiven, type PagedList } from "../paged-list.ts";
import type { Subject } from "../subject.ts";
import type { FaultToArm } from "../tenant-client.ts";
import type { Visit } from "../visit.ts";
import { expectEnd } from "./retries.ts";

interface Refusal {
  detail: string;
  /** What happens, as in "although …". */
  what: string;
  fault(subject: Subject): FaultToArm;
  /** Where no page says that another one comes, it may also mean that none does. */
  needsAnnouncement?: boolean;
}

const message = "The service cannot give this page.";
const headers = { "content-type": "application/json" };

const refusals: readonly Refusal[] = [
  {
    detail: "refused",
    what: "a page after the first is refused with 500",
    fault: (subject) => answerWith(subject, { status: 500, body: { message } }),
  },
  {
    detail: "limited",
    what: "a page after the first is refused with 429, however often it is asked for",
    fault: (subject) =>
      answerWith(subject, { status: 429, headers: { ...headers, "retry-after": "1" }, body: { message } }),
  },
  {
    detail: "missing",
    what: "a page after the first, to which that one leads, is refused with 404",
    fault: (subject) => answerWith(subject, { status: 404, body: { message } }),
    needsAnnouncement: true,
  },
  {
    detail: "lost",
    what: "the connection is reset before a page after the first",
    fault: ({ operation }) => ({ kind: "reset", operation: operation.id }),
  },
  {
    detail: "unreadable",
    what: "a page after the first is malformed JSON",
    fault: (subject) => answerWith(subject, { status: 200, headers, text: '{"data": [1, 2' }),
  },
];

/** A list of which the vendor gives one page, and no other however often it is asked: what was read is not all of it. */
export function refusedPageCases(subject: Subject, observe: () => Promise<PagedList | string>): Case[] {
  const possible = refusals.filter(
    ({ needsAnnouncement }) => !needsAnnouncement || pagingOf(subject.operation) !== null,
  );
  return possible.map(({ detail, what, fault, needsAnnouncement = false }) => {
    const named = { group: "pages", detail, claim: `reports an error when ${what}` };
    return {
      ...named,
      async run() {
        const list = await observe();
        if (typeof list === "string") return inapplicable(list);
        if (needsAnnouncement && !list.isAnnounced)
          return inapplicable("no page says where the next one is, so that a 404 may say that there is none");
        if (!canBeGiven(list, list.size)) return inapplicable("a page of the adapter's size is too long to be given");
        const records = Array.from({ length: list.size }, (_, index) => index);
        // Who goes on to each record must find it.
        const areHeld = list.size <= list.held;
        const first = list.toBody({ records, areHeld, before: 0, total: 2 * list.size, isLast: false });
        return createCase(subject, {
          ...named,
          inputs: [list.input],
          faults: [{ ...answerWith(subject, { status: 200, body: first }), times: 1 }, fault(subject)],
          leastHit: 1,
          // Who asks for one page only is told of it elsewhere.
          expect: (visit) => (isAskedFor(visit) ? [...expectFailures(visit, what), ...expectEnd(visit)] : []),
        }).run();
      },
    };
  });
}

/** Whether more than the first page was. */
function isAskedFor({ subject, exchanges }: Visit): boolean {
  return exchanges.filter(({ operation }) => operation === subject.operation.id).length > 1;
}
