import { defineProvider } from "../../src/define.ts";
import { getAccount, listAccounts } from "./operations/accounts.ts";
import { createContact, getContact, listContacts, updateContact } from "./operations/contacts.ts";
import {
  getContactCustomFieldDefinition,
  listContactCustomFieldDefinitions,
} from "./operations/custom-field-definitions.ts";
import { getList, listLists } from "./operations/lists.ts";
import { readOnlyKey, refusals } from "./refusals.ts";
import { documented, empty, shortPages } from "./scenarios.ts";
import type { Identified, State } from "./state.ts";

const key = ({ id }: Identified): string => id;

export default defineProvider<State>({
  scenarios: { documented, empty, "short-pages": shortPages, limited: documented },
  credentials: { [readOnlyKey]: "has the scope Read Only: 403 on a write" },
  fixtures: [
    { kind: "x-account-id", value: "standin-account", description: "active; all records belong to it" },
    { kind: "x-account-id", value: "standin-account-suspended", description: "suspended: 412" },
    { kind: "x-account-id", value: "standin-account-expired", description: "expired: 412" },
    {
      kind: "id",
      value: "8187e5da-dc77-475e-9949-af0f1fa4e4e3",
      description: "the documents' example of every record",
    },
    { kind: "remote_id", value: "people/ada lovelace#2", description: "a contact whose id has to be percent-encoded" },
  ],
  // StackOne guide, Unified API error codes: more than 1000 requests in a minute with one API key.
  limits: { key: { requests: 1000, window: "1m", scenarios: ["limited"] } },
  records: {
    contacts: { operation: "getContact", key, request: (id) => ({ path: { id } }) },
    accounts: {
      operation: "getAccount",
      key,
      schema: { required: ["remote_id"] },
      request: (id) => ({ path: { id } }),
    },
    lists: { operation: "getList", key, request: (id) => ({ path: { id } }) },
    customFieldDefinitions: {
      operation: "getContactCustomFieldDefinition",
      key,
      request: (id) => ({ path: { id } }),
    },
    linkedAccounts: {
      hidden: "the API for linked accounts is another one; here a header names them",
      key,
      schema: {
        type: "object",
        required: ["id", "status", "short_pages"],
        properties: { status: { enum: ["active", "suspended", "expired"] }, short_pages: { type: "boolean" } },
      },
    },
    deals: {
      hidden: "the unified CRM has no operation for deals: contacts name their ids",
      key,
      schema: { type: "object", required: ["id", "remote_id"], properties: { remote_id: { type: "string" } } },
    },
  },
  refusals,
  operations: {
    listContacts,
    createContact,
    getContact,
    updateContact,
    listAccounts,
    getAccount,
    listLists,
    getList,
    listContactCustomFieldDefinitions,
    getContactCustomFieldDefinition,
  },
});
