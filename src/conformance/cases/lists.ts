import { splitUrl } from "../../contract/check-exchange.ts";
import type { Contract, Operation } from "../../contract/contract.ts";
import { parseQuery } from "../../contract/query.ts";
import type { Exchange } from "../../exchange.ts";
import { type Case, createCase } from "../case.ts";
import { leavesOf, withMember } from "../edit.ts";
import { membersOf } from "../input-schema.ts";
import { expectResults, type Found, fault } from "../judge.ts";
import { responseMembers } from "../response-members.ts";
import type { Subject } from "../subject.ts";
import { parsedBody } from "../trace.ts";
import type { Visit } from "../visit.ts";

/** Members of an input by which an adapter's caller turns the pages himself. */
const turning = /^(cursor|page|offset|next|after|before|page_?token|page_?number)$/i;

/** Whether an operation answers a list by the page. */
export function answersPages(contract: Contract, operation: Operation): boolean {
  const isList = operation.method === "GET" && responseMembers(contract, operation).some((member) => member.isList);
  return (
    isList &&
    operation.parameters.some(
      ({ in: place, name }) => place === "query" && turning.test(name.replace(/^.*_(?=cursor)/, "")),
    )
  );
}

/** An adapter that lists, and whose caller does not turn the pages, reads them all. */
export function listCases(subject: Subject): Case[] {
  const { documentedInput, inputSchema, isPaged } = subject;
  const isCallers = inputSchema !== null && membersOf(inputSchema).some(({ name }) => turning.test(name));
  if (!isPaged || isCallers) return [];
  const expect = (visit: Visit) => [...expectResults(visit), ...expectLastPage(visit)];
  const all = createCase(subject, { group: "all-pages", claim: "reads all pages", inputs: [documentedInput], expect });
  const size = membersOf(inputSchema ?? {}).find(({ name }) => sizing.test(name));
  const small = size && withMember(documentedInput, size.pointer, smallPage);
  if (small === undefined || subject.checkInput(small).length > 0) return [all];
  const detail = "small";
  return [
    all,
    createCase(subject, { group: "all-pages", detail, claim: "reads all small pages", inputs: [small], expect }),
  ];
}

function expectLastPage(visit: Visit): Found[] {
  const last = visit.exchanges.findLast(({ operation }) => operation === visit.subject.operation.id);
  const next = leavesOf(parsedBody(last?.response?.body)).find(({ pointer, value }) => announcesMore(pointer, value));
  if (next === undefined) return expectRoom(visit, last);
  const message = `the adapter stops at a page whose ${next.pointer} says that there are more`;
  return [fault(visit, { rule: "incomplete-list", message, expected: next.value })];
}

/** Few enough for a list to have several. */
const smallPage = 3;

/** Where nothing says whether there are more, a page that is full does. */
function expectRoom(visit: Visit, last: Exchange | undefined): Found[] {
  const body = parsedBody(last?.response?.body);
  const asked = parseQuery(splitUrl(last?.request.url ?? "").query).find(({ name }) => sizing.test(name));
  const longest = Math.max(0, ...listsIn(body).map((list) => list.length));
  if (asked === undefined || longest === 0 || longest !== Number(asked.value) || saysHowMany(body)) return [];
  const message = `the adapter stops at a page that is full: it has the ${longest} that were asked for`;
  return [fault(visit, { rule: "incomplete-list", message, expected: longest })];
}

const sizing = /^(limit|page_?size|per_?page|page\[(size|limit)\])$/i;

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
