import type { CheckedRequest, Handler, Reply } from "../../../src/define.ts";
import { notFound } from "../refusals.ts";
import { relateAccount, replaceContacts } from "../relations.ts";
import type { Identifier } from "../resources.ts";
import { type Account, type Contact, findIn, type State } from "../state.ts";

/** JSON:API: nothing to tell where the relationship became what the request asked for. */
const updated: Reply = { status: 204 };

export const addAccountContacts: Handler<State> = (request, { state }) =>
  withContacts(request, state, (account, contacts) => {
    for (const contact of contacts) relateAccount(contact, account);
  });

export const replaceAccountContacts: Handler<State> = (request, { state }) =>
  withContacts(request, state, (account, contacts) => replaceContacts(state, account, contacts));

function withContacts(
  { path, body }: CheckedRequest,
  state: State,
  change: (account: Account, contacts: Contact[]) => void,
): Reply {
  const organisation = String(path.org_id).toLowerCase();
  const account = findIn(state.accounts, organisation, path.id);
  if (account === undefined) return notFound("account", path.id);
  const contacts: Contact[] = [];
  for (const [index, { id }] of (body as { data: Identifier[] }).data.entries()) {
    const contact = findIn(state.contacts, organisation, id);
    if (contact === undefined) return notFound("contact", id, `/data/${index}`);
    contacts.push(contact);
  }
  change(account, contacts);
  return updated;
}
