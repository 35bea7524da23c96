import type { Context } from "../../src/define.ts";
import type { ContactFields } from "./request-body.ts";
import type { Assignment, InternalContact, State } from "./state.ts";

/** Letter case counts (assumed). */
export function contactByEmail(state: State, email: string): InternalContact | undefined {
  for (const contact of state.contacts.values()) if (contact.email === email) return contact;
  return undefined;
}

export function addContact(
  context: Context<State>,
  fields: Partial<ContactFields> & { email: string },
): InternalContact {
  const contact: InternalContact = {
    created_at: context.clock.now().toISOString(),
    modified_at: null,
    id: context.nextId(),
    email: fields.email,
    given_name: fields.given_name ?? null,
    family_name: fields.family_name ?? null,
    name: fields.name ?? null,
    phone: fields.phone ?? null,
    job_title: fields.job_title ?? null,
    object: "internal_contact",
  };
  context.state.contacts.set(contact.id, contact);
  return contact;
}

export function addAssignment(
  context: Context<State>,
  contact: InternalContact,
  role: Assignment["internal_role"],
  partnerId: string | null,
): Assignment {
  const assignment: Assignment = {
    created_at: context.clock.now().toISOString(),
    modified_at: null,
    id: context.nextId(),
    internal_role: role,
    partner_id: partnerId,
    remote_id: null,
    internal_contact_id: contact.id,
  };
  context.state.assignments.set(assignment.id, assignment);
  return assignment;
}

/** An assignment as the API shows it, with the person in it. */
export function showAssignment(state: State, assignment: Assignment): Record<string, unknown> {
  const { internal_contact_id, ...shown } = assignment;
  const internal_contact = state.contacts.get(internal_contact_id);
  return { ...shown, internal_contact, object: "internal_contact_assignment" };
}
