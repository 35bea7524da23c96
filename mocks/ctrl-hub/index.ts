import { defineProvider } from "../../src/define.ts";
import { addAccountContacts, replaceAccountContacts } from "./operations/accounts.ts";
import { getContact, listContacts, updateContact } from "./operations/contacts.ts";
import { setInteractionContact } from "./operations/interactions.ts";
import { records } from "./record-views.ts";
import { refusals } from "./refusals.ts";
import { sample } from "./samples.ts";
import { documented, empty, exampleId, otherOrganisationId } from "./scenarios.ts";
import type { State } from "./state.ts";

export default defineProvider<State>({
  scenarios: { documented, empty },
  fixtures: [
    { kind: "org_id", value: exampleId, description: "the organisation of the reference page, with 48 contacts" },
    { kind: "org_id", value: otherOrganisationId, description: "another organisation, with 8 contacts of its own" },
    { kind: "contact_id", value: exampleId, description: "the contact of the reference page" },
    { kind: "contact_id", value: sample("contact", 2), description: "a contact with salutation and association" },
    { kind: "account", value: exampleId, description: "the customer account of that contact" },
    { kind: "account", value: sample("account", 2), description: "an account with contacts of its own" },
    { kind: "interaction", value: exampleId, description: "the customer interaction of that contact" },
    { kind: "interaction", value: sample("interaction", 7), description: "an interaction without a contact" },
  ],
  records,
  refusals,
  operations: {
    listContacts,
    getContact,
    updateContact,
    addAccountContacts,
    replaceAccountContacts,
    setInteractionContact,
  },
});
