export const internalRoles = [
  "account_manager",
  "account_executive",
  "csm",
  "lead",
  "co_lead",
  "practice_lead",
] as const;

export type InternalRole = (typeof internalRoles)[number];

/** A person of the organization, as the API shows it. */
export interface InternalContact {
  created_at: string;
  modified_at: string | null;
  id: string;
  email: string;
  given_name: string | null;
  family_name: string | null;
  name: string | null;
  phone: string | null;
  job_title: string | null;
  object: "internal_contact";
}

/** The role that a person holds, for a partner or (floating) for none yet. */
export interface Assignment {
  created_at: string;
  modified_at: string | null;
  id: string;
  internal_role: InternalRole;
  partner_id: string | null;
  remote_id: string | null;
  internal_contact_id: string;
}

/** A customer of the organization; these operations only refer to it. */
export interface Partner {
  id: string;
  name: string;
}

export interface State {
  contacts: Map<string, InternalContact>;
  assignments: Map<string, Assignment>;
  partners: Map<string, Partner>;
}

export function emptyState(): State {
  return { contacts: new Map(), assignments: new Map(), partners: new Map() };
}
