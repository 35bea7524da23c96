import { splitUrl } from "../contract/check-exchange.ts";
import { isInItem, lastTokenOf } from "../contract/json-pointer.ts";
import { isCount, isEcho, isOffset, isPageCount, isPageSize, isTotalOrCount } from "../contract/paging-names.ts";
import { parseQuery } from "../contract/query.ts";
import type { Exchange } from "../exchange.ts";
import { type Leaf, leavesOf, memberAt, withMember } from "./edit.ts";
import { foreseeTurn } from "./foresee-turn.ts";
import { isToldInHeaders } from "./page-headers.ts";
import type { Learnt, Subject } from "./subject.ts";
import { parsedBody } from "./trace.ts";
import { vary } from "./vary.ts";
import { visit } from "./visit.ts";

/** A list that the vendor answers by the page and an adapter as one, as a call that took several pages has shown it. */
export interface PagedList extends ListPlaces {
  /** What the call was given. */
  input: unknown;
  /** How many records a full page has. */
  size: number;
  /** The stand-in has no second page for the adapter: what one would be is known of the contract alone. */
  isForeseen: boolean;
  /** A page says where the next one is: it may have any length. Else pages are counted, and a short one may be the last. */
  isAnnounced: boolean;
  /** How many records the stand-in has shown itself. */
  held: number;
  /** The body of a page, as the vendor would answer it. */
  toBody(page: Page): unknown;
}

/** JSON Pointers of a list, and of the id within one of its items. */
export interface ListPlaces {
  answered: { list: string; id: string };
  result: { list: string; id: string };
}

export interface Page {
  /** Numbers of the records on it: each has an id of its own. */
  records: readonly number[];
  /** They are those that the stand-in has, and none that are made up. */
  areHeld?: boolean;
  /** How many pages go before it. */
  before: number;
  /** How many records the vendor has at the time. */
  total: number;
  isLast: boolean;
}

/** An answer that says so of its records wherever it says how many there are; who reads until he has as many ends there. */
export function withCount(body: unknown, count: number, except?: string): unknown {
  const counts = leavesOf(body).filter(
    ({ pointer, value }) => typeof value === "number" && pointer !== except && countsRecords(pointer),
  );
  return counts.reduce((counted, { pointer }) => withMember(counted, pointer, count), body);
}

/** Outside of the records, which may have members of such names as well. */
function countsRecords(pointer: string): boolean {
  const name = lastTokenOf(pointer);
  return !isInItem(pointer) && isTotalOrCount(name) && !isPageCount(name);
}

/** How many records to a page a request asks for; undefined where it leaves that to the vendor. */
export function sizeAsked(exchange: Exchange | undefined): number | undefined {
  const asked = queryOf(exchange).find(({ name }) => isPageSize(name));
  return asked && Number(asked.value);
}

/** No page could be made that another would be seen to follow. */
export const toldInHeaders = "headers tell of the pages, which the suite gives no others of";

/** Answers why in words where a call takes one page only, or nothing tells which record of the result is which of the answer. */
export async function observeList(subject: Subject, input: unknown): Promise<PagedList | string> {
  const learnt = await subject.learn();
  const { places } = learnt;
  if (places === undefined) return "nothing tells which record of the result is which of the answer";
  const { exchanges } = await visit(subject, { inputs: [input] });
  const pages = exchanges.filter(({ operation, response }) => operation === subject.operation.id && response !== null);
  if (isToldInHeaders(subject.operation, pages)) return toldInHeaders;
  const bodies = pages.map(({ response }) => parsedBody(response?.body));
  const { list, id } = places.answered;
  const model = memberAt(learnt.reply?.body, `${list}/0`);
  if (bodies.some((body) => body === undefined) || model === undefined) return "no page was seen whole";
  const own = memberAt(model, id) as string | number;
  const records = bodies.flatMap((body) => listAt(body, list)).map((record) => [memberAt(record, id), record] as const);
  const held = [...new Map(records).values()];
  const lengths = bodies.map((body) => listAt(body, list).length);
  const seen = turnBetween(pages[0], pages[1]);
  const asked = sizeAsked(pages[0]);
  const foreseen = seen === undefined ? foreseeTurn(subject, bodies[0], asked) : undefined;
  const turn = seen ?? foreseen?.turn;
  if (turn === undefined) return "a call takes one page only of what the stand-in has";
  const size = asked ?? foreseen?.size ?? (lengths[0] as number);
  const shown = { total: lengths.reduce((sum, length) => sum + length, 0), size };
  const announcing =
    foreseen?.announcing ?? leavesOf(bodies[0]).filter((leaf) => isOutside(leaf, list) && announces(leaf, turn.to));
  return {
    ...places,
    input,
    size,
    isForeseen: foreseen !== undefined,
    isAnnounced: announcing.length > 0 && Number.isNaN(turn.step),
    held: held.length,
    toBody({ records, areHeld = false, before, total, isLast }) {
      const template = isLast ? bodies.length - 1 : 0;
      const items = records.map((record) => (areHeld ? held[record] : withMember(model, id, vary(own, record + 1))));
      const next = isLast
        ? []
        : announcing.map(({ pointer, value }) => ({ pointer, value: turned(value, turn, before) }));
      const counts = recount(leavesOf(bodies[template]), {
        from: { ...shown, length: lengths[template] as number },
        to: { total, size, length: items.length },
      });
      return [...counts, ...next, { pointer: list, value: items }].reduce(
        (body, { pointer, value }) => withMember(body, pointer, value),
        bodies[template],
      );
    },
  };
}

/** Whether answers with so many of its records can be armed at once. */
export function canBeGiven(list: PagedList, records: number): boolean {
  const page = { records: [...Array(10).keys()], before: 0, total: 10, isLast: false };
  return (JSON.stringify(list.toBody(page)).length / 10) * records < mostBytes;
}

const mostBytes = 900_000;

/** The ids of the records in a list. */
export function idsIn(value: unknown, { list, id }: ListPlaces["answered"]): string[] {
  return listAt(value, list).map((record) => String(memberAt(record, id)));
}

export function listAt(value: unknown, pointer: string): unknown[] {
  const list = memberAt(value, pointer);
  return Array.isArray(list) ? list : [];
}

/** The record's id: of those members that come from the first item the one that is named so, as near to its top as can be. */
export function findPlaces(sources: Learnt["sources"]): ListPlaces | undefined {
  const places = [...(sources ?? [])].flatMap(([place, source]) => {
    const [to, from] = [place, source].map((pointer) => /^(.*?)\/0(\/.*)$/.exec(pointer));
    if (!to || !from || !/id$/i.test(source)) return [];
    const [result, answered] = [to, from].map(([, list = "", id = ""]) => ({ list, id }));
    return [{ result, answered } as ListPlaces];
  });
  const depth = ({ answered: { list, id } }: ListPlaces) => list.length * 1000 + id.length;
  return places.sort((one, other) => depth(one) - depth(other))[0];
}

/** What turns the page: the value that the second request has in a parameter of its query, and the first has not. */
export interface Turn {
  name: string;
  to: string;
  /** By how much it grows with each page; not a number where it is no number. */
  step: number;
}

function turnBetween(first: Exchange | undefined, second: Exchange | undefined): Turn | undefined {
  const before = new Map(queryOf(first).map(({ name, value }) => [name, value]));
  const found = queryOf(second).find(({ name, value }) => before.get(name) !== value);
  if (found === undefined) return undefined;
  const { name, value } = found;
  // Offsets begin with 0, and pages with 1.
  const start = before.get(name) ?? (isOffset(name) ? 0 : 1);
  return { name, to: value, step: Number(value) - Number(start) };
}

export function queryOf(exchange: Exchange | undefined) {
  return parseQuery(splitUrl(exchange?.request.url ?? "").query);
}

function isOutside({ pointer }: Leaf, list: string): boolean {
  return !`${pointer}/`.startsWith(`${list}/`);
}

/** Whether a member of an answer leads to the next page: by the value itself, or in a link. */
function announces({ pointer, value }: Leaf, to: string): boolean {
  if (!/next|cursor|token|more/i.test(pointer) || (typeof value !== "string" && typeof value !== "number"))
    return false;
  return String(value) === to || String(value).includes(`=${encodeURIComponent(to)}`);
}

/** The same for a later page. */
function turned(value: unknown, { to, step }: Turn, before: number): unknown {
  if (typeof value === "boolean") return value;
  const next = Number.isNaN(step) ? (before === 0 ? to : `${to}${before}`) : String(Number(to) + step * before);
  if (typeof value === "number") return Number(next);
  return value === to ? next : String(value).replace(`=${encodeURIComponent(to)}`, `=${encodeURIComponent(next)}`);
}

interface Counted {
  /** Records in all, of a full page, and of this one. */
  total: number;
  size: number;
  length: number;
}

/** What a page says of how many there are, as it would say it of other records; what these say of other things is replaced with them. */
function recount(leaves: readonly Leaf[], { from, to }: { from: Counted; to: Counted }): Leaf[] {
  return leaves.flatMap(({ pointer, value }) => {
    const name = lastTokenOf(pointer);
    if (isEcho(name)) return [];
    if (value === from.total) return [{ pointer, value: to.total }];
    if (isPageCount(name) && value === Math.ceil(from.total / from.size))
      return [{ pointer, value: Math.ceil(to.total / to.size) }];
    return isCount(name) && value === from.length ? [{ pointer, value: to.length }] : [];
  });
}
