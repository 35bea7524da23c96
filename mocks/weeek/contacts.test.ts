import { describe, expect, it } from "vitest";
import { contactPath, createWeeek, exampleId, organizationPath } from "../../test/mocks/weeek.ts";

describe("contacts", () => {
  it("answers strings of the request as objects with ids", async () => {
    const { send, violations } = createWeeek();
    const { body } = await send("put", contactPath).send({ firstName: "Maria", emails: ["maria@example.com"] });
    expect(body.contact.emails).toEqual([{ id: expect.any(String), email: "maria@example.com" }]);
    expect((await send("get", contactPath)).body).toEqual(body);
    expect(await violations()).toEqual([]);
  });

  it("keeps the id of a string that was there before", async () => {
    const { send } = createWeeek();
    const { body } = await send("put", contactPath).send({
      firstName: "Maria",
      emails: ["first@example.com", "user@example.com"],
    });
    expect(body.contact.emails[1]).toEqual({ id: exampleId, email: "user@example.com" });
    expect(body.contact.emails[0].id).not.toBe(exampleId);
  });

  it("keeps what a PUT leaves out", async () => {
    const { send } = createWeeek();
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
    const { send, violations } = createWeeek();
    const cleared = { firstName: "Maria", lastName: null, middleName: null, organizations: null, emails: null };
    const { body } = await send("put", contactPath).send({ ...cleared, phones: [], tags: null });
    expect(body.contact).toMatchObject({ ...cleared, organizations: [], emails: [], phones: [], tags: [] });
    expect(await violations()).toEqual([]);
  });

  it("keeps an id once that is sent twice", async () => {
    const { send } = createWeeek();
    const { body } = await send("put", contactPath).send({ firstName: "Maria", tags: [2, 2, 1] });
    expect(body.contact.tags).toEqual([2, 1]);
  });

  it("takes PATCH as PUT, with firstName required", async () => {
    const { send } = createWeeek();
    expect((await send("patch", contactPath).send({ firstName: "Maria" })).body.contact.lastName).toBe("string");
    expect((await send("patch", contactPath).send({ lastName: "Ivanova" })).status).toBe(422);
  });

  it("ignores an unknown field, and reports it", async () => {
    const { send, violations } = createWeeek();
    const { status, body } = await send("put", contactPath).send({ firstName: "Maria", firstname: "Anna" });
    expect(status).toBe(200);
    expect(body.contact.firstName).toBe("Maria");
    expect(await violations()).toEqual(["error request.body /firstname undocumented-property"]);
  });

  it("survives members named after prototypes", async () => {
    const { send } = createWeeek();
    const { status } = await send("put", contactPath)
      .set("content-type", "application/json")
      .send('{"firstName": "Maria", "__proto__": {"lastName": "x"}, "constructor": 1}');
    expect(status).toBe(200);
  });

  it("creates with status 200 and sets both times", async () => {
    const { send } = createWeeek();
    const { status, body } = await send("post", "/weeek/public/v1/crm/contacts").send({ firstName: "Maria" });
    expect(status).toBe(200);
    expect(body.contact).toMatchObject({ lastName: null, emails: [], createdAt: body.contact.updatedAt });
    expect((await send("get", `/weeek/public/v1/crm/contacts/${body.contact.id}`)).body).toEqual(body);
  });

  it("forgets a deleted contact", async () => {
    const { send } = createWeeek();
    expect((await send("delete", contactPath)).body).toEqual({ success: true });
    expect((await send("get", contactPath)).body).toEqual({ message: "Record not found" });
    expect((await send("get", organizationPath)).body.organization.contacts).not.toContain(exampleId);
  });

  it("takes the empty array that the PHP client sends with a DELETE, and reports any other body", async () => {
    const { send, violations } = createWeeek();
    expect((await send("delete", contactPath).send([])).status).toBe(200);
    expect(await violations()).toEqual([]);
    expect((await send("delete", organizationPath).send({ x: 1 })).status).toBe(200);
    expect(await violations()).toEqual(["error request.body type"]);
  });

  it.each(["*/*", "application/json, text/plain, */*", "application/json; charset=utf-8", "application/json;q=0.9"])(
    "takes Accept: %s",
    async (accept) => {
      const { send, violations } = createWeeek();
      expect((await send("get", contactPath).set("accept", accept)).headers["content-type"]).toBe("application/json");
      expect(await violations()).toEqual([]);
    },
  );

  it("finds a record under its id in any case, and answers the id in lower case", async () => {
    const { send, violations } = createWeeek();
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
    const { send } = createWeeek();
    expect((await send("get", contactPath)).headers["content-type"]).toBe("application/json");
    expect((await send("get", `${contactPath}0`)).headers["content-type"]).toBe("application/json");
  });
});

describe("emails and phones of a contact", () => {
  it("adds, changes and removes one", async () => {
    const { send, violations } = createWeeek();
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
    const { send } = createWeeek();
    const other = "/weeek/public/v1/crm/contacts/cccccccc-0000-4000-8000-000000000001";
    expect((await send("put", `${other}/emails/${exampleId}`).send({ email: "a@example.com" })).status).toBe(404);
  });
});
