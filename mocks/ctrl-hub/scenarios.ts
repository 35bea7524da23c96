import type { Scenario } from "../../src/define.ts";
import { relateAccount, setContact } from "./relations.ts";
import { accountOf, contactOf, interactionOf, organisationOf, sample, userOf } from "./samples.ts";
import { emptyState, type State } from "./state.ts";

/** The id that the reference page gives to everything: the organisation, the contact and all that it is related to. */
export const exampleId = "3c90c3cc-0d44-4b50-8888-8dd25736052a";

/** A second organisation with contacts of its own. */
export const otherOrganisationId = sample("organisation", 2);

/** The page's contact, and 47 more with accounts and interactions; eight contacts of another organisation. */
export const documented: Scenario<State> = (sources) => {
  const state = empty(sources);
  addExample(state);
  addUsers(state, 2, 4);
  addOrganisation(state, { id: exampleId, first: 2, contacts: 47, accounts: 15, interactions: 30, users: 3 });
  addOrganisation(state, { id: otherOrganisationId, first: 101, contacts: 8, accounts: 2, interactions: 4, users: 3 });
  return state;
};

/** The organisations and nothing in them. */
export const empty: Scenario<State> = () => {
  const state = emptyState();
  state.organisations.set(exampleId, organisationOf(exampleId, 1));
  state.organisations.set(otherOrganisationId, organisationOf(otherOrganisationId, 2));
  return state;
};

/** The contact of the reference page's response, its placeholders filled in. */
function addExample(state: State): void {
  const contact = contactOf(exampleId, exampleId, exampleId, 1);
  contact.attributes = {
    first_name: "Jane",
    last_name: "Smith",
    email: "jsmith@example.com",
    telephone: "+441632960002",
  };
  contact.meta.modified_at = contact.meta.created_at;
  contact.meta.updated_at = contact.meta.created_at;
  const account = accountOf(exampleId, exampleId, exampleId, 1);
  const interaction = interactionOf(exampleId, exampleId, exampleId, exampleId, 1);
  account.interactions.push(interaction.id);
  state.users.set(exampleId, userOf(exampleId, 1));
  state.contacts.set(exampleId, contact);
  state.accounts.set(exampleId, account);
  state.interactions.set(exampleId, interaction);
  relateAccount(contact, account);
  setContact(state, interaction, contact);
}

function addUsers(state: State, from: number, to: number): void {
  for (let n = from; n <= to; n++) state.users.set(sample("user", n), userOf(sample("user", n), n));
}

interface Amounts {
  id: string;
  /** The number of the first record of each kind. */
  first: number;
  contacts: number;
  accounts: number;
  interactions: number;
  /** How many take turns as author and representative. */
  users: number;
}

/** Every fifth contact has no account; every third account has two contacts or more; some interactions have no contact. */
function addOrganisation(state: State, { id, first, contacts, accounts, interactions, users }: Amounts): void {
  const userId = (n: number): string => sample("user", 2 + (n % users));
  for (let n = first; n < first + accounts; n++) {
    const account = accountOf(sample("account", n), id, userId(n), n);
    state.accounts.set(account.id, account);
  }
  for (let n = first; n < first + contacts; n++) {
    const contact = contactOf(sample("contact", n), id, userId(n), n);
    state.contacts.set(contact.id, contact);
    if (n % 5 === 0) continue;
    for (const step of n % 6 === 1 ? [0, 1] : [0]) {
      const account = state.accounts.get(sample("account", first + ((n - first + step) % accounts)));
      if (account !== undefined) relateAccount(contact, account);
    }
  }
  for (let n = first; n < first + interactions; n++) {
    const account = sample("account", first + ((n - first) % accounts));
    const interaction = interactionOf(sample("interaction", n), id, account, userId(n), n);
    state.interactions.set(interaction.id, interaction);
    state.accounts.get(account)?.interactions.push(interaction.id);
    if (n % 7 === 0) continue;
    const contact = state.contacts.get(sample("contact", first + ((n - first) % contacts)));
    if (contact !== undefined) setContact(state, interaction, contact);
  }
}
