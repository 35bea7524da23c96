import request from "supertest";
import { describe, expect, it } from "vitest";
import { createApp } from "../../src/index.ts";

const exampleId = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const unknownId = "3f2b8c1e-6a57-4d0e-9c41-0d5f7a8b9c10";
const contactPath = `/weeek/public/v1/crm/contacts/${exampleId}`;
const organizationPath = `/weeek/public/v1/crm/organizations/${exampleId}`;

function start() {
  const { app } = createApp({ providers: ["weeek"] });
  const send = (method: "get" | "post" | "put" | "patch" | "delete" | "options", path: string) =>
    request(app)[method](path).set("authorization", "Bearer standin-key").set("accept", "application/json");
  const violations = async () =>
    (await request(app).get("/_standin/violations?provider=weeek")).body.items.map(
      (item: { part: string; pointer: string; rule: string; severity: string }) =>
        `${item.severity} ${item.part} ${item.pointer} ${item.rule}`,
    );
  return { app, send, violations };
}

describe("contacts", () => {
  it("answers strings of the request as objects with ids", async () => {
    const { send, violations } = start();
    const { body } = await send("put", contactPath).send({ firstName: "Maria", emails: ["maria@example.com"] });
    expect(body.contact.emails).toEqual([{ id: expect.any(String), email: "maria@example.com" }]);
    expect((await send("get", contactPath)).body).toEqual(body);
    expect(await violations()).toEqual([]);
  });

  it("keeps the id of a string that was there before", async () => {
    const { send } = start();
    const { body } = await send("put", contactPath).send({
      firstName: "Maria",
      emails: ["first@example.com", "user@example.com"],
    });
    expect(body.contact.emails[1]).toEqual({ id: exampleId, email: "user@example.com" });
    expect(body.contact.emails[0].id).not.toBe(exampleId);
  });

  it("keeps what a PUT leaves out", async () => {
    const { send } = start();
    const { body } = await send("put", contactPath).send({ firstName: "Maria" });
    expect(body.contact).toMatchObject({
      firstName: "Maria",
      lastName: "string",
      organizations: [exampleId],
      phones: [{ id: exampleId, phone: "string" }],
      tags: [0],
    });
  });

  it("clears with null and with an empty list", async () => {
    const { send, violations } = start();
    const cleared = { firstName: "Maria", lastName: null, middleName: null, organizations: null, emails: null };
    const { body } = await send("put", contactPath).send({ ...cleared, phones: [], tags: null });
    expect(body.contact).toMatchObject({ ...cleared, organizations: [], emails: [], phones: [], tags: [] });
    expect(await violations()).toEqual([]);
  });

  it("keeps an id once that is sent twice", async () => {
    const { send } = start();
    const { body } = await send("put", contactPath).send({ firstName: "Maria", tags: [2, 2, 1] });
    expect(body.contact.tags).toEqual([2, 1]);
  });

  it("takes PATCH as PUT, with firstName required", async () => {
    const { send } = start();
    expect((await send("patch", contactPath).send({ firstName: "Maria" })).body.contact.lastName).toBe("string");
    expect((await send("patch", contactPath).send({ lastName: "Ivanova" })).status).toBe(422);
  });

  it("ignores an unknown field, and reports it", async () => {
    const { send, violations } = start();
    const { status, body } = await send("put", contactPath).send({ firstName: "Maria", firstname: "Anna" });
    expect(status).toBe(200);
    expect(body.contact.firstName).toBe("Maria");
    expect(await violations()).toEqual(["error request.body /firstname undocumented-property"]);
  });

  it("survives members named after prototypes", async () => {
    const { send } = start();
    const { status } = await send("put", contactPath)
      .set("content-type", "application/json")
      .send('{"firstName": "Maria", "__proto__": {"lastName": "x"}, "constructor": 1}');
    expect(status).toBe(200);
  });

  it("creates with status 200 and sets both times", async () => {
    const { send } = start();
    const { status, body } = await send("post", "/weeek/public/v1/crm/contacts").send({ firstName: "Maria" });
    expect(status).toBe(200);
    expect(body.contact).toMatchObject({ lastName: null, emails: [], createdAt: body.contact.updatedAt });
    expect((await send("get", `/weeek/public/v1/crm/contacts/${body.contact.id}`)).body).toEqual(body);
  });

  it("forgets a deleted contact", async () => {
    const { send } = start();
    expect((await send("delete", contactPath)).body).toEqual({ success: true });
    expect((await send("get", contactPath)).body).toEqual({ message: "Record not found" });
    expect((await send("get", organizationPath)).body.organization.contacts).not.toContain(exampleId);
  });

  it("takes the empty array that the PHP client sends with a DELETE", async () => {
    const { send, violations } = start();
    expect((await send("delete", contactPath).send([])).status).toBe(200);
    expect(await violations()).toEqual([]);
  });

  it.each(["*/*", "application/json, text/plain, */*", "application/json; charset=utf-8", "application/json;q=0.9"])(
    "takes Accept: %s",
    async (accept) => {
      const { send, violations } = start();
      expect((await send("get", contactPath).set("accept", accept)).headers["content-type"]).toBe("application/json");
      expect(await violations()).toEqual([]);
    },
  );

  it("finds a record under its id in any case, and answers the id in lower case", async () => {
    const { send, violations } = start();
    const id = exampleId.toUpperCase();
    const path = `/weeek/public/v1/crm/contacts/${id}`;
    const { body } = await send("put", path).send({ firstName: "Maria", organizations: [id, exampleId] });
    expect(body.contact).toMatchObject({ id: exampleId, organizations: [exampleId] });
    expect((await send("put", `${path}/emails/${id}`).send({ email: "a@example.com" })).status).toBe(200);
    await send("delete", `${organizationPath}/contacts`).send({ contactId: id });
    expect((await send("get", path)).body.contact.organizations).toEqual([]);
    await send("post", `${organizationPath}/contacts`).send({ contactId: id });
    const listed = await send("get", `/weeek/public/v1/crm/contacts?organizationIds[]=${id}&limit=1`);
    expect(listed.body.contacts[0].organizations).toEqual([exampleId]);
    expect((await send("delete", path)).body).toEqual({ success: true });
    expect(await violations()).toEqual([]);
  });

  it("answers exactly application/json", async () => {
    const { send } = start();
    expect((await send("get", contactPath)).headers["content-type"]).toBe("application/json");
    expect((await send("get", `${contactPath}0`)).headers["content-type"]).toBe("application/json");
  });
});

describe("lists", () => {
  const names = (body: { contacts: { firstName: string; lastName: string | null }[] }) =>
    body.contacts.map(({ lastName, firstName }) => `${lastName} ${firstName}`);

  it("pages by limit and offset, past the end with an empty page", async () => {
    const { send } = start();
    const all = (await send("get", "/weeek/public/v1/crm/contacts?limit=100")).body.contacts;
    const second = (await send("get", "/weeek/public/v1/crm/contacts?limit=10&offset=10")).body.contacts;
    expect(all).toHaveLength(64);
    expect(second).toEqual(all.slice(10, 20));
    expect((await send("get", "/weeek/public/v1/crm/contacts")).body.contacts).toHaveLength(50);
    expect((await send("get", "/weeek/public/v1/crm/contacts?offset=64")).body.contacts).toEqual([]);
  });

  it("sorts by name and by time, both ways", async () => {
    const { send } = start();
    const up = await send("get", "/weeek/public/v1/crm/contacts?limit=100&sort=alphabet");
    const down = await send("get", "/weeek/public/v1/crm/contacts?limit=100&sort=-alphabet");
    expect(names(up.body)).not.toEqual(names(down.body));
    expect(new Set(names(up.body))).toEqual(new Set(names(down.body)));
    const times = (await send("get", "/weeek/public/v1/crm/contacts?limit=100&sort=-updatedAt")).body.contacts.map(
      ({ updatedAt }: { updatedAt: string }) => updatedAt,
    );
    expect(times).toEqual([...times].sort().reverse());
  });

  it("puts a contact first that was just updated", async () => {
    const { send } = start();
    await send("put", contactPath).send({ firstName: "Maria" });
    const { body } = await send("get", "/weeek/public/v1/crm/contacts?sort=-updatedAt&limit=1");
    expect(body.contacts[0].id).toBe(exampleId);
  });

  it("finds names, emails and phones in any case", async () => {
    const { send } = start();
    const found = async (search: string) =>
      (await send("get", `/weeek/public/v1/crm/contacts?search=${encodeURIComponent(search)}`)).body.contacts.length;
    expect(await found("CONTACT7@example.com")).toBe(1);
    expect(await found("чингиз")).toBeGreaterThan(1);
    expect(await found("nobody at all")).toBe(0);
  });

  it.each(["organizationIds[]", "organizationIds[0]"])("filters contacts by %s", async (name) => {
    const { send, violations } = start();
    const { body } = await send("get", `/weeek/public/v1/crm/contacts?${name}=${exampleId}`);
    expect(body.contacts.length).toBeGreaterThan(1);
    for (const contact of body.contacts) expect(contact.organizations).toContain(exampleId);
    expect(await violations()).toEqual([]);
  });

  it.each([`organizationIds=${exampleId}`, `organizationIds=${exampleId}&organizationIds=${exampleId}`])(
    "refuses an array without brackets: %s",
    async (query) => {
      const { send } = start();
      const { status, body } = await send("get", `/weeek/public/v1/crm/contacts?${query}`);
      expect(status).toBe(422);
      expect(body.errors).toEqual({ organizationIds: ["The organization ids must be an array."] });
    },
  );

  it("refuses a filter by an organization that does not exist", async () => {
    const { send } = start();
    const { status, body } = await send("get", `/weeek/public/v1/crm/contacts?organizationIds[]=${unknownId}`);
    expect(status).toBe(422);
    expect(body.errors).toEqual({ "organizationIds.0": ["The selected organization ids.0 is invalid."] });
  });

  it("filters organizations by contact, tag and member", async () => {
    const { send, violations } = start();
    const found = async (query: string) =>
      (await send("get", `/weeek/public/v1/crm/organizations?${query}`)).body.organizations;
    expect((await found(`contacts[]=${exampleId}`)).map(({ id }: { id: string }) => id)).toEqual([exampleId]);
    for (const { tags } of await found("tags[]=3")) expect(tags).toContain(3);
    expect(await found(`responsible[]=${unknownId}`)).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  it.each([
    ["[0]", []],
    ["[*]", []],
    ["[]", ["note request.query /customFields type"]],
  ])("takes the filter by custom field with %s, and finds nothing", async (index, found) => {
    const { send, violations } = start();
    const query = `customFields${index}[id]=${unknownId}&customFields${index}[value]=x`;
    expect((await send("get", `/weeek/public/v1/crm/contacts?${query}`)).body.contacts).toEqual([]);
    expect(await violations()).toEqual(found);
  });

  it("refuses an unknown order", async () => {
    const { send } = start();
    const { status, body } = await send("get", "/weeek/public/v1/crm/contacts?sort=createdAt");
    expect(status).toBe(422);
    expect(body.message).toBe("The selected sort is invalid.");
  });
});

describe("emails and phones of a contact", () => {
  it("adds, changes and removes one", async () => {
    const { send, violations } = start();
    const { id } = (await send("post", `${contactPath}/phones`).send({ phone: "+4915112345678" })).body.phone;
    expect((await send("put", `${contactPath}/phones/${id}`).send({ phone: "112" })).body).toEqual({
      success: true,
      phone: { id, phone: "112" },
    });
    expect((await send("get", contactPath)).body.contact.phones).toEqual([
      { id: exampleId, phone: "string" },
      { id, phone: "112" },
    ]);
    expect((await send("delete", `${contactPath}/phones/${id}`)).body).toEqual({ success: true });
    expect((await send("delete", `${contactPath}/phones/${id}`)).status).toBe(404);
    expect(await violations()).toEqual([]);
  });

  it("does not find an entry of another contact", async () => {
    const { send } = start();
    const other = "/weeek/public/v1/crm/contacts/cccccccc-0000-4000-8000-000000000001";
    expect((await send("put", `${other}/emails/${exampleId}`).send({ email: "a@example.com" })).status).toBe(404);
  });
});

describe("organizations", () => {
  it("shows a contact's organization on both sides", async () => {
    const { send } = start();
    const contactId = "cccccccc-0000-4000-8000-000000000004";
    await send("post", `${organizationPath}/contacts`).send({ contactId });
    expect((await send("get", organizationPath)).body.organization.contacts).toContain(contactId);
    const { body } = await send("get", `/weeek/public/v1/crm/contacts/${contactId}`);
    expect(body.contact.organizations).toContain(exampleId);
    await send("delete", `${organizationPath}/contacts`).send({ contactId });
    expect((await send("get", organizationPath)).body.organization.contacts).not.toContain(contactId);
  });

  it("leaves its contacts when it is deleted", async () => {
    const { send } = start();
    await send("delete", organizationPath);
    expect((await send("get", contactPath)).body.contact.organizations).toEqual([]);
  });

  it("answers the first of the responsible members", async () => {
    const { send } = start();
    const { body } = await send("put", organizationPath).send({ responsibles: [unknownId, exampleId] });
    expect(body.organization).toMatchObject({ name: "Reference Organization", responsibleId: unknownId });
  });

  it("is created without a single field, as the document allows", async () => {
    const { send, violations } = start();
    const { status } = await send("post", "/weeek/public/v1/crm/organizations").send({});
    expect(status).toBe(200);
    expect(await violations()).toEqual([]);
  });
});

describe("tags", () => {
  it("detaches by a DELETE with a body, and twice without complaint", async () => {
    const { send, violations } = start();
    expect((await send("delete", `${contactPath}/tags`).send({ tagId: 0 })).body).toEqual({ success: true });
    expect((await send("delete", `${contactPath}/tags`).send({ tagId: 0 })).body).toEqual({ success: true });
    expect((await send("get", contactPath)).body.contact.tags).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  it("attaches once", async () => {
    const { send } = start();
    await send("post", `${contactPath}/tags`).send({ tagId: 4 });
    await send("post", `${contactPath}/tags`).send({ tagId: 4 });
    expect((await send("get", contactPath)).body.contact.tags).toEqual([0, 4]);
  });

  it("refuses a tag that does not exist", async () => {
    const { send } = start();
    const { status, body } = await send("post", `${contactPath}/tags`).send({ tagId: 999 });
    expect(status).toBe(422);
    expect(body.errors).toEqual({ tagId: ["The selected tag id is invalid."] });
  });

  it("disappears from contacts and organizations when it is deleted, and its number does not return", async () => {
    const { send } = start();
    await send("delete", "/weeek/public/v1/ws/tags/8");
    await send("delete", "/weeek/public/v1/ws/tags/0");
    expect((await send("get", contactPath)).body.contact.tags).toEqual([]);
    expect((await send("get", organizationPath)).body.organization.tags).toEqual([]);
    expect((await send("post", "/weeek/public/v1/ws/tags").send({ title: "Work" })).body.tag.id).toBe(9);
  });

  it("is not found under an id that is no number", async () => {
    const { send } = start();
    expect((await send("get", "/weeek/public/v1/ws/tags/first")).body).toEqual({ message: "Record not found" });
    expect((await send("delete", "/weeek/public/v1/ws/tags/first")).status).toBe(404);
  });
});

describe("refusals", () => {
  it("refuses a token that it does not know", async () => {
    const { app, violations } = start();
    const { status, body } = await request(app).get(contactPath).set("authorization", "Bearer another");
    expect(status).toBe(401);
    expect(body).toEqual({ success: false, code: 2000000, message: "Unauthenticated." });
    expect(await violations()).toEqual([]);
  });

  it("counts the errors after the first", async () => {
    const { send } = start();
    const invalid = { firstName: "x".repeat(256), emails: ["nobody"], organizations: ["none"], tags: "0" };
    const { status, body } = await send("put", contactPath).send(invalid);
    expect(status).toBe(422);
    expect(body.errors).toEqual({
      firstName: ["The first name must not be greater than 255 characters."],
      "emails.0": ["The emails.0 must be a valid email address."],
      "organizations.0": ["The organizations.0 must be a valid UUID."],
      tags: ["The tags must be an array."],
    });
    expect(body.message).toMatch(/^The .+ \(and 3 more errors\)$/);
  });

  it.each([null, "", "   "])("takes firstName %j for missing", async (firstName) => {
    const { send } = start();
    const { status, body } = await send("put", contactPath).send({ firstName });
    expect(status).toBe(422);
    expect(body).toEqual({
      success: false,
      message: "The field is required.",
      errors: { firstName: ["The field is required."] },
    });
  });

  it("refuses an empty item", async () => {
    const { send } = start();
    const { body } = await send("put", contactPath).send({ firstName: "Maria", phones: ["112", " "] });
    expect(body.errors).toEqual({ "phones.1": ["The phones.1 must be a string."] });
  });

  it.each([
    ["malformed JSON", "application/json", '{"firstName":'],
    ["another content type", "text/plain", '{"firstName": "Maria"}'],
    ["an array", "application/json", '["Maria"]'],
    ["no body", "application/json", ""],
  ])("sees no fields in %s", async (_, contentType, text) => {
    const { send } = start();
    const { status, body } = await send("put", contactPath).set("content-type", contentType).send(text);
    expect(status).toBe(422);
    expect(body.errors).toEqual({ firstName: ["The field is required."] });
  });

  it("takes a charset in the request", async () => {
    const { send, violations } = start();
    const { status } = await send("put", contactPath)
      .set("content-type", "application/json; charset=utf-8")
      .send('{"firstName": "Мария"}');
    expect(status).toBe(200);
    expect(await violations()).toEqual([]);
  });

  it("names an unknown route, as JSON when it is accepted", async () => {
    const { app, send } = start();
    const json = await send("get", "/weeek/public/v1/crm/nothing");
    expect(json.status).toBe(404);
    expect(json.body).toEqual({
      success: false,
      message: "The route public/v1/crm/nothing could not be found.",
    });
    const html = await request(app).get("/weeek/public/v1/crm/nothing");
    expect(html.status).toBe(404);
    expect(html.headers["content-type"]).toBe("text/html; charset=UTF-8");
  });

  it("says in Standin's own voice that a slash at the end is not in the contract", async () => {
    const { send } = start();
    const { status, headers } = await send("get", "/weeek/public/v1/crm/contacts/");
    expect(status).toBe(501);
    expect(headers["standin-problem"]).toBe("operation");
  });

  it.each(["/tm/tasks", "/user/me", "/crm/deals/1", "/crm/funnels", "/crm/currencies", "/ws", "/ws/members"])(
    "leaves %s to Standin's own voice",
    async (path) => {
      const { send } = start();
      const { status, headers } = await send("get", `/weeek/public/v1${path}`);
      expect(status).toBe(501);
      expect(headers["content-type"]).toContain("application/problem+json");
    },
  );

  it("answers a wrong verb with HTML and the verbs that are there", async () => {
    const { send } = start();
    const { status, headers } = await send("post", contactPath).send({});
    expect(status).toBe(405);
    expect(headers.allow).toBe("GET, HEAD, PUT, PATCH, DELETE");
    expect(headers["content-type"]).toBe("text/html; charset=UTF-8");
  });
});
