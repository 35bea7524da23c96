import { describe, expect, it } from "vitest";
import { contactsPath, createStackOne, exampleId } from "../../test/mocks/stackone.ts";

describe("updateContact", () => {
  it("keeps what is left out, clears what is null and replaces a list", async () => {
    const { send } = createStackOne();
    const { body } = await send("patch", `${contactsPath}/${exampleId}`).send({ company_name: null, emails: [] });
    expect(body.data).toMatchObject({
      first_name: "Steve",
      company_name: null,
      emails: [],
      deal_ids: ["deal-001", "deal-002"],
    });
    const read = await send("get", `${contactsPath}/${exampleId}`);
    expect(read.body.data).toEqual(body.data);
  });

  it("changes nothing with an empty object, not even updated_at", async () => {
    const { send } = createStackOne();
    const { body } = await send("patch", `${contactsPath}/${exampleId}`).send({});
    expect(body.data.updated_at).toBe("2021-01-01T01:01:01.000Z");
  });

  it("moves updated_at and leaves created_at", async () => {
    const { send } = createStackOne();
    const { body } = await send("patch", `${contactsPath}/${exampleId}`).send({ first_name: "Steve" });
    expect(Date.parse(body.data.updated_at)).toBeGreaterThan(Date.parse("2021-01-01T01:01:01.000Z"));
    expect(body.data.created_at).toBe("2021-01-01T01:01:01.000Z");
  });

  it("finds a contact by the provider's id, percent-encoded", async () => {
    const { send } = createStackOne();
    const path = `${contactsPath}/${encodeURIComponent("people/ada lovelace#2")}`;
    const { body } = await send("patch", path).send({ first_name: "Ada Augusta" });
    expect(body.data).toMatchObject({ remote_id: "people/ada lovelace#2", first_name: "Ada Augusta" });
    expect(body.data.id).toMatch(/^c28xIQ/);
  });

  it("takes ids in either form and answers both", async () => {
    const { send } = createStackOne();
    const { body } = await send("patch", `${contactsPath}/${exampleId}`).send({
      deal_ids: ["e3cb75bf-aa84-466e-a6c1-b8322b257a49"],
      account_ids: ["account-456", "company-4"],
    });
    expect(body.data.deal_ids).toEqual(["deal-002"]);
    expect(body.data.remote_deal_ids).toEqual(["e3cb75bf-aa84-466e-a6c1-b8322b257a49"]);
    expect(body.data.remote_account_ids).toEqual(["e3cb75bf-aa84-466e-a6c1-b8322b257a49", "company-4"]);
  });

  it("keeps an unknown id as both forms, and clears both with null", async () => {
    const { send } = createStackOne();
    const kept = await send("patch", `${contactsPath}/${exampleId}`).send({ deal_ids: ["deal-999"] });
    expect(kept.body.data).toMatchObject({ deal_ids: ["deal-999"], remote_deal_ids: ["deal-999"] });
    const cleared = await send("patch", `${contactsPath}/${exampleId}`).send({ deal_ids: null });
    expect(cleared.body.data).toMatchObject({ deal_ids: null, remote_deal_ids: null });
  });

  it("fills in a custom field from its definition", async () => {
    const { send } = createStackOne();
    const { body } = await send("patch", `${contactsPath}/${exampleId}`).send({
      custom_fields: [
        { id: exampleId, value_id: "option_2" },
        { id: "field-3", value: 0 },
        { name: "Notes", value: null },
        {},
      ],
    });
    expect(body.data.custom_fields).toMatchObject([
      { remote_id: exampleId, name: "Training Completion Status", value: "In Progress", value_id: "option_2" },
      { id: expect.stringMatching(/^c28xIQ/), remote_id: "field-3", name: "Seats", value: 0, value_id: null },
      { remote_id: "field-7", name: "Notes", value: null },
      { id: null, remote_id: null, name: null, value: null, value_id: null, remote_value_id: null },
    ]);
  });

  it("keeps a custom field's value of any type", async () => {
    const { send } = createStackOne();
    const values = ["", 1.5, false, { a: { b: [] } }, [1, "two", null], "2021-01-01T01:01:01.000Z", null];
    const custom_fields = values.map((value) => ({ id: "new", value }));
    const { body } = await send("patch", `${contactsPath}/${exampleId}`).send({ custom_fields });
    expect(body.data.custom_fields.map(({ value }: { value: unknown }) => value)).toEqual(values);
  });

  it("hands passthrough to the provider and does not store it", async () => {
    const { send } = createStackOne();
    const { body } = await send("patch", `${contactsPath}/${exampleId}`).send({
      passthrough: { other_known_names: "John Doe" },
    });
    expect(body.raw).toMatchObject([{ method: "PATCH", body: { other_known_names: "John Doe" } }]);
    expect(JSON.stringify(body.data)).not.toContain("John Doe");
  });

  it("ignores a member that nobody documents, and reports it", async () => {
    const { send, violations } = createStackOne();
    const sent = '{"firstname":"Stephen","created_at":"1999-01-01T00:00:00Z","__proto__":{"first_name":"Eve"}}';
    const { status, body } = await send("patch", `${contactsPath}/${exampleId}`).type("json").send(sent);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ first_name: "Steve", created_at: "2021-01-01T01:01:01.000Z" });
    expect(await violations()).toContain("error request.body /firstname undocumented-property");
  });
});

describe("createContact", () => {
  it("answers 200 with the contact, which can be read by either id", async () => {
    const { send } = createStackOne();
    const created = await send("post", contactsPath).send({ first_name: "Grace" });
    expect(created.status).toBe(200);
    const { id, remote_id } = created.body.data;
    expect(id).toMatch(/^c28xIQ/);
    for (const form of [id, remote_id]) {
      const read = await send("get", `${contactsPath}/${form}`);
      expect(read.body.data).toEqual(created.body.data);
    }
  });

  it("needs no member at all", async () => {
    const { send } = createStackOne();
    const { status, body } = await send("post", contactsPath).send({});
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ first_name: null, emails: null, custom_fields: null });
  });

  it("takes the same contact twice", async () => {
    const { send } = createStackOne();
    const first = await send("post", contactsPath).send({ emails: ["steve@apple.com"] });
    const second = await send("post", contactsPath).send({ emails: ["steve@apple.com"] });
    expect(second.status).toBe(200);
    expect(second.body.data.id).not.toBe(first.body.data.id);
  });
});
