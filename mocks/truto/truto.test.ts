import request from "supertest";
import { beforeEach, describe, expect, it } from "vitest";
import { createApp } from "../../src/index.ts";
import { blockedId, needsReauthId, sandboxId, unseenId, workingId } from "./integrated-accounts.ts";

const accountsPath = "/truto/unified/crm/accounts";

let app: ReturnType<typeof createApp>["app"];

beforeEach(() => {
  app = createApp({ providers: ["truto"] }).app;
});

/** A call through a connection; the query is written as it goes over the wire. */
function call(method: "get" | "post" | "patch" | "delete", path: string, query = "", connection = workingId) {
  const url = `${accountsPath}${path}?integrated_account_id=${connection}${query && `&${query}`}`;
  return request(app)[method](url).set("authorization", "Bearer standin-key");
}

async function violations(): Promise<{ part: string; pointer: string; rule: string; severity: string }[]> {
  const { body } = await request(app).get("/_standin/violations?provider=truto");
  return body.items;
}

describe("mapping", () => {
  it("merges a partial update into the stored account", async () => {
    const before = (await call("get", "/23423523")).body;
    const { body } = await call("patch", "/23423523").send({ industry: "Retail" });
    expect(body).toMatchObject({ ...before, industry: "Retail", updated_at: body.updated_at, remote_data: {} });
    expect((await call("get", "/23423523")).body).toEqual(body);
  });

  it("replaces arrays and the owner, and merges custom fields by name", async () => {
    const { body } = await call("patch", "/23423523").send({
      tags: [{ id: "tag-9" }],
      owner: {},
      custom_fields: { custom_field_name_2: "new", third: [1, null] },
    });
    expect(body.tags).toEqual([{ id: "tag-9" }]);
    expect(body.owner).toEqual({});
    expect(body.custom_fields).toEqual({ custom_field_name_1: "old", custom_field_name_2: "new", third: [1, null] });
  });

  it("takes custom fields as a string of JSON", async () => {
    const { body } = await call("patch", "/23423523").send({ custom_fields: '{"custom_field_name_1": "foo"}' });
    expect(body.custom_fields).toEqual({ custom_field_name_1: "foo", custom_field_name_2: "old" });
    expect(await violations()).toEqual([]);
  });

  it("clears a field that is null, and reports the null", async () => {
    const { status, body } = await call("patch", "/23423523").send({ description: null, addresses: null });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty("description");
    expect(body.addresses).toEqual([]);
    expect((await violations()).map(({ part, pointer, rule }) => [part, pointer, rule])).toEqual([
      ["request.body", "/description", "type"],
      ["request.body", "/addresses", "type"],
    ]);
  });

  it("accepts what breaks the contract, converts what can be, leaves the rest, and reports all of it", async () => {
    const { status, body } = await call("patch", "/23423523").send({
      name: 42,
      number_of_employees: "12",
      website: { href: "https://x.example" },
      tags: "customer",
      phone_numbers: [{ number: 5, type: "home", note: "x" }, "+15035550100"],
      created_at: "yesterday",
      firstname: "x",
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: "42",
      number_of_employees: 12,
      website: "https://northwind.example",
      tags: [{ id: "tag-1", name: "customer" }],
      phone_numbers: [{ number: "5", type: "home" }],
      created_at: "2025-03-14T09:26:53.000Z",
    });
    const found = await violations();
    expect(found.every(({ part }) => part === "request.body")).toBe(true);
    expect(found.map(({ pointer, rule, severity }) => `${pointer} ${rule} ${severity}`).sort()).toEqual([
      "/created_at format warning",
      "/firstname undocumented-property error",
      "/name type error",
      "/number_of_employees type error",
      "/phone_numbers/0/note undocumented-property error",
      "/phone_numbers/0/number type error",
      "/phone_numbers/0/type enum error",
      "/phone_numbers/1 type error",
      "/tags type error",
      "/website type error",
    ]);
  });

  it("answers by the contract whatever JSON the body is", async () => {
    for (const body of [
      "[]",
      "null",
      "7",
      '"text"',
      "{}",
      '{"number_of_employees": 1e400}',
      '{"custom_fields": "x"}',
    ]) {
      const { status } = await call("patch", "/23423523").set("content-type", "application/json").send(body);
      expect([body, status]).toEqual([body, 200]);
    }
    const deep = (levels: number) => `{"a": ${"[".repeat(levels)}${"]".repeat(levels)}}`;
    for (const custom_fields of [JSON.parse(deep(400)), deep(20_000)]) {
      const { status, body } = await call("patch", "/23423523").send({ custom_fields });
      expect([status, body.custom_fields.a]).toEqual([200, undefined]);
    }
    expect((await violations()).filter(({ part }) => part.startsWith("response"))).toEqual([]);
  });

  it("keeps members with the names of a prototype as data", async () => {
    const sent = '{"custom_fields": {"__proto__": "a", "constructor": "b"}, "remote_data": {"__proto__": {"c": 1}}}';
    const { text } = await call("patch", "/23423523").set("content-type", "application/json").send(sent);
    expect(text).toContain('"__proto__":"a"');
    expect(text).toContain('"__proto__":{"c":1}');
    expect(({} as Record<string, unknown>).c).toBeUndefined();
  });

  it("hands remote_data to the provider untouched, whose own object is the remote_data of the answer", async () => {
    const { body } = await call("patch", "/23423523").send({ remote_data: { lifecycle: ["lead", 1] } });
    expect(body.remote_data).toMatchObject({ id: "23423523", properties: { lifecycle: ["lead", 1] } });
  });
});

describe("response formats", () => {
  it("leaves out the same fields in every spelling of the list", async () => {
    for (const query of [
      "truto_exclude_fields[]=id&truto_exclude_fields[]=name",
      "truto_exclude_fields%5B0%5D=id&truto_exclude_fields%5B1%5D=name",
      "truto_exclude_fields=id,name",
    ]) {
      const { body } = await call("get", "/23423523", query);
      expect(body).not.toHaveProperty("id");
      expect(body).not.toHaveProperty("name");
      expect(body).toHaveProperty("website");
    }
    expect(await violations()).toEqual([]);
  });

  it("reports a list that is spelled in none of the three ways", async () => {
    await call("get", "/23423523", "truto_exclude_fields=id&truto_exclude_fields=name");
    expect(await violations()).toMatchObject([{ pointer: "/truto_exclude_fields", rule: "repeated" }]);
  });

  it("leaves out remote_data on demand", async () => {
    expect((await call("get", "/23423523")).body).toHaveProperty("remote_data.id");
    expect((await call("get", "/23423523", "truto_ignore_remote_data=true")).body).not.toHaveProperty("remote_data");
    expect((await call("get", "/23423523", "truto_ignore_remote_data=false")).body).toHaveProperty("remote_data.id");
  });

  it("answers the provider's own object in the raw format", async () => {
    const { remote_data } = (await call("get", "/23423523")).body;
    expect((await call("get", "/23423523", "truto_response_format=raw")).body).toEqual(remote_data);
    const { body } = await call("get", "", "truto_response_format=raw&limit=1");
    expect(body).toEqual({ results: [remote_data], paging: { next: { after: expect.any(String) } } });
    expect(await violations()).toEqual([]);
  });

  it("answers the unified account when it is normalised or streamed", async () => {
    const unified = (await call("get", "/23423523", "truto_response_format=unified")).body;
    expect((await call("get", "/23423523", "truto_response_format=normalized")).body).toEqual(unified);
    expect((await call("get", "/23423523", "truto_response_format=stream")).body).toEqual(unified);
  });

  it("passes remote_query on without a word", async () => {
    const query = "remote_query[foo]=bar&remote_query[a][b]=c";
    expect((await call("get", "/23423523", query)).body.id).toBe("23423523");
    expect(await violations()).toEqual([]);
  });
});

describe("lists", () => {
  it("pages through all accounts once, while some are written and deleted", async () => {
    const ids: string[] = [];
    let cursor = "";
    do {
      const { body } = await call("get", "", `limit=10&next_cursor=${encodeURIComponent(cursor)}`);
      expect(body.result_count).toBe(body.result.length);
      ids.push(...body.result.map(({ id }: { id: string }) => id));
      cursor = body.next_cursor ?? "";
      await call("delete", `/${body.result[0].id}`);
      await call("patch", `/${body.result[1].id}`).send({ name: "Aardvark" });
    } while (cursor !== "");
    expect(ids).toHaveLength(47);
    expect(new Set(ids).size).toBe(47);
    expect(await violations()).toEqual([]);
  });

  it("goes back by prev_cursor, which is null on the first page as next_cursor is on the last", async () => {
    const first = (await call("get", "", "limit=40")).body;
    const second = (await call("get", "", `limit=40&next_cursor=${encodeURIComponent(first.next_cursor)}`)).body;
    const back = (await call("get", "", `limit=40&prev_cursor=${encodeURIComponent(second.prev_cursor)}`)).body;
    expect(first.prev_cursor).toBeNull();
    expect(second.next_cursor).toBeNull();
    expect(back.result).toEqual(first.result);
  });

  it("gives 25 accounts when no limit counts", async () => {
    expect((await call("get", "")).body.result_count).toBe(25);
    expect((await call("get", "", "limit=2&truto_ignore_limit=true")).body.result_count).toBe(25);
    expect((await call("get", "", "limit=2&truto_ignore_limit=false")).body.result_count).toBe(2);
  });

  it("refuses a cursor that it did not make", async () => {
    const { status, body } = await call("get", "", "next_cursor=abc123");
    expect([status, body]).toEqual([400, { statusCode: 400, error: "Bad Request", message: "Invalid cursor" }]);
  });

  it("keys the accounts by a field", async () => {
    const { body } = await call("get", "", "truto_key_by=name&limit=3&truto_exclude_fields[]=name");
    expect(Object.keys(body.result)).toEqual(["Northwind Traders", "Adatum", "Alpine Ski House"]);
    expect(body.result.Adatum).toMatchObject({ id: "23423524" });
    expect(body.result_count).toBe(3);
    const bySize = (await call("get", "", "truto_key_by=number_of_employees&limit=5")).body;
    expect(Object.keys(bySize.result)).toEqual(["13", "52", "117", "120"]);
    expect(await violations()).toEqual([]);
  });

  it("filters by name, owner and ranges of time", async () => {
    const namesOf = async (query: string) =>
      (await call("get", "", query)).body.result.map(({ name }: { name: string }) => name);
    expect(await namesOf("name=Blue+Yonder")).toEqual(["Blue Yonder"]);
    expect(await namesOf("name=blue")).toEqual([]);
    expect(await namesOf("website=https%3A%2F%2Fnorthwind.example")).toEqual(["Northwind Traders"]);
    expect(await namesOf("created_at=2025-03-14T10:26:53%2B01:00")).toEqual(["Northwind Traders"]);
    expect(await namesOf("created_at[gt]=2025-04-06T08:00:00Z&created_at[lte]=2025-04-16T08:00:00Z")).toEqual([
      "Alpine Ski House",
      "Blue Yonder",
    ]);
    expect(await namesOf("owner[id]=user-1&limit=2")).toEqual(["Northwind Traders", "Bright Harbour"]);
    expect(await violations()).toEqual([]);
  });

  it("takes a date for a time in a filter, and warns", async () => {
    expect((await call("get", "", "created_at[lt]=2025-04-01")).body.result_count).toBe(1);
    expect(await violations()).toMatchObject([{ pointer: "/created_at[lt]", rule: "format", severity: "warning" }]);
  });

  it("ignores a filter that it does not know, and reports it", async () => {
    expect((await call("get", "", "annual_revenue=5&limit=50")).body.result_count).toBe(47);
    expect(await violations()).toMatchObject([{ part: "request.query", rule: "undocumented-parameter" }]);
  });

  it("takes documented filters that this provider does not apply, and has at most a note on their spelling", async () => {
    for (const query of ["tags%5B0%5D%5Bid%5D=tag-1", "addresses[0][city]=Berlin", "tags[][id]=tag-1"]) {
      expect((await call("get", "", `${query}&limit=50`)).body.result_count).toBe(47);
    }
    expect(await violations()).toMatchObject([{ pointer: "/tags", rule: "type", severity: "note" }]);
  });

  it("sorts either way, and pages in that order", async () => {
    const first = (await call("get", "", "sort_by[name]=desc&limit=2")).body;
    expect(first.result.map(({ name }: { name: string }) => name)).toEqual(["Örtliche Werke", "Woodgrove Bank"]);
    const next = `sort_by[name]=desc&limit=1&next_cursor=${encodeURIComponent(first.next_cursor)}`;
    expect((await call("get", "", next)).body.result[0].name).toBe("Wingtip Toys");
    const sizes = (await call("get", "", "sort_by[number_of_employees]=desc&limit=50")).body.result
      .map((account: { number_of_employees?: number }) => account.number_of_employees)
      .filter((size: number | undefined) => size !== undefined);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(await violations()).toEqual([]);
  });
});

describe("records", () => {
  it("creates an account with the next number of the provider", async () => {
    const { status, body } = await call("post", "").send({ website: "https://new.example" });
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: "23423569", website: "https://new.example", addresses: [] });
    expect(body).not.toHaveProperty("name");
    expect((await call("get", "/23423569")).body).toEqual(body);
    expect(await violations()).toEqual([]);
  });

  it("has the provider refuse an account that has neither name nor website", async () => {
    const { status, body } = await call("post", "").send({ name: " ", description: "x" });
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
    expect((await call("delete", "/23423523")).body).toEqual({ id: "23423523" });
    const { status, body } = await call("get", "/23423523");
    expect(status).toBe(404);
    expect(body).toMatchObject({ statusCode: 404, error: "Not Found", truto_is_remote_error: true });
  });

  it("deletes in a batch what is there", async () => {
    const { body } = await call("post", "/batch-delete").send({ id: ["23423523", "23423523", "0", "23423525"] });
    expect(body).toEqual({ result: [{ id: "23423523" }, { id: "23423525" }] });
    expect((await call("get", "/23423525")).status).toBe(404);
    expect((await call("post", "/batch-delete").send({ id: [] })).status).toBe(422);
  });

  it("finds an id that is percent-encoded in the path", async () => {
    const { status, body } = await call("patch", `/${encodeURIComponent("companies/Ä 7")}`).send({ name: "Renamed" });
    expect([status, body.id, body.name]).toEqual([200, "companies/Ä 7", "Renamed"]);
  });
});

describe("idempotency", () => {
  it("gives a repeated key the first answer again, and creates nothing twice", async () => {
    const create = (name: string, key: string) => call("post", "").set("idempotency-key", key).send({ name });
    const first = await create("Once", "k-1");
    const second = await create("Twice", "k-1");
    const third = await create("Thrice", "k-2");
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    expect(third.body.id).toBe("23423570");
    expect(await violations()).toEqual([]);
  });

  it("keeps the keys of different records apart", async () => {
    const rename = (id: string, name: string) => call("patch", `/${id}`).set("idempotency-key", "k").send({ name });
    await rename("23423523", "First");
    expect((await rename("23423524", "Second")).body.name).toBe("Second");
    expect((await rename("23423523", "Third")).body.name).toBe("First");
    expect((await call("get", "/23423523")).body.name).toBe("First");
  });
});

describe("refusals", () => {
  it("refuses a missing and a wrong token in three members", async () => {
    const url = `${accountsPath}/23423523?integrated_account_id=${workingId}`;
    const refusal = { statusCode: 401, error: "Unauthorized", message: "The API token is missing or invalid" };
    const missing = await request(app).get(url);
    const wrong = await request(app).get(url).set("authorization", "Bearer nobody");
    expect([missing.status, missing.body, wrong.status, wrong.body]).toEqual([401, refusal, 401, refusal]);
  });

  it("answers 401 with the remote flag, for good, once the provider has refused the connection", async () => {
    const get = await call("get", "/23423523", "", needsReauthId);
    const patch = await call("patch", "/23423523", "", needsReauthId).send({});
    expect(get.status).toBe(401);
    expect(get.body).toMatchObject({ statusCode: 401, error: "Unauthorized", truto_is_remote_error: true });
    expect(get.body).toHaveProperty("raw_response");
    expect([patch.status, patch.body]).toEqual([get.status, get.body]);
    expect((await call("get", "/23423523")).status).toBe(200);
  });

  it("lets a sandbox be read and not written", async () => {
    expect((await call("get", "/23423523", "", sandboxId)).body.name).toBe("Adatum (sandbox)");
    expect((await call("get", "", "", sandboxId)).body.result_count).toBe(3);
    for (const write of [call("post", "", "", sandboxId), call("patch", "/1", "", sandboxId)]) {
      const { status, body } = await write.send({ name: "x" });
      expect([status, body]).toEqual([
        405,
        { statusCode: 405, error: "Method Not Allowed", message: "Sandbox accounts are read-only" },
      ]);
    }
    expect((await call("delete", "/23423523", "", sandboxId)).status).toBe(405);
    expect((await call("post", "/batch-delete", "", sandboxId).send({ id: ["23423523"] })).status).toBe(405);
  });

  it("answers 503 for a blocked connection and 404 for one that the token cannot see", async () => {
    const blocked = await call("get", "", "", blockedId);
    expect([blocked.status, blocked.body.error]).toEqual([503, "Service Unavailable"]);
    for (const unseen of [unseenId, "00000000-0000-4000-8000-000000000000"]) {
      const { status, body } = await call("get", "", "", unseen);
      expect([status, body]).toEqual([
        404,
        { statusCode: 404, error: "Not Found", message: "Integrated account not found" },
      ]);
    }
  });

  it("refuses a call that names no connection, and reports it", async () => {
    const { status, body } = await request(app).get(accountsPath).set("authorization", "Bearer standin-key");
    expect(status).toBe(400);
    expect(body).toEqual({ statusCode: 400, error: "Bad Request", message: "integrated_account_id is required" });
    expect(await violations()).toMatchObject([
      { part: "request.query", pointer: "/integrated_account_id", rule: "required", severity: "error" },
    ]);
  });

  it("refuses a body that is no JSON", async () => {
    const { status, body } = await call("patch", "/23423523").set("content-type", "application/json").send('{"name":');
    expect(status).toBe(400);
    expect(body).toEqual({ statusCode: 400, error: "Bad Request", message: "The request body is not valid JSON" });
  });

  it("refuses PUT, which no route has, and speaks for itself where the vendor may have a custom method", async () => {
    const put = await request(app).put(`${accountsPath}/23423523`).set("authorization", "Bearer standin-key");
    expect([put.status, put.body.error]).toEqual([405, "Method Not Allowed"]);
    const merge = await call("post", "/merge").send({});
    expect(merge.headers["content-type"]).toContain("application/problem+json");
  });

  it("keeps tenants apart", async () => {
    await call("delete", "/23423523");
    const url = `${accountsPath}/23423523?integrated_account_id=${workingId}`;
    expect((await request(app).get(url).set("authorization", "Bearer standin-key+other")).status).toBe(200);
  });
});
