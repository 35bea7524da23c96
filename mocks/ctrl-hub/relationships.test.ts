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
} from "../../test/mocks/ctrl-hub.ts";

describe("relationships", () => {
  it("adds contacts to an account, each once", async () => {
    const { send, get } = createCtrlHub();
    const path = `${base}/accounts/${exampleId}/relationships/contacts`;
    const data = [contact(2), contact(2), exampleId].map((id) => ({ id, type: "contacts" }));
    const response = await send("post", path, { data });
    expect([response.status, response.text]).toEqual([204, ""]);
    const { included } = (await get(`${contactPath}?include=accounts`)).body;
    expect(idsOf(included[0].relationships.contacts.data)).toEqual([exampleId, contact(2)]);
    const { relationships } = (await get(`${base}/contacts/${contact(2)}`)).body.data;
    expect(idsOf(relationships.accounts.data)).toEqual([account(2), exampleId]);
  });

  it("replaces the contacts of an account, and clears them with an empty list", async () => {
    const { send, get } = createCtrlHub();
    const path = `${base}/accounts/${exampleId}/relationships/contacts`;
    await send("patch", path, { data: [{ id: contact(2), type: "contacts" }] });
    expect((await get(contactPath)).body.data.relationships.accounts.data).toEqual([]);
    await send("patch", path, { data: [] });
    const { relationships } = (await get(`${base}/contacts/${contact(2)}`)).body.data;
    expect(idsOf(relationships.accounts.data)).toEqual([account(2)]);
  });

  it("relates no contact when one of them is unknown", async () => {
    const { send, get } = createCtrlHub();
    const data = [contact(2), contact(101)].map((id) => ({ id, type: "contacts" }));
    const { status, body } = await send("post", `${base}/accounts/${exampleId}/relationships/contacts`, { data });
    expect([status, body.errors[0].source]).toEqual([404, { pointer: "/data/1" }]);
    const { relationships } = (await get(`${base}/contacts/${contact(2)}`)).body.data;
    expect(idsOf(relationships.accounts.data)).toEqual([account(2)]);
  });

  it("moves an interaction from one contact to another, and to none", async () => {
    const { send, get } = createCtrlHub();
    const path = `${base}/interactions/${exampleId}/relationships/contact`;
    const interactionsOf = async (id: string) =>
      idsOf((await get(`${base}/contacts/${id}`)).body.data.relationships.interactions.data);
    await send("patch", path, { data: { id: contact(2), type: "contacts" } });
    expect([await interactionsOf(exampleId), await interactionsOf(contact(2))]).toEqual([
      [],
      [interaction(2), exampleId],
    ]);
    expect((await send("patch", path, { data: null })).status).toBe(204);
    expect(await interactionsOf(contact(2))).toEqual([interaction(2)]);
  });

  it("refuses a list where one contact belongs, and another type", async () => {
    const { send } = createCtrlHub();
    const path = `${base}/interactions/${exampleId}/relationships/contact`;
    expect((await send("patch", path, { data: [] })).status).toBe(400);
    expect((await send("patch", path, { data: { id: exampleId, type: "users" } })).status).toBe(409);
  });
});
