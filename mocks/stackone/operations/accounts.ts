import type { Handler } from "../../../src/define.ts";
import { type Collection, getRecord, listRecords } from "../read-records.ts";
import type { Account, State } from "../state.ts";

export const listAccounts: Handler<State> = (request, context) =>
  listRecords(request, context, accounts(context.state));

export const getAccount: Handler<State> = (request, context) => getRecord(request, context, accounts(context.state));

function accounts(state: State): Collection<Account> {
  return { records: state.accounts, path: "/accounts", members };
}

const members = [
  "id",
  "remote_id",
  "unified_custom_fields",
  "owner_id",
  "remote_owner_id",
  "name",
  "description",
  "industries",
  "annual_revenue",
  "website",
  "addresses",
  "phone_numbers",
  "created_at",
  "updated_at",
] as const satisfies (keyof Account)[];
