import type { Account, Contact, Interaction, Organisation, User } from "./state.ts";

/** A JSON:API resource object. */
export interface Resource {
  id: string;
  type: string;
  attributes: object;
  meta?: object;
  relationships?: Record<string, { data: Identifier | Identifier[] | null }>;
}

export interface Identifier {
  id: string;
  type: string;
}

export const contactType = "contacts";
export const accountType = "customer-accounts";
export const interactionType = "customer-interactions";
export const userType = "users";
export const organisationType = "organisations";

/** Members stand in the order of the vendor's page. */
export function contactResource({ id, attributes, meta, ...contact }: Contact): Resource {
  return {
    id,
    type: contactType,
    attributes,
    meta,
    relationships: {
      accounts: { data: identifiers(accountType, contact.accounts) },
      author: { data: { id: contact.author, type: userType } },
      interactions: { data: identifiers(interactionType, contact.interactions) },
      organisation: { data: { id: contact.organisation, type: organisationType } },
    },
  };
}

export function accountResource({ id, attributes, contacts, interactions }: Account): Resource {
  return {
    id,
    type: accountType,
    attributes,
    relationships: {
      contacts: { data: identifiers(contactType, contacts) },
      interactions: { data: identifiers(interactionType, interactions) },
    },
  };
}

export function interactionResource({ id, attributes, contact, account, representative }: Interaction): Resource {
  return {
    id,
    type: interactionType,
    attributes,
    relationships: {
      contact: { data: contact === null ? null : { id: contact, type: contactType } },
      customer_account: { data: { id: account, type: accountType } },
      representative: { data: { id: representative, type: userType } },
    },
  };
}

export function userResource({ id, attributes }: User): Resource {
  return { id, type: userType, attributes };
}

export function organisationResource({ id, attributes, meta }: Organisation): Resource {
  return { id, type: organisationType, attributes, meta };
}

export function identifiers(type: string, ids: readonly string[]): Identifier[] {
  return ids.map((id) => ({ id, type }));
}
