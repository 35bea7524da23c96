import {
  accountResource,
  interactionResource,
  organisationResource,
  type Resource,
  userResource,
} from "./resources.ts";
import type { Contact, State } from "./state.ts";

/** The relationships of a contact that can be included, as meta.features names them. */
export const includeOptions = ["author", "accounts", "interactions", "organisation"] as const;

type Include = (typeof includeOptions)[number];

const related: Record<Include, (contact: Contact, state: State) => (Resource | undefined)[]> = {
  author: ({ author }, { users }) => [present(users.get(author), userResource)],
  accounts: (contact, { accounts }) => contact.accounts.map((id) => present(accounts.get(id), accountResource)),
  interactions: (contact, { interactions }) =>
    contact.interactions.map((id) => present(interactions.get(id), interactionResource)),
  organisation: ({ organisation }, { organisations }) => [
    present(organisations.get(organisation), organisationResource),
  ],
};

/** The resources related to the contacts, each once; undefined when none were asked for. */
export function includedWith(contacts: readonly Contact[], include: unknown, state: State): Resource[] | undefined {
  const names = includeNames(include);
  if (names.length === 0) return undefined;
  const found = new Map<string, Resource>();
  for (const contact of contacts) {
    for (const name of names) {
      for (const resource of related[name](contact, state)) {
        if (resource !== undefined) found.set(`${resource.type} ${resource.id}`, resource);
      }
    }
  }
  return [...found.values()];
}

function includeNames(include: unknown): Include[] {
  return Array.isArray(include) ? includeOptions.filter((name) => include.includes(name)) : [];
}

function present<T>(record: T | undefined, toResource: (record: T) => Resource): Resource | undefined {
  return record === undefined ? undefined : toResource(record);
}
