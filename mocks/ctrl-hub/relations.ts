import type { Account, Contact, Interaction, State } from "./state.ts";

/** Relates a contact and an account, unless they are related already. */
export function relateAccount(contact: Contact, account: Account): void {
  if (!contact.accounts.includes(account.id)) contact.accounts.push(account.id);
  if (!account.contacts.includes(contact.id)) account.contacts.push(contact.id);
}

/** Gives an account exactly these contacts. */
export function replaceContacts(state: State, account: Account, contacts: readonly Contact[]): void {
  for (const id of account.contacts) drop(state.contacts.get(id)?.accounts, account.id);
  account.contacts = [];
  for (const contact of contacts) relateAccount(contact, account);
}

/** Gives a contact exactly these accounts. */
export function replaceAccounts(state: State, contact: Contact, accounts: readonly Account[]): void {
  for (const id of contact.accounts) drop(state.accounts.get(id)?.contacts, contact.id);
  contact.accounts = [];
  for (const account of accounts) relateAccount(contact, account);
}

/** Gives an interaction this contact and no other. */
export function setContact(state: State, interaction: Interaction, contact: Contact | null): void {
  if (interaction.contact === (contact?.id ?? null)) return;
  if (interaction.contact !== null) drop(state.contacts.get(interaction.contact)?.interactions, interaction.id);
  interaction.contact = contact?.id ?? null;
  contact?.interactions.push(interaction.id);
}

/** Gives a contact exactly these interactions; one that was another contact's leaves it. */
export function replaceInteractions(state: State, contact: Contact, interactions: readonly Interaction[]): void {
  const kept = new Set(interactions.map(({ id }) => id));
  for (const id of contact.interactions.filter((id) => !kept.has(id))) {
    const interaction = state.interactions.get(id);
    if (interaction !== undefined) interaction.contact = null;
  }
  for (const interaction of interactions) setContact(state, interaction, contact);
  contact.interactions = [...kept];
}

function drop(ids: string[] | undefined, id: string): void {
  const index = ids?.indexOf(id) ?? -1;
  if (index !== -1) ids?.splice(index, 1);
}
