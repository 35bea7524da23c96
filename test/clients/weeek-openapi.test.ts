import { expect } from "vitest";
import { createOpenapiClient, readContract } from "./openapi-client.ts";
import { standInTest } from "./stand-in-test.ts";

const it = standInTest("weeek");
const contract = readContract("weeek");
const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const organizationId = "aaaaaaaa-0000-4000-8000-000000000001";
const addressId = "bbbbbbbb-0000-4000-8000-000000000001";
const officeMail = "eeeeeeee-0000-4000-8000-000000001001";
const withPhone = "aaaaaaaa-0000-4000-8000-000000000002";
const phoneId = "ffffffff-0000-4000-8000-000000001002";

/** For every operation of the contract, parameters and body of a call that succeeds. */
const calls: Record<string, [parameters?: Record<string, string | number>, body?: object]> = {
  listContacts: [{ limit: 10, offset: 5, search: "a", sort: "-alphabet" }],
  createContact: [{}, { firstName: "Grace", lastName: null, emails: ["grace@example.com"], tags: [1, 2] }],
  getContact: [{ id }],
  updateContact: [{ id }, { firstName: "Grace", middleName: "B.", phones: ["+4915112345678"] }],
  patchContact: [{ id }, { firstName: "Grace" }],
  deleteContact: [{ id }],
  createContactEmail: [{ contactId: id }, { email: "second@example.com" }],
  updateContactEmail: [{ contactId: id, emailId: id }, { email: "other@example.com" }],
  deleteContactEmail: [{ contactId: id, emailId: id }],
  createContactPhone: [{ contactId: id }, { phone: "+4915112345678" }],
  updateContactPhone: [{ contactId: id, phoneId: id }, { phone: "+4915112345678" }],
  deleteContactPhone: [{ contactId: id, phoneId: id }],
  attachContactTag: [{ contactId: id }, { tagId: 3 }],
  detachContactTag: [{ contactId: id }, { tagId: 0 }],
  listOrganizations: [{ limit: 2, sort: "alphabet" }],
  createOrganization: [{}, { name: "Bletchley", addresses: ["Sherwood Drive"], responsibles: [] }],
  getOrganization: [{ id: organizationId }],
  updateOrganization: [{ id: organizationId }, { name: "Aurora", emails: [] }],
  deleteOrganization: [{ id: organizationId }],
  createOrganizationAddress: [{ organizationId }, { address: "Sherwood Drive" }],
  updateOrganizationAddress: [{ organizationId, addressId }, { address: "Sherwood Drive" }],
  deleteOrganizationAddress: [{ organizationId, addressId }],
  createOrganizationEmail: [{ organizationId }, { email: "office@example.com" }],
  updateOrganizationEmail: [{ organizationId, emailId: officeMail }, { email: "office@example.com" }],
  deleteOrganizationEmail: [{ organizationId, emailId: officeMail }],
  createOrganizationPhone: [{ organizationId }, { phone: "+493012345" }],
  updateOrganizationPhone: [{ organizationId: withPhone, phoneId }, { phone: "+493012345" }],
  deleteOrganizationPhone: [{ organizationId: withPhone, phoneId }],
  attachOrganizationContact: [{ organizationId }, { contactId: id }],
  detachOrganizationContact: [{ organizationId: id }, { contactId: id }],
  attachOrganizationTag: [{ organizationId }, { tagId: 3 }],
  detachOrganizationTag: [{ organizationId: id }, { tagId: 0 }],
  listTags: [],
  createTag: [{}, { title: "Urgent" }],
  getTag: [{ id: 1 }],
  updateTag: [{ id: 1 }, { title: "Renamed", color: "#00ff00" }],
  deleteTag: [{ id: 1 }],
};

it("has a call for every operation of the contract, and for no other", async ({ tenant }) => {
  const { operations } = await createOpenapiClient(contract, tenant);
  expect(Object.keys(calls).sort()).toEqual(operations.sort());
});

for (const [operation, [parameters, body]] of Object.entries(calls)) {
  it(`calls ${operation}`, async ({ tenant }) => {
    const client = await createOpenapiClient(contract, tenant);
    const { status, data } = await client.call(operation, parameters, body);
    expect({ status, data }).toMatchObject({ status: 200, data: { success: true } });
    expect(tenant.exchanges().map((exchange) => exchange.operation)).toEqual([operation]);
  });
}

it("creates, reads, updates, lists and deletes a contact", async ({ tenant }) => {
  const client = await createOpenapiClient(contract, tenant);
  const created = await client.call("createContact", {}, { firstName: "Grace", emails: ["grace@example.com"] });
  const contact = created.data.contact;
  expect(contact).toMatchObject({ firstName: "Grace", emails: [{ email: "grace@example.com" }], organizations: [] });
  expect((await client.call("getContact", contact.id)).data).toEqual(created.data);
  const updated = await client.call(
    "updateContact",
    { id: contact.id },
    { firstName: "Rear Admiral", lastName: "Hopper" },
  );
  expect(updated.data.contact).toMatchObject({ firstName: "Rear Admiral", emails: contact.emails });
  const listed = await client.call("listContacts", { search: "grace@example" });
  expect(listed.data.contacts).toEqual([updated.data.contact]);
  expect((await client.call("deleteContact", contact.id)).data).toEqual({ success: true });
  const gone = await client.call("getContact", contact.id);
  expect([gone.status, gone.data]).toEqual([404, { message: "Record not found" }]);
});

it("sees what it attaches and adds to an organization", async ({ tenant }) => {
  const client = await createOpenapiClient(contract, tenant);
  const created = await client.call("createOrganization", {}, { name: "Bletchley" });
  const own = created.data.organization.id;
  await client.call("attachOrganizationContact", { organizationId: own }, { contactId: id });
  await client.call("attachOrganizationTag", { organizationId: own }, { tagId: 2 });
  const added = await client.call("createOrganizationEmail", { organizationId: own }, { email: "office@example.com" });
  const address = await client.call(
    "createOrganizationAddress",
    { organizationId: own },
    { address: "Sherwood Drive" },
  );
  const { data } = await client.call("getOrganization", own);
  expect(data.organization).toMatchObject({
    contacts: [id],
    tags: [2],
    emails: [added.data.email],
    addresses: [address.data.address],
  });
  expect((await client.call("getContact", id)).data.contact.organizations).toContain(own);
});

it("creates, reads, updates and deletes a tag, which then leaves its contacts", async ({ tenant }) => {
  const client = await createOpenapiClient(contract, tenant);
  const { tag } = (await client.call("createTag", {}, { title: "Urgent" })).data;
  await client.call("attachContactTag", { contactId: id }, { tagId: tag.id });
  await client.call("updateTag", { id: tag.id }, { title: "Very urgent", color: "#ff0000" });
  expect((await client.call("getTag", tag.id)).data.tag).toEqual({
    id: tag.id,
    title: "Very urgent",
    color: "#ff0000",
  });
  expect((await client.call("getContact", id)).data.contact.tags).toEqual([0, tag.id]);
  await client.call("deleteTag", tag.id);
  expect((await client.call("getTag", tag.id)).status).toBe(404);
  expect((await client.call("getContact", id)).data.contact.tags).toEqual([0]);
});

it("pages through a list by offset", async ({ tenant }) => {
  const client = await createOpenapiClient(contract, tenant);
  const ids = new Set<string>();
  const sizes: number[] = [];
  do {
    const { data } = await client.call("listContacts", { limit: 25, offset: ids.size });
    sizes.push(data.contacts.length);
    for (const contact of data.contacts) ids.add(contact.id);
  } while (sizes.at(-1) === 25);
  expect(sizes).toEqual([25, 25, 14]);
  expect(ids.size).toBe(64);
});

it("is refused as the vendor refuses it", async ({ tenant }) => {
  tenant.provokes = ["request.body /firstName required", "request.body /tags/0 type"];
  const client = await createOpenapiClient(contract, tenant);
  const missing = await client.call("updateContact", { id }, { lastName: "Hopper" });
  expect([missing.status, missing.data.errors]).toEqual([422, { firstName: ["The field is required."] }]);
  const wrong = await client.call("updateContact", { id }, { firstName: "Grace", tags: ["VIP"] });
  expect([wrong.status, wrong.data.errors]).toEqual([422, { "tags.0": ["The tags.0 must be an integer."] }]);
  const unknown = await client.call("updateContact", { id }, { firstName: "Grace", tags: [999] });
  expect([unknown.status, unknown.data.errors]).toEqual([422, { "tags.0": ["The selected tags.0 is invalid."] }]);
  const stranger = await createOpenapiClient(contract, { ...tenant, credential: "nobody" });
  expect((await stranger.call("getContact", id)).status).toBe(401);
});

it("filters by an array, which axios writes with brackets as WEEEK reads it", async ({ tenant }) => {
  const client = await createOpenapiClient(contract, tenant);
  const { data } = await client.call("listContacts", { organizationIds: [id, organizationId], limit: 64 });
  const inOne = (contact: { organizations: string[] }) =>
    contact.organizations.includes(id) || contact.organizations.includes(organizationId);
  expect(data.contacts.length).toBeGreaterThan(1);
  expect(data.contacts.length).toBeLessThan(64);
  expect(data.contacts.every(inOne)).toBe(true);
});
