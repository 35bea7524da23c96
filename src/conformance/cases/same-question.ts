import { pagingOf } from "../../contract/sequence/paging.ts";
import type { Exchange } from "../../exchange.ts";
import { leavesOf } from "../edit.ts";
import { shown } from "../finding.ts";
import { type Found, fault } from "../judge.ts";
import { isPageSize, isTurning, queryOf } from "../paged-list.ts";
import { parsedBody } from "../trace.ts";
import type { Visit } from "../visit.ts";
import { ownOf } from "../whose.ts";

/**
 * Every page is asked for with what the first one was asked for with: the vendor would show others from then on. Of the size
 * of pages rules speak that judge all exchanges.
 */
export function expectSameQuestion(visit: Visit): Found[] {
  const cursors = (pagingOf(visit.subject.operation)?.cursors ?? []).map(({ name }) => name);
  const demanded = new Set(
    visit.subject.operation.parameters.filter(({ required }) => required).map(({ name }) => name),
  );
  const own = ownOf(visit);
  const [first, ...later] = own.map((exchange) =>
    queryOf(exchange).filter(({ name }) => !isTurning(name) && !isPageSize(name) && !cursors.includes(name)),
  );
  for (const [index, query] of later.entries()) {
    // A link says all by itself; a cursor alone is sent by who takes it for as much.
    if (
      isLed(own[index], own[index + 1] as Exchange) ||
      (cursors.length > 0 && query.every(({ name }) => demanded.has(name)) && !hasSize(own[index + 1]))
    )
      continue;
    for (const { name, value } of first ?? []) {
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

function hasSize(exchange: Exchange | undefined): boolean {
  return queryOf(exchange).some(({ name }) => isPageSize(name));
}
