import { describe, expect, it } from "vitest";
import type { Mock } from "../../test/mocks/create-mock.ts";
import { contactsPath, createStackOne, exampleId } from "../../test/mocks/stackone.ts";

const accountsPath = "/stackone/unified/crm/accounts";
const listsPath = "/stackone/unified/crm/lists";
const definitionsPath = "/stackone/unified/crm/custom_field_definitions/contacts";

/** Reads a list to its end, page by page. */
async function ids(send: Mock["send"], path: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let next: string | null = ""; next !== null; ) {
    const { body } = await send("get", path).query(next === "" ? {} : { next });
    pages.push(body.data.map(({ id }: { id: string }) => id));
    next = body.next;
  }
  return pages;
}

describe("lists", () => {
  it("pages 25 at a time unless told otherwise, to a null cursor", async () => {
    const { send } = createStackOne();
    const pages = await ids(send, contactsPath);
    expect(pages.map((page) => page.length)).toEqual([25, 25, 14]);
    expect(new Set(pages.flat()).size).toBe(64);
    expect(pages[0]?.[0]).toBe(exampleId);
  });

  it("ends a full last page without a cursor", async () => {
    const { send } = createStackOne();
    const pages = await ids(send, `${contactsPath}?page_size=32`);
    expect(pages.map((page) => page.length)).toEqual([32, 32]);
  });

  it("neither repeats nor hides a contact when others are written between two pages", async () => {
    const { send } = createStackOne();
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
    const { send } = createStackOne();
    const { body } = await send("get", `${contactsPath}?page_size=10`);
    const same = await send("get", contactsPath).query({ next: body.next });
    expect(same.body.data).toHaveLength(10);
    const other = await send("get", contactsPath).query({ next: body.next, page_size: "20" });
    expect(other.status).toBe(400);
  });

  it.each([0, -1, 1.5, 101, 1e9])("refuses a cursor that somebody made for pages of %s", async (size) => {
    const { send } = createStackOne();
    const { body } = await send("get", `${contactsPath}?page_size=10`);
    const [page, , after] = JSON.parse(Buffer.from(body.next, "base64url").toString());
    const next = Buffer.from(JSON.stringify([page, size, after])).toString("base64url");
    expect((await send("get", contactsPath).query({ next })).status).toBe(400);
  });

  it("returns pages shorter than page_size with a cursor in the scenario short-pages", async () => {
    const { send } = createStackOne("short-pages");
    const pages = await ids(send, `${listsPath}?page_size=9`);
    expect(pages.map((page) => page.length)).toEqual([5, 5, 5, 5, 5, 3]);
    expect(new Set(pages.flat()).size).toBe(28);
  });

  it("still takes page numbers, past the last page too", async () => {
    const { send } = createStackOne();
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
    const { send } = createStackOne();
    await send("patch", `${contactsPath}/${exampleId}`).send({ last_name: "W." });
    const filtered = await send("get", `${contactsPath}?filter[updated_after]=2025-01-01T00:00:00.000Z`);
    expect(filtered.body.data.map(({ id }: { id: string }) => id)).toEqual([exampleId]);
    const deprecated = await send("get", `${contactsPath}?updated_after=2025-01-01T00:00:00.000Z`);
    expect(deprecated.body.data).toEqual(filtered.body.data);
  });

  it("leaves out a record that changed at that very moment", async () => {
    const { send } = createStackOne();
    const { body } = await send("get", `${contactsPath}?filter[updated_after]=2021-01-01T01:01:01.000Z&page_size=100`);
    expect(body.data).toHaveLength(63);
  });

  it.each([
    [accountsPath, 32],
    [listsPath, 28],
    [definitionsPath, 8],
  ])("lists every record of %s, each readable by both ids", async (path, total) => {
    const { send } = createStackOne();
    const { body } = await send("get", `${path}?page_size=100`);
    expect(body.data).toHaveLength(total);
    for (const record of body.data) {
      const read = await send("get", `${path}/${record.remote_id}`);
      expect(read.body.data).toEqual(record);
    }
  });

  it("is empty in the scenario empty", async () => {
    const { send } = createStackOne("empty");
    const { body } = await send("get", contactsPath);
    expect(body).toEqual({ next: null, next_page: null, data: [], raw: null });
  });
});

describe("fields, include, raw and proxy", () => {
  it("returns the fields that are named, with those included", async () => {
    const { send } = createStackOne();
    const { body } = await send(
      "get",
      `${contactsPath}/${exampleId}?fields=id, first_name,unknown&include=custom_fields`,
    );
    expect(Object.keys(body.data).sort()).toEqual(["custom_fields", "first_name", "id"]);
  });

  it("returns all fields when fields is empty", async () => {
    const { send } = createStackOne();
    const { body } = await send("get", `${contactsPath}/${exampleId}?fields=`);
    expect(Object.keys(body.data)).toHaveLength(15);
  });

  it("shows the provider's own request only when asked", async () => {
    const { send } = createStackOne();
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
