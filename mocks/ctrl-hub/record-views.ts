import type { CheckedRequest, ProviderDefinition } from "../../src/define.ts";
import { accountSchema, interactionSchema, organisationSchema, userSchema } from "./record-schemas.ts";
import type { Account, Contact, Interaction, State } from "./state.ts";

const key = ({ id }: { id: string }): string => id;

/** Contacts have an operation of their own; what they are related to is shown beside one of them, where include asks for it. */
export const records: NonNullable<ProviderDefinition<State>["records"]> = {
  contacts: {
    operation: "getContact",
    key,
    schema: { required: ["attributes", "meta", "accounts", "interactions"] },
    request: (id, { organisation }: Contact) => contactRequest(organisation, id),
  },
  accounts: {
    operation: "getContact",
    key,
    schema: accountSchema,
    request: (_, { organisation, contacts: [contact] }: Account) => contactRequest(organisation, contact, "accounts"),
  },
  interactions: {
    operation: "getContact",
    key,
    schema: interactionSchema,
    request: (_, { organisation, contact }: Interaction) => contactRequest(organisation, contact, "interactions"),
  },
  users: {
    operation: "getContact",
    key,
    schema: userSchema,
    request: (id, _, state) => requestBy(state, "author", id),
  },
  organisations: {
    operation: "getContact",
    key,
    schema: organisationSchema,
    request: (id, _, state) => requestBy(state, "organisation", id),
  },
};

/** Undefined without a contact: nothing else shows what is related to none. */
function contactRequest(
  organisation: string,
  contact: string | null | undefined,
  include?: string,
): Partial<CheckedRequest> | undefined {
  if (contact === null || contact === undefined) return undefined;
  return {
    path: { org_id: organisation, contact_id: contact },
    query: include === undefined ? {} : { include: [include] },
  };
}

/** By a contact that names the record. */
function requestBy(
  { contacts }: State,
  include: "author" | "organisation",
  id: string,
): Partial<CheckedRequest> | undefined {
  for (const [key, contact] of contacts)
    if (contact[include] === id) return contactRequest(contact.organisation, key, include);
  return undefined;
}
