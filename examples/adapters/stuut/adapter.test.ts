import { expect, it } from "vitest";
import { startTrials } from "../trial.ts";
import { StuutAdapter } from "./adapter.ts";

const id = "standin-contact";
const start = await startTrials("stuut", (given) => new StuutAdapter(given));

it("updates a contact as the reference page does", async () => {
  const own = start("documented");
  const contact = {
    email: "ada.lovelace@example.com",
    given_name: "Ada",
    family_name: "Lovelace",
    name: "Ada Lovelace",
    phone: "(415) 555-2671",
    job_title: "Customer Success Manager",
  };
  expect(await own.adapter.updateInternalContact({ id, contact })).toMatchInlineSnapshot(`
    {
      "created_at": "2023-11-07T05:31:56Z",
      "email": "ada.lovelace@example.com",
      "family_name": "Lovelace",
      "given_name": "Ada",
      "id": "standin-contact",
      "job_title": "Customer Success Manager",
      "modified_at": "2026-01-01T00:00:01.000Z",
      "name": "Ada Lovelace",
      "phone": "+14155552671",
    }
  `);
  expect(own.exchanges()).toEqual(["updateInternalContact 200"]);
});

it("clears with null what it is told to, and leaves alone what is absent", async () => {
  const own = start("null");
  const updated = await own.adapter.updateInternalContact({ id, contact: { phone: null, name: "Ada 🛰" } });
  expect(updated).toMatchObject({ phone: null, name: "Ada 🛰", given_name: "Ada" });
  expect(own.tenant.exchanges()[0]?.request.body).toBe('{"phone":null,"name":"Ada 🛰"}');
  expect(own.exchanges()).toHaveLength(1);
});

it("gives a new person a role, for a partner, and then another", async () => {
  const own = start("roles");
  const contact = { email: "mary.jackson@example.com", internal_role: "csm" as const };
  const floating = await own.adapter.createInternalContact({ contact });
  expect(floating).toMatchObject({ internal_role: "csm", partner_id: null });
  const partner_id = "standin-partner";
  const added = await own.adapter.addPartnerInternalContact({ partner_id, contact });
  expect(added).toMatchObject({ partner_id, internal_contact: { id: floating.internal_contact?.id } });
  const changed = await own.adapter.updateAssignmentRole({
    partner_id,
    assignment_id: added.id,
    internal_role: "lead",
  });
  expect(changed).toMatchObject({ id: added.id, internal_role: "lead" });
  expect(own.exchanges()).toHaveLength(3);
});

it("tells the vendor's refusals apart, in the vendor's words", async () => {
  const own = start("refusals");
  const update = (of: string, email: string) => own.adapter.updateInternalContact({ id: of, contact: { email } });
  await expect(update("nobody", "a@example.com")).rejects.toMatchObject({ kind: "not-found", status: 404 });
  await expect(update(id, "grace.hopper@example.com")).rejects.toMatchObject({ kind: "conflict", status: 409 });
  await expect(own.adapter.updateInternalContact({ id, contact: { phone: "none" } })).rejects.toMatchObject({
    kind: "invalid",
    status: 422,
    message: expect.stringContaining("422 body.phone: "),
  });
  const { baseUrl } = own.tenant;
  const stranger = new StuutAdapter({ baseUrl, credential: "of-nobody" });
  await expect(stranger.updateInternalContact({ id, contact: {} })).rejects.toMatchObject({
    kind: "unauthenticated",
    status: 401,
    message: "PATCH /v2/internal-contacts/standin-contact: 401 Not authenticated",
  });
  expect(own.exchanges()).toHaveLength(3);
});

it("encodes an id as one segment of the path", async () => {
  const own = start("ids");
  const update = own.adapter.updateInternalContact({ id: "a/b?c#d e", contact: {} });
  await expect(update).rejects.toMatchObject({ kind: "not-found" });
  expect(own.tenant.exchanges()[0]?.request.url).toMatch(/\/v2\/internal-contacts\/a%2Fb%3Fc%23d%20e$/);
});

it.each([
  [
    "an unknown role",
    { contact: { email: "a@example.com", internal_role: "boss" } },
    'input.contact.internal_role must be one of account_manager, account_executive, csm, lead, co_lead, practice_lead, and is "boss"',
  ],
  ["no role", { contact: { email: "a@example.com" } }, "input.contact.internal_role is missing"],
  [
    "null for an address",
    { contact: { email: null, internal_role: "csm" } },
    "input.contact.email must be a text with something in it, and is null",
  ],
])("refuses %s before it sends anything", async (name, input, message) => {
  const own = start(name);
  await expect(own.adapter.createInternalContact(input as never)).rejects.toMatchObject({ kind: "invalid", message });
  expect(own.exchanges()).toEqual([]);
});

it("waits as long as it is told to, and asks again", async () => {
  const own = start("busy");
  own.tenant.faults.arm({ operation: "updateInternalContact", kind: "status", status: 429, force: true, times: 1 });
  await own.adapter.updateInternalContact({ id, contact: { name: "Ada" } });
  expect(own.exchanges()).toEqual(["updateInternalContact 429", "updateInternalContact 200"]);
  expect(own.slept).toHaveLength(1);
});

it.each(["reset", "empty", "garbage", "truncate", "malformed-chunk", "after-commit"] as const)(
  "leaves a write that ends with %s to its caller",
  async (kind) => {
    const own = start(kind);
    own.tenant.faults.arm({ kind, times: 1 });
    const create = own.adapter.createInternalContact({ contact: { email: "new@example.com", internal_role: "csm" } });
    await expect(create).rejects.toMatchObject({ kind: "network", status: undefined });
    expect(own.exchanges()).toHaveLength(1);
  },
);

it("does not wait for an answer that drips", async () => {
  const own = start("drip");
  own.tenant.faults.arm({ kind: "slow-drip", delay: "1m" });
  await expect(own.adapter.updateInternalContact({ id, contact: {} })).rejects.toMatchObject({ kind: "network" });
  // It is journalled when the stand-in sees that the adapter has gone.
  await expect.poll(() => own.exchanges()).toHaveLength(1);
});
