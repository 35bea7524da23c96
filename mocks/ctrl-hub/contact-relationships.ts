import type { Reply } from "../../src/define.ts";
import { forbidden, notFound } from "./refusals.ts";
import { replaceAccounts, replaceInteractions } from "./relations.ts";
import type { Identifier } from "./resources.ts";
import { type Account, type Contact, findIn, type Interaction, type State } from "./state.ts";

/** What an update of a contact may say of its relationships. */
export interface RelationshipUpdates {
  accounts?: { data: Identifier[] };
  author?: { data: Identifier };
  interactions?: { data: Identifier[] };
  organisation?: { data: Identifier };
}

/** Why the relationships cannot become these, if they cannot. An update happens as a whole or not at all (JSON:API 1.0). */
export function refuseRelationships(updates: RelationshipUpdates, contact: Contact, state: State): Reply | undefined {
  const { organisation } = contact;
  for (const name of ["author", "organisation"] as const) {
    // A client that sends back what it got names them unchanged.
    const id = updates[name]?.data.id.toLowerCase();
    if (id !== undefined && id !== contact[name]) return forbidden(name);
  }
  for (const [index, { id }] of (updates.accounts?.data ?? []).entries()) {
    const pointer = `/data/relationships/accounts/data/${index}`;
    if (findIn(state.accounts, organisation, id) === undefined) return notFound("account", id, pointer);
  }
  for (const [index, { id }] of (updates.interactions?.data ?? []).entries()) {
    const pointer = `/data/relationships/interactions/data/${index}`;
    if (findIn(state.interactions, organisation, id) === undefined) return notFound("interaction", id, pointer);
  }
  return undefined;
}

/** Replaces the relationships that the update names; they have passed `refuseRelationships`. */
export function applyRelationships(updates: RelationshipUpdates, contact: Contact, state: State): void {
  const { organisation } = contact;
  if (updates.accounts !== undefined) {
    const accounts = updates.accounts.data.map(({ id }) => findIn(state.accounts, organisation, id) as Account);
    replaceAccounts(state, contact, accounts);
  }
  if (updates.interactions !== undefined) {
    const found = updates.interactions.data.map(({ id }) => findIn(state.interactions, organisation, id));
    replaceInteractions(state, contact, found as Interaction[]);
  }
}
