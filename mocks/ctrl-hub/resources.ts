import type { Account, Contact, Interaction, Organisation, User } from "./state.ts";

/** A JSON:API resource object. */
export interface Resource {
  id: string;
  type: string;
  attributes?: object;
  meta?: object;
  relationships?: Record<string, { data: Identifier | Identifier[] | null }>;
}

export interface Identifier {
  id: string;
  type: string;
}

const contactType = "contacts";
const accountType = "customer-accounts";
const interactionType = "customer-interactions";
const userType = "users";
const organisationType = "organisations";

/** Members stand in the order of the vendor's page. */
export function contactResource(contact: Contact): Resource {
  const { id, attributes, meta, accounts, author, interactions, organisation } = contact;
  return {
    id,
    type: contactType,
    attributes,
    meta,
    relationships: {
      accounts: { data: identifiers(accountType, accounts) },
      author: { data: { id: author, type: userType } },
      interactions: { data: identifiers(interactionType, interactions) },
      organisation: { data: { id: organisation, type: organisationType } },
    },
  };
}

export function accountResource({ id, meta, author, organisation, contacts, interactions }: Account): Resource {
  return {
    id,
    type: accountType,
    meta,
    relationships: {
      author: { data: { id: author, type: userType } },
      organisation: { data: { id: organisation, type: organisationType } },
      contacts: { data: identifiers(contactType, contacts) },
      interactions: { data: identifiers(interactionType, interactions) },
    },
  };
}

export function interactionResource(interaction: Interaction): Resource {
  const { id, attributes, meta, contact, account, representative, organisation } = interaction;
  return {
    id,
    type: interactionType,
    attributes,
    meta,
    relationships: {
      author: { data: { id: representative, type: userType } },
      organisation: { data: { id: organisation, type: organisationType } },
      representative: { data: { id: representative, type: userType } },
      account: { data: { id: account, type: accountType } },
      contact: { data: contact === null ? null : { id: contact, type: contactType } },
    },
  };
}

export function userResource({ id, attributes }: User): Resource {
  return { id, type: userType, attributes };
}

export function organisationResource({ id, attributes, meta }: Organisation): Resource {
  return { id, type: organisationType, attributes, meta };
}

function identifiers(type: string, ids: readonly string[]): Identifier[] {
  return ids.map((id) => ({ id, type }));
}
