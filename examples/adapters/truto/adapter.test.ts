import { expect, it } from "vitest";
import { startTrials } from "../trial.ts";
import { TrutoAdapter } from "./adapter.ts";

const id = "23423523";
const accountId = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";
const start = await startTrials("truto", (given) => new TrutoAdapter({ ...given, accountId }));

it("updates an account as the reference page does", async () => {
  const own = start("documented");
  const account = {
    name: "Example Ltd",
    website: "https://example.com",
    number_of_employees: 50,
    addresses: [{ street_1: "1 Harbour Street", city: "Portland", country: "US" }],
    phone_numbers: [{ number: "+1 503 555 0100", type: "work" as const }],
    owner: { id: "user-1" },
    custom_fields: { custom_field_name_1: "new" },
    created_at: "2025-03-14T09:26:53.000Z",
  };
  expect(await own.adapter.updateAccount({ id, account })).toMatchInlineSnapshot(`
    {
      "addresses": [
        {
          "city": "Portland",
          "country": "US",
          "id": null,
          "postal_code": null,
          "state": null,
          "street_1": "1 Harbour Street",
          "street_2": null,
          "type": null,
        },
      ],
      "created_at": "2025-03-14T09:26:53.000Z",
      "custom_fields": {
        "custom_field_name_1": "new",
        "custom_field_name_2": "old",
      },
      "description": "Imports and exports fine foods",
      "id": "23423523",
      "industry": "Food production",
      "last_activity_at": "2026-09-30T16:45:00.000Z",
      "name": "Example Ltd",
      "number_of_employees": 50,
      "owner": {
        "id": "user-1",
      },
      "phone_numbers": [
        {
          "extension": null,
          "id": null,
          "number": "+1 503 555 0100",
          "type": "work",
        },
      ],
      "remote_data": {
        "archived": false,
        "createdAt": "2025-03-14T09:26:53.000Z",
        "id": "23423523",
        "properties": {
          "custom_field_name_1": "new",
          "custom_field_name_2": "old",
          "description": "Imports and exports fine foods",
          "industry": "Food production",
          "name": "Example Ltd",
          "numberofemployees": 50,
          "owner_id": "user-1",
          "website": "https://example.com",
        },
        "updatedAt": "2026-01-01T00:00:01.000Z",
      },
      "updated_at": "2026-01-01T00:00:01.000Z",
      "urls": [
        {
          "type": "about",
          "url": "https://northwind.example/about",
        },
      ],
      "website": "https://example.com",
    }
  `);
  expect(own.exchanges()).toEqual(["updateAccount 200"]);
});

it("creates, reads and deletes an account", async () => {
  const own = start("lifecycle");
  const created = await own.adapter.createAccount({ account: { name: "Grace 🛰" } });
  const ofIt = { id: String(created.id) };
  expect(await own.adapter.getAccount(ofIt)).toMatchObject({ ...ofIt, name: "Grace 🛰" });
  expect(await own.adapter.deleteAccount(ofIt)).toBeUndefined();
  await expect(own.adapter.getAccount(ofIt)).rejects.toMatchObject({ kind: "not-found", status: 404 });
  expect(await own.adapter.getAccount({ id: "companies/Ä 7" })).toMatchObject({ id: "companies/Ä 7" });
  expect(own.exchanges()).toHaveLength(5);
});

it("lists all pages with one limit and one filter", async () => {
  const own = start("pages");
  const updated_after = "2020-01-01T00:00:00.000Z";
  const all = await own.adapter.listAccounts({ limit: 20, updated_after });
  expect(new Set(all.map((account) => account.id)).size).toBe(47);
  expect(own.exchanges()).toHaveLength(3);
  for (const { request } of own.tenant.exchanges()) {
    const query = new URL(request.url).searchParams;
    expect([query.get("limit"), query.get("updated_at[gt]")]).toEqual(["20", updated_after]);
  }
});

it.each([
  ["401 of the CRM's", "0b6f3a52-4c1e-4d7a-9e55-1f0c2a7d8e11", "unauthenticated"],
  ["a sandbox", "5d2c9f10-7b34-4e0f-8a6c-3c9be7f4a2d2", "invalid"],
  ["a blocked account, once", "9e81c4d7-26fa-4b3d-b1d0-6a5f7e2c9b33", "unavailable"],
  ["an unseen account", "c4a7d6e8-1f92-4c5b-a3e7-8d0b9f6c1e44", "not-found"],
])("tells of %s in the vendor's words", async (name, connection, kind) => {
  const own = start(name.replace(/\W+/g, "-"));
  const { baseUrl, credential } = own.tenant;
  const adapter = new TrutoAdapter({ baseUrl, credential, accountId: connection });
  const update = adapter.updateAccount({ id, account: { name: "Acme" } });
  await expect(update).rejects.toMatchObject({ kind });
  const [exchange] = own.tenant.exchanges();
  const { message } = JSON.parse(exchange?.response?.body ?? "");
  await expect(update).rejects.toThrow(`PATCH /unified/crm/accounts/${id}: ${exchange?.response?.status} ${message}`);
  expect(own.exchanges()).toHaveLength(1);
});

it.each([
  ["null for a name", { name: null }, "input.account.name must be a text, and is null"],
  [
    "half an employee",
    { number_of_employees: 1.5 },
    "input.account.number_of_employees must be a whole number, and is 1.5",
  ],
  [
    "an unknown kind of phone",
    { phone_numbers: [{ number: "1", type: "home" }] },
    'input.account.phone_numbers[0].type must be one of work, mobile, fax, and is "home"',
  ],
  [
    "milliseconds for a date",
    { created_at: 1741944413000 },
    "input.account.created_at must be a date and time such as 2026-01-31T12:00:00Z, and is 1741944413000",
  ],
])("refuses %s before it sends anything", async (name, account, message) => {
  const own = start(name);
  const update = own.adapter.updateAccount({ id, account: account as never });
  await expect(update).rejects.toMatchObject({ kind: "invalid", message });
  expect(own.exchanges()).toEqual([]);
});

it("refuses to create an account with neither name nor website", async () => {
  const own = start("nameless");
  const create = own.adapter.createAccount({ account: { name: " " } });
  await expect(create).rejects.toMatchObject({ kind: "invalid", message: "input.account needs a name or a website" });
  expect(own.exchanges()).toEqual([]);
});

it("waits as long as Retry-After asks for, and then asks again with the same key", async () => {
  const own = start("busy");
  own.tenant.faults.arm({ operation: "updateAccount", kind: "status", status: 429, times: 1 });
  await own.adapter.updateAccount({ id, account: { name: "Acme" } });
  expect(own.exchanges()).toEqual(["updateAccount 429", "updateAccount 200"]);
  expect(own.slept).toEqual([10_000]);
  expect(new Set(own.tenant.exchanges().map(({ request }) => request.headers["idempotency-key"])).size).toBe(1);
});

it("creates once what it asks for again, because the first answer was lost", async () => {
  const own = start("lost");
  own.tenant.faults.arm({ operation: "createAccount", kind: "after-commit", times: 1 });
  await own.adapter.createAccount({ account: { name: "Only one" } });
  expect(own.exchanges()).toEqual(["createAccount lost", "createAccount 201"]);
  expect(await own.adapter.listAccounts({ name: "Only one" })).toHaveLength(1);
});

it("gives each call a key of its own", async () => {
  const own = start("keys");
  await Promise.all([1, 2, 3].map(() => own.adapter.createAccount({ account: { name: "Three" } })));
  expect(await own.adapter.listAccounts({ name: "Three" })).toHaveLength(3);
});

it("leaves a delete whose answer was lost to its caller", async () => {
  const own = start("delete");
  own.tenant.faults.arm({ operation: "deleteAccount", kind: "after-commit", times: 1 });
  await expect(own.adapter.deleteAccount({ id })).rejects.toMatchObject({ kind: "network" });
  expect(own.exchanges()).toEqual(["deleteAccount lost"]);
});

it("does not wait for an answer that drips", async () => {
  const own = start("drip");
  own.tenant.faults.arm({ operation: "updateAccount", kind: "slow-drip", delay: "1m" });
  const update = own.adapter.updateAccount({ id, account: { name: "Acme" } });
  await expect(update).rejects.toMatchObject({ kind: "network" });
  // It is journalled when the stand-in sees that the adapter has gone.
  await expect.poll(() => own.exchanges()).toHaveLength(1);
});
