import type { Handler } from "../../../src/define.ts";
import { addAssignment, addContact, contactByEmail, showAssignment } from "../records.ts";
import { duplicateEmail, notFound, unprocessable } from "../refusals.ts";
import { readRequestBody } from "../request-body.ts";
import type { State } from "../state.ts";

export const updateInternalContact: Handler<State> = (request, { state, clock }) => {
  const { contact: fields, findings } = readRequestBody(request);
  if (findings.length > 0) return unprocessable(findings);
  const contact = state.contacts.get(String(request.path.internal_contact_id));
  if (contact === undefined) return notFound("Internal contact");
  const { email = contact.email } = fields;
  if (email !== contact.email && contactByEmail(state, email) !== undefined) return duplicateEmail();
  if (Object.keys(fields).length > 0) {
    Object.assign(contact, fields);
    contact.modified_at = clock.now().toISOString();
  }
  return { status: 200, body: contact };
};

export const createInternalContact: Handler<State> = (request, context) => {
  const { contact: fields, role, findings } = readRequestBody(request);
  const { email } = fields;
  if (email === undefined || role === undefined || findings.length > 0) return unprocessable(findings);
  if (contactByEmail(context.state, email) !== undefined) return duplicateEmail();
  const contact = addContact(context, { ...fields, email });
  return { status: 200, body: showAssignment(context.state, addAssignment(context, contact, role, null)) };
};
