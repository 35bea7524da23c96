import type { CheckedRequest, Context, Handler, Reply } from "../../../src/define.ts";
import { idOf } from "../id.ts";
import { type Input, inputOf } from "../input.ts";
import { recordNotFound, refuse } from "../refusals.ts";
import { memberId, type Organization, type WeeekState } from "../state.ts";
import { success, timestamp } from "../success.ts";
import { type Errors, readFilter, requireItems } from "../validation.ts";
import { toEntries } from "./entries.ts";
import { cut, matches } from "./lists.ts";

function listOrganizations(request: CheckedRequest, { state }: Context<WeeekState>): Reply {
  const { query } = request;
  const errors: Errors = new Map();
  const responsible = readFilter(errors, request, "responsible");
  const contacts = readFilter(errors, request, "contacts", state.contacts);
  const tags = readFilter(errors, request, "tags", state.tags);
  const refusal = refuse(errors);
  if (refusal !== undefined) return refusal;

  const ofContacts = new Set(contacts.flatMap((id) => state.contacts.get(id)?.organizations ?? []));
  const organizations = [...state.organizations.values()].filter(
    (organization) =>
      (responsible.length === 0 || responsible.some((id) => id === organization.responsibleId)) &&
      (contacts.length === 0 || ofContacts.has(organization.id)) &&
      (tags.length === 0 || organization.tags.some((id) => tags.includes(String(id)))) &&
      // Organizations of this contract have no custom fields, so that none has the value.
      query.customFields === undefined &&
      matches(query.search, [
        organization.name,
        ...organization.emails.map((e) => e.email),
        ...organization.phones.map((p) => p.phone),
      ]),
  );
  const page = cut(organizations, query, ({ name }) => name);
  return success({ organizations: page.map((organization) => answer(organization, state)) });
}

function createOrganization(request: CheckedRequest, context: Context<WeeekState>): Reply {
  const input = inputOf(request);
  const refusal = refuseOrganization(input);
  if (refusal !== undefined) return refusal;

  const now = timestamp(context);
  const organization: Organization = {
    id: context.nextId(),
    creatorId: memberId,
    name: "",
    responsibleId: null,
    addresses: [],
    emails: [],
    phones: [],
    tags: [],
    createdAt: now,
    updatedAt: now,
  };
  write(organization, input, context);
  context.state.organizations.set(organization.id, organization);
  return success({ organization: answer(organization, context.state) });
}

function getOrganization({ path }: CheckedRequest, { state }: Context<WeeekState>): Reply {
  const organization = state.organizations.get(idOf(path.id));
  return organization === undefined ? recordNotFound() : success({ organization: answer(organization, state) });
}

function updateOrganization(request: CheckedRequest, context: Context<WeeekState>): Reply {
  const input = inputOf(request);
  const refusal = refuseOrganization(input);
  if (refusal !== undefined) return refusal;
  const organization = context.state.organizations.get(idOf(request.path.id));
  if (organization === undefined) return recordNotFound();

  write(organization, input, context);
  organization.updatedAt = timestamp(context);
  return success({ organization: answer(organization, context.state) });
}

/** The contacts stay, without the organization (assumed). */
function deleteOrganization({ path }: CheckedRequest, { state }: Context<WeeekState>): Reply {
  const id = idOf(path.id);
  if (!state.organizations.delete(id)) return recordNotFound();
  for (const contact of state.contacts.values()) {
    contact.organizations = contact.organizations.filter((organization) => organization !== id);
  }
  return success();
}

export const organizations = {
  listOrganizations,
  createOrganization,
  getOrganization,
  updateOrganization,
  deleteOrganization,
} satisfies Record<string, Handler<WeeekState>>;

function refuseOrganization(input: Input): Reply | undefined {
  const errors: Errors = new Map();
  // Not required by the document, but a string where it is there.
  if (input("name") === null) errors.set("name", ["The name must be a string."]);
  requireItems(errors, input, "addresses", "emails", "phones");
  return refuse(errors);
}

/** An absent field keeps its value (observed on tasks), a list replaces (assumed). */
function write(organization: Organization, input: Input, context: Context<WeeekState>): void {
  const nextId = () => context.nextId();
  const name = input("name") as string | undefined;
  if (name !== undefined) organization.name = name;
  const addresses = input("addresses") as string[] | undefined;
  if (addresses) organization.addresses = toEntries("address", addresses, organization.addresses, nextId);
  const emails = input("emails") as string[] | undefined;
  if (emails) organization.emails = toEntries("email", emails, organization.emails, nextId);
  const phones = input("phones") as string[] | undefined;
  if (phones) organization.phones = toEntries("phone", phones, organization.phones, nextId);
  // Several are sent and one is answered: the first (assumed).
  const responsibles = input("responsibles") as string[] | undefined;
  if (responsibles) organization.responsibleId = responsibles[0] === undefined ? null : idOf(responsibles[0]);
}

function answer({ tags, createdAt, updatedAt, ...organization }: Organization, state: WeeekState) {
  const contacts = [...state.contacts.values()].filter((contact) => contact.organizations.includes(organization.id));
  return { ...organization, contacts: contacts.map(({ id }) => id), tags, createdAt, updatedAt };
}
