import { createServer } from "node:http";
import Kitsu from "kitsu";
import supertest from "supertest";
import { describe, expect, it } from "vitest";
import { createApp } from "../../src/index.ts";

const org = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
const otherOrg = "02600000-0000-4000-8000-000000000002";
const unknown = "0b9c3a6e-6f1d-4a52-8a0e-5d7f3f0c1b2a";
const base = `/ctrl-hub/v3/orgs/${org}/customers`;
const contactPath = `${base}/contacts/${org}`;
const jsonApi = "application/vnd.api+json";

function start() {
  const { app } = createApp({ providers: ["ctrl-hub"] });
  const client = supertest(app);
  return {
    client,
    get: (path: string) => client.get(path).set("X-Session-Token", "standin-key"),
    send: (method: "put" | "post" | "patch", path: string, body: object) =>
      client[method](path).set("X-Session-Token", "standin-key").set("Content-Type", jsonApi).send(body),
    violations: async () => (await client.get("/_standin/violations?provider=ctrl-hub")).body.items,
  };
}

function update(attributes: object, more: object = {}): object {
  return { data: { id: org, type: "contacts", attributes, ...more } };
}

const sample = (prefix: string, n: number) => `${prefix}-0000-4000-8000-${String(n).padStart(12, "0")}`;
const contact = (n: number) => sample("c0117ac7", n);
const account = (n: number) => sample("acc00117", n);
const interaction = (n: number) => sample("17e2ac70", n);
const ids = (data: { id: string }[]) => data.map(({ id }) => id);

describe("ctrl-hub updateContact", () => {
  it("keeps the attributes that the document does not name", async () => {
    const { send, get, violations } = start();
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
    const { send } = start();
    const { meta } = (await send("put", contactPath, update({ first_name: "Ann" }))).body.data;
    expect(meta.created_at).toBe("2023-11-07T05:31:56Z");
    expect(meta.updated_at).toBe(meta.modified_at);
    expect(Date.parse(meta.updated_at)).toBeGreaterThan(Date.parse(meta.created_at));
  });

  it("answers the JSON:API media type without parameters, also to plain JSON", async () => {
    const { client } = start();
    const response = await client
      .put(contactPath)
      .set("Authorization", "Bearer standin-key")
      .set("Content-Type", "application/json; charset=utf-8")
      .send(update({ first_name: "Ann" }));
    expect([response.status, response.headers["content-type"]]).toEqual([200, jsonApi]);
  });

  it("ignores attributes that nobody documents and reports them", async () => {
    const { send, violations } = start();
    const body = JSON.parse(
      `{"data":{"id":"${org}","type":"contacts","attributes":{"__proto__":{"a":1},"firstname":"X"}}}`,
    );
    const response = await send("put", contactPath, body);
    expect(response.status).toBe(200);
    expect(Object.keys(response.body.data.attributes)).toEqual(["first_name", "last_name", "email", "telephone"]);
    const found = (await violations()).map(({ pointer, rule }: { pointer: string; rule: string }) => [pointer, rule]);
    expect(found).toContainEqual(["/data/attributes/firstname", "undocumented-property"]);
  });

  it("takes the top-level members that JSON:API allows", async () => {
    const { send, violations } = start();
    const document = { ...update({}), meta: {}, jsonapi: { version: "1.0" }, links: { self: "/contacts" } };
    expect((await send("put", contactPath, document)).status).toBe(200);
    expect(await violations()).toEqual([]);
  });

  it("replaces accounts on both sides of the relation", async () => {
    const { send, get } = start();
    const accounts = { data: [{ id: account(3), type: "customer-accounts" }] };
    const { body } = await send("put", contactPath, update({}, { relationships: { accounts } }));
    expect(body.data.relationships.accounts).toEqual(accounts);
    const { included } = (await get(`${contactPath}?include=accounts`)).body;
    expect(ids(included)).toEqual([account(3)]);
    expect(ids(included[0].relationships.contacts.data)).toContain(org);
    const { relationships } = (await get(`${base}/contacts/${contact(3)}?include=accounts`)).body.data;
    expect(ids(relationships.accounts.data)).toEqual([account(3)]);
  });

  it("takes an interaction away from the contact that had it", async () => {
    const { send, get } = start();
    const interactions = { data: [{ id: interaction(2), type: "customer-interactions" }] };
    await send("put", contactPath, update({}, { relationships: { interactions } }));
    const before = (await get(`${base}/contacts/${contact(2)}`)).body.data;
    expect(ids(before.relationships.interactions.data)).not.toContain(interaction(2));
  });

  it("changes nothing when one of the related resources is unknown", async () => {
    const { send, get } = start();
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
    const { send } = start();
    const author = (id: string) => ({ relationships: { author: { data: { id, type: "users" } } } });
    expect((await send("put", contactPath, update({}, author(org)))).status).toBe(200);
    expect((await send("put", contactPath, update({}, author(sample("05e20000", 2))))).status).toBe(403);
  });

  it("refuses an id and a type that are not those of the URL with 409", async () => {
    const { send } = start();
    const other = await send("put", contactPath, { data: { id: contact(2), type: "contacts", attributes: {} } });
    const type = await send("put", contactPath, { data: { id: org, type: "people", attributes: {} } });
    expect([other.status, other.body.errors[0].source.pointer]).toEqual([409, "/data/id"]);
    expect([type.status, type.body.errors[0].source.pointer]).toEqual([409, "/data/type"]);
  });

  it("names what misses a required member and shows what was sent there, as the vendor's example does", async () => {
    const { send } = start();
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
    const { send } = start();
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
    const { send, violations } = start();
    await send("put", contactPath, update({ telephone: null }));
    expect(await violations()).toMatchObject([
      { pointer: "/data/attributes/telephone", rule: "not", severity: "note", evidence: "assumed" },
    ]);
  });

  it("says that a document is absent or cannot be read", async () => {
    const { client } = start();
    const put = () => client.put(contactPath).set("X-Session-Token", "standin-key").set("Content-Type", jsonApi);
    expect((await put()).body.errors[0].detail).toBe("There is no document.");
    expect((await put().send("{")).body.errors[0].detail).toBe("The document cannot be read.");
    expect((await put().send("[]")).body.errors[0]).toMatchObject({
      detail: "Invalid type. Expected: object, given: array",
      meta: { field: "(root)", type: "invalid_type", value: [] },
    });
  });

  it("finds a contact in its own organisation only", async () => {
    const { send, get } = start();
    const other = `/ctrl-hub/v3/orgs/${otherOrg}/customers/contacts`;
    expect((await send("put", `${other}/${org}`, update({}))).status).toBe(404);
    expect((await get(`${other}/${contact(101)}`)).status).toBe(200);
    expect((await get(`${base}/contacts/${contact(101)}`)).status).toBe(404);
    expect((await get(`/ctrl-hub/v3/orgs/${unknown}/customers/contacts`)).status).toBe(404);
    expect((await get(`${base}/contacts/none`)).status).toBe(404);
  });
});

describe("ctrl-hub media types", () => {
  it("refuses the JSON:API type with parameters with 415", async () => {
    const { client } = start();
    const response = await client
      .put(contactPath)
      .set("X-Session-Token", "standin-key")
      .set("Content-Type", `${jsonApi}; charset=utf-8`)
      .send(update({}));
    expect([response.status, response.headers["content-type"]]).toEqual([415, jsonApi]);
  });

  it("refuses Accept with 406 only when every JSON:API type in it has parameters", async () => {
    const { get } = start();
    const statusFor = async (accept: string) => (await get(contactPath).set("Accept", accept)).status;
    expect(await statusFor(`${jsonApi}; ext="a,b", */*`)).toBe(406);
    expect(await statusFor(`${jsonApi}; charset=utf-8, ${jsonApi}`)).toBe(200);
    expect(await statusFor(`${jsonApi};q=0.8, text/html`)).toBe(200);
    expect(await statusFor("application/json")).toBe(200);
  });
});

describe("ctrl-hub include", () => {
  it("sends every related resource once, and links each from the data", async () => {
    const { get } = start();
    const { data, included } = (await get(`${base}/contacts?include=author,accounts,interactions,organisation`)).body;
    const key = ({ type, id }: { type: string; id: string }) => `${type} ${id}`;
    const keys = included.map(key);
    expect(new Set(keys).size).toBe(keys.length);
    const linked = data.flatMap(({ relationships }: { relationships: Record<string, { data: never }> }) =>
      Object.values(relationships).flatMap((relationship) => [relationship.data].flat().map(key)),
    );
    expect(keys.filter((name: string) => !linked.includes(name))).toEqual([]);
  });

  it("answers an empty list of included resources where there are none, and no member where none were asked for", async () => {
    const { get } = start();
    expect((await get(`${base}/contacts/${contact(5)}?include=accounts`)).body.included).toEqual([]);
    expect((await get(`${base}/contacts/${contact(5)}?include=`)).body).not.toHaveProperty("included");
  });

  it("takes commas that are percent-encoded", async () => {
    const { get, violations } = start();
    const { included } = (await get(`${contactPath}?include=author%2Caccounts`)).body;
    expect(included.map(({ type }: { type: string }) => type)).toEqual(["users", "customer-accounts"]);
    expect(await violations()).toEqual([]);
  });

  it("refuses an unknown relationship with the name of the parameter", async () => {
    const { get } = start();
    const { status, body } = await get(`${contactPath}?include=address,author,street`);
    expect(status).toBe(400);
    expect(body.errors).toEqual(
      ["address", "street"].map((resource) => ({
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
        status: "400",
        title: "A validation error was encountered",
        source: { parameter: "include" },
        meta: { resource },
      })),
    );
  });

  it("shows accounts and interactions as the vendor's pages do", async () => {
    const { get } = start();
    const { included } = (await get(`${contactPath}?include=accounts,interactions`)).body;
    expect(included.map((resource: { relationships: object }) => Object.keys(resource.relationships))).toEqual([
      ["author", "organisation", "contacts", "interactions"],
      ["author", "organisation", "representative", "account", "contact"],
    ]);
    expect(included[0]).not.toHaveProperty("attributes");
  });
});

describe("ctrl-hub listContacts", () => {
  it("leads from page to page through every contact once", async () => {
    const { get } = start();
    const seen: string[] = [];
    for (let offset: number | null = 0; offset !== null; ) {
      const { data, meta }: { data: { id: string }[]; meta: { pagination: { offsets: { next: number | null } } } } = (
        await get(`${base}/contacts?limit=20&offset=${offset}`)
      ).body;
      seen.push(...ids(data));
      offset = meta.pagination.offsets.next;
    }
    expect([seen.length, new Set(seen).size, seen[0]]).toEqual([48, 48, org]);
  });

  it("tells the offsets beside a page, null at the ends", async () => {
    const { get } = start();
    const paginationAt = async (query: string) => (await get(`${base}/contacts${query}`)).body.meta.pagination;
    expect(await paginationAt("")).toEqual({
      current_page: 1,
      counts: { resources: 48, pages: 1 },
      requested: { offset: 0, limit: 100 },
      offsets: { previous: null, next: null },
    });
    expect((await paginationAt("?limit=20&offset=20")).offsets).toEqual({ previous: 0, next: 40 });
    expect((await paginationAt("?limit=20&offset=40")).offsets).toEqual({ previous: 20, next: null });
  });

  it("sorts by the first field and ignores the others", async () => {
    const { get } = start();
    const names = (body: { data: { attributes: { last_name: string } }[] }) =>
      body.data.map(({ attributes }) => attributes.last_name);
    const sorted = names((await get(`${base}/contacts?sort=-last_name,first_name`)).body);
    expect(sorted).toEqual([...sorted].sort().reverse());
    expect((await get(`${base}/contacts?sort=telephone`)).body.errors[0].source).toEqual({ parameter: "sort" });
  });

  it("sorts by the moment of an update, whatever its fraction of a second", async () => {
    const { get, send } = start();
    await send("put", contactPath, update({ first_name: "Ann" }));
    expect(ids((await get(`${base}/contacts?sort=-modified_at&limit=1`)).body.data)).toEqual([org]);
  });

  it("has itself in links.self, so that who follows it stays, and escapes what a URI does not allow", async () => {
    const { get } = start();
    const { links } = (await get(`${base}/contacts?limit=1&filter[name]=x`).set("Host", "127.0.0.1:4010")).body;
    expect(links.self).toBe(`http://127.0.0.1:4010${base}/contacts?limit=1&filter%5Bname%5D=x`);
  });

  it("has the vendor's host in links.self where the request came to it", async () => {
    const { get } = start();
    const path = `/v3/orgs/${org}/customers/contacts?limit=1`;
    const { links } = (await get(path).set("Host", "api.ctrl-hub.com")).body;
    expect(links.self).toBe(`https://api.ctrl-hub.com${path}`);
  });
});

describe("ctrl-hub relationships", () => {
  it("adds contacts to an account, each once", async () => {
    const { send, get } = start();
    const path = `${base}/accounts/${org}/relationships/contacts`;
    const data = [contact(2), contact(2), org].map((id) => ({ id, type: "contacts" }));
    const response = await send("post", path, { data });
    expect([response.status, response.text]).toEqual([204, ""]);
    const { included } = (await get(`${contactPath}?include=accounts`)).body;
    expect(ids(included[0].relationships.contacts.data)).toEqual([org, contact(2)]);
    const { relationships } = (await get(`${base}/contacts/${contact(2)}`)).body.data;
    expect(ids(relationships.accounts.data)).toEqual([account(2), org]);
  });

  it("replaces the contacts of an account, and clears them with an empty list", async () => {
    const { send, get } = start();
    const path = `${base}/accounts/${org}/relationships/contacts`;
    await send("patch", path, { data: [{ id: contact(2), type: "contacts" }] });
    expect((await get(contactPath)).body.data.relationships.accounts.data).toEqual([]);
    await send("patch", path, { data: [] });
    const { relationships } = (await get(`${base}/contacts/${contact(2)}`)).body.data;
    expect(ids(relationships.accounts.data)).toEqual([account(2)]);
  });

  it("relates no contact when one of them is unknown", async () => {
    const { send, get } = start();
    const data = [contact(2), contact(101)].map((id) => ({ id, type: "contacts" }));
    const { status, body } = await send("post", `${base}/accounts/${org}/relationships/contacts`, { data });
    expect([status, body.errors[0].source]).toEqual([404, { pointer: "/data/1" }]);
    const { relationships } = (await get(`${base}/contacts/${contact(2)}`)).body.data;
    expect(ids(relationships.accounts.data)).toEqual([account(2)]);
  });

  it("moves an interaction from one contact to another, and to none", async () => {
    const { send, get } = start();
    const path = `${base}/interactions/${org}/relationships/contact`;
    const interactionsOf = async (id: string) =>
      ids((await get(`${base}/contacts/${id}`)).body.data.relationships.interactions.data);
    await send("patch", path, { data: { id: contact(2), type: "contacts" } });
    expect([await interactionsOf(org), await interactionsOf(contact(2))]).toEqual([[], [interaction(2), org]]);
    expect((await send("patch", path, { data: null })).status).toBe(204);
    expect(await interactionsOf(contact(2))).toEqual([interaction(2)]);
  });

  it("refuses a list where one contact belongs, and another type", async () => {
    const { send } = start();
    const path = `${base}/interactions/${org}/relationships/contact`;
    expect((await send("patch", path, { data: [] })).status).toBe(400);
    expect((await send("patch", path, { data: { id: org, type: "users" } })).status).toBe(409);
  });
});

describe("ctrl-hub with kitsu", () => {
  it("takes back a contact as kitsu reads and writes it, without a violation", async () => {
    const { app } = createApp({ providers: ["ctrl-hub"] });
    const server = createServer(app).listen(0);
    try {
      const { port } = server.address() as { port: number };
      const api = new Kitsu({
        baseURL: `http://127.0.0.1:${port}${base}`,
        headers: { "X-Session-Token": "standin-key" },
        pluralize: false,
        camelCaseTypes: false,
        resourceCase: "none",
      });
      const { data } = (await api.get(`contacts/${org}`, {})) as { data: Record<string, unknown> };
      const changed = await api.request({
        method: "PUT",
        type: "contacts",
        url: `contacts/${org}`,
        body: { ...data, first_name: "Ann" },
      });
      expect(changed.data).toMatchObject({ id: org, first_name: "Ann", last_name: "Smith" });
      const found = (await api.get("contacts", { params: { include: "author,accounts" } })) as {
        data: { author: { data: { profile: unknown } } }[];
      };
      expect(found.data[0]?.author.data.profile).toEqual({ personal: { first_name: "Alex", last_name: "Morgan" } });
      const { body } = await supertest(app).get("/_standin/violations?provider=ctrl-hub");
      expect(body.items).toEqual([]);
    } finally {
      server.close();
    }
  });
});
