import type { Operation, Parameter } from "../contract.ts";
import { isCounting, isMoreFlag, isNextPage, isOffset } from "../paging-names.ts";
import { parseQuery } from "../query.ts";
import { withoutMark } from "../sent-body.ts";
import { sizeOf } from "./paging.ts";
import type { Step } from "./step.ts";
import { type ClientTimes, isAfter } from "./times.ts";

/** One page of a list that is asked for by number, or by how much goes before it. */
export interface NumberedPage {
  /** Of the exchange. */
  id: string;
  parameter: Parameter;
  /** How many go before it: pages, or records. */
  before: number;
  /** As it was sent. */
  size: string | undefined;
  /** What else the query had. */
  others: string;
  /** Whether the answer said that none comes after it. Note: most pages are never asked, and reading an answer is dear. */
  isLast(): boolean;
  times: ClientTimes;
}

/** The pages that were asked for last, by operation. */
export class PageLog {
  readonly #last = new Map<string, NumberedPage>();

  /** The page before, where this is another one of the same list. */
  before(page: NumberedPage, { operation }: Step): NumberedPage | undefined {
    const last = this.#last.get(operation.id);
    return last !== undefined && last.others === page.others && isAfter(page.times, last.times) ? last : undefined;
  }

  note(step: Step): void {
    if (step.fate !== "answered") return;
    const page = readPage(step);
    if (page !== undefined) this.#last.set(step.operation.id, page);
  }
}

/** The page that a request asks for; undefined where its operation has no numbered pages. */
export function readPage(step: Step): NumberedPage | undefined {
  const { operation, query, id, times } = step;
  const parameter = numberParameter(operation);
  if (parameter === undefined) return undefined;
  const size = sizeOf(operation);
  const entries = parseQuery(query);
  const sentFor = (one: Parameter | undefined) => entries.find(({ name }) => name === one?.name)?.value;
  const sent = sentFor(parameter) ?? "";
  const others = entries.filter(({ name }) => name !== parameter.name && name !== size?.name);
  const number = sent === "" ? (isOffset(parameter.name) ? 0 : 1) : Number(sent);
  if (!Number.isSafeInteger(number)) return undefined;
  const rest = others.map(({ name, value }) => `${name}=${value}`).sort();
  return {
    id,
    parameter,
    before: number,
    size: sentFor(size),
    others: rest.join("&"),
    isLast: () => saysLast(step),
    times,
  };
}

function numberParameter({ parameters }: Operation): Parameter | undefined {
  return parameters.find(({ name, in: place }) => place === "query" && isCounting(name));
}

/** Whether an answer says in so many words that no page comes after it. */
function saysLast({ exchange: { response } }: Step): boolean {
  try {
    return hasEnd(JSON.parse(withoutMark(response?.body ?? "")), 0);
  } catch {
    return false;
  }
}

function hasEnd(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth > 3) return false;
  return Object.entries(value).some(
    ([name, member]) =>
      (member === false && isMoreFlag(name)) || (member === null && isNextPage(name)) || hasEnd(member, depth + 1),
  );
}
