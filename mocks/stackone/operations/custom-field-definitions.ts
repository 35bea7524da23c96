import type { Handler } from "../../../src/define.ts";
import { type Collection, getRecord, listRecords } from "../read-records.ts";
import type { CustomFieldDefinition, State } from "../state.ts";

export const listContactCustomFieldDefinitions: Handler<State> = (request, context) =>
  listRecords(request, context, definitions(context.state));

export const getContactCustomFieldDefinition: Handler<State> = (request, context) =>
  getRecord(request, context, definitions(context.state));

function definitions(state: State): Collection<CustomFieldDefinition> {
  return { records: state.customFieldDefinitions, path: "/contact_properties", members };
}

const members = [
  "id",
  "remote_id",
  "name",
  "description",
  "type",
  "options",
] as const satisfies (keyof CustomFieldDefinition)[];
