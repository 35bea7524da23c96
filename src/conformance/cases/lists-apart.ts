import { type Case, createCase, inapplicable } from "../case.ts";
import { shown } from "../finding.ts";
import { expectResults, type Found, fault } from "../judge.ts";
import { choosesPageSize, smallPage, withPageSize } from "../list-input.ts";
import { idsIn, type ListPlaces, type PagedList } from "../paged-list.ts";
import type { Subject } from "../subject.ts";
import { parsedBody } from "../trace.ts";
import { type Visit, visit } from "../visit.ts";
import { ownOf } from "../whose.ts";

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
      const small = (await choosesPageSize(subject)) ? withPageSize(subject, smallPage) : undefined;
      const sizes = [list.input, small].filter((input) => input !== undefined);
      let outcome = inapplicable("the stand-in has one page only of what the adapter asks for");
      for (const input of list.isForeseen ? [] : sizes) {
        let isSeveral = false;
        const seen = await createCase(subject, {
          ...{ group, detail: "pages", claim, together },
          inputs: [input, input],
          async expect(done) {
            isSeveral = pagesOf(done, list).filter((ids) => ids.length > 0).length > done.outcomes.length;
            return [...expectResults(done), ...(await expectEachWhole(done, list))];
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
export async function expectEachWhole(visit: Visit, places: ListPlaces): Promise<Found[]> {
  const { result } = places;
  const due = new Set(pagesOf(visit, places).flat());
  for (const [index, { answer }] of visit.outcomes.entries()) {
    if (answer.kind !== "result") continue;
    const had = idsIn(answer.result, result);
    const missing = [...due].filter((id) => !had.includes(id));
    if (missing.length === 0) continue;
    const unshown = await unshownAlone(visit, places);
    const lost = missing.filter((id) => !unshown.includes(id));
    if (lost.length === 0) continue;
    const message = `call ${index + 1} of ${visit.outcomes.length} lacks ${lost.length} of the ${due.size} records that the vendor shows to calls for the same, such as ${shown(lost[0])}`;
    const seen = { expected: [...due], actual: had };
    return [fault(visit, { rule: "shared-state", pointer: result.list, message, ...seen })];
  }
  return [];
}

/** What a call for the same that is alone does not show either: such as the one more that says whether another page comes. */
async function unshownAlone({ subject, plan }: Visit, places: ListPlaces): Promise<string[]> {
  const alone = await visit(subject, { inputs: plan.inputs.slice(0, 1) });
  const [outcome] = alone.outcomes;
  if (outcome?.answer.kind !== "result") return [];
  const had = idsIn(outcome.answer.result, places.result);
  return pagesOf(alone, places)
    .flat()
    .filter((id) => !had.includes(id));
}

/** The ids that each page shows. */
function pagesOf(visit: Visit, { answered }: Pick<ListPlaces, "answered">): string[][] {
  return ownOf(visit).map(({ response }) => idsIn(parsedBody(response?.body), answered));
}
