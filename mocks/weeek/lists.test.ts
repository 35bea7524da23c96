import { describe, expect, it } from "vitest";
import { contactPath, createWeeek, exampleId, unknownId } from "../../test/mocks/weeek.ts";

describe("lists", () => {
  const names = (body: { contacts: { firstName: string; lastName: string | null }[] }) =>
    body.contacts.map(({ lastName, firstName }) => `${lastName} ${firstName}`);

  it("pages by limit and offset, past the end with an empty page", async () => {
    const { send } = createWeeek();
    const all = (await send("get", "/weeek/public/v1/crm/contacts?limit=100")).body.contacts;
    const second = (await send("get", "/weeek/public/v1/crm/contacts?limit=10&offset=10")).body.contacts;
    expect(all).toHaveLength(64);
    expect(second).toEqual(all.slice(10, 20));
    expect((await send("get", "/weeek/public/v1/crm/contacts")).body.contacts).toHaveLength(50);
    expect((await send("get", "/weeek/public/v1/crm/contacts?offset=64")).body.contacts).toEqual([]);
  });

  it("sorts by name and by time, both ways", async () => {
    const { send } = createWeeek();
    const up = await send("get", "/weeek/public/v1/crm/contacts?limit=100&sort=alphabet");
    const down = await send("get", "/weeek/public/v1/crm/contacts?limit=100&sort=-alphabet");
    expect(names(up.body)).not.toEqual(names(down.body));
    expect(new Set(names(up.body))).toEqual(new Set(names(down.body)));
    const times = (await send("get", "/weeek/public/v1/crm/contacts?limit=100&sort=-updatedAt")).body.contacts.map(
      ({ updatedAt }: { updatedAt: string }) => updatedAt,
    );
    expect(times).toEqual([...times].sort().reverse());
  });

  it("puts a contact first that was just updated", async () => {
    const { send } = createWeeek();
    await send("put", contactPath).send({ firstName: "Maria" });
    const { body } = await send("get", "/weeek/public/v1/crm/contacts?sort=-updatedAt&limit=1");
    expect(body.contacts[0].id).toBe(exampleId);
  });

  it("finds names, emails and phones in any case", async () => {
    const { send } = createWeeek();
    const found = async (search: string) =>
      (await send("get", `/weeek/public/v1/crm/contacts?search=${encodeURIComponent(search)}`)).body.contacts.length;
    expect(await found("CONTACT7@example.com")).toBe(1);
    expect(await found("чингиз")).toBeGreaterThan(1);
    expect(await found("nobody at all")).toBe(0);
  });

  it.each(["organizationIds[]", "organizationIds[0]"])("filters contacts by %s", async (name) => {
    const { send, violations } = createWeeek();
    const { body } = await send("get", `/weeek/public/v1/crm/contacts?${name}=${exampleId}`);
    expect(body.contacts.length).toBeGreaterThan(1);
    for (const contact of body.contacts) expect(contact.organizations).toContain(exampleId);
    expect(await violations()).toEqual([]);
  });

  it.each([`organizationIds=${exampleId}`, `organizationIds=${exampleId}&organizationIds=${exampleId}`])(
    "refuses an array without brackets: %s",
    async (query) => {
      const { send } = createWeeek();
      const { status, body } = await send("get", `/weeek/public/v1/crm/contacts?${query}`);
      expect(status).toBe(422);
      expect(body.errors).toEqual({ organizationIds: ["The organization ids must be an array."] });
    },
  );

  it("refuses a filter by an organization that does not exist", async () => {
    const { send } = createWeeek();
    const { status, body } = await send("get", `/weeek/public/v1/crm/contacts?organizationIds[]=${unknownId}`);
    expect(status).toBe(422);
    expect(body.errors).toEqual({ "organizationIds.0": ["The selected organization ids.0 is invalid."] });
  });

  it("filters organizations by contact, tag and member", async () => {
    const { send, violations } = createWeeek();
    const found = async (query: string) =>
      (await send("get", `/weeek/public/v1/crm/organizations?${query}`)).body.organizations;
    expect((await found(`contacts[]=${exampleId}`)).map(({ id }: { id: string }) => id)).toEqual([exampleId]);
    for (const { tags } of await found("tags[]=3")) expect(tags).toContain(3);
    expect(await found(`responsible[]=${unknownId}`)).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  it.each([
    ["[0]", []],
    ["[*]", []],
    ["[]", ["note request.query /customFields type"]],
  ])("takes the filter by custom field with %s, and finds nothing", async (index, found) => {
    const { send, violations } = createWeeek();
    const query = `customFields${index}[id]=${unknownId}&customFields${index}[value]=x`;
    expect((await send("get", `/weeek/public/v1/crm/contacts?${query}`)).body.contacts).toEqual([]);
    expect(await violations()).toEqual(found);
  });

  it("refuses an unknown order", async () => {
    const { send } = createWeeek();
    const { status, body } = await send("get", "/weeek/public/v1/crm/contacts?sort=createdAt");
    expect(status).toBe(422);
    expect(body.message).toBe("The selected sort is invalid.");
  });
});
