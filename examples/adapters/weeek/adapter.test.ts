import { expect, it } from "vitest";
import { startTrials } from "../trial.ts";
import { WeeekAdapter } from "./adapter.ts";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const start = await startTrials("weeek", (given) => new WeeekAdapter(given));

it("updates a contact as the reference page does", async () => {
  const own = start("documented");
  const contact = {
    lastName: "string",
    firstName: "string",
    middleName: "string",
    organizations: [id],
    emails: ["user@example.com"],
    phones: ["string"],
    tags: [0],
  };
  expect(await own.adapter.updateContact({ id, contact })).toMatchInlineSnapshot(`
    {
      "createdAt": "2019-08-24T14:15:22Z",
      "creatorId": "688ebf54-d343-4104-8711-82c2feac534a",
      "emails": [
        {
          "email": "user@example.com",
          "id": "497f6eca-6276-4993-bfeb-53cbbbba6f08",
        },
      ],
      "firstName": "string",
      "id": "497f6eca-6276-4993-bfeb-53cbbbba6f08",
      "lastName": "string",
      "middleName": "string",
      "organizations": [
        "497f6eca-6276-4993-bfeb-53cbbbba6f08",
      ],
      "phones": [
        {
          "id": "497f6eca-6276-4993-bfeb-53cbbbba6f08",
          "phone": "string",
        },
      ],
      "tags": [
        0,
      ],
      "updatedAt": "2026-01-01T00:00:01Z",
    }
  `);
  expect(own.exchanges()).toEqual(["updateContact 200"]);
});

it("creates, reads and deletes a contact", async () => {
  const own = start("lifecycle");
  const created = await own.adapter.createContact({ contact: { firstName: "Grace 🛰", lastName: null } });
  const ofIt = { id: String(created.id) };
  expect(await own.adapter.getContact(ofIt)).toEqual(created);
  expect(created).toMatchObject({ firstName: "Grace 🛰", lastName: null });
  expect(await own.adapter.deleteContact(ofIt)).toBeUndefined();
  const gone = { kind: "not-found", status: 404, message: `GET /crm/contacts/${created.id}: 404 Record not found` };
  await expect(own.adapter.getContact(ofIt)).rejects.toMatchObject(gone);
  expect(own.exchanges()).toEqual(["createContact 200", "getContact 200", "deleteContact 200", "getContact 404"]);
});

it("lists all contacts with one limit, until a page is empty", async () => {
  const own = start("pages");
  const all = await own.adapter.listContacts({ limit: 20 });
  expect(new Set(all.map((contact) => contact.id)).size).toBe(64);
  expect(own.exchanges()).toHaveLength(5);
  const queries = own.tenant.exchanges().map(({ request }) => new URL(request.url).search);
  expect(queries.slice(2)).toEqual(["?limit=20&offset=40", "?limit=20&offset=60", "?limit=20&offset=64"]);
});

it("tells the vendor's refusals apart, in the vendor's words", async () => {
  const own = start("refusals");
  const unknownTag = own.adapter.updateContact({ id, contact: { firstName: "Ada", tags: [4711] } });
  await expect(unknownTag).rejects.toMatchObject({
    kind: "invalid",
    status: 422,
    message: `PUT /crm/contacts/${id}: 422 The selected tags.0 is invalid.`,
  });
  const { baseUrl } = own.tenant;
  const stranger = new WeeekAdapter({ baseUrl, credential: "of-nobody" }).getContact({ id });
  await expect(stranger).rejects.toMatchObject({
    kind: "unauthenticated",
    message: expect.stringMatching(/401 Unauth/),
  });
  expect(own.exchanges()).toEqual(["updateContact 422"]);
});

it("encodes an id as one segment of the path", async () => {
  const own = start("ids");
  await expect(own.adapter.getContact({ id: "a/b?c#d e" })).rejects.toMatchObject({ kind: "not-found" });
  expect(own.tenant.exchanges()[0]?.request.url).toMatch(/\/crm\/contacts\/a%2Fb%3Fc%23d%20e$/);
});

it.each([
  [
    "null for a first name",
    { id, contact: { firstName: null } },
    "input.contact.firstName must be a text of 1 to 255 characters, and is null",
  ],
  ["no first name", { id, contact: { lastName: "Lovelace" } }, "input.contact.firstName is missing"],
  [
    "a text for a list",
    { id, contact: { firstName: "Ada", tags: "0" } },
    'input.contact.tags must be a list, and is "0"',
  ],
  [
    "a misspelt member",
    { id, contact: { firstName: "Ada", lastname: "L" } },
    "input.contact.lastname is not known; known are firstName, lastName, middleName, organizations, emails, phones, tags",
  ],
  [
    "an id that leads elsewhere",
    { id: "..", contact: { firstName: "Ada" } },
    'input.id must be a text with something in it, and neither "." nor "..", and is ".."',
  ],
])("refuses %s before it sends anything", async (name, input, message) => {
  const own = start(name);
  await expect(own.adapter.updateContact(input as never)).rejects.toMatchObject({
    kind: "invalid",
    message,
    status: undefined,
  });
  expect(own.exchanges()).toEqual([]);
});

it("waits as long as it is told to, and asks again", async () => {
  const own = start("busy");
  own.tenant.faults.arm({ operation: "updateContact", kind: "status", status: 429, force: true, times: 1 });
  await own.adapter.updateContact({ id, contact: { firstName: "Ada" } });
  expect(own.exchanges()).toEqual(["updateContact 429", "updateContact 200"]);
  expect(own.slept).toHaveLength(1);
});

it("reads again where an answer was lost, and leaves a write to its caller", async () => {
  const own = start("lost");
  own.tenant.faults.arm({ operation: "getContact", kind: "reset", times: 2 });
  own.tenant.faults.arm({ operation: "createContact", kind: "after-commit", times: 1 });
  expect(await own.adapter.getContact({ id })).toMatchObject({ id });
  await expect(own.adapter.createContact({ contact: { firstName: "Grace" } })).rejects.toMatchObject({
    kind: "network",
    status: undefined,
  });
  expect(own.exchanges()).toEqual(["getContact lost", "getContact lost", "getContact 200", "createContact lost"]);
});

it("does not wait for an answer that drips", async () => {
  const own = start("drip");
  own.tenant.faults.arm({ operation: "getContact", kind: "slow-drip", delay: "1m" });
  await expect(own.adapter.getContact({ id })).rejects.toMatchObject({ kind: "network" });
  // It is journalled when the stand-in sees that the adapter has gone.
  await expect.poll(() => own.exchanges()).toHaveLength(1);
});
