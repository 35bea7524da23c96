import type { CheckedRequest, Context, Handler, Reply } from "../../../src/define.ts";
import { idOf } from "../id.ts";
import { inputOf } from "../input.ts";
import { recordNotFound, refuse } from "../refusals.ts";
import type { WeeekState } from "../state.ts";
import { success, timestamp } from "../success.ts";
import { type Errors, requireFields, requireKnown } from "../validation.ts";

interface Owner {
  updatedAt: string;
}

/** One record attached to another by an operation of its own. */
interface Attachment<O extends Owner, Id> {
  ownerId: "contactId" | "organizationId";
  owners(state: WeeekState): Map<string, O>;
  field: "tagId" | "contactId";
  known(state: WeeekState): { has(id: string): boolean };
  /** The list that holds the attachment, and the id that stands in it. */
  list(owner: O, id: Id, state: WeeekState): { ids: unknown[]; id: unknown };
}

/** Attaching what is attached and detaching what is not change nothing (observed on the assignees of tasks). */
function attachmentHandlers<O extends Owner, Id>(
  attachment: Attachment<O, Id>,
): Record<"attach" | "detach", Handler<WeeekState>> {
  const change = (request: CheckedRequest, context: Context<WeeekState>, alter: typeof add): Reply => {
    const { state } = context;
    const input = inputOf(request);
    const errors: Errors = new Map();
    requireFields(errors, input, attachment.field);
    requireKnown(errors, attachment.field, input(attachment.field), attachment.known(state));
    const refusal = refuse(errors);
    if (refusal !== undefined) return refusal;
    const owner = attachment.owners(state).get(idOf(request.path[attachment.ownerId]));
    if (owner === undefined) return recordNotFound();

    const { ids, id } = attachment.list(owner, input(attachment.field) as Id, state);
    if (alter(ids, id)) owner.updatedAt = timestamp(context);
    return success();
  };
  return {
    attach: (request, context) => change(request, context, add),
    detach: (request, context) => change(request, context, remove),
  };
}

function add(ids: unknown[], id: unknown): boolean {
  if (ids.includes(id)) return false;
  ids.push(id);
  return true;
}

function remove(ids: unknown[], id: unknown): boolean {
  const index = ids.indexOf(id);
  if (index === -1) return false;
  ids.splice(index, 1);
  return true;
}

const contactTags = attachmentHandlers({
  ownerId: "contactId",
  owners: (state) => state.contacts,
  field: "tagId",
  known: (state) => state.tags,
  list: (contact, tagId: number) => ({ ids: contact.tags, id: tagId }),
});

const organizationTags = attachmentHandlers({
  ownerId: "organizationId",
  owners: (state) => state.organizations,
  field: "tagId",
  known: (state) => state.tags,
  list: (organization, tagId: number) => ({ ids: organization.tags, id: tagId }),
});

const organizationContacts = attachmentHandlers({
  ownerId: "organizationId",
  owners: (state) => state.organizations,
  field: "contactId",
  known: (state) => state.contacts,
  list: ({ id }, contactId: string, state) => ({ ids: state.contacts.get(idOf(contactId))?.organizations ?? [], id }),
});

export const attachments = {
  attachContactTag: contactTags.attach,
  detachContactTag: contactTags.detach,
  attachOrganizationTag: organizationTags.attach,
  detachOrganizationTag: organizationTags.detach,
  attachOrganizationContact: organizationContacts.attach,
  detachOrganizationContact: organizationContacts.detach,
};
