import { Deserializer, Serializer } from "jsonapi-serializer";
import { expect } from "vitest";
import { jsonApiTest } from "./json-api.ts";
import type { ClientTenant } from "./stand-in-test.ts";

const it = jsonApiTest("ctrl-hub");
const org = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
const contact = org;
const mediaType = "application/vnd.api+json";

type Document = { data?: unknown; errors?: unknown };

/** The library makes and reads documents and leaves sending to its user. */
function createSend({ baseUrl, credential }: ClientTenant) {
  return async (method: string, path: string, document?: object) => {
    const response = await fetch(`${baseUrl}/v3/orgs/${org}/customers${path}`, {
      method,
      headers: { "X-Session-Token": credential, Accept: mediaType, "Content-Type": mediaType },
      body: document === undefined ? null : JSON.stringify(document),
    });
    return { status: response.status, document: response.status === 204 ? {} : ((await response.json()) as Document) };
  };
}

const contacts = new Serializer("contacts", {
  attributes: ["first_name", "last_name", "email", "telephone", "accounts"],
  keyForAttribute: "snake_case",
  pluralizeType: false,
  accounts: { ref: "id", included: false },
  typeForAttribute: (name: string) => (name === "accounts" ? "customer-accounts" : name),
});
/** Without such a function the library leaves out a relationship whose resource is not included. */
const linkage = { valueForRelationship: ({ id }: { id: string }) => ({ id }) };
const deserializer = new Deserializer({ keyForAttribute: "snake_case", "customer-accounts": linkage });

it("updates a contact with the document that it makes, and reads the answer", async ({ tenant }) => {
  const send = createSend(tenant);
  const john = { id: contact, first_name: "John", last_name: "Doe", email: "john@doe.com", telephone: "+441632960001" };
  const { status, document } = await send("PUT", `/contacts/${contact}`, contacts.serialize(john));
  expect(status).toBe(200);
  expect(await deserializer.deserialize(document)).toMatchObject({ ...john, accounts: [{ id: org }] });
  const read = await send("GET", `/contacts/${contact}`);
  expect(read.document.data).toEqual(document.data);
});

it("updates relationships with the document that it makes", async ({ tenant }) => {
  const send = createSend(tenant);
  const accounts = [{ id: "acc00117-0000-4000-8000-000000000003" }];
  const { document } = await send("PUT", `/contacts/${contact}`, contacts.serialize({ id: contact, accounts }));
  expect(await deserializer.deserialize(document)).toMatchObject({ first_name: "Jane", accounts });
});

it("reads a list with the resources that it includes", async ({ tenant }) => {
  const { document } = await createSend(tenant)("GET", "/contacts?limit=5&include=author,accounts");
  const list = (await new Deserializer({ keyForAttribute: "snake_case" }).deserialize(document)) as object[];
  expect(list).toHaveLength(5);
  expect(list[0]).toMatchObject({
    id: contact,
    first_name: "Jane",
    author: { email: "alex.morgan@example.com" },
    accounts: [{ id: org, meta: { created_at: "2023-11-07T05:31:56Z" } }],
  });
});

it("relates contacts to an account and an interaction", async ({ tenant }) => {
  const send = createSend(tenant);
  const identifiers = new Serializer("contacts", { attributes: [], pluralizeType: false });
  const account = "/accounts/acc00117-0000-4000-8000-000000000002/relationships/contacts";
  const interaction = "/interactions/17e2ac70-0000-4000-8000-000000000002/relationships/contact";
  expect((await send("POST", account, identifiers.serialize([{ id: contact }]))).status).toBe(204);
  expect((await send("PATCH", account, identifiers.serialize([]))).status).toBe(204);
  expect((await send("PATCH", interaction, identifiers.serialize({ id: contact }))).status).toBe(204);
});

it("is refused with a conflict when it leaves its type in the singular", async ({ tenant }) => {
  tenant.provokes = ["request.body /data/type enum"];
  const singular = new Serializer("contact", { attributes: ["email"], pluralizeType: false });
  const sent = singular.serialize({ id: contact, email: "ann@example.com" });
  const { status, document } = await createSend(tenant)("PUT", `/contacts/${contact}`, sent);
  expect({ status, errors: document.errors }).toMatchObject({ status: 409, errors: [{ status: "409" }] });
});

it("hears which names it got wrong when it writes them with dashes, as it does by default", async ({ tenant }) => {
  tenant.provokes = ["request.body /data/attributes/first-name undocumented-property"];
  const dashed = new Serializer("contacts", { attributes: ["first_name"] });
  const sent = dashed.serialize({ id: contact, first_name: "Ann" });
  const { document } = await createSend(tenant)("PUT", `/contacts/${contact}`, sent);
  expect(document.data).toMatchObject({ attributes: { first_name: "Jane" } });
  expect(tenant.violations().map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "the contract names no property "first-name"; did you mean "first_name"?",
    ]
  `);
});
