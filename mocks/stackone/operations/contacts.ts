import { assignMembers, type Handler } from "../../../src/define.ts";
import { completeCustomField } from "../custom-field.ts";
import { rawWrite } from "../raw.ts";
import { type Collection, getRecord, listRecords } from "../read-records.ts";
import { notFound } from "../refusals.ts";
import { type Contact, type CustomField, findRecord, type Identified, type State } from "../state.ts";

export const listContacts: Handler<State> = (request, context) =>
  listRecords(request, context, contacts(context.state));

export const getContact: Handler<State> = (request, context) => getRecord(request, context, contacts(context.state));

/** Answers 200 like every other operation, and not 201. */
export const createContact: Handler<State> = (request, context) => {
  const input = request.body as ContactInput;
  const changes = changesOf(input, context.state);
  const now = context.clock.now().toISOString();
  const contact: Contact = {
    id: newId(context.nextId()),
    remote_id: context.nextId(),
    unified_custom_fields: {},
    first_name: null,
    last_name: null,
    company_name: null,
    emails: null,
    phone_numbers: null,
    deal_ids: null,
    remote_deal_ids: null,
    account_ids: null,
    remote_account_ids: null,
    custom_fields: null,
    created_at: now,
    updated_at: now,
    ...changes,
  };
  context.state.contacts.set(contact.id, contact);
  return {
    status: 200,
    body: { data: contact, raw: [rawWrite("POST", "/contacts", remoteInput(changes, input), contact)] },
  };
};

/** Assumed: what is left out stays, null clears, a list replaces the one before, and nothing sent changes nothing. */
export const updateContact: Handler<State> = (request, context) => {
  const contact = findRecord(context.state.contacts, request.path.id as string);
  if (contact === undefined) return notFound(context);
  const input = request.body as ContactInput;
  const changes = changesOf(input, context.state);
  if (Object.keys(changes).length > 0) {
    Object.assign(contact, changes);
    contact.updated_at = context.clock.now().toISOString();
  }
  const path = `/contacts/${encodeURIComponent(contact.remote_id)}`;
  return { status: 200, body: { data: contact, raw: [rawWrite("PATCH", path, remoteInput(changes, input), contact)] } };
};

interface ContactInput {
  first_name?: string | null;
  last_name?: string | null;
  company_name?: string | null;
  emails?: string[] | null;
  phone_numbers?: string[] | null;
  deal_ids?: string[] | null;
  account_ids?: string[] | null;
  custom_fields?: Partial<CustomField>[] | null;
  passthrough?: Record<string, unknown> | null;
}

function contacts(state: State): Collection<Contact> {
  return { records: state.contacts, path: "/contacts", members };
}

const members = [
  "id",
  "remote_id",
  "unified_custom_fields",
  "first_name",
  "last_name",
  "company_name",
  "emails",
  "phone_numbers",
  "deal_ids",
  "remote_deal_ids",
  "account_ids",
  "remote_account_ids",
  "custom_fields",
  "created_at",
  "updated_at",
] as const satisfies (keyof Contact)[];

/** What the input sets, members of the contract only. */
function changesOf(input: ContactInput, state: State): Partial<Contact> {
  const changes: Partial<Contact> = {};
  if (input.first_name !== undefined) changes.first_name = input.first_name;
  if (input.last_name !== undefined) changes.last_name = input.last_name;
  if (input.company_name !== undefined) changes.company_name = input.company_name;
  if (input.emails !== undefined) changes.emails = input.emails;
  if (input.phone_numbers !== undefined) changes.phone_numbers = input.phone_numbers;
  if (input.deal_ids !== undefined) {
    [changes.deal_ids, changes.remote_deal_ids] = bothForms(input.deal_ids, state.deals);
  }
  if (input.account_ids !== undefined) {
    [changes.account_ids, changes.remote_account_ids] = bothForms(input.account_ids, state.accounts);
  }
  if (input.custom_fields !== undefined) {
    changes.custom_fields =
      input.custom_fields?.map((field) => completeCustomField(field, state.customFieldDefinitions)) ?? null;
  }
  return changes;
}

/** What goes to the provider: `passthrough` beside the changes, and winning over them (assumed). */
function remoteInput(changes: Partial<Contact>, { passthrough }: ContactInput): Record<string, unknown> {
  return assignMembers(assignMembers({}, changes), passthrough ?? {});
}

/** The ids as StackOne's and as the provider's, whichever were sent; an unknown one is kept as both (assumed). A restored record may have null as the provider's. */
function bothForms(ids: string[] | null, records: ReadonlyMap<string, Identified>): [string[] | null, string[] | null] {
  if (ids === null) return [null, null];
  const found = ids.map((id) => findRecord(records, id) ?? { id, remote_id: id });
  return [found.map(({ id }) => id), found.map(({ id, remote_id }) => remote_id ?? id)];
}

/** StackOne's ids begin with c28xIQ (docs.stackone.com/lms/common-guide/synthetic-identifiers, read 2026-11). */
function newId(uuid: string): string {
  return `c28xIQ${uuid.replaceAll("-", "")}`;
}
