import type { CustomFieldDefinition } from "../state.ts";
import { day, exampleId, exampleTime, syntheticId } from "./example.ts";

/** The field that the reference page's contact has, with the OpenAPI document's options, and one of most kinds. */
export function customFieldDefinitions(): CustomFieldDefinition[] {
  return [
    {
      id: exampleId,
      remote_id: exampleId,
      name: "Training Completion Status",
      description: "How far the contact has come",
      type: { value: "single_select", source_value: "Dropdown" },
      options: [
        { id: "option_1", value: "Not Started" },
        { id: "option_2", value: "In Progress" },
        { id: "option_3", value: "Completed" },
      ],
      created_at: exampleTime,
      updated_at: exampleTime,
    },
    definition(2, "Newsletter", "boolean", "Checkbox"),
    definition(3, "Seats", "integer", "Number"),
    definition(4, "Discount", "float", "Number"),
    definition(5, "Birthday", "date", "Date"),
    definition(6, "Homepage", "url", "Website"),
    definition(7, "Notes", "text", "Multi-line text"),
    definition(8, "Badge", "other", "QR code"),
  ];
}

function definition(number: number, name: string, value: string, source_value: string): CustomFieldDefinition {
  return {
    id: syntheticId("custom-field", number),
    remote_id: `field-${number}`,
    name,
    description: null,
    type: { value, source_value },
    options: null,
    created_at: day(number),
    updated_at: day(number),
  };
}
