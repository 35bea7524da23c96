import Kitsu from "kitsu";
import { expect } from "vitest";
import { jsonApiTest } from "./json-api.ts";
import type { ClientTenant } from "./stand-in-test.ts";

const it = jsonApiTest("ctrl-hub");
const org = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
const contact = org;
const accounts = ["acc00117-0000-4000-8000-000000000002", "acc00117-0000-4000-8000-000000000003"];

/** kitsu with its names left alone, as Ctrl Hub's are in snake case and not all of them plural. */
function createKitsu({ baseUrl, credential }: ClientTenant, headers: Record<string, string> = {}): Kitsu {
  return new Kitsu({
    baseURL: `${baseUrl}/v3/orgs/${org}/customers`,
    headers: { "X-Session-Token": credential, ...headers },
    pluralize: false,
    camelCaseTypes: false,
    resourceCase: "none",
  });
}

/** kitsu updates with PATCH unless it is told to send a request of another verb. */
function put(kitsu: Kitsu, body: Record<string, unknown>, id = contact): ReturnType<Kitsu["request"]> {
  return kitsu.request({ method: "PUT", url: `contacts/${id}`, type: "contacts", body: { id, ...body } });
}

async function refused(call: Promise<unknown>): Promise<{ status: number; errors: Record<string, unknown>[] }> {
  const error = await call.then(
    () => expect.fail("the call was not refused"),
    (reason) => reason,
  );
  return { status: error.response?.status, errors: error.errors };
}

it("gets a contact with what it includes, linked together", async ({ tenant }) => {
  const { data, status } = await createKitsu(tenant).get(`contacts/${contact}`, {
    params: { include: "author,accounts,interactions,organisation" },
  });
  expect(status).toBe(200);
  expect(data).toMatchObject({
    id: contact,
    type: "contacts",
    first_name: "Jane",
    author: { data: { id: org, type: "users", email: "alex.morgan@example.com" } },
    accounts: { data: [{ id: org, type: "customer-accounts", meta: { created_at: "2023-11-07T05:31:56Z" } }] },
    organisation: { data: { id: org, type: "organisations", slug: "harbour-utilities" } },
  });
});

it("lists page by page to the last one", async ({ tenant }) => {
  const kitsu = createKitsu(tenant);
  const sizes: number[] = [];
  const ids = new Set<string>();
  for (let offset: number | null = 0; offset !== null; ) {
    const params = { limit: 20, offset, sort: "-created_at", include: "accounts" };
    const { data, meta } = await kitsu.get("contacts", { params: params as object });
    sizes.push(data.length);
    for (const { id } of data) ids.add(id);
    offset = meta.pagination.offsets.next;
  }
  expect(sizes).toEqual([20, 20, 8]);
  expect(ids.size).toBe(48);
});

it("updates the attributes that it sends and leaves the others", async ({ tenant }) => {
  const kitsu = createKitsu(tenant);
  const { data } = await put(kitsu, { last_name: "Smith-Doe", email: "jane@example.com" });
  expect(data).toMatchObject({ first_name: "Jane", last_name: "Smith-Doe", email: "jane@example.com" });
  const read = await kitsu.get(`contacts/${contact}`);
  expect(read.data).toEqual(data);
});

it("sends back what it read, with relationships, and changes nothing but the time", async ({ tenant }) => {
  const kitsu = createKitsu(tenant);
  const { data: before } = await kitsu.get(`contacts/${contact}`);
  const { data: after } = await put(kitsu, { ...before });
  const { meta, ...rest } = after;
  expect({ ...rest, meta: before.meta }).toEqual(before);
  expect(meta).not.toEqual(before.meta);
});

it("updates relationships together with attributes", async ({ tenant }) => {
  const { data } = await put(createKitsu(tenant), {
    first_name: "Ann",
    accounts: { data: accounts.map((id) => ({ id, type: "customer-accounts" })) },
  });
  expect(data).toMatchObject({ first_name: "Ann", accounts: { data: [{ id: accounts[0] }, { id: accounts[1] }] } });
});

it("adds, replaces and clears the contacts of an account", async ({ tenant }) => {
  const kitsu = createKitsu(tenant);
  const url = `accounts/${accounts[0]}/relationships/contacts`;
  const contacts = async () =>
    (await kitsu.get(`contacts/${contact}`)).data.accounts.data.map(({ id }: { id: string }) => id);
  const added = await kitsu.request({ method: "POST", url, type: "contacts", body: [{ id: contact }] });
  expect(added.status).toBe(204);
  expect(await contacts()).toEqual([org, accounts[0]]);
  await kitsu.request({ method: "PATCH", url, type: "contacts", body: [] });
  expect(await contacts()).toEqual([org]);
  await kitsu.request({ method: "PATCH", url, type: "contacts", body: [{ id: contact }] });
  expect(await contacts()).toEqual([org, accounts[0]]);
});

it("gives an interaction its contact and takes it away again", async ({ tenant }) => {
  const kitsu = createKitsu(tenant);
  const interaction = "17e2ac70-0000-4000-8000-000000000002";
  const url = `interactions/${interaction}/relationships/contact`;
  const interactions = async () =>
    (await kitsu.get(`contacts/${contact}`)).data.interactions.data.map(({ id }: { id: string }) => id);
  await kitsu.request({ method: "PATCH", url, type: "contacts", body: { id: contact } });
  expect(await interactions()).toContain(interaction);
  await kitsu.request({ method: "PATCH", url, type: "contacts", body: null });
  expect(await interactions()).not.toContain(interaction);
});

it("reads the errors of every refusal", async ({ tenant }) => {
  const kitsu = createKitsu(tenant);
  const nobody = "0b9c3a6e-6f1d-4a52-8a0e-5d7f3f0c1b2a";
  tenant.provokes = [
    "request.query /include/0 enum",
    "request.body /data/attributes/email format",
    "request.body /data/type enum",
  ];
  expect(await refused(kitsu.get(`contacts/${contact}`, { params: { include: "friends" } }))).toMatchObject({
    status: 400,
    errors: [{ status: "400", source: { parameter: "include" } }],
  });
  expect(await refused(put(kitsu, { email: "jane" }))).toMatchObject({
    status: 400,
    errors: [{ title: "The request body is not valid", meta: { field: "data.attributes.email", value: "jane" } }],
  });
  expect(await refused(createKitsu(tenant, { "X-Session-Token": "nobody" }).get("contacts"))).toMatchObject({
    status: 401,
    errors: [{ status: "401" }],
  });
  const author = { data: { id: "05e20000-0000-4000-8000-000000000002", type: "users" } };
  expect(await refused(put(kitsu, { author }))).toMatchObject({ status: 403, errors: [{ status: "403" }] });
  expect(await refused(kitsu.get(`contacts/${nobody}`))).toMatchObject({ status: 404, errors: [{ status: "404" }] });
  const asPeople = {
    method: "PUT",
    url: `contacts/${contact}`,
    type: "people",
    body: { id: contact, first_name: "A" },
  };
  expect(await refused(kitsu.request(asPeople))).toMatchObject({ status: 409, errors: [{ status: "409" }] });
});

it("is refused when it adds a parameter to the media type", async ({ tenant }) => {
  tenant.provokes = ["request.headers /accept accept", "request.headers /content-type content-type"];
  const withParameters = "application/vnd.api+json; charset=utf-8";
  const accepting = createKitsu(tenant, { Accept: withParameters });
  expect(await refused(accepting.get("contacts"))).toMatchObject({ status: 406, errors: [{ status: "406" }] });
  const sending = createKitsu(tenant, { "Content-Type": withParameters });
  expect(await refused(put(sending, { first_name: "Ann" }))).toMatchObject({
    status: 415,
    errors: [{ status: "415" }],
  });
});

it("is told that its usual PATCH is none of Ctrl Hub's verbs", async ({ tenant }) => {
  tenant.provokes = ["request.path method"];
  const { status } = await refused(createKitsu(tenant).patch("contacts", { id: contact, first_name: "Ann" }));
  expect(status).toBe(405);
});
