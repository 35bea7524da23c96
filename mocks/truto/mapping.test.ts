import { beforeEach, describe, expect, it } from "vitest";
import { createTruto } from "../../test/mocks/truto.ts";

let mock: ReturnType<typeof createTruto>;

beforeEach(() => {
  mock = createTruto();
});

describe("mapping", () => {
  it("merges a partial update into the stored account", async () => {
    const before = (await mock.call("get", "/23423523")).body;
    const { body } = await mock.call("patch", "/23423523").send({ industry: "Retail" });
    expect(body).toMatchObject({ ...before, industry: "Retail", updated_at: body.updated_at, remote_data: {} });
    expect((await mock.call("get", "/23423523")).body).toEqual(body);
  });

  it("replaces arrays and the owner, and merges custom fields by name", async () => {
    const { body } = await mock.call("patch", "/23423523").send({
      tags: [{ id: "tag-9" }],
      owner: {},
      custom_fields: { custom_field_name_2: "new", third: [1, null] },
    });
    expect(body.tags).toEqual([{ id: "tag-9" }]);
    expect(body.owner).toEqual({});
    expect(body.custom_fields).toEqual({ custom_field_name_1: "old", custom_field_name_2: "new", third: [1, null] });
  });

  it("takes custom fields as a string of JSON", async () => {
    const { body } = await mock.call("patch", "/23423523").send({ custom_fields: '{"custom_field_name_1": "foo"}' });
    expect(body.custom_fields).toEqual({ custom_field_name_1: "foo", custom_field_name_2: "old" });
    expect(await mock.violations()).toEqual([]);
  });

  it("clears a field that is null, and reports the null", async () => {
    const { status, body } = await mock.call("patch", "/23423523").send({ description: null, addresses: null });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty("description");
    expect(body.addresses).toEqual([]);
    expect(await mock.violations()).toEqual([
      "error request.body /description type",
      "error request.body /addresses type",
    ]);
  });

  it("accepts what breaks the contract, converts what can be, leaves the rest, and reports all of it", async () => {
    const { status, body } = await mock.call("patch", "/23423523").send({
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
    expect((await mock.violations()).sort()).toEqual([
      "error request.body /firstname undocumented-property",
      "error request.body /name type",
      "error request.body /number_of_employees type",
      "error request.body /phone_numbers/0/note undocumented-property",
      "error request.body /phone_numbers/0/number type",
      "error request.body /phone_numbers/0/type enum",
      "error request.body /phone_numbers/1 type",
      "error request.body /tags type",
      "error request.body /website type",
      "warning request.body /created_at format",
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
      const { status } = await mock.call("patch", "/23423523").set("content-type", "application/json").send(body);
      expect([body, status]).toEqual([body, 200]);
    }
    const deep = (levels: number) => `{"a": ${"[".repeat(levels)}${"]".repeat(levels)}}`;
    for (const custom_fields of [JSON.parse(deep(400)), deep(20_000)]) {
      const { status, body } = await mock.call("patch", "/23423523").send({ custom_fields });
      expect([status, body.custom_fields.a]).toEqual([200, undefined]);
    }
    expect((await mock.violations()).filter((violation) => violation.includes(" response."))).toEqual([]);
  });

  it("keeps members with the names of a prototype as data", async () => {
    const sent = '{"custom_fields": {"__proto__": "a", "constructor": "b"}, "remote_data": {"__proto__": {"c": 1}}}';
    const { text } = await mock.call("patch", "/23423523").set("content-type", "application/json").send(sent);
    expect(text).toContain('"__proto__":"a"');
    expect(text).toContain('"__proto__":{"c":1}');
    expect(({} as Record<string, unknown>).c).toBeUndefined();
  });

  it("hands remote_data to the provider untouched, whose own object is the remote_data of the answer", async () => {
    const { body } = await mock.call("patch", "/23423523").send({ remote_data: { lifecycle: ["lead", 1] } });
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
      const { body } = await mock.call("get", "/23423523", query);
      expect(body).not.toHaveProperty("id");
      expect(body).not.toHaveProperty("name");
      expect(body).toHaveProperty("website");
    }
    expect(await mock.violations()).toEqual([]);
  });

  it("reports a list that is spelled in none of the three ways", async () => {
    await mock.call("get", "/23423523", "truto_exclude_fields=id&truto_exclude_fields=name");
    expect(await mock.violations()).toEqual(["error request.query /truto_exclude_fields repeated"]);
  });

  it("leaves out remote_data on demand", async () => {
    expect((await mock.call("get", "/23423523")).body).toHaveProperty("remote_data.id");
    expect((await mock.call("get", "/23423523", "truto_ignore_remote_data=true")).body).not.toHaveProperty(
      "remote_data",
    );
    expect((await mock.call("get", "/23423523", "truto_ignore_remote_data=false")).body).toHaveProperty(
      "remote_data.id",
    );
  });

  it("answers the provider's own object in the raw format", async () => {
    const { remote_data } = (await mock.call("get", "/23423523")).body;
    expect((await mock.call("get", "/23423523", "truto_response_format=raw")).body).toEqual(remote_data);
    const { body } = await mock.call("get", "", "truto_response_format=raw&limit=1");
    expect(body).toEqual({ results: [remote_data], paging: { next: { after: expect.any(String) } } });
    expect(await mock.violations()).toEqual([]);
  });

  it("answers the unified account when it is normalised or streamed", async () => {
    const unified = (await mock.call("get", "/23423523", "truto_response_format=unified")).body;
    expect((await mock.call("get", "/23423523", "truto_response_format=normalized")).body).toEqual(unified);
    expect((await mock.call("get", "/23423523", "truto_response_format=stream")).body).toEqual(unified);
  });

  it("passes remote_query on without a word", async () => {
    const query = "remote_query[foo]=bar&remote_query[a][b]=c";
    expect((await mock.call("get", "/23423523", query)).body.id).toBe("23423523");
    expect(await mock.violations()).toEqual([]);
  });
});
