import type { Contact, CustomField, Identified } from "../state.ts";
import { accountId, accountName, remoteAccountId } from "./accounts.ts";
import {
  afterTheExample,
  day,
  exampleId,
  exampleRemoteIds,
  exampleTime,
  exampleUnifiedFields,
  inTurn,
  syntheticId,
} from "./example.ts";

const firstNames = [
  "Ada",
  "Alan",
  "Barbara",
  "Chinua",
  "Dorothy",
  "Edsger",
  "Frances",
  "Grace",
  "Hedy",
  "Zoë",
] as const;
const lastNames = [
  "Achebe",
  "Dijkstra",
  "Hamilton",
  "Hopper",
  "Lamarr",
  "Liskov",
  "Lovelace",
  "Naur",
  "Turing",
] as const;

/** The reference page's contact, and 63 more. */
export function contacts(): Contact[] {
  return [exampleContact(), ...afterTheExample(64, contact)];
}

/** The deals of the reference page's contact. */
export function deals(): Identified[] {
  return exampleRemoteIds.map((remote_id, index) => ({ id: `deal-00${index + 1}`, remote_id }));
}

function exampleContact(): Contact {
  return {
    id: exampleId,
    remote_id: exampleId,
    unified_custom_fields: exampleUnifiedFields(),
    first_name: "Steve",
    last_name: "Wozniak",
    company_name: "Apple Inc.",
    emails: ["steve@apple.com"],
    phone_numbers: ["123-456-7890"],
    deal_ids: ["deal-001", "deal-002"],
    remote_deal_ids: [...exampleRemoteIds],
    account_ids: ["account-123", "account-456"],
    remote_account_ids: [...exampleRemoteIds],
    custom_fields: [
      {
        id: exampleId,
        remote_id: exampleId,
        name: "Training Completion Status",
        value: "Completed",
        value_id: "value_456",
        remote_value_id: exampleRemoteIds[0],
      },
    ],
    created_at: exampleTime,
    updated_at: exampleTime,
  };
}

function contact(number: number): Contact {
  const first = inTurn(firstNames, number);
  const last = inTurn(lastNames, number);
  const account = (number % 32) + 1;
  return {
    id: syntheticId("contact", number),
    // This one has to be percent-encoded in a path.
    remote_id: number === 2 ? "people/ada lovelace#2" : `person-${number}`,
    unified_custom_fields: { my_project_custom_field_1: `REF-${2000 + number}` },
    first_name: first,
    last_name: last,
    company_name: number % 13 === 0 ? null : accountName(account),
    emails: number % 11 === 0 ? [] : [`${first}.${last}.${number}@example.com`.toLowerCase()],
    phone_numbers: number % 7 === 0 ? null : [`+4420794600${10 + number}`],
    deal_ids: number % 5 === 0 ? ["deal-002"] : [],
    remote_deal_ids: number % 5 === 0 ? [exampleRemoteIds[1]] : [],
    account_ids: [accountId(account)],
    remote_account_ids: [remoteAccountId(account)],
    custom_fields: number % 3 === 0 ? [seats(number)] : [],
    created_at: day(number),
    updated_at: day(number + 11 * (number % 17)),
  };
}

function seats(value: number): CustomField {
  const id = syntheticId("custom-field", 3);
  return { id, remote_id: "field-3", name: "Seats", value, value_id: null, remote_value_id: null };
}
