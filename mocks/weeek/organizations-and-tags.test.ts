import request from "supertest";
import { describe, expect, it } from "vitest";
import { contactPath, createWeeek, exampleId, organizationPath, unknownId } from "../../test/mocks/weeek.ts";

describe("organizations", () => {
  it("shows a contact's organization on both sides", async () => {
    const { send } = createWeeek();
    const contactId = "cccccccc-0000-4000-8000-000000000004";
    await send("post", `${organizationPath}/contacts`).send({ contactId });
    expect((await send("get", organizationPath)).body.organization.contacts).toContain(contactId);
    const { body } = await send("get", `/weeek/public/v1/crm/contacts/${contactId}`);
    expect(body.contact.organizations).toContain(exampleId);
    await send("delete", `${organizationPath}/contacts`).send({ contactId });
    expect((await send("get", organizationPath)).body.organization.contacts).not.toContain(contactId);
  });

  it("leaves its contacts when it is deleted", async () => {
    const { send } = createWeeek();
    await send("delete", organizationPath);
    expect((await send("get", contactPath)).body.contact.organizations).toEqual([]);
  });

  it("answers the first of the responsible members", async () => {
    const { send } = createWeeek();
    const { body } = await send("put", organizationPath).send({ responsibles: [unknownId, exampleId] });
    expect(body.organization).toMatchObject({ name: "Reference Organization", responsibleId: unknownId });
  });

  it("is created without a single field, as the document allows", async () => {
    const { send, violations } = createWeeek();
    const { status } = await send("post", "/weeek/public/v1/crm/organizations").send({});
    expect(status).toBe(200);
    expect(await violations()).toEqual([]);
  });
});

describe("tags", () => {
  it("overwrites none that an edited state has beyond its count, and counts on from a whole number only", async () => {
    const { app, send } = createWeeek();
    const edit = (state: object) => request(app).patch("/_standin/state/weeek").send({ state });
    await edit({ nextTagId: 3, tags: { 4: null } });
    for (const id of [4, 9]) {
      const { body } = await send("post", "/weeek/public/v1/ws/tags").send({ title: "New" });
      expect(body.tag).toMatchObject({ id, title: "New" });
    }
    const { status, body } = await edit({ nextTagId: -5 });
    expect([status, body.detail]).toEqual([422, expect.stringContaining("\n/nextTagId is -5. It counts up:")]);
  });

  it("detaches by a DELETE with a body, and twice without complaint", async () => {
    const { send, violations } = createWeeek();
    expect((await send("delete", `${contactPath}/tags`).send({ tagId: 0 })).body).toEqual({ success: true });
    expect((await send("delete", `${contactPath}/tags`).send({ tagId: 0 })).body).toEqual({ success: true });
    expect((await send("get", contactPath)).body.contact.tags).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  it("attaches once", async () => {
    const { send } = createWeeek();
    await send("post", `${contactPath}/tags`).send({ tagId: 4 });
    await send("post", `${contactPath}/tags`).send({ tagId: 4 });
    expect((await send("get", contactPath)).body.contact.tags).toEqual([0, 4]);
  });

  it("refuses a tag that does not exist", async () => {
    const { send } = createWeeek();
    const { status, body } = await send("post", `${contactPath}/tags`).send({ tagId: 999 });
    expect(status).toBe(422);
    expect(body.errors).toEqual({ tagId: ["The selected tag id is invalid."] });
  });

  it("disappears from contacts and organizations when it is deleted, and its number does not return", async () => {
    const { send } = createWeeek();
    await send("delete", "/weeek/public/v1/ws/tags/8");
    await send("delete", "/weeek/public/v1/ws/tags/0");
    expect((await send("get", contactPath)).body.contact.tags).toEqual([]);
    expect((await send("get", organizationPath)).body.organization.tags).toEqual([]);
    expect((await send("post", "/weeek/public/v1/ws/tags").send({ title: "Work" })).body.tag.id).toBe(9);
  });

  it("is not found under an id that is no number", async () => {
    const { send } = createWeeek();
    expect((await send("get", "/weeek/public/v1/ws/tags/first")).body).toEqual({ message: "Record not found" });
    expect((await send("delete", "/weeek/public/v1/ws/tags/first")).status).toBe(404);
  });
});
