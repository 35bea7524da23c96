import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { startTrials } from "../trial.ts";
import { StackOneSdkAdapter } from "./adapter.ts";

const id = "8187e5da-dc77-475e-9949-af0f1fa4e4e3";
const accountId = "standin-account";
const start = await startTrials("stackone", (given) => new StackOneSdkAdapter({ ...given, accountId }));

it("updates a contact as the reference page does", async () => {
  const own = start("documented");
  const contact = {
    first_name: "Stephen",
    last_name: "Wozniak",
    company_name: "Apple Inc.",
    emails: ["steve@apple.com"],
    phone_numbers: ["123-456-7890"],
    deal_ids: ["deal-001", "deal-002"],
    account_ids: ["account-123", "account-456"],
    custom_fields: [
      {
        id,
        remote_id: id,
        name: "Training Completion Status",
        value: "Completed",
        value_id: "value_456",
        remote_value_id: "e3cb75bf-aa84-466e-a6c1-b8322b257a48",
      },
    ],
    passthrough: { other_known_names: "John Doe" },
  };
  expect(await own.adapter.updateContact({ id, contact })).toMatchInlineSnapshot(`
    {
      "account_ids": [
        "account-123",
        "account-456",
      ],
      "company_name": "Apple Inc.",
      "created_at": "2021-01-01T01:01:01.000Z",
      "custom_fields": [
        {
          "id": "8187e5da-dc77-475e-9949-af0f1fa4e4e3",
          "name": "Training Completion Status",
          "remote_id": "8187e5da-dc77-475e-9949-af0f1fa4e4e3",
          "remote_value_id": "e3cb75bf-aa84-466e-a6c1-b8322b257a48",
          "value": "Completed",
          "value_id": "value_456",
        },
      ],
      "deal_ids": [
        "deal-001",
        "deal-002",
      ],
      "emails": [
        "steve@apple.com",
      ],
      "first_name": "Stephen",
      "id": "8187e5da-dc77-475e-9949-af0f1fa4e4e3",
      "last_name": "Wozniak",
      "phone_numbers": [
        "123-456-7890",
      ],
      "remote_account_ids": [
        "e3cb75bf-aa84-466e-a6c1-b8322b257a48",
        "e3cb75bf-aa84-466e-a6c1-b8322b257a49",
      ],
      "remote_deal_ids": [
        "e3cb75bf-aa84-466e-a6c1-b8322b257a48",
        "e3cb75bf-aa84-466e-a6c1-b8322b257a49",
      ],
      "remote_id": "8187e5da-dc77-475e-9949-af0f1fa4e4e3",
      "unified_custom_fields": {
        "my_project_custom_field_1": "REF-1236",
        "my_project_custom_field_2": "some other value",
      },
      "updated_at": "2026-01-01T00:00:01.000Z",
    }
  `);
  expect(own.exchanges()).toEqual(["updateContact 200"]);
});

it("clears with null what it is told to, and leaves alone what is absent", async () => {
  const own = start("null");
  await own.adapter.updateContact({ id, contact: { company_name: null, emails: [] } });
  expect(await own.adapter.getContact({ id })).toMatchObject({ first_name: "Steve", company_name: null, emails: [] });
  expect(own.tenant.exchanges()[0]?.request.body).toBe('{"company_name":null,"emails":[]}');
  expect(own.exchanges()).toEqual(["updateContact 200", "getContact 200"]);
});

it("finds what it has created under either id", async () => {
  const own = start("create");
  const created = await own.adapter.createContact({ contact: { first_name: "Grace", last_name: "Hopper 🛰" } });
  expect(created.id).not.toBe(created.remote_id);
  for (const own_id of [created.id, created.remote_id]) {
    expect(await own.adapter.getContact({ id: String(own_id) })).toEqual(created);
  }
  const remote_id = "people/ada lovelace#2";
  expect(await own.adapter.getContact({ id: remote_id })).toMatchObject({ remote_id });
  expect(own.exchanges()).toHaveLength(4);
});

it("lists all pages with one size and one filter", async () => {
  const own = start("pages");
  const updated_after = "2020-01-01T00:00:00.000Z";
  const all = await own.adapter.listContacts({ page_size: 20, updated_after });
  expect(new Set(all.map((contact) => contact.id)).size).toBe(64);
  expect(own.exchanges()).toHaveLength(4);
  for (const { request } of own.tenant.exchanges()) {
    const query = new URL(request.url).searchParams;
    expect([query.get("page_size"), query.get("filter[updated_after]")]).toEqual(["20", updated_after]);
  }
});

it("tells the vendor's refusals apart, in the vendor's words", async () => {
  const own = start("refusals");
  await expect(own.adapter.getContact({ id: "nobody" })).rejects.toMatchObject({
    kind: "not-found",
    status: 404,
    message: "getContact: 404 Not Found",
  });
  const { baseUrl, credential } = own.tenant;
  const suspended = new StackOneSdkAdapter({ baseUrl, credential, accountId: "standin-account-suspended" });
  await expect(suspended.createContact({ contact: {} })).rejects.toMatchObject({ kind: "conflict", status: 412 });
  const readOnly = new StackOneSdkAdapter({ baseUrl, credential: "standin-readonly-key", accountId });
  await expect(readOnly.createContact({ contact: {} })).rejects.toMatchObject({ kind: "forbidden", status: 403 });
  const stranger = new StackOneSdkAdapter({ baseUrl, credential: "of-nobody", accountId });
  await expect(stranger.getContact({ id })).rejects.toMatchObject({ kind: "unauthenticated", status: 401 });
  expect(own.exchanges()).toEqual(["getContact 404", "createContact 412"]);
});

it.each([
  [
    "a text for a list",
    { id, contact: { emails: "steve@apple.com" } },
    'input.contact.emails must be a list, and is "steve@apple.com"',
  ],
  [
    "a misspelt member",
    { id, contact: { firstName: "Steve" } },
    "input.contact.firstName is not known; known are first_name, last_name, company_name, emails, phone_numbers, deal_ids, account_ids, custom_fields, passthrough",
  ],
  [
    "an empty id",
    { id: "", contact: {} },
    'input.id must be a text with something in it, and neither "." nor "..", and is ""',
  ],
])("refuses %s before it sends anything", async (name, input, message) => {
  const own = start(name);
  await expect(own.adapter.updateContact(input as never)).rejects.toMatchObject({ kind: "invalid", message });
  expect(own.exchanges()).toEqual([]);
});

it("refuses a credential that cannot be one, and does not show it", () => {
  const { baseUrl } = start("credential").tenant;
  expect(
    () => new StackOneSdkAdapter({ baseUrl, credential: "a:secret", accountId }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[AdapterError: The credential or the account is empty or has characters that it cannot have]`,
  );
});

it("waits for the minute that Retry-After asks for, and then asks again", async () => {
  const own = start("busy");
  own.tenant.faults.arm({ operation: "updateContact", kind: "status", status: 429, times: 2 });
  await own.adapter.updateContact({ id, contact: { first_name: "Ada" } });
  expect(own.exchanges()).toEqual(["updateContact 429", "updateContact 429", "updateContact 200"]);
  expect(own.slept).toEqual([60_000, 60_000]);
});

it("gives up after three tries, and tells when to come back", async () => {
  const own = start("too busy");
  own.tenant.faults.arm({ operation: "updateContact", kind: "status", status: 429 });
  const update = own.adapter.updateContact({ id, contact: {} });
  await expect(update).rejects.toMatchObject({ kind: "rate-limited", status: 429, retryAfterMs: 60_000 });
  expect(own.exchanges()).toHaveLength(3);
});

it("repeats reads that failed, and no write whose fate it does not know", async () => {
  const own = start("lost");
  for (const status of [408, 502]) own.tenant.faults.arm({ operation: "getContact", kind: "status", status, times: 1 });
  own.tenant.faults.arm({ operation: "updateContact", kind: "status", status: 408, times: 1 });
  own.tenant.faults.arm({ operation: "createContact", kind: "after-commit", times: 1 });
  expect(await own.adapter.getContact({ id })).toMatchObject({ id });
  await expect(own.adapter.updateContact({ id, contact: {} })).rejects.toMatchObject({
    kind: "unavailable",
    status: 408,
  });
  await expect(own.adapter.createContact({ contact: {} })).rejects.toMatchObject({ kind: "network" });
  expect(own.exchanges()).toEqual([
    "getContact 408",
    "getContact 502",
    "getContact 200",
    "updateContact 408",
    "createContact lost",
  ]);
});

it("does not wait for an answer that drips", async () => {
  const own = start("drip");
  own.tenant.faults.arm({ operation: "getContact", kind: "slow-drip", delay: "1m" });
  await expect(own.adapter.getContact({ id })).rejects.toMatchObject({ kind: "network" });
  // It is journalled when the stand-in sees that the adapter has gone.
  await expect.poll(() => own.exchanges()).toHaveLength(1);
});

it("does not wait for an answer that never comes, though memory is collected meanwhile", async () => {
  const own = start("memory");
  own.tenant.faults.arm({ operation: "getContact", kind: "delay", delay: "1m" });
  setFlagsFromString("--expose-gc");
  const collecting = setInterval(runInNewContext("gc"), 100);
  const outcome = own.adapter.getContact({ id });
  await expect(outcome).rejects.toMatchObject({ kind: "network" });
  clearInterval(collecting);
});
