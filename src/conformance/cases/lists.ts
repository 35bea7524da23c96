import type { Contract, Operation } from "../../contract/contract.ts";
import { isTurning } from "../../contract/paging-names.ts";
import { type Case, createCase, inapplicable } from "../case.ts";
import { membersOf } from "../input-schema.ts";
import { expectResults } from "../judge.ts";
import { choosesPageSize, listInput, smallPage, withPageSize } from "../list-input.ts";
import { answersList } from "../response-members.ts";
import type { Subject } from "../subject.ts";
import type { Visit } from "../visit.ts";
import { expectLastPage } from "./last-page.ts";
import { expectOwnRecord } from "./own-record.ts";
import { pageCases } from "./pages.ts";
import { expectWholeList } from "./whole-list.ts";

/** Whether an operation answers a list by the page. */
export function answersPages(contract: Contract, operation: Operation): boolean {
  const isTurned = operation.parameters.some(({ in: place, name }) => place === "query" && isTurning(name));
  return operation.method === "GET" && isTurned && answersList(contract, operation);
}

/** An adapter that lists, and whose caller does not turn the pages, reads them all. */
export function listCases(subject: Subject): Case[] {
  const { inputSchema, isPaged } = subject;
  const isCallers = inputSchema !== null && membersOf(inputSchema).some(({ name }) => isTurning(name));
  if (!isPaged || isCallers) return [];
  const expect = async (visit: Visit) => {
    const stops = expectLastPage(visit);
    const own = expectOwnRecord(visit, await subject.learn());
    return [...expectResults(visit), ...(stops.length > 0 ? stops : await expectWholeList(visit)), ...own];
  };
  const whole = { group: "all-pages", detail: "", claim: "reads all pages" };
  const all = {
    ...whole,
    run: async () => createCase(subject, { ...whole, inputs: [await listInput(subject)], expect }).run(),
  };
  const small = withPageSize(subject, smallPage);
  const named = { group: "all-pages", detail: "small", claim: "reads all small pages" };
  const ofSmall = createCase(subject, { ...named, inputs: [small], expect });
  const run = async () =>
    (await choosesPageSize(subject)) ? ofSmall.run() : inapplicable("the caller's limit is not the size of a page");
  return [all, ...(small === undefined ? [] : [{ ...named, run }]), ...pageCases(subject)];
}
