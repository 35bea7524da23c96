import { answerWith } from "../answer-with.ts";
import { type Case, createCase, inapplicable } from "../case.ts";
import { expectFailures } from "../judge.ts";
import { canBeGiven, type PagedList } from "../paged-list.ts";
import type { Subject } from "../subject.ts";
import type { Visit } from "../visit.ts";
import { expectEnd } from "./retries.ts";

const refusal = { status: 500, body: { message: "The service cannot give this page." } };

/** A list of which the vendor gives one page, and no other however often it is asked: what was read is not all of it. */
export function refusedPageCase(subject: Subject, observe: () => Promise<PagedList | string>): Case {
  const named = {
    group: "pages",
    detail: "refused",
    claim: `reports an error when a page after the first is refused with ${refusal.status}`,
  };
  return {
    ...named,
    async run() {
      const list = await observe();
      if (typeof list === "string") return inapplicable(list);
      if (!canBeGiven(list, list.size)) return inapplicable("a page of the adapter's size is too long to be given");
      const records = Array.from({ length: list.size }, (_, index) => index);
      const first = list.toBody({ records, before: 0, total: 2 * list.size, isLast: false });
      return createCase(subject, {
        ...named,
        inputs: [list.input],
        faults: [{ ...answerWith(subject, { status: 200, body: first }), times: 1 }, answerWith(subject, refusal)],
        leastHit: 1,
        // Who asks for one page only is told of it elsewhere.
        expect: (visit) =>
          isRefused(visit)
            ? [...expectFailures(visit, `a page was refused with ${refusal.status}`), ...expectEnd(visit)]
            : [],
      }).run();
    },
  };
}

function isRefused({ exchanges }: Visit): boolean {
  return exchanges.some(({ response }) => response?.status === refusal.status);
}
