import { defineProvider } from "../../src/define.ts";
import { attachments } from "./operations/attachments.ts";
import { contactEntries } from "./operations/contact-entries.ts";
import { contacts } from "./operations/contacts.ts";
import { organizationEntries } from "./operations/organization-entries.ts";
import { organizations } from "./operations/organizations.ts";
import { tags } from "./operations/tags.ts";
import { refusals } from "./refusals.ts";
import { documented, empty, exampleId } from "./scenarios.ts";
import type { Contact, Organization, Tag, WeeekState } from "./state.ts";

export default defineProvider<WeeekState>({
  scenarios: { documented, empty },
  fixtures: [
    { kind: "contact", value: exampleId, description: "the contact of the reference page's example" },
    { kind: "organization", value: exampleId, description: "the organization of that contact" },
    { kind: "tag", value: "0", description: "the tag of that contact; tags 1 to 8 are there as well" },
    { kind: "email, phone", value: exampleId, description: "the id of that contact's email address and phone number" },
  ],
  records: {
    contacts: {
      operation: "getContact",
      key: ({ id }: Contact) => id,
      schema: { required: ["organizations", "emails", "phones", "tags"] },
      request: (id) => ({ path: { id } }),
    },
    organizations: {
      operation: "getOrganization",
      key: ({ id }: Organization) => id,
      schema: { required: ["addresses", "emails", "phones", "tags"] },
      request: (id) => ({ path: { id } }),
    },
    tags: { operation: "getTag", key: ({ id }: Tag) => id, request: (id) => ({ path: { id: Number(id) } }) },
  },
  counters: { nextTagId: 0 },
  refusals,
  operations: {
    ...contacts,
    ...contactEntries,
    ...organizations,
    ...organizationEntries,
    ...attachments,
    ...tags,
  },
});
