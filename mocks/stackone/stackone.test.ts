import request from "supertest";
import { describe, expect, it } from "vitest";
import { createApp } from "../../src/index.ts";

const exampleId = "8187e5da-dc77-475e-9949-af0f1fa4e4e3";
const contactsPath = "/stackone/unified/crm/contacts";
const accountsPath = "/stackone/unified/crm/accounts";
const listsPath = "/stackone/unified/crm/lists";
const definitionsPath = "/stackone/unified/crm/custom_field_definitions/contacts";

/** Sends one request as the official client authenticates it. */
function createClient(scenario = "documented") {
  const { app } = createApp({ providers: ["stackone"], scenario });
  const send = (method: "get" | "post" | "patch", path: string, key = "standin-key") =>
    request(app)[method](path).auth(key, "").set("x-account-id", "standin-account");
  return { app, send };
}

async function ids(send: ReturnType<typeof createClient>["send"], path: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let next: string | null = ""; next !== null; ) {
    const { body } = await send("get", path).query(next === "" ? {} : { next });
    pages.push(body.data.map(({ id }: { id: string }) => id));
    next = body.next;
  }
  return pages;
}

describe("updateContact", () => {
  it("keeps what is left out, clears what is null and replaces a list", async () => {
    const { send } = createClient();
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
    const { send } = createClient();
    const { body } = await send("patch", `${contactsPath}/${exampleId}`).send({});
    expect(body.data.updated_at).toBe("2021-01-01T01:01:01.000Z");
  });

  it("moves updated_at and leaves created_at", async () => {
    const { send } = createClient();
    const { body } = await send("patch", `${contactsPath}/${exampleId}`).send({ first_name: "Steve" });
    expect(Date.parse(body.data.updated_at)).toBeGreaterThan(Date.parse("2021-01-01T01:01:01.000Z"));
    expect(body.data.created_at).toBe("2021-01-01T01:01:01.000Z");
  });

  it("finds a contact by the provider's id, percent-encoded", async () => {
    const { send } = createClient();
    const path = `${contactsPath}/${encodeURIComponent("people/ada lovelace#2")}`;
    const { body } = await send("patch", path).send({ first_name: "Ada Augusta" });
    expect(body.data).toMatchObject({ remote_id: "people/ada lovelace#2", first_name: "Ada Augusta" });
    expect(body.data.id).toMatch(/^c28xIQ/);
  });

  it("takes ids in either form and answers both", async () => {
    const { send } = createClient();
    const { body } = await send("patch", `${contactsPath}/${exampleId}`).send({
      deal_ids: ["e3cb75bf-aa84-466e-a6c1-b8322b257a49"],
      account_ids: ["account-456", "company-4"],
    });
    expect(body.data.deal_ids).toEqual(["deal-002"]);
    expect(body.data.remote_deal_ids).toEqual(["e3cb75bf-aa84-466e-a6c1-b8322b257a49"]);
    expect(body.data.remote_account_ids).toEqual(["e3cb75bf-aa84-466e-a6c1-b8322b257a49", "company-4"]);
  });

  it("keeps an unknown id as both forms, and clears both with null", async () => {
    const { send } = createClient();
    const kept = await send("patch", `${contactsPath}/${exampleId}`).send({ deal_ids: ["deal-999"] });
    expect(kept.body.data).toMatchObject({ deal_ids: ["deal-999"], remote_deal_ids: ["deal-999"] });
    const cleared = await send("patch", `${contactsPath}/${exampleId}`).send({ deal_ids: null });
    expect(cleared.body.data).toMatchObject({ deal_ids: null, remote_deal_ids: null });
  });

  it("fills in a custom field from its definition", async () => {
    const { send } = createClient();
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
    const { send } = createClient();
    const values = ["", 1.5, false, { a: { b: [] } }, [1, "two", null], "2021-01-01T01:01:01.000Z", null];
    const custom_fields = values.map((value) => ({ id: "new", value }));
    const { body } = await send("patch", `${contactsPath}/${exampleId}`).send({ custom_fields });
    expect(body.data.custom_fields.map(({ value }: { value: unknown }) => value)).toEqual(values);
  });

  it("hands passthrough to the provider and does not store it", async () => {
    const { send } = createClient();
    const { body } = await send("patch", `${contactsPath}/${exampleId}`).send({
      passthrough: { other_known_names: "John Doe" },
    });
    expect(body.raw).toMatchObject([{ method: "PATCH", body: { other_known_names: "John Doe" } }]);
    expect(JSON.stringify(body.data)).not.toContain("John Doe");
  });

  it("ignores a member that nobody documents, and reports it", async () => {
    const { app, send } = createClient();
    const sent = '{"firstname":"Stephen","created_at":"1999-01-01T00:00:00Z","__proto__":{"first_name":"Eve"}}';
    const { status, body } = await send("patch", `${contactsPath}/${exampleId}`).type("json").send(sent);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ first_name: "Steve", created_at: "2021-01-01T01:01:01.000Z" });
    const { body: violations } = await request(app).get("/_standin/violations?provider=stackone");
    expect(violations.items.map(({ pointer, rule }: Record<string, string>) => `${pointer} ${rule}`)).toContain(
      "/firstname undocumented-property",
    );
  });
});

describe("createContact", () => {
  it("answers 200 with the contact, which can be read by either id", async () => {
    const { send } = createClient();
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
    const { send } = createClient();
    const { status, body } = await send("post", contactsPath).send({});
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ first_name: null, emails: null, custom_fields: null });
  });

  it("takes the same contact twice", async () => {
    const { send } = createClient();
    const first = await send("post", contactsPath).send({ emails: ["steve@apple.com"] });
    const second = await send("post", contactsPath).send({ emails: ["steve@apple.com"] });
    expect(second.status).toBe(200);
    expect(second.body.data.id).not.toBe(first.body.data.id);
  });
});

describe("lists", () => {
  it("pages 25 at a time unless told otherwise, to a null cursor", async () => {
    const { send } = createClient();
    const pages = await ids(send, contactsPath);
    expect(pages.map((page) => page.length)).toEqual([25, 25, 14]);
    expect(new Set(pages.flat()).size).toBe(64);
    expect(pages[0]?.[0]).toBe(exampleId);
  });

  it("ends a full last page without a cursor", async () => {
    const { send } = createClient();
    const pages = await ids(send, `${contactsPath}?page_size=32`);
    expect(pages.map((page) => page.length)).toEqual([32, 32]);
  });

  it("neither repeats nor hides a contact when others are written between two pages", async () => {
    const { send } = createClient();
    const first = await send("get", `${contactsPath}?page_size=60`);
    await send("patch", `${contactsPath}/${exampleId}`).send({ last_name: "W." });
    const created = await send("post", contactsPath).send({});
    const second = await send("get", contactsPath).query({ page_size: "60", next: first.body.next });
    const both = [...first.body.data, ...second.body.data].map(({ id }: { id: string }) => id);
    expect(both).toHaveLength(65);
    expect(new Set(both).size).toBe(65);
    expect(both.at(-1)).toBe(created.body.data.id);
  });

  it("remembers page_size in the cursor and refuses another one", async () => {
    const { send } = createClient();
    const { body } = await send("get", `${contactsPath}?page_size=10`);
    const same = await send("get", contactsPath).query({ next: body.next });
    expect(same.body.data).toHaveLength(10);
    const other = await send("get", contactsPath).query({ next: body.next, page_size: "20" });
    expect(other.status).toBe(400);
  });

  it.each([0, -1, 1.5, 101, 1e9])("refuses a cursor that somebody made for pages of %s", async (size) => {
    const { send } = createClient();
    const { body } = await send("get", `${contactsPath}?page_size=10`);
    const [page, , after] = JSON.parse(Buffer.from(body.next, "base64url").toString());
    const next = Buffer.from(JSON.stringify([page, size, after])).toString("base64url");
    expect((await send("get", contactsPath).query({ next })).status).toBe(400);
  });

  it("returns pages shorter than page_size with a cursor in the scenario short-pages", async () => {
    const { send } = createClient("short-pages");
    const pages = await ids(send, `${listsPath}?page_size=9`);
    expect(pages.map((page) => page.length)).toEqual([5, 5, 5, 5, 5, 3]);
    expect(new Set(pages.flat()).size).toBe(28);
  });

  it("still takes page numbers, past the last page too", async () => {
    const { send } = createClient();
    const second = await send("get", `${contactsPath}?page=2&page_size=30`);
    const third = await send("get", contactsPath).query({ page: second.body.next_page, page_size: "30" });
    expect(third.body.data).toHaveLength(4);
    expect(third.body.next_page).toBeNull();
    const byCursor = await send("get", contactsPath).query({ next: second.body.next });
    expect(byCursor.body.data).toEqual(third.body.data);
    const far = await send("get", `${contactsPath}?page=99999999999999999999`);
    expect(far.body).toMatchObject({ data: [], next: null });
  });

  it("filters by the time of the last change, in both spellings", async () => {
    const { send } = createClient();
    await send("patch", `${contactsPath}/${exampleId}`).send({ last_name: "W." });
    const filtered = await send("get", `${contactsPath}?filter[updated_after]=2025-01-01T00:00:00.000Z`);
    expect(filtered.body.data.map(({ id }: { id: string }) => id)).toEqual([exampleId]);
    const deprecated = await send("get", `${contactsPath}?updated_after=2025-01-01T00:00:00.000Z`);
    expect(deprecated.body.data).toEqual(filtered.body.data);
  });

  it("leaves out a record that changed at that very moment", async () => {
    const { send } = createClient();
    const { body } = await send("get", `${contactsPath}?filter[updated_after]=2021-01-01T01:01:01.000Z&page_size=100`);
    expect(body.data).toHaveLength(63);
  });

  it.each([
    [accountsPath, 32],
    [listsPath, 28],
    [definitionsPath, 8],
  ])("lists every record of %s, each readable by both ids", async (path, total) => {
    const { send } = createClient();
    const { body } = await send("get", `${path}?page_size=100`);
    expect(body.data).toHaveLength(total);
    for (const record of body.data) {
      const read = await send("get", `${path}/${record.remote_id}`);
      expect(read.body.data).toEqual(record);
    }
  });

  it("is empty in the scenario empty", async () => {
    const { send } = createClient("empty");
    const { body } = await send("get", contactsPath);
    expect(body).toEqual({ next: null, next_page: null, data: [], raw: null });
  });
});

describe("fields, include, raw and proxy", () => {
  it("returns the fields that are named, with those included", async () => {
    const { send } = createClient();
    const { body } = await send(
      "get",
      `${contactsPath}/${exampleId}?fields=id, first_name,unknown&include=custom_fields`,
    );
    expect(Object.keys(body.data).sort()).toEqual(["custom_fields", "first_name", "id"]);
  });

  it("returns all fields when fields is empty", async () => {
    const { send } = createClient();
    const { body } = await send("get", `${contactsPath}/${exampleId}?fields=`);
    expect(Object.keys(body.data)).toHaveLength(15);
  });

  it("shows the provider's own request only when asked", async () => {
    const { send } = createClient();
    const without = await send("get", `${contactsPath}?page_size=1&raw=false`);
    expect(without.body.raw).toBeNull();
    const { body } = await send(
      "get",
      `${contactsPath}?page_size=1&raw=true&proxy[sort]=first_name&proxy[filter][age]=25`,
    );
    expect(body.raw).toMatchObject([
      { method: "GET", url: "https://provider.example/v1/contacts?sort=first_name&filter%5Bage%5D=25", body: null },
    ]);
  });
});

describe("refusals", () => {
  it("answers the documented envelope, stamped by the clock that stamps the records", async () => {
    const { send } = createClient();
    const created = await send("post", contactsPath).send({});
    const { body } = await send("get", `${contactsPath}/nobody`);
    expect(body).toEqual({ statusCode: 404, message: "Not Found", timestamp: expect.any(String) });
    const elapsed = Date.parse(body.timestamp) - Date.parse(created.body.data.created_at);
    expect(elapsed).toBeGreaterThanOrEqual(0);
    expect(elapsed).toBeLessThan(60_000);
  });

  it("lets the read-only key read and not write", async () => {
    const { send } = createClient();
    const read = await send("get", `${contactsPath}/${exampleId}`, "standin-readonly-key");
    expect(read.status).toBe(200);
    const write = await send("patch", `${contactsPath}/${exampleId}`, "standin-readonly-key").send({
      first_name: "Eve",
    });
    expect(write.status).toBe(403);
    expect(write.body.message).toBe("Forbidden resource");
  });

  it.each([
    ["standin-account-suspended", 412],
    ["standin-account-expired", 412],
    ["standin-account-unknown", 404],
    ["", 400],
  ])("answers x-account-id %j with %i", async (account, status) => {
    const { send } = createClient();
    const answer = await send("get", contactsPath).set("x-account-id", account);
    expect(answer.body).toMatchObject({ statusCode: status });
  });

  it("checks the scope before the account and the account before the body", async () => {
    const { send } = createClient();
    const scope = await send("post", contactsPath, "standin-readonly-key")
      .set("x-account-id", "standin-account-expired")
      .send({});
    expect(scope.status).toBe(403);
    const account = await send("post", contactsPath)
      .set("x-account-id", "standin-account-expired")
      .send({ emails: "none" });
    expect(account.status).toBe(412);
  });

  it("takes the key without the colon, as the older guide encodes it", async () => {
    const { app } = createClient();
    const { status } = await request(app)
      .get(contactsPath)
      .set("authorization", `Basic ${Buffer.from("standin-key").toString("base64")}`)
      .set("x-account-id", "standin-account");
    expect(status).toBe(200);
  });

  it.each([
    "next=eyJyIjphAsHHere",
    "page_size=0",
    "page_size=101",
    "page_size=ten",
    "page=0",
    "raw=perhaps",
    "filter[updated_after]=2020-01-01",
  ])("refuses ?%s", async (query) => {
    const { send } = createClient();
    const { status } = await send("get", `${contactsPath}?${query}`);
    expect(status).toBe(400);
  });

  it.each([
    "page_size=100",
    "page_size=",
    "next=",
    "updated_after=",
    "filter[updated_after]=",
    "fields=nothing",
    "proxy[filter[eq][age]]=25",
    "unknown=1",
  ])("takes ?%s", async (query) => {
    const { send } = createClient();
    const { status } = await send("get", `${contactsPath}?${query}`);
    expect(status).toBe(200);
  });

  it.each([
    '"text"',
    "null",
    "[]",
    '{"first_name":1}',
    '{"emails":[null]}',
    '{"custom_fields":["x"]}',
    '{"passthrough":[]}',
    '{"custom_fields":[{"id":7}]}',
    "{",
    "",
  ])("refuses the body %s and stores nothing", async (body) => {
    const { send } = createClient();
    const { status } = await send("patch", `${contactsPath}/${exampleId}`).type("json").send(body);
    expect(status).toBe(400);
    const read = await send("get", `${contactsPath}/${exampleId}`);
    expect(read.body.data.updated_at).toBe("2021-01-01T01:01:01.000Z");
  });
});

it("gives a tenant of its own to every suffix of the key", async () => {
  const { send } = createClient();
  await send("patch", `${contactsPath}/${exampleId}`, "standin-key+a").send({ first_name: "Alice" });
  const other = await send("get", `${contactsPath}/${exampleId}`, "standin-key+b");
  expect(other.body.data.first_name).toBe("Steve");
});
