import { beforeEach, describe, expect, it } from "vitest";
import { createTruto } from "../../test/mocks/truto.ts";

let mock: ReturnType<typeof createTruto>;

beforeEach(() => {
  mock = createTruto();
});

describe("lists", () => {
  it("pages through all accounts once, while some are written and deleted", async () => {
    const ids: string[] = [];
    let cursor = "";
    do {
      const { body } = await mock.call("get", "", `limit=10&next_cursor=${encodeURIComponent(cursor)}`);
      expect(body.result_count).toBe(body.result.length);
      ids.push(...body.result.map(({ id }: { id: string }) => id));
      cursor = body.next_cursor ?? "";
      await mock.call("delete", `/${body.result[0].id}`);
      await mock.call("patch", `/${body.result[1].id}`).send({ name: "Aardvark" });
    } while (cursor !== "");
    expect(ids).toHaveLength(47);
    expect(new Set(ids).size).toBe(47);
    expect(await mock.violations()).toEqual([]);
  });

  it("goes back by prev_cursor, which is null on the first page as next_cursor is on the last", async () => {
    const first = (await mock.call("get", "", "limit=40")).body;
    const second = (await mock.call("get", "", `limit=40&next_cursor=${encodeURIComponent(first.next_cursor)}`)).body;
    const back = (await mock.call("get", "", `limit=40&prev_cursor=${encodeURIComponent(second.prev_cursor)}`)).body;
    expect(first.prev_cursor).toBeNull();
    expect(second.next_cursor).toBeNull();
    expect(back.result).toEqual(first.result);
  });

  it("gives 25 accounts when no limit counts", async () => {
    expect((await mock.call("get", "")).body.result_count).toBe(25);
    expect((await mock.call("get", "", "limit=2&truto_ignore_limit=true")).body.result_count).toBe(25);
    expect((await mock.call("get", "", "limit=2&truto_ignore_limit=false")).body.result_count).toBe(2);
  });

  it("refuses a cursor that it did not make", async () => {
    const { status, body } = await mock.call("get", "", "next_cursor=abc123");
    expect([status, body]).toEqual([400, { statusCode: 400, error: "Bad Request", message: "Invalid cursor" }]);
  });

  it("keys the accounts by a field", async () => {
    const { body } = await mock.call("get", "", "truto_key_by=name&limit=3&truto_exclude_fields[]=name");
    expect(Object.keys(body.result)).toEqual(["Northwind Traders", "Adatum", "Alpine Ski House"]);
    expect(body.result.Adatum).toMatchObject({ id: "23423524" });
    expect(body.result_count).toBe(3);
    const bySize = (await mock.call("get", "", "truto_key_by=number_of_employees&limit=5")).body;
    expect(Object.keys(bySize.result)).toEqual(["13", "52", "117", "120"]);
    expect(await mock.violations()).toEqual([]);
  });

  it("filters by name, owner and ranges of time", async () => {
    const namesOf = async (query: string) =>
      (await mock.call("get", "", query)).body.result.map(({ name }: { name: string }) => name);
    expect(await namesOf("name=Blue+Yonder")).toEqual(["Blue Yonder"]);
    expect(await namesOf("name=blue")).toEqual([]);
    expect(await namesOf("website=https%3A%2F%2Fnorthwind.example")).toEqual(["Northwind Traders"]);
    expect(await namesOf("created_at=2025-03-14T10:26:53%2B01:00")).toEqual(["Northwind Traders"]);
    expect(await namesOf("created_at[gt]=2025-04-06T08:00:00Z&created_at[lte]=2025-04-16T08:00:00Z")).toEqual([
      "Alpine Ski House",
      "Blue Yonder",
    ]);
    expect(await namesOf("owner[id]=user-1&limit=2")).toEqual(["Northwind Traders", "Bright Harbour"]);
    expect(await mock.violations()).toEqual([]);
  });

  it("takes a date for a time in a filter, and warns", async () => {
    expect((await mock.call("get", "", "created_at[lt]=2025-04-01")).body.result_count).toBe(1);
    expect(await mock.violations()).toEqual(["warning request.query /created_at[lt] format"]);
  });

  it("ignores a filter that it does not know, and reports it", async () => {
    expect((await mock.call("get", "", "annual_revenue=5&limit=50")).body.result_count).toBe(47);
    expect(await mock.violations()).toEqual(["error request.query /annual_revenue undocumented-parameter"]);
  });

  it("takes documented filters that this provider does not apply, and has at most a note on their spelling", async () => {
    for (const query of ["tags%5B0%5D%5Bid%5D=tag-1", "addresses[0][city]=Berlin", "tags[][id]=tag-1"]) {
      expect((await mock.call("get", "", `${query}&limit=50`)).body.result_count).toBe(47);
    }
    expect(await mock.violations()).toEqual(["note request.query /tags type"]);
  });

  it("sorts either way, and pages in that order", async () => {
    const first = (await mock.call("get", "", "sort_by[name]=desc&limit=2")).body;
    expect(first.result.map(({ name }: { name: string }) => name)).toEqual(["Örtliche Werke", "Woodgrove Bank"]);
    const next = `sort_by[name]=desc&limit=1&next_cursor=${encodeURIComponent(first.next_cursor)}`;
    expect((await mock.call("get", "", next)).body.result[0].name).toBe("Wingtip Toys");
    const sizes = (await mock.call("get", "", "sort_by[number_of_employees]=desc&limit=50")).body.result
      .map((account: { number_of_employees?: number }) => account.number_of_employees)
      .filter((size: number | undefined) => size !== undefined);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(await mock.violations()).toEqual([]);
  });
});
