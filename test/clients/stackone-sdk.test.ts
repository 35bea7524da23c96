import { StackOne } from "@stackone/stackone-client-ts";
import { expect } from "vitest";
import { type ClientTenant, standInTest } from "./stand-in-test.ts";

const it = standInTest("stackone");
const exampleId = "8187e5da-dc77-475e-9949-af0f1fa4e4e3";
const xAccountId = "standin-account";

function createCrm({ baseUrl, credential }: ClientTenant) {
  return new StackOne({ serverURL: baseUrl, security: { username: credential, password: "" } }).crm;
}

it("updates a contact with the reference page's body and reads it back", async ({ tenant }) => {
  const crm = createCrm(tenant);
  const { contactResult, statusCode, contentType } = await crm.updateContact({
    xAccountId,
    id: exampleId,
    crmCreateContactRequestDto: {
      firstName: "Stephen",
      lastName: "Wozniak",
      companyName: "Apple Inc.",
      emails: ["steve@apple.com"],
      phoneNumbers: ["123-456-7890"],
      dealIds: ["deal-001", "deal-002"],
      accountIds: ["account-123", "account-456"],
      customFields: [
        {
          id: exampleId,
          remoteId: exampleId,
          name: "Training Completion Status",
          value: "Completed",
          valueId: "value_456",
          remoteValueId: "e3cb75bf-aa84-466e-a6c1-b8322b257a48",
        },
      ],
      passthrough: { other_known_names: "John Doe" },
    },
  });
  expect({ statusCode, contentType }).toEqual({ statusCode: 200, contentType: "application/json" });
  expect(contactResult?.data).toMatchObject({
    id: exampleId,
    firstName: "Stephen",
    remoteDealIds: ["e3cb75bf-aa84-466e-a6c1-b8322b257a48", "e3cb75bf-aa84-466e-a6c1-b8322b257a49"],
    customFields: [{ name: "Training Completion Status", value: "Completed" }],
    createdAt: new Date("2021-01-01T01:01:01.000Z"),
  });
  expect(contactResult?.raw).toMatchObject([{ method: "PATCH", body: { other_known_names: "John Doe" } }]);
  const read = await crm.getContact({ xAccountId, id: exampleId });
  expect(read.contactResult?.data).toEqual(contactResult?.data);
});

it("clears with null and keeps what it leaves out", async ({ tenant }) => {
  const crm = createCrm(tenant);
  const { contactResult } = await crm.updateContact({
    xAccountId,
    id: exampleId,
    crmCreateContactRequestDto: { companyName: null, emails: [], customFields: null },
  });
  expect(contactResult?.data).toMatchObject({
    firstName: "Steve",
    companyName: null,
    emails: [],
    customFields: null,
  });
});

it("creates a contact that it then finds by either id", async ({ tenant }) => {
  const crm = createCrm(tenant);
  const created = await crm.createContact({
    xAccountId,
    crmCreateContactRequestDto: { firstName: "Grace", lastName: "Hopper", emails: ["grace@example.com"] },
  });
  const contact = created.contactResult?.data;
  expect(contact).toMatchObject({ firstName: "Grace", companyName: null, unifiedCustomFields: {} });
  for (const id of [contact?.id as string, contact?.remoteId as string]) {
    const read = await crm.getContact({ xAccountId, id });
    expect(read.contactResult?.data).toEqual(contact);
  }
});

it("sends ids of deals and accounts in either form and gets both", async ({ tenant }) => {
  const crm = createCrm(tenant);
  const { contactResult } = await crm.updateContact({
    xAccountId,
    id: exampleId,
    crmCreateContactRequestDto: {
      dealIds: ["e3cb75bf-aa84-466e-a6c1-b8322b257a49", "deal-001"],
      accountIds: ["account-456"],
    },
  });
  expect(contactResult?.data).toMatchObject({
    dealIds: ["deal-002", "deal-001"],
    remoteDealIds: ["e3cb75bf-aa84-466e-a6c1-b8322b257a49", "e3cb75bf-aa84-466e-a6c1-b8322b257a48"],
    accountIds: ["account-456"],
    remoteAccountIds: ["e3cb75bf-aa84-466e-a6c1-b8322b257a49"],
  });
});

it("encodes an id that has a slash, a space and a hash", async ({ tenant }) => {
  const crm = createCrm(tenant);
  const read = await crm.getContact({ xAccountId, id: "people/ada lovelace#2" });
  const { id, remoteId } = read.contactResult?.data ?? {};
  expect(remoteId).toBe("people/ada lovelace#2");
  const byOwnId = await crm.getContact({ xAccountId, id: id as string });
  expect(byOwnId.contactResult?.data.remoteId).toBe("people/ada lovelace#2");
});

it("follows the cursors to the last page", async ({ tenant }) => {
  const crm = createCrm(tenant);
  const sizes: number[] = [];
  const ids = new Set<unknown>();
  for await (const { contactsPaginated } of await crm.listContacts({ xAccountId, pageSize: "20" })) {
    sizes.push(contactsPaginated?.data.length ?? 0);
    for (const { id } of contactsPaginated?.data ?? []) ids.add(id);
  }
  expect(sizes).toEqual([20, 20, 20, 4]);
  expect(ids.size).toBe(64);
});

it("reads the collections that nobody can write, each to the last page", async ({ tenant }) => {
  const crm = createCrm(tenant);
  const counts = { accounts: 0, lists: 0, definitions: 0 };
  for await (const { accountsPaginated } of await crm.listAccounts({ xAccountId })) {
    counts.accounts += accountsPaginated?.data.length ?? 0;
  }
  for await (const { listsPaginated } of await crm.listLists({ xAccountId })) {
    counts.lists += listsPaginated?.data.length ?? 0;
  }
  for await (const page of await crm.listContactCustomFieldDefinitions({ xAccountId, pageSize: "3" })) {
    counts.definitions += page.customFieldDefinitionsPaginated?.data.length ?? 0;
  }
  expect(counts).toEqual({ accounts: 32, lists: 28, definitions: 8 });
  const account = await crm.getAccount({ xAccountId, id: exampleId });
  expect(account.accountResult?.data.id).toBe(exampleId);
  const list = await crm.getList({ xAccountId, id: exampleId });
  expect(list.listResult?.data.id).toBe(exampleId);
  const definition = await crm.getContactCustomFieldDefinition({ xAccountId, id: exampleId });
  expect(definition.customFieldDefinitionResultApiModel?.data.id).toBe(exampleId);
});

it("may send the parameters of a list when it reads one definition", async ({ tenant }) => {
  const crm = createCrm(tenant);
  const filter = { updatedAfter: new Date("2020-01-01T00:00:00Z") };
  const read = await crm.getContactCustomFieldDefinition({
    xAccountId,
    id: exampleId,
    filter,
    pageSize: "3",
    next: null,
  });
  expect(read.customFieldDefinitionResultApiModel?.data.id).toBe(exampleId);
  expect(tenant.exchanges()[0]?.request.url).toMatch(/page_size=3/);
});

it("gets the fields that it names, and the included ones with them", async ({ tenant }) => {
  const crm = createCrm(tenant);
  const read = await crm.getContact({ xAccountId, id: exampleId, fields: "id,first_name", include: "custom_fields" });
  expect(Object.keys(read.contactResult?.data ?? {}).sort()).toEqual(["customFields", "firstName", "id"]);
});

it("gets the provider's own answers with raw, and hands proxy parameters on", async ({ tenant }) => {
  const crm = createCrm(tenant);
  const without = await crm.getContact({ xAccountId, id: exampleId });
  expect(without.contactResult?.raw).toBeNull();
  const read = await crm.getContact({
    xAccountId,
    id: exampleId,
    raw: true,
    proxy: { sort: "first_name", filter: { age: 25 } },
  });
  const url = `https://provider.example/v1/contacts/${exampleId}?sort=first_name&filter%5Bage%5D=25`;
  expect(read.contactResult?.raw).toMatchObject([{ method: "GET", url }]);
});

it("filters by the time of the last change", async ({ tenant }) => {
  const crm = createCrm(tenant);
  await crm.updateContact({ xAccountId, id: exampleId, crmCreateContactRequestDto: { lastName: "W." } });
  const updatedAfter = new Date("2025-12-31T23:59:59.999Z");
  const ids: unknown[] = [];
  for await (const page of await crm.listContacts({ xAccountId, filter: { updatedAfter } })) {
    ids.push(...(page.contactsPaginated?.data ?? []).map(({ id }) => id));
  }
  expect(ids).toEqual([exampleId]);
});
