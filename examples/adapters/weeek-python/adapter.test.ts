import { spawnSync } from "node:child_process";
import { afterAll, beforeEach, expect, it } from "vitest";
import { startStandin } from "../../../src/index.ts";
import { startDriver } from "../drive.ts";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const hasPython = spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"]).status === 0;
const standin = await startStandin({ providers: ["weeek"] });
afterAll(() => standin.close());
const driver = hasPython ? startDriver("weeek-python") : undefined;
afterAll(async () => {
  expect([await driver?.end(), driver?.errors()]).toEqual(hasPython ? [0, ""] : [undefined, undefined]);
});

function start(name: string) {
  const tenant = standin.provider("weeek").tenant(name.replaceAll(" ", "-"));
  return {
    tenant,
    async call(operation: string, input: unknown) {
      const { result, error } = (await driver?.call(operation, input, tenant)) ?? {};
      return error ?? result;
    },
    exchanges() {
      expect(tenant.violations()).toEqual([]);
      return tenant.exchanges().map(({ operation, response }) => `${operation} ${response?.status ?? "lost"}`);
    },
  };
}

beforeEach(({ skip }) => skip(!hasPython, "there is no python3 of 3.9 or later here"));

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
  expect(await own.call("updateContact", { id, contact })).toMatchInlineSnapshot(`
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
  const contact = { firstName: "Grace 🛰 \u2028", lastName: null };
  const created = (await own.call("createContact", { contact })) as { id: string };
  expect(created).toMatchObject({ firstName: "Grace 🛰", lastName: null });
  const ofIt = { id: created.id };
  expect(await own.call("getContact", ofIt)).toEqual(created);
  expect(await own.call("deleteContact", ofIt)).toBeNull();
  const message = `GET /crm/contacts/${created.id}: 404 Record not found`;
  expect(await own.call("getContact", ofIt)).toEqual({ kind: "not-found", status: 404, message });
  expect(own.exchanges()).toEqual(["createContact 200", "getContact 200", "deleteContact 200", "getContact 404"]);
});

it("lists all contacts with one limit, until a page is empty", async () => {
  const own = start("pages");
  const all = (await own.call("listContacts", { limit: 20 })) as { id: string }[];
  expect(new Set(all.map((contact) => contact.id)).size).toBe(64);
  const queries = own.tenant.exchanges().map(({ request }) => new URL(request.url).search);
  expect(queries).toEqual([0, 20, 40, 60, 64].map((offset) => `?limit=20&offset=${offset}`));
  expect(own.exchanges()).toHaveLength(5);
});

it("tells a refusal in the vendor's words", async () => {
  const own = start("refusals");
  expect(await own.call("updateContact", { id, contact: { firstName: "Ada", tags: [4711] } })).toEqual({
    kind: "invalid",
    status: 422,
    message: `PUT /crm/contacts/${id}: 422 The selected tags.0 is invalid.`,
  });
  expect(own.exchanges()).toEqual(["updateContact 422"]);
});

it("encodes an id as one segment of the path", async () => {
  const own = start("ids");
  expect(await own.call("getContact", { id: "a/b?c#d e" })).toMatchObject({ kind: "not-found" });
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
  expect(await own.call("updateContact", input)).toEqual({ kind: "invalid", message });
  expect(own.exchanges()).toEqual([]);
});

it("asks again where it was turned away or only reads, and leaves a write to its caller", async () => {
  const own = start("lost");
  own.tenant.faults.arm({ operation: "updateContact", kind: "status", status: 429, force: true, times: 1 });
  own.tenant.faults.arm({ operation: "getContact", kind: "reset", times: 1 });
  own.tenant.faults.arm({ operation: "createContact", kind: "after-commit", times: 1 });
  const contact = { firstName: "Ada" };
  expect(await own.call("updateContact", { id, contact })).toMatchObject(contact);
  expect(await own.call("getContact", { id })).toMatchObject(contact);
  expect(await own.call("createContact", { contact })).toMatchObject({ kind: "network" });
  expect(own.exchanges()).toEqual([
    "updateContact 429",
    "updateContact 200",
    "getContact lost",
    "getContact 200",
    "createContact lost",
  ]);
});

it("does not wait for an answer that drips", async () => {
  const own = start("drip");
  own.tenant.faults.arm({ operation: "getContact", kind: "slow-drip", delay: "1m" });
  expect(await own.call("getContact", { id })).toEqual({
    kind: "network",
    message: `GET /crm/contacts/${id}: the time limit is over`,
  });
  // It is journalled when the stand-in sees that the adapter has gone.
  await expect.poll(() => own.exchanges()).toHaveLength(1);
});
