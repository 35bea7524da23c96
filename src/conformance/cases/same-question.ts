import { isPageSize, isTurning } from "../../contract/paging-names.ts";
import { isToBeKept, pagingOf } from "../../contract/sequence/paging.ts";
import type { Exchange } from "../../exchange.ts";
import { leavesOf } from "../edit.ts";
import { shown } from "../finding.ts";
import { type Found, fault } from "../judge.ts";
import { queryOf } from "../paged-list.ts";
import { parsedBody } from "../trace.ts";
import type { Visit } from "../visit.ts";
import { ownOf } from "../whose.ts";

/**
 * Every page is asked for with what the first one was asked for with: the vendor would show others from then on. A cursor may
 * carry all that, unless the contract says of a parameter that it is to be sent again. Of the size of pages rules speak that
 * judge all exchanges.
 */
export function expectSameQuestion(visit: Visit): Found[] {
  const { operation } = visit.subject;
  const cursors = (pagingOf(operation)?.cursors ?? []).map(({ name }) => name);
  const kept = new Set(operation.parameters.filter(isToBeKept).map(({ name }) => name));
  const own = ownOf(visit);
  const [first, ...later] = own.map((exchange) =>
    queryOf(exchange).filter(({ name }) => !isTurning(name) && !isPageSize(name) && !cursors.includes(name)),
  );
  for (const [index, query] of later.entries()) {
    // A link says all by itself.
    if (isLed(own[index], own[index + 1] as Exchange)) continue;
    for (const { name, value } of first ?? []) {
      if (cursors.length > 0 && !kept.has(name)) continue;
      const seen = query.find((one) => one.name === name);
      if (query.some((one) => one.name === name && one.value === value)) continue;
      const is = seen === undefined ? "not sent" : shown(seen.value);
      const message = `${name} is ${is} for page ${index + 2}, and was ${shown(value)} for the first: the vendor goes on with another list`;
      const rule = seen === undefined ? "input-lost" : "input-altered";
      return [fault(visit, { rule, message, expected: value, actual: seen?.value ?? null })];
    }
  }
  return [];
}

/** Whether a page has a link that is followed. */
function isLed(page: Exchange | undefined, { request: { url } }: Exchange): boolean {
  const query = url.slice(url.indexOf("?"));
  return leavesOf(parsedBody(page?.response?.body)).some(
    ({ value }) => typeof value === "string" && value.includes("?") && value.endsWith(query),
  );
}
