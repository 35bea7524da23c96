import request from "supertest";
import { beforeEach, describe, expect, it } from "vitest";
import { contactPath, createStuut, teamPath } from "../../test/mocks/stuut.ts";

let mock: ReturnType<typeof createStuut>;

beforeEach(() => {
  mock = createStuut();
});

describe("updateInternalContact", () => {
  it("changes what is sent, keeps the rest and stores both", async () => {
    const first = await mock.send("patch", contactPath, { job_title: "Advisor" });
    expect(first.status).toBe(200);
    const second = await mock.send("patch", contactPath, { family_name: "King" });
    expect(second.body).toMatchObject({
      given_name: "Ada",
      family_name: "King",
      job_title: "Advisor",
      object: "internal_contact",
    });
    expect(await mock.violations()).toEqual([]);
  });

  it("clears a field that is null", async () => {
    const { body } = await mock.send("patch", contactPath, { phone: null, name: null });
    expect(body).toMatchObject({ phone: null, name: null, given_name: "Ada" });
  });

  it("marks the time of a change, and of none when nothing is sent", async () => {
    const untouched = await mock.send("patch", contactPath, {});
    expect(untouched.body.modified_at).toBe("2023-11-07T05:31:56Z");
    const touched = await mock.send("patch", contactPath, { name: "Ada King" });
    expect(Date.parse(touched.body.modified_at)).toBeGreaterThan(Date.parse(untouched.body.modified_at));
    expect(touched.body.created_at).toBe("2023-11-07T05:31:56Z");
  });

  it.each([
    ["(415) 555-2671", "+14155552671"],
    ["415.555.2671", "+14155552671"],
    ["+44 20 7946 0958", "+442079460958"],
    ["tel:+1-415-555-2671", "+14155552671"],
    ["+1 415 555 2671 ext. 12", "+14155552671"],
  ])("answers the phone number %s in E.164", async (phone, expected) => {
    const { body } = await mock.send("patch", contactPath, { phone });
    expect(body.phone).toBe(expected);
  });

  it.each(["", "twelve", "12345", "call 415 555 2671", "+49 30 1234 5678 9012 345"])(
    "refuses the phone number %j",
    async (phone) => {
      const { status, body } = await mock.send("patch", contactPath, { phone, name: "unsaved" });
      expect(status).toBe(422);
      expect(body).toEqual({
        detail: [
          { type: "value_error", loc: ["body", "phone"], msg: "value is not a valid phone number", input: phone },
        ],
      });
      expect((await mock.send("patch", contactPath, {})).body.name).toBe("Ada Lovelace");
    },
  );

  it("refuses a null email, which its response cannot show, without a violation", async () => {
    const { status, body } = await mock.send("patch", contactPath, { email: null });
    expect(status).toBe(422);
    expect(body.detail).toEqual([
      { type: "string_type", loc: ["body", "email"], msg: "Input should be a valid string", input: null },
    ]);
    expect(await mock.violations()).toEqual([]);
  });

  it("refuses the email of another contact and takes its own", async () => {
    const taken = await mock.send("patch", contactPath, { email: "grace.hopper@example.com" });
    expect(taken.status).toBe(409);
    expect(taken.body).toEqual({ detail: "An internal contact with this email already exists" });
    expect((await mock.send("patch", contactPath, { email: "ada.lovelace@example.com" })).status).toBe(200);
  });

  it("frees an email that a contact gives up", async () => {
    await mock.send("patch", contactPath, { email: "ada.king@example.com" });
    const { status } = await mock.send("patch", `${contactPath}-2`, { email: "ada.lovelace@example.com" });
    expect(status).toBe(200);
  });

  it("does not know other contacts", async () => {
    const { status, body } = await mock.send("patch", "/stuut/v2/internal-contacts/nobody", { name: "x" });
    expect(status).toBe(404);
    expect(body).toEqual({ detail: "Internal contact not found" });
    expect(await mock.violations()).toEqual([]);
  });

  it("finds a contact by an id that is percent-encoded", async () => {
    const { body } = await mock.send("patch", "/stuut/v2/internal-contacts/standin%2Dcontact", {});
    expect(body.id).toBe("standin-contact");
  });

  it("ignores members that it does not know and reports them", async () => {
    const { status, body } = await mock.sendText(
      "patch",
      contactPath,
      "application/json",
      '{"firstName":"A","__proto__":{"email":"x"},"constructor":1,"id":"mine"}',
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: "standin-contact",
      email: "ada.lovelace@example.com",
      modified_at: "2023-11-07T05:31:56Z",
    });
    expect(body).not.toHaveProperty("firstName");
    const found = await mock.violations();
    expect(found).toEqual(
      ["firstName", "__proto__", "constructor", "id"].map(
        (name) => `error request.body /${name} undocumented-property`,
      ),
    );
  });

  it("names every field that pydantic refuses, once each and in the order of the model", async () => {
    const { status, body } = await mock.send("patch", contactPath, {
      phone: "x",
      name: [1],
      email: 5,
      given_name: true,
    });
    expect(status).toBe(422);
    expect(body.detail.map(({ type, loc }: { type: string; loc: string[] }) => [type, loc.join(".")])).toEqual([
      ["string_type", "body.email"],
      ["string_type", "body.given_name"],
      ["string_type", "body.name"],
      ["value_error", "body.phone"],
    ]);
  });

  it("looks at the body before it looks for the contact", async () => {
    expect((await mock.send("patch", "/stuut/v2/internal-contacts/nobody", { phone: "x" })).status).toBe(422);
  });
});

describe("createInternalContact", () => {
  const grace = { email: "mary.jackson@example.com", internal_role: "csm" };

  it("answers a floating assignment with the new contact in it", async () => {
    const { status, body } = await mock.send("post", "/stuut/v2/internal-contacts", {
      ...grace,
      phone: "(212) 555-0119",
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ internal_role: "csm", partner_id: null, remote_id: null, modified_at: null });
    expect(Object.keys(body.internal_contact)).toEqual([
      "created_at",
      "modified_at",
      "id",
      "email",
      "given_name",
      "family_name",
      "name",
      "phone",
      "job_title",
      "object",
    ]);
    expect(body.internal_contact).toMatchObject({
      email: grace.email,
      phone: "+12125550119",
      given_name: null,
      modified_at: null,
    });
    const updated = await mock.send("patch", `/stuut/v2/internal-contacts/${body.internal_contact.id}`, {
      given_name: "Mary",
    });
    expect(updated.body).toMatchObject({ given_name: "Mary", email: grace.email });
  });

  it("refuses an email that is taken", async () => {
    await mock.send("post", "/stuut/v2/internal-contacts", grace);
    const { status } = await mock.send("post", "/stuut/v2/internal-contacts", grace);
    expect(status).toBe(409);
  });

  it("says what pydantic says of missing, empty and unknown values", async () => {
    const input = { email: "", internal_role: "boss" };
    const { status, body } = await mock.send("post", "/stuut/v2/internal-contacts", input);
    const expected = "'account_manager', 'account_executive', 'csm', 'lead', 'co_lead' or 'practice_lead'";
    expect(status).toBe(422);
    expect(body.detail).toEqual([
      {
        type: "string_too_short",
        loc: ["body", "email"],
        msg: "String should have at least 1 character",
        input: "",
        ctx: { min_length: 1 },
      },
      {
        type: "enum",
        loc: ["body", "internal_role"],
        msg: `Input should be ${expected}`,
        input: "boss",
        ctx: { expected },
      },
    ]);
    const empty = await mock.send("post", "/stuut/v2/internal-contacts", {});
    expect(empty.body.detail).toEqual([
      { type: "missing", loc: ["body", "email"], msg: "Field required", input: {} },
      { type: "missing", loc: ["body", "internal_role"], msg: "Field required", input: {} },
    ]);
  });

  it("keeps tenants apart", async () => {
    await mock.send("post", "/stuut/v2/internal-contacts", grace);
    const other = request(mock.app)
      .post("/stuut/v2/internal-contacts")
      .set("authorization", "Bearer standin-key+other");
    expect((await other.send(grace)).status).toBe(200);
  });
});

describe("addPartnerInternalContact", () => {
  it("finds a contact by its email and leaves it as it is", async () => {
    const { status, body } = await mock.send("post", teamPath, {
      email: "grace.hopper@example.com",
      internal_role: "lead",
      given_name: "G.",
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ internal_role: "lead", partner_id: "standin-partner" });
    expect(body.internal_contact).toMatchObject({ id: "standin-contact-2", given_name: "Grace" });
  });

  it("makes a contact that nobody knows", async () => {
    const { body } = await mock.send("post", teamPath, {
      email: "new@example.com",
      internal_role: "co_lead",
      name: "New",
    });
    const again = await mock.send("post", `${teamPath.replace("partner/", "partner-2/")}`, {
      email: "new@example.com",
      internal_role: "csm",
    });
    expect(again.body.internal_contact.id).toBe(body.internal_contact.id);
    expect(again.body.id).not.toBe(body.id);
  });

  it("does not know other partners", async () => {
    const { status, body } = await mock.send("post", "/stuut/v2/partners/nobody/internal-contacts", {
      email: "a@example.com",
      internal_role: "csm",
    });
    expect(status).toBe(404);
    expect(body).toEqual({ detail: "Partner not found" });
  });
});

describe("updateAssignmentRole", () => {
  it("changes the role and not the person", async () => {
    const { status, body } = await mock.send("patch", `${teamPath}/standin-assignment`, { internal_role: "lead" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ internal_role: "lead", partner_id: "standin-partner", remote_id: "crm-4711" });
    expect(body.internal_contact.modified_at).toBe("2023-11-07T05:31:56Z");
    expect(body.modified_at).not.toBeNull();
  });

  it("ignores the fields of the person", async () => {
    const { body } = await mock.send("patch", `${teamPath}/standin-assignment`, {
      internal_role: "csm",
      phone: "x",
      email: null,
    });
    expect(body.internal_contact.email).toBe("ada.lovelace@example.com");
  });

  it("shows the person as it is now", async () => {
    await mock.send("patch", contactPath, { name: "Ada King" });
    const { body } = await mock.send("patch", `${teamPath}/standin-assignment`, { internal_role: "csm" });
    expect(body.internal_contact.name).toBe("Ada King");
  });

  it.each([
    ["an assignment of another partner", `${teamPath}/standin-assignment-5`, "Assignment not found"],
    ["a floating assignment", `${teamPath}/standin-assignment-13`, "Assignment not found"],
    [
      "an assignment below an unknown partner",
      "/stuut/v2/partners/x/internal-contacts/standin-assignment",
      "Partner not found",
    ],
  ])("does not find %s", async (_, path, detail) => {
    const { status, body } = await mock.send("patch", path, { internal_role: "csm" });
    expect([status, body]).toEqual([404, { detail }]);
  });

  it("refuses a role of another type as an unknown one", async () => {
    const { body } = await mock.send("patch", `${teamPath}/standin-assignment`, { internal_role: null });
    expect(body.detail).toHaveLength(1);
    expect(body.detail[0]).toMatchObject({ type: "enum", loc: ["body", "internal_role"], input: null });
  });
});
