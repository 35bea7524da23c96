import { isCounting, isOffset } from "../../contract/paging-names.ts";
import type { Exchange } from "../../exchange.ts";
import { type Found, fault } from "../judge.ts";
import { queryOf, sizeAsked } from "../paged-list.ts";
import type { Visit } from "../visit.ts";
import { ownOf } from "../whose.ts";

/**
 * Where pages are asked for by number, or by how many records go before: those of a list begin with the first, and none between
 * two of them is left out. In which order they are asked for is the adapter's affair.
 */
export function expectNoGap(visit: Visit, size: number): Found[] {
  const { operation } = visit.subject;
  const counter = operation.parameters.find(({ in: place, name }) => place === "query" && isCounting(name))?.name;
  if (counter === undefined) return [];
  const first = isOffset(counter) ? 0 : 1;
  const pages = ownOf(visit).map((exchange) => ({
    before: numberOf(exchange, counter, first),
    length: first === 0 ? (sizeAsked(exchange) ?? size) : 1,
  }));
  // Where a page number may be a cursor as well, nothing can be counted.
  if (pages.some(({ before }) => !Number.isSafeInteger(before))) return [];
  let next = first;
  for (const { before, length } of pages.sort((one, other) => one.before - other.before)) {
    if (before > next) {
      const message = `${counter} is ${before}, and no page is asked for where it is ${next}: what stands there is left out`;
      return [fault(visit, { rule: "incomplete-list", message, expected: next, actual: before })];
    }
    next = Math.max(next, before + length);
  }
  return [];
}

function numberOf(exchange: Exchange, counter: string, first: number): number {
  const sent = queryOf(exchange).find(({ name }) => name === counter)?.value ?? "";
  return sent === "" ? first : Number(sent);
}
