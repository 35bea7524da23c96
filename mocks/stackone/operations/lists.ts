import type { Handler } from "../../../src/define.ts";
import { type Collection, getRecord, listRecords } from "../read-records.ts";
import type { List, State } from "../state.ts";

export const listLists: Handler<State> = (request, context) => listRecords(request, context, lists(context.state));

export const getList: Handler<State> = (request, context) => getRecord(request, context, lists(context.state));

function lists(state: State): Collection<List> {
  return { records: state.lists, path: "/lists", members };
}

const members = [
  "id",
  "remote_id",
  "unified_custom_fields",
  "name",
  "items",
  "created_at",
  "updated_at",
  "type",
] as const satisfies (keyof List)[];
