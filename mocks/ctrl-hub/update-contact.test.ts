import request from "supertest";
import { describe, expect, it } from "vitest";
import {
  account,
  base,
  contact,
  contactPath,
  createCtrlHub,
  exampleId,
  idsOf,
  interaction,
  jsonApi,
} from "../../test/mocks/ctrl-hub.ts";
import { sample } from "./samples.ts";
import { otherOrganisationId } from "./scenarios.ts";

const unknown = "0b9c3a6e-6f1d-4a52-8a0e-5d7f3f0c1b2a";

/** A document that updates the reference page's contact. */
function update(attributes: object, more: object = {}): object {
  return { data: { id: exampleId, type: "contacts", attributes, ...more } };
}

describe("updateContact", () => {
  it("keeps the attributes that the document does not name", async () => {
    const { send, get, violations } = createCtrlHub();
    const { body } = await send("put", contactPath, update({ last_name: "Smith-Doe" }));
    expect(body.data.attributes).toEqual({
      first_name: "Jane",
      last_name: "Smith-Doe",
      email: "jsmith@example.com",
      telephone: "+441632960002",
    });
    expect((await get(contactPath)).body.data.attributes.last_name).toBe("Smith-Doe");
    expect(await violations()).toEqual([]);
  });

  it("moves updated_at and modified_at and leaves created_at", async () => {
    const { send } = createCtrlHub();
    const { meta } = (await send("put", contactPath, update({ first_name: "Ann" }))).body.data;
    expect(meta.created_at).toBe("2023-11-07T05:31:56Z");
    expect(meta.updated_at).toBe(meta.modified_at);
    expect(Date.parse(meta.updated_at)).toBeGreaterThan(Date.parse(meta.created_at));
  });

  it("answers the JSON:API media type without parameters, also to plain JSON", async () => {
    const { app } = createCtrlHub();
    const response = await request(app)
      .put(contactPath)
      .set("Authorization", "Bearer standin-key")
      .set("Content-Type", "application/json; charset=utf-8")
      .send(update({ first_name: "Ann" }));
    expect([response.status, response.headers["content-type"]]).toEqual([200, jsonApi]);
  });

  it("ignores attributes that nobody documents and reports them", async () => {
    const { send, violations } = createCtrlHub();
    const body = JSON.parse(
      `{"data":{"id":"${exampleId}","type":"contacts","attributes":{"__proto__":{"a":1},"firstname":"X"}}}`,
    );
    const response = await send("put", contactPath, body);
    expect(response.status).toBe(200);
    expect(Object.keys(response.body.data.attributes)).toEqual(["first_name", "last_name", "email", "telephone"]);
    expect(await violations()).toContain("error request.body /data/attributes/firstname undocumented-property");
  });

  it("takes the top-level members that JSON:API allows", async () => {
    const { send, violations } = createCtrlHub();
    const document = { ...update({}), meta: {}, jsonapi: { version: "1.0" }, links: { self: "/contacts" } };
    expect((await send("put", contactPath, document)).status).toBe(200);
    expect(await violations()).toEqual([]);
  });

  it("replaces accounts on both sides of the relation", async () => {
    const { send, get } = createCtrlHub();
    const accounts = { data: [{ id: account(3), type: "customer-accounts" }] };
    const { body } = await send("put", contactPath, update({}, { relationships: { accounts } }));
    expect(body.data.relationships.accounts).toEqual(accounts);
    const { included } = (await get(`${contactPath}?include=accounts`)).body;
    expect(idsOf(included)).toEqual([account(3)]);
    expect(idsOf(included[0].relationships.contacts.data)).toContain(exampleId);
    const { relationships } = (await get(`${base}/contacts/${contact(3)}?include=accounts`)).body.data;
    expect(idsOf(relationships.accounts.data)).toEqual([account(3)]);
  });

  it("takes an interaction away from the contact that had it", async () => {
    const { send, get } = createCtrlHub();
    const interactions = { data: [{ id: interaction(2), type: "customer-interactions" }] };
    await send("put", contactPath, update({}, { relationships: { interactions } }));
    const before = (await get(`${base}/contacts/${contact(2)}`)).body.data;
    expect(idsOf(before.relationships.interactions.data)).not.toContain(interaction(2));
  });

  it("changes nothing when one of the related resources is unknown", async () => {
    const { send, get } = createCtrlHub();
    const accounts = { data: [{ id: unknown, type: "customer-accounts" }] };
    const { status, body } = await send(
      "put",
      contactPath,
      update({ first_name: "Ann" }, { relationships: { accounts } }),
    );
    expect([status, body.errors[0].source]).toEqual([404, { pointer: "/data/relationships/accounts/data/0" }]);
    expect((await get(contactPath)).body.data.attributes.first_name).toBe("Jane");
  });

  it("takes an unchanged author and refuses another", async () => {
    const { send } = createCtrlHub();
    const author = (id: string) => ({ relationships: { author: { data: { id, type: "users" } } } });
    expect((await send("put", contactPath, update({}, author(exampleId)))).status).toBe(200);
    expect((await send("put", contactPath, update({}, author(sample("user", 2))))).status).toBe(403);
  });

  it("refuses an id and a type that are not those of the URL with 409", async () => {
    const { send } = createCtrlHub();
    const other = await send("put", contactPath, { data: { id: contact(2), type: "contacts", attributes: {} } });
    const type = await send("put", contactPath, { data: { id: exampleId, type: "people", attributes: {} } });
    expect([other.status, other.body.errors[0].source.pointer]).toEqual([409, "/data/id"]);
    expect([type.status, type.body.errors[0].source.pointer]).toEqual([409, "/data/type"]);
  });

  it("names what misses a required member and shows what was sent there, as the vendor's example does", async () => {
    const { send } = createCtrlHub();
    const title = "The request body is not valid";
    const { body } = await send("put", contactPath, { data: { type: "contacts" } });
    expect(body.errors).toEqual(
      ["id", "attributes"].map((member) => ({
        status: "400",
        title,
        detail: `${member} is required`,
        meta: { field: "data", type: "required", value: { type: "contacts" } },
      })),
    );
    const { errors } = (await send("put", contactPath, {})).body;
    expect(errors[0].meta).toEqual({ field: "(root)", type: "required", value: {} });
  });

  it("names each invalid attribute once, with what was sent", async () => {
    const { send } = createCtrlHub();
    const { status, body } = await send("put", contactPath, update({ email: "jane", first_name: null, last_name: 7 }));
    expect(status).toBe(400);
    expect(body).not.toHaveProperty("data");
    expect(body.errors.map(({ detail, meta }: { detail: string; meta: object }) => [detail, meta])).toEqual([
      ["Does not match format 'email'", { field: "data.attributes.email", type: "format", value: "jane" }],
      [
        "Invalid type. Expected: string, given: null",
        { field: "data.attributes.first_name", type: "invalid_type", value: null },
      ],
      [
        "Invalid type. Expected: string, given: integer",
        { field: "data.attributes.last_name", type: "invalid_type", value: 7 },
      ],
    ]);
  });

  it("weighs a null attribute as a note, for no page says whether one may be null", async () => {
    const { send, violations } = createCtrlHub();
    await send("put", contactPath, update({ telephone: null }));
    expect(await violations()).toEqual(["note request.body /data/attributes/telephone not"]);
  });

  it("says that a document is absent or cannot be read", async () => {
    const { send, sendText } = createCtrlHub();
    const put = (text: string) => sendText("put", contactPath, jsonApi, text);
    expect((await send("put", contactPath)).body.errors[0].detail).toBe("There is no document.");
    expect((await put("{")).body.errors[0].detail).toBe("The document cannot be read.");
    expect((await put("[]")).body.errors[0]).toMatchObject({
      detail: "Invalid type. Expected: object, given: array",
      meta: { field: "(root)", type: "invalid_type", value: [] },
    });
  });

  it("finds a contact in its own organisation only", async () => {
    const { send, get } = createCtrlHub();
    const other = `/ctrl-hub/v3/orgs/${otherOrganisationId}/customers/contacts`;
    expect((await send("put", `${other}/${exampleId}`, update({}))).status).toBe(404);
    expect((await get(`${other}/${contact(101)}`)).status).toBe(200);
    expect((await get(`${base}/contacts/${contact(101)}`)).status).toBe(404);
    expect((await get(`/ctrl-hub/v3/orgs/${unknown}/customers/contacts`)).status).toBe(404);
    expect((await get(`${base}/contacts/none`)).status).toBe(404);
  });
});

describe("media types", () => {
  it("refuses the JSON:API type with parameters with 415", async () => {
    const { send } = createCtrlHub();
    const response = await send("put", contactPath, update({})).type(`${jsonApi}; charset=utf-8`);
    expect([response.status, response.headers["content-type"]]).toEqual([415, jsonApi]);
  });

  it("refuses Accept with 406 only when every JSON:API type in it has parameters", async () => {
    const { get } = createCtrlHub();
    const statusFor = async (accept: string) => (await get(contactPath).set("Accept", accept)).status;
    expect(await statusFor(`${jsonApi}; ext="a,b", */*`)).toBe(406);
    expect(await statusFor(`${jsonApi}; charset=utf-8, ${jsonApi}`)).toBe(200);
    expect(await statusFor(`${jsonApi};q=0.8, text/html`)).toBe(200);
    expect(await statusFor("application/json")).toBe(200);
  });
});
