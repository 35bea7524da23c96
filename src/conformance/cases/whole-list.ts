import { isDeepStrictEqual } from "node:util";
import { child } from "../../contract/documents.ts";
import { isCounting, isTurning } from "../../contract/paging-names.ts";
import { pagingOf, sizeOf } from "../../contract/sequence/paging.ts";
import type { Exchange } from "../../exchange.ts";
import { leavesOf, memberAt } from "../edit.ts";
import { shown } from "../finding.ts";
import { type Found, fault } from "../judge.ts";
import { idsIn, listAt, queryOf } from "../paged-list.ts";
import { resend } from "../resend.ts";
import type { Subject } from "../subject.ts";
import { parsedBody } from "../trace.ts";
import type { Visit } from "../visit.ts";
import { ownOf } from "../whose.ts";

/**
 * The pages that a call reads are all that the vendor has, from the first on, and none is read twice: the vendor is asked for
 * the same list once more, from its beginning and for as much as a page can hold.
 */
export async function expectWholeList(visit: Visit): Promise<Found[]> {
  const { subject, outcomes } = visit;
  const { places } = await subject.learn();
  const own = ownOf(visit);
  const pages = own.map(({ response }) => parsedBody(response?.body));
  // Of a page that was cut off on its way nobody can say what it shows.
  if (outcomes[0]?.answer.kind !== "result" || pages.length === 0 || pages.includes(undefined)) return [];
  const whole = await resend(subject, fromBeginning(subject, own), undefined);
  if (places === undefined) return expectSome(visit, pages, whole);
  const due = idsIn(whole, places.answered);
  const read = pages.flatMap((page) => idsIn(page, places.answered));
  const lost = due.filter((id) => !read.includes(id));
  if (lost.length > 0) {
    const message = `no page that the adapter reads shows ${lost.length} of the ${due.length} records that the vendor has, such as ${shown(lost[0])}`;
    return [fault(visit, { rule: "incomplete-list", message, expected: due, actual: read })];
  }
  const had = idsIn(outcomes[0].answer.result, places.result);
  const doubled = due.find((id) => [read, had].every((ids) => countOf(id, ids) > countOf(id, due)));
  if (doubled === undefined) return [];
  const [times, once] = [countOf(doubled, had), countOf(doubled, due)];
  const message = `the result has the record ${shown(doubled)} ${times} times, of pages that were read more than once, and the vendor has it ${once === 1 ? "once" : `${once} times`}`;
  const seen = { expected: once, actual: times };
  return [fault(visit, { rule: "output-differs", pointer: places.result.list, message, ...seen })];
}

/** The same where no record was seen, so that nothing is known of them. */
function expectSome(visit: Visit, pages: readonly unknown[], whole: unknown): Found[] {
  const empty = leavesOf(pages[0]).filter(({ pointer }) =>
    pages.every((page) => isDeepStrictEqual(memberAt(page, pointer), [])),
  );
  const lost = empty.map(({ pointer }) => listAt(whole, pointer)).find((list) => list.length > 0);
  if (lost === undefined) return [];
  const message = `no page that the adapter reads shows any record, and the vendor has ${lost.length}`;
  return [fault(visit, { rule: "incomplete-list", message, expected: lost })];
}

/** The first request of a list without what turns its pages, and with as many records to a page as the contract allows. */
function fromBeginning({ operation }: Subject, [first, second]: readonly Exchange[]): Exchange {
  const { request } = first as Exchange;
  const [before, after] = [queryOf(first), queryOf(second)];
  const cursors = (pagingOf(operation)?.cursors ?? []).map(({ name }) => name);
  const turns = (name: string) => {
    const [one, other] = [before, after].map((query) => query.find((entry) => entry.name === name)?.value);
    return isCounting(name) || cursors.includes(name) || (isTurning(name) && one !== other);
  };
  const size = sizeOf(operation);
  const kept = before.filter(({ name }) => name !== size?.name && !turns(name));
  const query = new URLSearchParams();
  for (const { name, value } of kept) query.append(name, value);
  if (size !== undefined)
    query.set(size.name, String((size.schema && child(size.schema, "maximum")?.value) ?? largePage));
  const [address = ""] = request.url.split("?");
  return { ...(first as Exchange), request: { ...request, url: `${address}?${query}` } };
}

/** Where a page has no most, more than a stand-in has to begin with. */
const largePage = 100;

function countOf(id: string, ids: readonly string[]): number {
  return ids.filter((one) => one === id).length;
}
