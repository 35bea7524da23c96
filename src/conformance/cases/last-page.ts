import { isInItem, lastTokenOf, tokensOf } from "../../contract/json-pointer.ts";
import { isMoreFlag, isTotal, namesNext, tellsOfMore } from "../../contract/paging-names.ts";
import type { Exchange } from "../../exchange.ts";
import { leavesOf } from "../edit.ts";
import { type Found, fault } from "../judge.ts";
import { isToldInHeaders, linksToNext } from "../page-headers.ts";
import { sizeAsked } from "../paged-list.ts";
import { parsedBody } from "../trace.ts";
import type { Visit } from "../visit.ts";
import { ownOf } from "../whose.ts";

/** No page that is the last one read says that there are more. */
export function expectLastPage(visit: Visit, pages: readonly unknown[] = pagesRead(visit)): Found[] {
  const own = ownOf(visit);
  const last = own.at(-1);
  // Who asks for several at once need not ask for the last one last.
  if (own.length > 0 && own.every(linksToNext)) {
    const message = "the adapter stops at a page whose Link header leads to another";
    return [fault(visit, { rule: "incomplete-list", message, expected: last?.response?.headers.link })];
  }
  const next = leavesOf(pages.at(-1)).find(({ pointer, value }) => announcesMore(pointer, value));
  if (next === undefined) return isToldInHeaders(visit.subject.operation, own) ? [] : expectRoom(visit, last, pages);
  const message = `the adapter stops at a page whose ${next.pointer} says that there are more`;
  return [fault(visit, { rule: "incomplete-list", message, expected: next.value })];
}

/** Where nothing names the next page, one that is full does, unless it says how many records there are and all were read. */
function expectRoom(visit: Visit, last: Exchange | undefined, pages: readonly unknown[]): Found[] {
  const body = pages.at(-1);
  const longest = longestIn(body);
  if (longest === 0 || longest !== sizeAsked(last)) return [];
  const told = leavesOf(body).filter(({ pointer }) => saysHowMany(pointer));
  if (told.length === 0) {
    const message = `the adapter stops at a page that is full: it has the ${longest} that were asked for`;
    return [fault(visit, { rule: "incomplete-list", message, expected: longest })];
  }
  const total = told.find(({ pointer }) => isTotal(lastTokenOf(pointer)));
  const read = pages.reduce<number>((sum, page) => sum + longestIn(page), 0);
  // Of a page that was cut off on its way nobody can count the records.
  if (pages.includes(undefined) || typeof total?.value !== "number" || total.value <= read) return [];
  const message = `the adapter stops at a full page, with ${read} of the records read of which ${total.pointer} says that there are ${total.value}`;
  return [fault(visit, { rule: "incomplete-list", message, expected: total.value, actual: read })];
}

/** The pages that a call was given, as far as they came whole. */
function pagesRead(visit: Visit): unknown[] {
  return ownOf(visit).map(({ response }) => parsedBody(response?.body));
}

/** How many items the longest list of a body has: its records. */
function longestIn(body: unknown): number {
  return Math.max(0, ...listsIn(body).map((list) => list.length));
}

function listsIn(body: unknown): unknown[][] {
  if (Array.isArray(body)) return [body];
  if (typeof body !== "object" || body === null) return [];
  return Object.values(body).filter(Array.isArray);
}

/** Items of the list may have members of such names as well. */
function saysHowMany(pointer: string): boolean {
  return !isInItem(pointer) && tokensOf(pointer).some(tellsOfMore);
}

function announcesMore(pointer: string, value: unknown): boolean {
  const name = lastTokenOf(pointer);
  // Items of the list may have members of such names as well.
  if (isInItem(pointer)) return false;
  if (isMoreFlag(name)) return value === true;
  return namesNext(name) && value !== "" && typeof value !== "object";
}
