import { assignMembers, type CheckedRequest } from "../../src/define.ts";
import type { Account } from "./state.ts";

type Query = CheckedRequest["query"];
type Members = Record<string, unknown>;

/**
 * An account in the format that the request asks for. Nobody documents what `normalized` and `stream` change of a single
 * account: assumed, nothing.
 */
export function formatAccount(account: Account, query: Query): Members {
  if (isRaw(query)) return rawAccount(account);
  const excluded = excludedFields(query);
  const members = unifiedMembers(account);
  for (const name of Object.keys(members)) {
    // What is undefined is left out of JSON.
    if (members[name] === null || excluded.includes(name)) members[name] = undefined;
  }
  return members;
}

export function isRaw(query: Query): boolean {
  return query.truto_response_format === "raw";
}

/** The members that a request wants left out. */
export function excludedFields(query: Query): readonly unknown[] {
  const excluded: unknown[] = Array.isArray(query.truto_exclude_fields) ? query.truto_exclude_fields : [];
  return query.truto_ignore_remote_data === true ? [...excluded, "remote_data"] : excluded;
}

/** One member of an account by its unified name; null or undefined when there is none. */
export function unifiedMember(account: Account, name: string): unknown {
  const members = unifiedMembers(account);
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

/** Members in the order of the reference page; null where the account has no value. */
function unifiedMembers(account: Account): Members {
  return {
    id: account.id,
    addresses: account.addresses,
    created_at: account.createdAt,
    custom_fields: account.customFields,
    description: account.description,
    industry: account.industry,
    last_activity_at: account.lastActivityAt,
    name: account.name,
    number_of_employees: account.numberOfEmployees,
    owner: account.owner,
    phone_numbers: account.phoneNumbers,
    remote_data: rawAccount(account),
    tags: account.tags,
    updated_at: account.updatedAt,
    urls: account.urls,
    website: account.website,
  };
}

/** The account as the provider has it: an object of the provider's own shape, here one like HubSpot's. */
export function rawAccount(account: Account): Members {
  const properties: Members = assignMembers({}, account.customFields);
  properties.name = account.name;
  properties.website = account.website;
  properties.description = account.description;
  properties.industry = account.industry;
  properties.numberofemployees = account.numberOfEmployees;
  properties.owner_id = account.owner?.id ?? null;
  return {
    id: account.id,
    properties: assignMembers(properties, account.passedThrough),
    createdAt: account.createdAt,
    updatedAt: account.updatedAt,
    archived: false,
  };
}
