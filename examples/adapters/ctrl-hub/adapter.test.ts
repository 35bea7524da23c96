import { expect, it } from "vitest";
import { startTrials } from "../trial.ts";
import { CtrlHubAdapter } from "./adapter.ts";

const id = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
const second = "c0117ac7-0000-4000-8000-000000000002";
const start = await startTrials("ctrl-hub", (given) => new CtrlHubAdapter({ ...given, accountId: id }));

it("updates a contact as the reference page does", async () => {
  const own = start("documented");
  const contact = { first_name: "John", last_name: "Doe", email: "john@doe.com", telephone: "+441632960001" };
  expect(await own.adapter.updateContact({ id, contact })).toMatchInlineSnapshot(`
    {
      "account_ids": [
        "3c90c3cc-0d44-4b50-8888-8dd25736052a",
      ],
      "association": null,
      "author_id": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
      "created_at": "2023-11-07T05:31:56Z",
      "email": "john@doe.com",
      "first_name": "John",
      "id": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
      "interaction_ids": [
        "3c90c3cc-0d44-4b50-8888-8dd25736052a",
      ],
      "last_name": "Doe",
      "modified_at": "2026-01-01T00:00:01.000Z",
      "organisation_id": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
      "salutation": null,
      "telephone": "+441632960001",
      "updated_at": "2026-01-01T00:00:01.000Z",
    }
  `);
  expect(own.exchanges()).toEqual(["updateContact 200"]);
});

it("reads what it has written", async () => {
  const own = start("reads");
  const updated = await own.adapter.updateContact({ id: second, contact: { first_name: "Grace 🛰", salutation: "" } });
  expect(updated).toMatchObject({ first_name: "Grace 🛰", salutation: "" });
  expect(await own.adapter.getContact({ id: second })).toEqual(updated);
  expect(own.exchanges()).toEqual(["updateContact 200", "getContact 200"]);
});

it("lists all pages with one limit and in one order, until one is empty", async () => {
  const own = start("pages");
  const all = await own.adapter.listContacts({ limit: 20, sort: "-created_at" });
  expect(new Set(all.map((contact) => contact.id)).size).toBe(48);
  const queries = own.tenant.exchanges().map(({ request }) => new URL(request.url).search);
  expect(queries).toEqual([0, 20, 40, 48].map((offset) => `?sort=-created_at&limit=20&offset=${offset}`));
  expect(own.exchanges()).toHaveLength(4);
});

it("relates contacts to accounts and interactions, for which there is no answer but 204", async () => {
  const own = start("relations");
  await own.adapter.replaceAccountContacts({ account_id: id, contact_ids: [id] });
  await own.adapter.addAccountContacts({ account_id: id, contact_ids: [second] });
  expect((await own.adapter.getContact({ id: second })).account_ids).toContain(id);
  await own.adapter.setInteractionContact({ interaction_id: id, contact_id: second });
  expect((await own.adapter.getContact({ id: second })).interaction_ids).toContain(id);
  await own.adapter.setInteractionContact({ interaction_id: id, contact_id: null });
  await own.adapter.replaceAccountContacts({ account_id: id, contact_ids: [] });
  const { account_ids, interaction_ids } = await own.adapter.getContact({ id: second });
  expect([account_ids, interaction_ids].flat()).not.toContain(id);
  expect(own.exchanges().filter((exchange) => exchange.endsWith("204"))).toHaveLength(5);
});

it("tells the vendor's refusals apart, in the vendor's words", async () => {
  const own = start("refusals");
  const nobody = "00000000-0000-4000-8000-000000000000";
  await expect(own.adapter.getContact({ id: nobody })).rejects.toMatchObject({
    kind: "not-found",
    status: 404,
    message: `GET /v3/orgs/${id}/customers/contacts/${nobody}: 404 There is no contact with the id "${nobody}".`,
  });
  const { baseUrl } = own.tenant;
  const stranger = new CtrlHubAdapter({ baseUrl, credential: "of-nobody", accountId: id });
  await expect(stranger.getContact({ id })).rejects.toMatchObject({ kind: "unauthenticated", status: 401 });
  expect(own.exchanges()).toEqual(["getContact 404"]);
});

it.each([
  ["null for a name", { id, contact: { first_name: null } }, "input.contact.first_name must be a text, and is null"],
  ["an id that is no uuid", { id: "4711", contact: {} }, 'input.id must be a uuid, and is "4711"'],
  [
    "a misspelt member",
    { id, contact: { phone: "1" } },
    "input.contact.phone is not known; known are first_name, last_name, email, telephone, salutation, association",
  ],
])("refuses %s before it sends anything", async (name, input, message) => {
  const own = start(name);
  await expect(own.adapter.updateContact(input as never)).rejects.toMatchObject({ kind: "invalid", message });
  expect(own.exchanges()).toEqual([]);
});

it("waits as long as it is told to, and asks again", async () => {
  const own = start("busy");
  own.tenant.faults.arm({ operation: "updateContact", kind: "status", status: 429, force: true, times: 1 });
  await own.adapter.updateContact({ id, contact: { first_name: "Ada" } });
  expect(own.exchanges()).toEqual(["updateContact 429", "updateContact 200"]);
  expect(own.slept).toHaveLength(1);
});

it("reads again where an answer was lost, and leaves a write to its caller", async () => {
  const own = start("lost");
  own.tenant.faults.arm({ operation: "getContact", kind: "reset", times: 1 });
  own.tenant.faults.arm({ operation: "getContact", kind: "status", status: 500, times: 1 });
  own.tenant.faults.arm({ operation: "updateContact", kind: "truncate", times: 1 });
  expect(await own.adapter.getContact({ id })).toMatchObject({ id });
  await expect(own.adapter.updateContact({ id, contact: {} })).rejects.toMatchObject({ kind: "network" });
  expect(own.exchanges().map((exchange) => exchange.split(" ")[0])).toEqual([
    "getContact",
    "getContact",
    "getContact",
    "updateContact",
  ]);
});

it("does not wait for an answer that drips", async () => {
  const own = start("drip");
  own.tenant.faults.arm({ operation: "getContact", kind: "slow-drip", delay: "1m" });
  await expect(own.adapter.getContact({ id })).rejects.toMatchObject({ kind: "network" });
  // It is journalled when the stand-in sees that the adapter has gone.
  await expect.poll(() => own.exchanges()).toHaveLength(1);
});
