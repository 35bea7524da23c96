import { describe, expect, it } from "vitest";
import { base, contact, contactPath, createCtrlHub, exampleId, idsOf } from "../../test/mocks/ctrl-hub.ts";

/** A document that updates the reference page's contact. */
function update(attributes: object, more: object = {}): object {
  return { data: { id: exampleId, type: "contacts", attributes, ...more } };
}

describe("include", () => {
  it("sends every related resource once, and links each from the data", async () => {
    const { get } = createCtrlHub();
    const { data, included } = (await get(`${base}/contacts?include=author,accounts,interactions,organisation`)).body;
    const key = ({ type, id }: { type: string; id: string }) => `${type} ${id}`;
    const keys = included.map(key);
    expect(new Set(keys).size).toBe(keys.length);
    const linked = data.flatMap(({ relationships }: { relationships: Record<string, { data: never }> }) =>
      Object.values(relationships).flatMap((relationship) => [relationship.data].flat().map(key)),
    );
    expect(keys.filter((name: string) => !linked.includes(name))).toEqual([]);
  });

  it("answers an empty list of included resources where there are none, and no member where none were asked for", async () => {
    const { get } = createCtrlHub();
    expect((await get(`${base}/contacts/${contact(5)}?include=accounts`)).body.included).toEqual([]);
    expect((await get(`${base}/contacts/${contact(5)}?include=`)).body).not.toHaveProperty("included");
  });

  it("takes commas that are percent-encoded", async () => {
    const { get, violations } = createCtrlHub();
    const { included } = (await get(`${contactPath}?include=author%2Caccounts`)).body;
    expect(included.map(({ type }: { type: string }) => type)).toEqual(["users", "customer-accounts"]);
    expect(await violations()).toEqual([]);
  });

  it("refuses an unknown relationship with the name of the parameter", async () => {
    const { get } = createCtrlHub();
    const { status, body } = await get(`${contactPath}?include=address,author,street`);
    expect(status).toBe(400);
    expect(body.errors).toEqual(
      ["address", "street"].map((resource) => ({
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
        status: "400",
        title: "A validation error was encountered",
        source: { parameter: "include" },
        meta: { resource },
      })),
    );
  });

  it("shows accounts and interactions as the vendor's pages do", async () => {
    const { get } = createCtrlHub();
    const { included } = (await get(`${contactPath}?include=accounts,interactions`)).body;
    expect(included.map((resource: { relationships: object }) => Object.keys(resource.relationships))).toEqual([
      ["author", "organisation", "contacts", "interactions"],
      ["author", "organisation", "representative", "account", "contact"],
    ]);
    expect(included[0]).not.toHaveProperty("attributes");
  });
});

describe("listContacts", () => {
  it("leads from page to page through every contact once", async () => {
    const { get } = createCtrlHub();
    const seen: string[] = [];
    for (let offset: number | null = 0; offset !== null; ) {
      const { data, meta }: { data: { id: string }[]; meta: { pagination: { offsets: { next: number | null } } } } = (
        await get(`${base}/contacts?limit=20&offset=${offset}`)
      ).body;
      seen.push(...idsOf(data));
      offset = meta.pagination.offsets.next;
    }
    expect([seen.length, new Set(seen).size, seen[0]]).toEqual([48, 48, exampleId]);
  });

  it("tells the offsets beside a page, null at the ends", async () => {
    const { get } = createCtrlHub();
    const paginationAt = async (query: string) => (await get(`${base}/contacts${query}`)).body.meta.pagination;
    expect(await paginationAt("")).toEqual({
      current_page: 1,
      counts: { resources: 48, pages: 1 },
      requested: { offset: 0, limit: 100 },
      offsets: { previous: null, next: null },
    });
    expect((await paginationAt("?limit=20&offset=20")).offsets).toEqual({ previous: 0, next: 40 });
    expect((await paginationAt("?limit=20&offset=40")).offsets).toEqual({ previous: 20, next: null });
  });

  it("sorts by the first field and ignores the others", async () => {
    const { get } = createCtrlHub();
    const names = (body: { data: { attributes: { last_name: string } }[] }) =>
      body.data.map(({ attributes }) => attributes.last_name);
    const sorted = names((await get(`${base}/contacts?sort=-last_name,first_name`)).body);
    expect(sorted).toEqual([...sorted].sort().reverse());
    expect((await get(`${base}/contacts?sort=telephone`)).body.errors[0].source).toEqual({ parameter: "sort" });
  });

  it("sorts by the moment of an update, whatever its fraction of a second", async () => {
    const { get, send } = createCtrlHub();
    await send("put", contactPath, update({ first_name: "Ann" }));
    expect(idsOf((await get(`${base}/contacts?sort=-modified_at&limit=1`)).body.data)).toEqual([exampleId]);
  });

  it("has itself in links.self, so that who follows it stays, and escapes what a URI does not allow", async () => {
    const { get } = createCtrlHub();
    const { links } = (await get(`${base}/contacts?limit=1&filter[name]=x`).set("Host", "127.0.0.1:4010")).body;
    expect(links.self).toBe(`http://127.0.0.1:4010${base}/contacts?limit=1&filter%5Bname%5D=x`);
  });

  it("has the vendor's host in links.self where the request came to it", async () => {
    const { get } = createCtrlHub();
    const path = `/v3/orgs/${exampleId}/customers/contacts?limit=1`;
    const { links } = (await get(path).set("Host", "api.ctrl-hub.com")).body;
    expect(links.self).toBe(`https://api.ctrl-hub.com${path}`);
  });
});
