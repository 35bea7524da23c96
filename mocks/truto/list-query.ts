import type { CheckedRequest } from "../../src/define.ts";
import { isObject } from "./is-object.ts";
import type { Account } from "./state.ts";

type Query = CheckedRequest["query"];

/** Whether an account passes every filter of a query. What is no filter of these, or no value for one, is ignored. */
export function matchesFilters(account: Account, query: Query): boolean {
  const { name, description, website, owner } = query;
  return (
    matchesText(account.name, name) &&
    matchesText(account.description, description) &&
    matchesText(account.website, website) &&
    matchesText(account.owner?.id ?? null, isObject(owner) ? owner.id : undefined) &&
    matchesTime(account.createdAt, "created_at", query) &&
    matchesTime(account.updatedAt, "updated_at", query) &&
    matchesTime(account.lastActivityAt, "last_activity_at", query)
  );
}

/** Assumed: the whole text, in the same case. Each provider has its own idea of it. */
function matchesText(value: string | null, filter: unknown): boolean {
  return typeof filter !== "string" || value === filter;
}

const comparisons: readonly [operator: string, holds: (value: number, bound: number) => boolean][] = [
  ["", (value, bound) => value === bound],
  ["[gt]", (value, bound) => value > bound],
  ["[gte]", (value, bound) => value >= bound],
  ["[lt]", (value, bound) => value < bound],
  ["[lte]", (value, bound) => value <= bound],
];

function matchesTime(time: string | null, field: string, query: Query): boolean {
  return comparisons.every(([operator, holds]) => {
    const filter = query[field + operator];
    const bound = typeof filter === "string" ? Date.parse(filter) : Number.NaN;
    return Number.isNaN(bound) || (time !== null && holds(Date.parse(time), bound));
  });
}

/** The key of an account's place in the order that a query asks for; by id, which is by creation, when it asks for none. */
export function sortKey(query: Query): (account: Account) => string {
  const fields = isObject(query.sort_by) ? Object.entries(query.sort_by) : [];
  const parts = fields.flatMap(([field, direction]) => {
    const key = Object.hasOwn(sortFields, field) ? sortFields[field] : undefined;
    return key === undefined ? [] : [direction === "desc" ? (account: Account) => reverse(key(account)) : key];
  });
  // Ids are decimal numbers of one length, and what is not stands behind them.
  parts.push(({ id }) => id.padStart(20, "0"));
  return (account) => parts.map((part) => part(account)).join("\0");
}

const sortFields: Readonly<Record<string, (account: Account) => string>> = {
  created_at: ({ createdAt }) => numberKey(Date.parse(createdAt)),
  updated_at: ({ updatedAt }) => numberKey(Date.parse(updatedAt)),
  last_activity_at: ({ lastActivityAt }) => (lastActivityAt === null ? "" : numberKey(Date.parse(lastActivityAt))),
  name: ({ name }) => name ?? "",
  description: ({ description }) => description ?? "",
  number_of_employees: ({ numberOfEmployees }) => (numberOfEmployees === null ? "" : numberKey(numberOfEmployees)),
};

const signBit = 1n << 63n;

/** A number as text that sorts as the number does: its 64 bits, the sign turned, and all of them turned below zero. */
function numberKey(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  return (bits >= signBit ? BigInt.asUintN(64, ~bits) : bits | signBit).toString(16).padStart(16, "0");
}

/** Text that sorts the other way round. The end mark puts a text before its own beginning. */
function reverse(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => String.fromCharCode(0xfffe - text.charCodeAt(index)));
  return `${units.join("")}\uffff`;
}
