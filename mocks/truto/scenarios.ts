import type { Scenario } from "../../src/define.ts";
import { integratedAccounts, sandboxId, workingId } from "./integrated-accounts.ts";
import { type Account, accountKey, emptyState, type TrutoState } from "./state.ts";

/** Ids are the provider's, and not every provider counts. */
export const opaqueId = "companies/Ä 7";

const firstNumber = 23423523;
const day = 24 * 60 * 60 * 1000;

/** The account of the reference page, 46 others behind the same connection, and 3 behind the sandbox. */
export const documented: Scenario<TrutoState> = () => {
  const state: TrutoState = { ...emptyState(), integratedAccounts: integratedAccounts() };
  const add = (account: Account) => state.accounts.set(accountKey(account.integratedAccountId, account.id), account);
  add(exampleAccount());
  for (const [index, name] of names.entries()) add(furtherAccount(workingId, firstNumber + 1 + index, name, index + 1));
  add({ ...furtherAccount(workingId, 0, "Örtliche Werke", names.length + 1), id: opaqueId });
  for (const [index, name] of names.slice(0, 3).entries()) {
    add(furtherAccount(sandboxId, firstNumber + index, `${name} (sandbox)`, index));
  }
  state.lastAccountNumber = firstNumber + names.length;
  return state;
};

/** The connections, with nothing behind them. */
export const empty: Scenario<TrutoState> = () => ({ ...emptyState(), integratedAccounts: integratedAccounts() });

function exampleAccount(): Account {
  return {
    id: String(firstNumber),
    integratedAccountId: workingId,
    name: "Northwind Traders",
    website: "https://northwind.example",
    description: "Imports and exports fine foods",
    industry: "Food production",
    numberOfEmployees: 120,
    addresses: [
      {
        id: "addr-1",
        street_1: "1 Harbour Street",
        street_2: "Floor 3",
        city: "Portland",
        state: "Oregon",
        postal_code: "97201",
        country: "US",
        type: "billing",
      },
    ],
    phoneNumbers: [{ id: "phone-1", number: "+15035550100", extension: "42", type: "work" }],
    tags: [{ id: "tag-1", name: "customer" }],
    urls: [{ url: "https://northwind.example/about", type: "about" }],
    owner: { id: "user-1" },
    customFields: { custom_field_name_1: "old", custom_field_name_2: "old" },
    createdAt: "2025-03-14T09:26:53.000Z",
    updatedAt: "2026-08-01T12:00:00.000Z",
    lastActivityAt: "2026-09-30T16:45:00.000Z",
    passedThrough: {},
  };
}

/** The n-th of the others: its values vary with n, some are absent, and no chance is in it. */
function furtherAccount(integratedAccountId: string, number: number, name: string, n: number): Account {
  const domain = `account-${n}.example`;
  return {
    id: String(number),
    integratedAccountId,
    name,
    website: n % 7 === 0 ? null : `https://${domain}`,
    description: n % 3 === 0 ? null : `${name} is account ${n}`,
    industry: n % 5 === 0 ? null : pickFrom(industries, n),
    numberOfEmployees: n % 4 === 0 ? null : (n * n * 13) % 5000,
    addresses: n % 2 === 0 ? [] : [{ id: `addr-${n}0`, city: pickFrom(cities, n), country: "DE", type: "billing" }],
    phoneNumbers:
      n % 3 === 0 ? [] : [{ id: `phone-${n}0`, number: `+4930555${String(n).padStart(4, "0")}`, type: "work" }],
    tags: n % 2 === 0 ? [{ id: "tag-1", name: "customer" }] : [{ id: "tag-2", name: "prospect" }],
    urls: [{ url: `https://${domain}/about`, type: "about" }],
    owner: n % 6 === 0 ? null : { id: `user-${(n % 4) + 1}` },
    customFields: n % 3 === 0 ? { custom_field_name_1: `value ${n}` } : {},
    createdAt: timeOf("2025-04-01T08:00:00.000Z", n * 5 * day),
    updatedAt: timeOf("2026-02-01T10:30:00.000Z", ((n * 11) % 97) * day),
    lastActivityAt: n % 4 === 0 ? null : timeOf("2026-05-01T07:15:00.000Z", ((n * 17) % 89) * day),
    passedThrough: {},
  };
}

function timeOf(start: string, after: number): string {
  return new Date(Date.parse(start) + after).toISOString();
}

function pickFrom(list: readonly string[], n: number): string {
  return list[n % list.length] as string;
}

const industries = ["Software", "Logistics", "Retail", "Energy", "Education"];
const cities = ["Berlin", "Hamburg", "München", "Köln"];

const names = [
  ...["Adatum", "Alpine Ski House", "Blue Yonder", "Bright Harbour", "Cedar & Sons", "Cobalt Labs", "Contoso"],
  ...["Copper Kettle", "Datum Works", "Delta Ferries", "Eastwind", "Ember Analytics", "Fabrikam", "Fjord Shipping"],
  ...[
    "Fourth Coffee",
    "Granite Bank",
    "Graphic Design Institute",
    "Harvest Table",
    "Humongous Insurance",
    "Iris Optics",
  ],
  ...["Juniper Energy", "Kestrel Air", "Lantern Books", "Litware", "Lucerne Publishing", "Margie's Travel", "Meridian"],
  ...["Munson's Pickles", "Nimbus Hosting", "Oakline", "Orchid Health", "Proseware", "Quarry Stone", "Relecloud"],
  ...["Riverbend", "Saffron Foods", "School of Fine Art", "Southridge Video", "Tailspin Toys", "Trey Research"],
  ...["Umber Motors", "VanArsdel", "Wide World Importers", "Wingtip Toys", "Woodgrove Bank"],
];
