import { type Case, createCase, inapplicable } from "../case.ts";
import { shown } from "../finding.ts";
import { expectResults, type Found, fault } from "../judge.ts";
import { idsIn, type ListPlaces, type PagedList, withPageSize } from "../paged-list.ts";
import type { Subject } from "../subject.ts";
import { parsedBody } from "../trace.ts";
import type { Visit } from "../visit.ts";
import { ownOf } from "../whose.ts";

/** Few enough records to a page for a list to have several. */
export const smallPage = 3;

/** Two lists of several pages, read by one adapter one after the other and at once: each turns pages of its own. */
export function wholeListCases(subject: Subject, observe: () => Promise<PagedList | string>): Case[] {
  const ways = [
    { group: "sequence", claim: "reads a list anew when it has read one before", together: false },
    { group: "concurrency", claim: "keeps the pages of two lists at once apart", together: true },
  ];
  return ways.map(({ group, claim, together }) => ({
    ...{ group, detail: "pages", claim },
    async run() {
      const list = await observe();
      if (typeof list === "string") return inapplicable(list);
      const sizes = [list.input, withPageSize(subject, smallPage)].filter((input) => input !== undefined);
      let outcome = inapplicable("the stand-in has one page only of what the adapter asks for");
      for (const input of list.isForeseen ? [] : sizes) {
        let isSeveral = false;
        const seen = await createCase(subject, {
          ...{ group, detail: "pages", claim, together },
          inputs: [input, input],
          expect(visit) {
            isSeveral = pagesOf(visit, list).filter((ids) => ids.length > 0).length > visit.outcomes.length;
            return [...expectResults(visit), ...expectEachWhole(visit, list)];
          },
        }).run();
        if (isSeveral || seen.found.length > 0) return seen;
        outcome = { ...outcome, exchanges: seen.exchanges };
      }
      return outcome;
    },
  }));
}

/** Each result has every record that the vendor has shown to any of the calls, for all ask for the same. */
export function expectEachWhole(visit: Visit, { answered, result }: ListPlaces): Found[] {
  const due = new Set(pagesOf(visit, { answered }).flat());
  for (const [index, { answer }] of visit.outcomes.entries()) {
    if (answer.kind !== "result") continue;
    const had = idsIn(answer.result, result);
    const lost = [...due].filter((id) => !had.includes(id));
    if (lost.length === 0) continue;
    const message = `call ${index + 1} of ${visit.outcomes.length} lacks ${lost.length} of the ${due.size} records that the vendor shows to calls for the same, such as ${shown(lost[0])}`;
    const seen = { expected: [...due], actual: had };
    return [fault(visit, { rule: "shared-state", pointer: result.list, message, ...seen })];
  }
  return [];
}

/** The ids that each page shows. */
function pagesOf(visit: Visit, { answered }: Pick<ListPlaces, "answered">): string[][] {
  return ownOf(visit).map(({ response }) => idsIn(parsedBody(response?.body), answered));
}
