/** What every record has: StackOne's id, and the id that the provider behind the linked account gave it. */
export interface Identified {
  id: string;
  remote_id: string;
}

/** Timestamps are RFC 3339; a list is in the order of created_at. */
export interface Dated extends Identified {
  created_at: string;
  updated_at: string;
}

export interface CustomField {
  id: string | null;
  remote_id: string | null;
  name: string | null;
  value: unknown;
  value_id: string | null;
  remote_value_id: string | null;
}

export interface Contact extends Dated {
  unified_custom_fields: Record<string, unknown>;
  first_name: string | null;
  last_name: string | null;
  company_name: string | null;
  emails: string[] | null;
  phone_numbers: string[] | null;
  deal_ids: string[] | null;
  remote_deal_ids: string[] | null;
  account_ids: string[] | null;
  remote_account_ids: string[] | null;
  custom_fields: CustomField[] | null;
}

/** A value of one of the vendor's enumerations, with the provider's spelling of it. */
export interface Enumerated {
  value: string;
  source_value: string;
}

export interface Account extends Dated {
  unified_custom_fields: Record<string, unknown>;
  owner_id: string | null;
  remote_owner_id: string | null;
  name: string;
  description: string | null;
  industries: string[] | null;
  annual_revenue: string | null;
  website: string | null;
  addresses: Address[] | null;
  phone_numbers: string[] | null;
}

export interface Address {
  street_1: string | null;
  street_2: string | null;
  city: string | null;
  state: string | null;
  zip_code: string | null;
  country: Enumerated | null;
  location_type: Enumerated | null;
}

export interface List extends Dated {
  unified_custom_fields: Record<string, unknown>;
  name: string;
  items: Identified[];
  type: Enumerated;
}

/** The timestamps order and filter the list; the vendor documents no such members of a definition. */
export interface CustomFieldDefinition extends Dated {
  name: string;
  description: string | null;
  type: Enumerated;
  options: { id: string; value: string }[] | null;
}

/** One customer's account with a provider, as `x-account-id` names it. */
export interface LinkedAccount {
  id: string;
  status: "active" | "suspended" | "expired";
  /** True: pages that are not the last hold half of what was asked for, as where StackOne runs out of time. */
  short_pages: boolean;
}

export interface State {
  linkedAccounts: Map<string, LinkedAccount>;
  contacts: Map<string, Contact>;
  accounts: Map<string, Account>;
  lists: Map<string, List>;
  customFieldDefinitions: Map<string, CustomFieldDefinition>;
  /** Known only by the contacts that refer to them: the unified CRM has no operation for deals. */
  deals: Map<string, Identified>;
}

/** The linked accounts, and not one record. */
export function emptyState(): State {
  const linked = (id: string, status: LinkedAccount["status"]) => [id, { id, status, short_pages: false }] as const;
  return {
    linkedAccounts: new Map([
      linked("standin-account", "active"),
      linked("standin-account-suspended", "suspended"),
      linked("standin-account-expired", "expired"),
    ]),
    contacts: new Map(),
    accounts: new Map(),
    lists: new Map(),
    customFieldDefinitions: new Map(),
    deals: new Map(),
  };
}

/** Finds a record by StackOne's id or the provider's: either works wherever an id is expected. */
export function findRecord<R extends Identified>(records: ReadonlyMap<string, R>, id: string): R | undefined {
  const record = records.get(id);
  if (record !== undefined) return record;
  for (const candidate of records.values()) if (candidate.remote_id === id) return candidate;
  return undefined;
}
