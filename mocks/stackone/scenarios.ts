import type { Scenario } from "../../src/define.ts";
import { accounts } from "./records/accounts.ts";
import { contacts, deals } from "./records/contacts.ts";
import { customFieldDefinitions } from "./records/custom-field-definitions.ts";
import { lists } from "./records/lists.ts";
import { emptyState, type Identified, type State } from "./state.ts";

/** The reference page's contact, what it refers to, and enough others to page through. */
export const documented: Scenario<State> = () => {
  const people = contacts();
  const companies = accounts();
  return {
    ...emptyState(),
    contacts: byId(people),
    accounts: byId(companies),
    lists: byId(lists(people, companies)),
    customFieldDefinitions: byId(customFieldDefinitions()),
    deals: byId(deals()),
  };
};

/** The linked accounts, and not one record. */
export const empty: Scenario<State> = emptyState;

/** The records of `documented`, but pages end early and still carry a cursor, as the pagination guide warns. */
export const shortPages: Scenario<State> = (sources) => {
  const state = documented(sources);
  for (const linkedAccount of state.linkedAccounts.values()) linkedAccount.short_pages = true;
  return state;
};

function byId<R extends Identified>(records: R[]): Map<string, R> {
  return new Map(records.map((record) => [record.id, record]));
}
