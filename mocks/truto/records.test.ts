import request from "supertest";
import { beforeEach, describe, expect, it } from "vitest";
import { accountsPath, createTruto } from "../../test/mocks/truto.ts";
import { blockedId, needsReauthId, sandboxId, unseenId, workingId } from "./integrated-accounts.ts";

let mock: ReturnType<typeof createTruto>;

beforeEach(() => {
  mock = createTruto();
});

describe("records", () => {
  it("creates an account with the next number of the provider", async () => {
    const { status, body } = await mock.call("post", "").send({ website: "https://new.example" });
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: "23423569", website: "https://new.example", addresses: [] });
    expect(body).not.toHaveProperty("name");
    expect((await mock.call("get", "/23423569")).body).toEqual(body);
    expect(await mock.violations()).toEqual([]);
  });

  it("overwrites none that an edited state has beyond its count, and gives no answer again that is none", async () => {
    const edit = (state: object) => request(mock.app).patch("/_standin/state/truto").send({ state });
    await edit({ lastAccountNumber: 23423522 });
    expect((await mock.call("post", "").send({ name: "New" })).body.id).toBe("23423569");
    for (const [state, place] of [
      [{ lastAccountNumber: -1 }, "/lastAccountNumber is -1. It counts up:"],
      [{ keptAnswers: { k: 7 } }, "/keptAnswers/k is no answer that could be given again:"],
    ] as const) {
      const { status, body } = await edit(state);
      expect([status, body.detail]).toEqual([422, expect.stringContaining(`\n${place}`)]);
    }
  });

  it("has the provider refuse an account that has neither name nor website", async () => {
    const { status, body } = await mock.call("post", "").send({ name: " ", description: "x" });
    expect(status).toBe(422);
    expect(body).toEqual({
      statusCode: 422,
      error: "Unprocessable Entity",
      message: "Either name or website is required",
      truto_is_remote_error: true,
      raw_response: { status: "error", message: "Either name or website is required" },
    });
  });

  it("answers the id of a deleted account, and the provider's 404 from then on", async () => {
    expect((await mock.call("delete", "/23423523")).body).toEqual({ id: "23423523" });
    const { status, body } = await mock.call("get", "/23423523");
    expect(status).toBe(404);
    expect(body).toMatchObject({ statusCode: 404, error: "Not Found", truto_is_remote_error: true });
  });

  it("deletes in a batch what is there", async () => {
    const { body } = await mock.call("post", "/batch-delete").send({ id: ["23423523", "23423523", "0", "23423525"] });
    expect(body).toEqual({ result: [{ id: "23423523" }, { id: "23423525" }] });
    expect((await mock.call("get", "/23423525")).status).toBe(404);
    expect((await mock.call("post", "/batch-delete").send({ id: [] })).status).toBe(422);
  });

  it("finds an id that is percent-encoded in the path", async () => {
    const { status, body } = await mock
      .call("patch", `/${encodeURIComponent("companies/Ä 7")}`)
      .send({ name: "Renamed" });
    expect([status, body.id, body.name]).toEqual([200, "companies/Ä 7", "Renamed"]);
  });
});

describe("idempotency", () => {
  it("gives a repeated key the first answer again, and creates nothing twice", async () => {
    const create = (name: string, key: string) => mock.call("post", "").set("idempotency-key", key).send({ name });
    const first = await create("Once", "k-1");
    const second = await create("Twice", "k-1");
    const third = await create("Thrice", "k-2");
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    expect(third.body.id).toBe("23423570");
    expect(await mock.violations()).toEqual([]);
  });

  it("keeps the keys of different records apart", async () => {
    const rename = (id: string, name: string) =>
      mock.call("patch", `/${id}`).set("idempotency-key", "k").send({ name });
    await rename("23423523", "First");
    expect((await rename("23423524", "Second")).body.name).toBe("Second");
    expect((await rename("23423523", "Third")).body.name).toBe("First");
    expect((await mock.call("get", "/23423523")).body.name).toBe("First");
  });
});

describe("refusals", () => {
  it("refuses a missing and a wrong token in three members", async () => {
    const url = `${accountsPath}/23423523?integrated_account_id=${workingId}`;
    const refusal = { statusCode: 401, error: "Unauthorized", message: "The API token is missing or invalid" };
    const missing = await request(mock.app).get(url);
    const wrong = await request(mock.app).get(url).set("authorization", "Bearer nobody");
    expect([missing.status, missing.body, wrong.status, wrong.body]).toEqual([401, refusal, 401, refusal]);
  });

  it("answers 401 with the remote flag, for good, once the provider has refused the connection", async () => {
    const get = await mock.call("get", "/23423523", "", needsReauthId);
    const patch = await mock.call("patch", "/23423523", "", needsReauthId).send({});
    expect(get.status).toBe(401);
    expect(get.body).toMatchObject({ statusCode: 401, error: "Unauthorized", truto_is_remote_error: true });
    expect(get.body).toHaveProperty("raw_response");
    expect([patch.status, patch.body]).toEqual([get.status, get.body]);
    expect((await mock.call("get", "/23423523")).status).toBe(200);
  });

  it("lets a sandbox be read and not written", async () => {
    expect((await mock.call("get", "/23423523", "", sandboxId)).body.name).toBe("Adatum (sandbox)");
    expect((await mock.call("get", "", "", sandboxId)).body.result_count).toBe(3);
    for (const write of [mock.call("post", "", "", sandboxId), mock.call("patch", "/1", "", sandboxId)]) {
      const { status, body } = await write.send({ name: "x" });
      expect([status, body]).toEqual([
        405,
        { statusCode: 405, error: "Method Not Allowed", message: "Sandbox accounts are read-only" },
      ]);
    }
    expect((await mock.call("delete", "/23423523", "", sandboxId)).status).toBe(405);
    expect((await mock.call("post", "/batch-delete", "", sandboxId).send({ id: ["23423523"] })).status).toBe(405);
  });

  it("answers 503 for a blocked connection and 404 for one that the token cannot see", async () => {
    const blocked = await mock.call("get", "", "", blockedId);
    expect([blocked.status, blocked.body.error]).toEqual([503, "Service Unavailable"]);
    for (const unseen of [unseenId, "00000000-0000-4000-8000-000000000000"]) {
      const { status, body } = await mock.call("get", "", "", unseen);
      expect([status, body]).toEqual([
        404,
        { statusCode: 404, error: "Not Found", message: "Integrated account not found" },
      ]);
    }
  });

  it("refuses a call that names no connection, and reports it", async () => {
    const { status, body } = await request(mock.app).get(accountsPath).set("authorization", "Bearer standin-key");
    expect(status).toBe(400);
    expect(body).toEqual({ statusCode: 400, error: "Bad Request", message: "integrated_account_id is required" });
    expect(await mock.violations()).toEqual(["error request.query /integrated_account_id required"]);
  });

  it("refuses a body that is no JSON", async () => {
    const { status, body } = await mock
      .call("patch", "/23423523")
      .set("content-type", "application/json")
      .send('{"name":');
    expect(status).toBe(400);
    expect(body).toEqual({ statusCode: 400, error: "Bad Request", message: "The request body is not valid JSON" });
  });

  it("refuses PUT, which no route has, and speaks for itself where the vendor may have a custom method", async () => {
    const put = await request(mock.app).put(`${accountsPath}/23423523`).set("authorization", "Bearer standin-key");
    expect([put.status, put.body.error]).toEqual([405, "Method Not Allowed"]);
    const merge = await mock.call("post", "/merge").send({});
    expect(merge.headers["content-type"]).toContain("application/problem+json");
  });

  it("keeps tenants apart", async () => {
    await mock.call("delete", "/23423523");
    const url = `${accountsPath}/23423523?integrated_account_id=${workingId}`;
    expect((await request(mock.app).get(url).set("authorization", "Bearer standin-key+other")).status).toBe(200);
  });
});
