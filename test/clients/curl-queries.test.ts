import { expect } from "vitest";
import { curl, curlIsMissing } from "./curl.ts";
import { standInTest } from "./stand-in-test.ts";

/** Queries as vendors print them, brackets and commas as they are. Without --globoff curl takes brackets for a range. */
const globoff = "--globoff";

standInTest("stackone").skipIf(curlIsMissing)("stackone: reads brackets of deep objects", async ({ tenant }) => {
  const query = "filter[updated_after]=2021-01-01T01:01:01.000Z&page_size=3&raw=true&proxy[sort]=first_name";
  const { body } = await curl([
    ...[globoff, "--user", `${tenant.credential}:`, "--header", "x-account-id: standin-account"],
    `${tenant.baseUrl}/unified/crm/contacts?${query}`,
  ]);
  const { data, raw } = JSON.parse(body);
  expect(data).toHaveLength(3);
  expect(raw).toMatchObject([{ url: "https://provider.example/v1/contacts?sort=first_name" }]);
});

standInTest("ctrl-hub").skipIf(curlIsMissing)("ctrl-hub: reads commas, encoded or not", async ({ tenant }) => {
  const org = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
  const read = async (include: string) => {
    const url = `${tenant.baseUrl}/v3/orgs/${org}/customers/contacts/${org}?include=${include}`;
    return JSON.parse((await curl(["--header", `x-session-token: ${tenant.credential}`, url])).body);
  };
  const plain = await read("author,accounts");
  expect(plain.included.map(({ type }: { type: string }) => type)).toEqual(["users", "customer-accounts"]);
  expect(await read("author%2Caccounts")).toMatchObject({ included: plain.included });
});

const weeek = standInTest("weeek").skipIf(curlIsMissing);

weeek.for(["tags[]=1&tags[]=2", "tags%5B%5D=1&tags%5B%5D=2", "tags[0]=1&tags[1]=2"])(
  "weeek: reads %s",
  async (query, { tenant }) => {
    const { body } = await curl([
      ...[globoff, "--header", `authorization: Bearer ${tenant.credential}`],
      `${tenant.baseUrl}/crm/organizations?${query}&limit=50`,
    ]);
    const { organizations } = JSON.parse(body);
    expect(organizations.length).toBeGreaterThan(0);
    const tagged = ({ tags }: { tags: number[] }) => tags.includes(1) || tags.includes(2);
    expect(organizations.every(tagged)).toBe(true);
  },
);

const truto = standInTest("truto").skipIf(curlIsMissing);

truto.for([
  "truto_exclude_fields[]=id&truto_exclude_fields[]=name",
  "truto_exclude_fields[0]=id&truto_exclude_fields[1]=name",
  "truto_exclude_fields=id,name",
])("truto: reads %s beside remote_query[foo]=bar", async (query, { tenant }) => {
  const { body } = await curl([
    ...[globoff, "--header", `authorization: Bearer ${tenant.credential}`],
    `${tenant.baseUrl}/unified/crm/accounts/23423523?integrated_account_id=62f44730-dd91-461e-bd6a-aedd9e0ad79d&${query}&remote_query[foo]=bar`,
  ]);
  const account = JSON.parse(body);
  expect(account).toHaveProperty("website");
  expect(account).not.toHaveProperty("id");
  expect(account).not.toHaveProperty("name");
});

standInTest("stuut").skipIf(curlIsMissing)("stuut: leaves a query alone that it does not know", async ({ tenant }) => {
  tenant.provokes = ["request.query /a[b] undocumented-parameter"];
  const { statusLines } = await curl([
    ...[globoff, "--request", "PATCH", "--json", "{}", "--header", `authorization: Bearer ${tenant.credential}`],
    `${tenant.baseUrl}/v2/internal-contacts/standin-contact?a[b]=1`,
  ]);
  expect(statusLines).toEqual(["HTTP/1.1 200 OK"]);
});
