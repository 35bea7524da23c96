import { type CustomField, type CustomFieldDefinition, findRecord } from "./state.ts";

type Definitions = ReadonlyMap<string, CustomFieldDefinition>;

/** Fills in what a sent custom field leaves out and its definition knows; members that were sent stay as they are. */
export function completeCustomField(sent: Partial<CustomField>, definitions: Definitions): CustomField {
  const definition = definitionOf(sent, definitions);
  const option = definition?.options?.find(({ id, value }) =>
    sent.value_id == null ? value === sent.value : id === sent.value_id,
  );
  return {
    // Either form of the id may be sent in `id`: StackOne's own comes back.
    id: definition?.id ?? sent.id ?? sent.remote_id ?? null,
    remote_id: sent.remote_id ?? definition?.remote_id ?? sent.id ?? null,
    name: sent.name ?? definition?.name ?? null,
    value: sent.value === undefined ? (option?.value ?? null) : sent.value,
    value_id: sent.value_id ?? option?.id ?? null,
    remote_value_id: sent.remote_value_id ?? null,
  };
}

function definitionOf(sent: Partial<CustomField>, definitions: Definitions): CustomFieldDefinition | undefined {
  for (const id of [sent.id, sent.remote_id]) {
    const definition = id == null ? undefined : findRecord(definitions, id);
    if (definition !== undefined) return definition;
  }
  if (sent.name == null || sent.id != null || sent.remote_id != null) return undefined;
  for (const definition of definitions.values()) if (definition.name === sent.name) return definition;
  return undefined;
}
