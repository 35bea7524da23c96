import type { Contract, Operation } from "../../contract/contract.ts";
import { type Case, createCase } from "../case.ts";
import { leavesOf } from "../edit.ts";
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
  return [
    createCase(subject, {
      group: "all-pages",
      claim: "reads all pages",
      inputs: [documentedInput],
      expect: (visit) => [...expectResults(visit), ...expectLastPage(visit)],
    }),
  ];
}

function expectLastPage(visit: Visit): Found[] {
  const last = visit.exchanges.findLast(({ operation }) => operation === visit.subject.operation.id);
  const next = leavesOf(parsedBody(last?.response?.body)).find(({ pointer, value }) => announcesMore(pointer, value));
  if (next === undefined) return [];
  const message = `the adapter stops at a page whose ${next.pointer} says that there are more`;
  return [fault(visit, { rule: "incomplete-list", message, expected: next.value })];
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
