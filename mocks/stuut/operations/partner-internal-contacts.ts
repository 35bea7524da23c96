import type { Handler } from "../../../src/define.ts";
import { addAssignment, addContact, contactByEmail, showAssignment } from "../records.ts";
import { notFound, unprocessable } from "../refusals.ts";
import { readRequestBody } from "../request-body.ts";
import type { State } from "../state.ts";

/** A person who is there already keeps the fields that are stored (assumed). */
export const addPartnerInternalContact: Handler<State> = (request, context) => {
  const { contact: fields, role, findings } = readRequestBody(request);
  const { email } = fields;
  if (email === undefined || role === undefined || findings.length > 0) return unprocessable(findings);
  const partner = context.state.partners.get(String(request.path.partner_id));
  if (partner === undefined) return notFound("Partner");
  const contact = contactByEmail(context.state, email) ?? addContact(context, { ...fields, email });
  return { status: 200, body: showAssignment(context.state, addAssignment(context, contact, role, partner.id)) };
};

export const updateAssignmentRole: Handler<State> = (request, { state, clock }) => {
  const { role, findings } = readRequestBody(request);
  if (role === undefined || findings.length > 0) return unprocessable(findings);
  const partner = state.partners.get(String(request.path.partner_id));
  if (partner === undefined) return notFound("Partner");
  const assignment = state.assignments.get(String(request.path.assignment_id));
  if (assignment?.partner_id !== partner.id) return notFound("Assignment");
  assignment.internal_role = role;
  assignment.modified_at = clock.now().toISOString();
  return { status: 200, body: showAssignment(state, assignment) };
};
