import { assignMembers } from "../../src/define.ts";
import { isObject } from "./is-object.ts";
import type { Account, Parts } from "./state.ts";

/**
 * What the unified mapping makes of a request's body. Truto does not validate, and no document says what becomes of a
 * value of another type than the page's. Assumed: a scalar is converted where nothing gets lost, null clears the field,
 * anything else leaves what is stored. So an answer always has the types that the page gives.
 */
export function mapBody(stored: Account, body: unknown): Account {
  const sent = isObject(body) ? body : {};
  // Each by name: a spread with members after it is many times slower.
  return {
    id: stored.id,
    integratedAccountId: stored.integratedAccountId,
    name: read(sent, "name", readText, stored.name),
    website: read(sent, "website", readText, stored.website),
    description: read(sent, "description", readText, stored.description),
    industry: read(sent, "industry", readText, stored.industry),
    numberOfEmployees: read(sent, "number_of_employees", readInteger, stored.numberOfEmployees),
    addresses: read(sent, "addresses", readAddresses, stored.addresses),
    phoneNumbers: read(sent, "phone_numbers", readPhoneNumbers, stored.phoneNumbers),
    tags: read(sent, "tags", readTags, stored.tags),
    urls: read(sent, "urls", readUrls, stored.urls),
    owner: read(sent, "owner", readOwner, stored.owner),
    customFields: read(sent, "custom_fields", (value) => mergeFields(stored.customFields, value), stored.customFields),
    createdAt: read(sent, "created_at", readDateTime, stored.createdAt),
    updatedAt: stored.updatedAt,
    lastActivityAt: stored.lastActivityAt,
    passedThrough: read(sent, "remote_data", (value) => mergeFields(stored.passedThrough, value), stored.passedThrough),
  };
}

type Reader<Value> = (value: unknown) => Value | undefined;

function read<Value>(sent: Record<string, unknown>, field: string, reader: Reader<Value>, stored: Value): Value {
  if (!Object.hasOwn(sent, field)) return stored;
  const value = reader(sent[field]);
  return value === undefined ? stored : value;
}

function readText(value: unknown): string | null | undefined {
  if (value === null || typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function readInteger(value: unknown): number | null | undefined {
  if (value === null) return null;
  if (typeof value === "string" && /^-?\d{1,15}$/.test(value)) return Number(value);
  return Number.isInteger(value) ? (value as number) : undefined;
}

/** A date and time of RFC 3339 with its zone, on a day that the calendar has. */
function readDateTime(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const match = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.exec(
    value,
  );
  if (match === null) return undefined;
  const month = Number(match[2]);
  const day = Number(match[3]);
  const date = new Date(0);
  date.setUTCFullYear(Number(match[1]), month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? value : undefined;
}

const readAddresses = listReader([
  "id",
  "street_1",
  "street_2",
  "city",
  "state",
  "postal_code",
  "country",
  "type",
] as const);
const readPhoneNumbers = listReader(["id", "number", "extension", "type"] as const);
const readTags = listReader(["id", "name"] as const);
const readUrls = listReader(["url", "type"] as const);

function listReader<Member extends string>(members: readonly Member[]): Reader<Parts<Member>[]> {
  return (value) => {
    if (value === null) return [];
    return Array.isArray(value) ? value.filter(isObject).map((item) => pick(item, members)) : undefined;
  };
}

function readOwner(value: unknown): Parts<"id"> | null | undefined {
  if (value === null) return null;
  return isObject(value) ? pick(value, ["id"] as const) : undefined;
}

function pick<Member extends string>(from: Record<string, unknown>, members: readonly Member[]): Parts<Member> {
  const parts: Parts<Member> = {};
  for (const member of members) {
    const value = Object.hasOwn(from, member) ? readText(from[member]) : undefined;
    if (typeof value === "string") parts[member] = value;
  }
  return parts;
}

/** Free-form members replace those of the same name; null takes one out. The page sends custom fields as a string of JSON. */
function mergeFields(stored: Record<string, unknown>, value: unknown): Record<string, unknown> | undefined {
  if (value === null) return {};
  const sent = typeof value === "string" ? parseJson(value) : value;
  if (!isObject(sent) || isDeeperThan(maxDepth, sent)) return undefined;
  const merged = assignMembers(assignMembers({}, stored), sent);
  // Note: not deleted, for what a delete leaves is slow from then on.
  return Object.values(merged).includes(null)
    ? Object.fromEntries(Object.entries(merged).filter(([, member]) => member !== null))
    : merged;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON.stringify overflows the stack on some thousands of levels, and the answer has to be written. */
const maxDepth = 200;

function isDeeperThan(limit: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return limit === 0 || Object.values(value).some((member) => isDeeperThan(limit - 1, member));
}
