import type { CheckedRequest, Handler } from "../../../src/define.ts";
import { applyRelationships, type RelationshipUpdates, refuseRelationships } from "../contact-relationships.ts";
import { collection, document } from "../documents.ts";
import { includedWith, includeOptions } from "../included.ts";
import { conflict, notFound } from "../refusals.ts";
import { contactResource } from "../resources.ts";
import { byField, sortFields } from "../sorting.ts";
import { type Contact, contactAttributes, findIn, type State } from "../state.ts";

/** What passed the contract's ContactUpdateDocument. */
interface ContactUpdateDocument {
  data: { id: string; attributes?: Record<string, string>; relationships?: RelationshipUpdates };
}

export const updateContact: Handler<State> = (request, { state, clock }) => {
  const contact = findContact(request, state);
  if (contact === undefined) return notFound("contact", request.path.contact_id);
  const { id, attributes = {}, relationships = {} } = (request.body as ContactUpdateDocument).data;
  if (id.toLowerCase() !== contact.id) return conflict("The id of the document is not that of the URL.", "/data/id");
  const refusal = refuseRelationships(relationships, contact, state);
  if (refusal !== undefined) return refusal;
  applyRelationships(relationships, contact, state);
  // Absent attributes stay as they are: assumed, from JSON:API's rules for updates.
  for (const name of contactAttributes) {
    if (Object.hasOwn(attributes, name)) contact.attributes[name] = attributes[name] as string;
  }
  const now = clock.now().toISOString();
  contact.meta.updated_at = now;
  contact.meta.modified_at = now;
  return document(contactResource(contact), undefined);
};

export const getContact: Handler<State> = (request, { state }) => {
  const contact = findContact(request, state);
  if (contact === undefined) return notFound("contact", request.path.contact_id);
  return document(contactResource(contact), includedWith([contact], request.query.include, state));
};

/** The limit of a list that names none, as in the lists that the vendor's Kotlin SDK recorded. */
const defaultLimit = 100;

export const listContacts: Handler<State> = ({ path, query, sentTo }, { state }) => {
  const organisation = String(path.org_id).toLowerCase();
  const all = [...state.contacts.values()].filter((contact) => contact.organisation === organisation);
  all.sort(byField(query.sort));
  const offset = (query.offset as number | undefined) ?? 0;
  const limit = (query.limit as number | undefined) ?? defaultLimit;
  const page = all.slice(offset, offset + limit);
  const meta = { features, count: all.length, pagination: pagination(all.length, offset, limit) };
  return collection(page.map(contactResource), includedWith(page, query.include, state), meta, sentTo);
};

const features = {
  params: {
    include: { options: includeOptions },
    sort: { default: sortFields[0], options: sortFields },
    filter: { options: null },
  },
};

function pagination(resources: number, offset: number, limit: number): object {
  return {
    current_page: Math.floor(offset / limit) + 1,
    counts: { resources, pages: Math.ceil(resources / limit) },
    requested: { offset, limit },
    offsets: {
      previous: offset > 0 ? Math.max(0, offset - limit) : null,
      next: offset + limit < resources ? offset + limit : null,
    },
  };
}

function findContact({ path }: CheckedRequest, state: State): Contact | undefined {
  return findIn(state.contacts, String(path.org_id).toLowerCase(), path.contact_id);
}
