import type { Exchange } from "../../exchange.ts";
import { leavesOf } from "../edit.ts";
import { type Found, fault } from "../judge.ts";
import { sizeAsked } from "../paged-list.ts";
import { parsedBody } from "../trace.ts";
import type { Visit } from "../visit.ts";

/** No page that is the last one read says that there are more. */
export function expectLastPage(visit: Visit): Found[] {
  const last = visit.exchanges.findLast(({ operation }) => operation === visit.subject.operation.id);
  const next = leavesOf(parsedBody(last?.response?.body)).find(({ pointer, value }) => announcesMore(pointer, value));
  if (next === undefined) return expectRoom(visit, last);
  const message = `the adapter stops at a page whose ${next.pointer} says that there are more`;
  return [fault(visit, { rule: "incomplete-list", message, expected: next.value })];
}

/** Where nothing says whether there are more, a page that is full does. */
function expectRoom(visit: Visit, last: Exchange | undefined): Found[] {
  const body = parsedBody(last?.response?.body);
  const asked = sizeAsked(last);
  const longest = Math.max(0, ...listsIn(body).map((list) => list.length));
  if (asked === undefined || longest === 0 || longest !== asked || saysHowMany(body)) return [];
  const message = `the adapter stops at a page that is full: it has the ${longest} that were asked for`;
  return [fault(visit, { rule: "incomplete-list", message, expected: longest })];
}

function listsIn(body: unknown): unknown[][] {
  if (Array.isArray(body)) return [body];
  if (typeof body !== "object" || body === null) return [];
  return Object.values(body).filter(Array.isArray);
}

function saysHowMany(body: unknown): boolean {
  return leavesOf(body).some(
    ({ pointer }) =>
      !/\/\d+(\/|$)/.test(pointer) && /\/(next\w*|cursor|has_?more\w*|total\w*|counts?)(\/|$)/i.test(pointer),
  );
}

function announcesMore(pointer: string, value: unknown): boolean {
  const name = pointer.slice(pointer.lastIndexOf("/") + 1);
  // Items of the list may have members of such names as well.
  if (/\/\d+\//.test(pointer)) return false;
  if (/^has_?(more|next)/i.test(name)) return value === true;
  return (
    /^next(_?(cursor|page|page_?token|link))?$/i.test(name) &&
    value !== null &&
    value !== "" &&
    typeof value !== "object"
  );
}
