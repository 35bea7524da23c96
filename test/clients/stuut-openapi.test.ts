import { expect } from "vitest";
import { createOpenapiClient, readContract } from "./openapi-client.ts";
import { standInTest } from "./stand-in-test.ts";

const it = standInTest("stuut");
const contract = readContract("stuut");
const ada = { internal_contact_id: "standin-contact" };
const partner = { partner_id: "standin-partner" };
const mary = { email: "mary.jackson@example.com", internal_role: "csm", given_name: "Mary", phone: "(212) 555-0119" };

it("creates a contact and updates it under the id that it was given", async ({ tenant }) => {
  const client = await createOpenapiClient(contract, tenant);
  const created = await client.call("createInternalContact", {}, mary);
  expect(created.status).toBe(200);
  const { internal_contact } = created.data;
  expect(created.data).toMatchObject({ internal_role: "csm", partner_id: null });
  const updated = await client.call(
    "updateInternalContact",
    { internal_contact_id: internal_contact.id },
    { family_name: "Jackson", phone: null },
  );
  expect(updated.data).toEqual({
    ...internal_contact,
    family_name: "Jackson",
    phone: null,
    modified_at: expect.any(String),
  });
});

it("adds a contact to a partner and changes its role there", async ({ tenant }) => {
  const client = await createOpenapiClient(contract, tenant);
  const added = await client.call("addPartnerInternalContact", partner, mary);
  expect(added.data).toMatchObject({ ...partner, internal_contact: { phone: "+12125550119" } });
  const again = await client.call("addPartnerInternalContact", { partner_id: "standin-partner-2" }, mary);
  expect(again.data.internal_contact).toEqual(added.data.internal_contact);
  const changed = await client.call(
    "updateAssignmentRole",
    { ...partner, assignment_id: added.data.id },
    { internal_role: "lead" },
  );
  expect([changed.status, changed.data]).toMatchObject([200, { id: added.data.id, internal_role: "lead" }]);
});

it("has no operation that the two tests before leave out", async ({ tenant }) => {
  const { operations } = await createOpenapiClient(contract, tenant);
  expect(operations).toEqual([
    "createInternalContact",
    "updateInternalContact",
    "addPartnerInternalContact",
    "updateAssignmentRole",
  ]);
});

it("is refused what FastAPI refuses", async ({ tenant }) => {
  tenant.provokes = [
    "request.body /given_name type",
    "request.body /internal_role required",
    "request.body /internal_role enum",
    "request.body required",
  ];
  const client = await createOpenapiClient(contract, tenant);
  const detail = (type: string, ...loc: string[]) => ({ status: 422, data: { detail: [{ type, loc }] } });
  const wrong = await client.call("updateInternalContact", ada, { given_name: 7 });
  expect(wrong).toMatchObject(detail("string_type", "body", "given_name"));
  const missing = await client.call("createInternalContact", {}, { email: "mary@example.com" });
  expect(missing).toMatchObject(detail("missing", "body", "internal_role"));
  const unknown = await client.call("createInternalContact", {}, { email: "mary@example.com", internal_role: "boss" });
  expect(unknown).toMatchObject(detail("enum", "body", "internal_role"));
  const empty = await client.call("updateInternalContact", ada);
  expect(empty).toMatchObject(detail("missing", "body"));
});

it("is refused unknown records, taken addresses and unknown tokens", async ({ tenant }) => {
  const client = await createOpenapiClient(contract, tenant);
  const nobody = await client.call("updateInternalContact", { internal_contact_id: "nobody" }, {});
  expect(nobody.status).toBe(404);
  const nowhere = await client.call("addPartnerInternalContact", { partner_id: "nobody" }, mary);
  expect(nowhere.status).toBe(404);
  const taken = await client.call("updateInternalContact", ada, { email: "grace.hopper@example.com" });
  expect(taken.status).toBe(409);
  const stranger = await createOpenapiClient(contract, { ...tenant, credential: "nobody" });
  const refused = await stranger.call("updateInternalContact", ada, { given_name: "Ada" });
  expect(refused).toMatchObject({ status: 401, data: { detail: "Not authenticated" } });
  expect(refused.headers["www-authenticate"]).toBe("Bearer");
});
