import type { CheckedRequest, Context, Handler, Reply } from "../../../src/define.ts";
import { idOf } from "../id.ts";
import { type Input, inputOf } from "../input.ts";
import { recordNotFound, refuse } from "../refusals.ts";
import { type Contact, memberId, type WeeekState } from "../state.ts";
import { success, timestamp } from "../success.ts";
import { type Errors, readFilter, requireFields, requireItems, requireKnown } from "../validation.ts";
import { toEntries } from "./entries.ts";
import { cut, matches } from "./lists.ts";

function listContacts(request: CheckedRequest, { state }: Context<WeeekState>): Reply {
  const { query } = request;
  const errors: Errors = new Map();
  const organizations = readFilter(errors, request, "organizationIds", state.organizations);
  const refusal = refuse(errors);
  if (refusal !== undefined) return refusal;

  const contacts = [...state.contacts.values()].filter(
    (contact) =>
      (organizations.length === 0 || contact.organizations.some((id) => organizations.includes(id))) &&
      // Contacts of this contract have no custom fields, so that none has the value.
      query.customFields === undefined &&
      matches(query.search, [
        fullName(contact),
        ...contact.emails.map((e) => e.email),
        ...contact.phones.map((p) => p.phone),
      ]),
  );
  return success({ contacts: cut(contacts, query, fullName) });
}

function createContact(request: CheckedRequest, context: Context<WeeekState>): Reply {
  const input = inputOf(request);
  const refusal = refuseContact(input, context.state);
  if (refusal !== undefined) return refusal;

  const now = timestamp(context);
  const contact: Contact = {
    id: context.nextId(),
    creatorId: memberId,
    lastName: null,
    firstName: "",
    middleName: null,
    organizations: [],
    emails: [],
    phones: [],
    tags: [],
    createdAt: now,
    updatedAt: now,
  };
  write(contact, input, context);
  context.state.contacts.set(contact.id, contact);
  return success({ contact });
}

function getContact({ path }: CheckedRequest, { state }: Context<WeeekState>): Reply {
  const contact = state.contacts.get(idOf(path.id));
  return contact === undefined ? recordNotFound() : success({ contact });
}

function updateContact(request: CheckedRequest, context: Context<WeeekState>): Reply {
  const input = inputOf(request);
  const refusal = refuseContact(input, context.state);
  if (refusal !== undefined) return refusal;
  const contact = context.state.contacts.get(idOf(request.path.id));
  if (contact === undefined) return recordNotFound();

  write(contact, input, context);
  contact.updatedAt = timestamp(context);
  return success({ contact });
}

function deleteContact({ path }: CheckedRequest, { state }: Context<WeeekState>): Reply {
  return state.contacts.delete(idOf(path.id)) ? success() : recordNotFound();
}

export const contacts = {
  listContacts,
  createContact,
  getContact,
  updateContact,
  patchContact: updateContact,
  deleteContact,
} satisfies Record<string, Handler<WeeekState>>;

function refuseContact(input: Input, state: WeeekState): Reply | undefined {
  const errors: Errors = new Map();
  requireFields(errors, input, "firstName");
  requireKnown(errors, "organizations", input("organizations"), state.organizations);
  requireItems(errors, input, "emails", "phones");
  requireKnown(errors, "tags", input("tags"), state.tags);
  return refuse(errors);
}

/** An absent field keeps its value (observed on tasks), a list replaces, null clears (both assumed). */
function write(contact: Contact, input: Input, context: Context<WeeekState>): void {
  const nextId = () => context.nextId();
  contact.firstName = input("firstName") as string;
  const lastName = input("lastName") as string | null | undefined;
  if (lastName !== undefined) contact.lastName = lastName;
  const middleName = input("middleName") as string | null | undefined;
  if (middleName !== undefined) contact.middleName = middleName;
  const organizations = input("organizations") as string[] | null | undefined;
  if (organizations !== undefined) contact.organizations = [...new Set(organizations?.map(idOf))];
  const emails = input("emails") as string[] | null | undefined;
  if (emails !== undefined) contact.emails = toEntries("email", emails ?? [], contact.emails, nextId);
  const phones = input("phones") as string[] | null | undefined;
  if (phones !== undefined) contact.phones = toEntries("phone", phones ?? [], contact.phones, nextId);
  const tags = input("tags") as number[] | null | undefined;
  if (tags !== undefined) contact.tags = [...new Set(tags)];
}

function fullName({ lastName, firstName, middleName }: Contact): string {
  return [lastName, firstName, middleName].filter((name) => name !== null).join(" ");
}
