import { defineProvider } from "../../src/define.ts";
import { createInternalContact, updateInternalContact } from "./operations/internal-contacts.ts";
import { addPartnerInternalContact, updateAssignmentRole } from "./operations/partner-internal-contacts.ts";
import { refusals } from "./refusals.ts";
import { documented, empty } from "./scenarios.ts";
import type { Assignment, InternalContact } from "./state.ts";

export default defineProvider({
  scenarios: { documented, empty },
  fixtures: [
    {
      kind: "internal_contact_id",
      value: "standin-contact",
      description: "Ada Lovelace, the reference page's example; -2 to -24 are her colleagues",
    },
    { kind: "partner_id", value: "standin-partner", description: "Acme Corporation; -2 to -4 are other partners" },
    {
      kind: "assignment_id",
      value: "standin-assignment",
      description:
        "standin-contact as csm of standin-partner; -2 to -4 are of the same partner, -5 to -12 of the others",
    },
    {
      kind: "email",
      value: "grace.hopper@example.com",
      description: "standin-contact-2, to be found when added to a partner and refused as a duplicate elsewhere",
    },
  ],
  // No operation reads: an update shows the record that it changes.
  records: {
    contacts: {
      operation: "updateInternalContact",
      key: ({ id }: InternalContact) => id,
      request: (id) => ({ path: { internal_contact_id: id }, body: {} }),
    },
    assignments: {
      operation: "updateAssignmentRole",
      key: ({ id }: Assignment) => id,
      // Nothing shows a role that is held for no partner yet.
      request: (id, { partner_id, internal_role }: Assignment) =>
        partner_id === null ? undefined : { path: { partner_id, assignment_id: id }, body: { internal_role } },
    },
    partners: "these operations only refer to a partner",
  },
  refusals,
  operations: { createInternalContact, updateInternalContact, addPartnerInternalContact, updateAssignmentRole },
});
