import { memberAt } from "../edit.ts";
import { shown } from "../finding.ts";
import { type Found, fault } from "../judge.ts";
import { listAt, type PagedList } from "../paged-list.ts";
import type { Visit } from "../visit.ts";

/** The result has each record that a page showed, and none more often than the pages did. */
export function expectRecords(visit: Visit, { answered, result }: PagedList, pages: readonly unknown[]): Found[] {
  const answer = visit.outcomes[0]?.answer;
  if (answer?.kind !== "result") return [];
  const said = pages.flatMap((page) => listAt(page, answered.list).map((item) => memberAt(item, answered.id)));
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
