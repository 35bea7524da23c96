import type { Account } from "../state.ts";
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

const companies = ["Analytical Engines", "Borealis", "Cobalt", "Delta Freight", "Ember Foods", "Grün & Söhne"] as const;
const industries = ["Information Technology", "Airlines & Airports", "Personal Care & Household Products"] as const;

/** The OpenAPI document's account, the two that the reference page's contact belongs to, and 29 more. */
export function accounts(): Account[] {
  const example: Account = {
    ...account(1),
    unified_custom_fields: exampleUnifiedFields(),
    owner_id: syntheticId("owner", 1),
    remote_owner_id: exampleRemoteIds[0],
    industries: [...industries],
    phone_numbers: ["+1123425334"],
    created_at: exampleTime,
    updated_at: exampleTime,
  };
  return [example, ...afterTheExample(32, account)];
}

function account(number: number): Account {
  return {
    id: accountId(number),
    remote_id: remoteAccountId(number),
    unified_custom_fields: {},
    owner_id: null,
    remote_owner_id: null,
    name: accountName(number),
    description: number % 4 === 0 ? null : `Customer number ${number}`,
    industries: [inTurn(industries, number)],
    annual_revenue: number % 5 === 0 ? null : String(number * 125_000),
    website: `https://account-${number}.example.com`,
    addresses: [
      {
        street_1: `${number} High Street`,
        street_2: null,
        city: "London",
        state: null,
        zip_code: "N1 1AA",
        country: { value: "GB", source_value: "GB" },
        location_type: number % 2 === 0 ? null : { value: "work", source_value: "Work" },
      },
    ],
    phone_numbers: [],
    created_at: day(number),
    updated_at: day(2 * number),
  };
}

export function accountId(number: number): string {
  return [exampleId, "account-123", "account-456"][number - 1] ?? syntheticId("account", number);
}

export function remoteAccountId(number: number): string {
  return [exampleId, ...exampleRemoteIds][number - 1] ?? `company-${number}`;
}

export function accountName(number: number): string {
  return number <= 2 ? "Apple Inc." : `${inTurn(companies, number)} ${number}`;
}
