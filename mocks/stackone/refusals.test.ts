import request from "supertest";
import { describe, expect, it } from "vitest";
import { contactsPath, createStackOne, exampleId } from "../../test/mocks/stackone.ts";

describe("refusals", () => {
  it("answers the documented envelope, stamped by the clock that stamps the records", async () => {
    const { send } = createStackOne();
    const created = await send("post", contactsPath).send({});
    const { body } = await send("get", `${contactsPath}/nobody`);
    expect(body).toEqual({ statusCode: 404, message: "Not Found", timestamp: expect.any(String) });
    const elapsed = Date.parse(body.timestamp) - Date.parse(created.body.data.created_at);
    expect(elapsed).toBeGreaterThanOrEqual(0);
    expect(elapsed).toBeLessThan(60_000);
  });

  it("stamps by the same clock what a fault and a limit answer", async () => {
    const { app, send } = createStackOne();
    const now = "2031-02-03T04:05:06.789Z";
    await request(app).put("/_standin/clock").send({ mode: "frozen", now });
    const fault = { provider: "stackone", kind: "status", status: 412, times: 1 };
    await request(app)
      .put("/_standin/faults")
      .send({ faults: [fault, { ...fault, status: 599, force: true }] });
    const limit = { provider: "stackone", name: "key", requests: 2 };
    await request(app)
      .put("/_standin/limits")
      .send({ limits: [limit] });
    for (const status of [412, 599, 429]) {
      const { body } = await send("get", contactsPath);
      expect(body).toMatchObject({ statusCode: status, timestamp: now });
    }
  });

  it("lets the read-only key read and not write", async () => {
    const { send } = createStackOne();
    const read = await send("get", `${contactsPath}/${exampleId}`).auth("standin-readonly-key", "");
    expect(read.status).toBe(200);
    const write = await send("patch", `${contactsPath}/${exampleId}`).auth("standin-readonly-key", "").send({
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
    const { send } = createStackOne();
    const answer = await send("get", contactsPath).set("x-account-id", account);
    expect(answer.body).toMatchObject({ statusCode: status });
  });

  it("checks the scope before the account and the account before the body", async () => {
    const { send } = createStackOne();
    const scope = await send("post", contactsPath)
      .auth("standin-readonly-key", "")
      .set("x-account-id", "standin-account-expired")
      .send({});
    expect(scope.status).toBe(403);
    const account = await send("post", contactsPath)
      .set("x-account-id", "standin-account-expired")
      .send({ emails: "none" });
    expect(account.status).toBe(412);
  });

  it("takes the key without the colon, as the older guide encodes it", async () => {
    const { app } = createStackOne();
    const { status } = await request(app)
      .get(contactsPath)
      .set("authorization", `Basic ${Buffer.from("standin-key").toString("base64")}`)
      .set("x-account-id", "standin-account");
    expect(status).toBe(200);
  });

  it("serves a key with a password, and reports the password", async () => {
    const { send, violations } = createStackOne();
    const { status } = await send("get", contactsPath).auth("standin-key", "secret");
    expect(status).toBe(200);
    expect(await violations()).toEqual(["error request.headers /authorization authentication"]);
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
    const { send } = createStackOne();
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
    const { send } = createStackOne();
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
    const { send } = createStackOne();
    const { status } = await send("patch", `${contactsPath}/${exampleId}`).type("json").send(body);
    expect(status).toBe(400);
    const read = await send("get", `${contactsPath}/${exampleId}`);
    expect(read.body.data.updated_at).toBe("2021-01-01T01:01:01.000Z");
  });
});

it("gives a tenant of its own to every suffix of the key", async () => {
  const { send } = createStackOne();
  await send("patch", `${contactsPath}/${exampleId}`).auth("standin-key+a", "").send({ first_name: "Alice" });
  const other = await send("get", `${contactsPath}/${exampleId}`).auth("standin-key+b", "");
  expect(other.body.data.first_name).toBe("Steve");
});
