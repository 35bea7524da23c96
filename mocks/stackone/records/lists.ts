import type { Enumerated, Identified, List } from "../state.ts";
import { afterTheExample, day, exampleId, exampleTime, exampleUnifiedFields, inTurn, syntheticId } from "./example.ts";

const contactType: Enumerated = { value: "contacts", source_value: "Contacts" };
const companyType: Enumerated = { value: "companies", source_value: "Companies" };

/** The OpenAPI document's list, with the reference page's contact on it, and 27 more of contacts and of accounts. */
export function lists(contacts: Identified[], accounts: Identified[]): List[] {
  const example: List = {
    id: exampleId,
    remote_id: exampleId,
    unified_custom_fields: exampleUnifiedFields(),
    name: "Newsletter",
    items: [{ id: exampleId, remote_id: exampleId }],
    type: { ...contactType },
    created_at: exampleTime,
    updated_at: exampleTime,
  };
  const list = (number: number): List => {
    const [type, records] = inTurn([[contactType, contacts] as const, [companyType, accounts] as const], number);
    return {
      id: syntheticId("list", number),
      remote_id: `list-${number}`,
      unified_custom_fields: {},
      name: `Campaign ${number}`,
      items: records.slice(number, number + (number % 4)).map(({ id, remote_id }) => ({ id, remote_id })),
      type: { ...type },
      created_at: day(number),
      updated_at: day(3 * number),
    };
  };
  return [example, ...afterTheExample(28, list)];
}
