/** When a record was made and last changed. */
export interface Times {
  created_at: string;
  updated_at: string;
  modified_at: string;
}

export interface Contact {
  id: string;
  organisation: string;
  attributes: ContactAttributes;
  meta: Times;
  /** A user's id. */
  author: string;
  /** Ids, in the order in which they were related. Each account names the contact in turn. */
  accounts: string[];
  /** Ids, in the order in which they were related. Each interaction names the contact in turn. */
  interactions: string[];
}

/** What an update may name, in the order in which the vendor shows them. */
export const contactAttributes = [
  "first_name",
  "last_name",
  "email",
  "telephone",
  "salutation",
  "association",
] as const;

export type ContactAttributes = Partial<Record<(typeof contactAttributes)[number], string>>;

/** The vendor shows no attribute of an account. */
export interface Account {
  id: string;
  organisation: string;
  meta: Times;
  /** A user's id. */
  author: string;
  contacts: string[];
  interactions: string[];
}

export interface Interaction {
  id: string;
  organisation: string;
  attributes: {
    method: "letter" | "email" | "telephone" | "sms";
    direction: "inbound" | "outbound";
    date_time: string;
    contacted: boolean;
    status: string;
    notes: string;
  };
  meta: Times;
  contact: string | null;
  account: string;
  /** A user's id, of the author as well. */
  representative: string;
}

export interface User {
  id: string;
  attributes: { email: string; profile: { personal: { first_name: string; last_name: string } } };
}

export interface Organisation {
  id: string;
  attributes: { name: string; slug: string; description: string };
  meta: { created_at: string; status: string };
}

/** Every Map is keyed by id. */
export interface State {
  organisations: Map<string, Organisation>;
  users: Map<string, User>;
  contacts: Map<string, Contact>;
  accounts: Map<string, Account>;
  interactions: Map<string, Interaction>;
}

export function emptyState(): State {
  return {
    organisations: new Map(),
    users: new Map(),
    contacts: new Map(),
    accounts: new Map(),
    interactions: new Map(),
  };
}

/** The record with an id, in either case of its hex digits, if it is the organisation's. */
export function findIn<T extends { organisation: string }>(
  records: Map<string, T>,
  organisation: string,
  id: unknown,
): T | undefined {
  const record = records.get(String(id).toLowerCase());
  return record?.organisation === organisation ? record : undefined;
}
