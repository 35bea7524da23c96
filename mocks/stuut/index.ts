import { defineProvider } from "../../src/define.ts";
import { createInternalContact, updateInternalContact } from "./operations/internal-contacts.ts";
import { addPartnerInternalContact, updateAssignmentRole } from "./operations/partner-internal-contacts.ts";
import { refusals } from "./refusals.ts";
import { documented, empty } from "./scenarios.ts";
import { type Assignment, type InternalContact, internalRoles, type Partner } from "./state.ts";

const text = { type: "string" };
const textOrNull = { type: ["string", "null"] };

/** Nothing shows a role that is held for no partner yet. */
const assignmentSchema = {
  type: "object",
  required: ["created_at", "modified_at", "id", "internal_role", "partner_id", "remote_id", "internal_contact_id"],
  properties: {
    created_at: { ...text, format: "date-time" },
    modified_at: { ...textOrNull, format: "date-time" },
    internal_role: { enum: internalRoles },
    partner_id: textOrNull,
    remote_id: textOrNull,
    internal_contact_id: text,
  },
};

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
      schema: assignmentSchema,
      request: (id, { partner_id, internal_role }: Assignment) =>
        partner_id === null ? undefined : { path: { partner_id, assignment_id: id }, body: { internal_role } },
    },
    partners: {
      hidden: "these operations only refer to a partner",
      key: ({ id }: Partner) => id,
      schema: { type: "object", required: ["id", "name"], properties: { name: { type: "string" } } },
    },
  },
  refusals,
  operations: { createInternalContact, updateInternalContact, addPartnerInternalContact, updateAssignmentRole },
});
