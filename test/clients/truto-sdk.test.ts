import { expect } from "vitest";
import { blockedId, needsReauthId, workingId } from "../../mocks/truto/integrated-accounts.ts";
import { standInTest } from "./stand-in-test.ts";

const it = standInTest("truto");

/** What @truto/truto-ts-sdk 2.0.12 puts on the wire, without its dependencies and its waiting. */
class SdkClient {
  readonly calls: string[] = [];
  readonly #baseUrl: string;
  readonly #token: string;

  constructor(options: { baseUrl: string; credential: string }) {
    this.#baseUrl = options.baseUrl;
    this.#token = options.credential;
  }

  /** Follows next_cursor to the last page; the first call has an empty one. */
  async list(options: Options): Promise<Members[]> {
    const items: Members[] = [];
    let cursor = "";
    do {
      const page = await this.#request(
        "GET",
        `${resource(options)}?${stringify({ ...query(options), next_cursor: cursor })}`,
      );
      items.push(...(page.result as Members[]));
      cursor = (page.next_cursor as string | null) ?? "";
    } while (cursor !== "");
    return items;
  }

  get(id: string, options: Options): Promise<Members> {
    return this.#request("GET", `${resource(options)}/${encodeURIComponent(id)}?${stringify(query(options))}`);
  }

  create(body: unknown, options: Options): Promise<Members> {
    return this.#request("POST", `${resource(options)}?${stringify(query(options))}`, body);
  }

  update(id: string, body: unknown, options: Options): Promise<Members> {
    return this.#request("PATCH", `${resource(options)}/${encodeURIComponent(id)}?${stringify(query(options))}`, body);
  }

  delete(id: string, options: Options): Promise<Members> {
    return this.#request("DELETE", `${resource(options)}/${encodeURIComponent(id)}?${stringify(query(options))}`);
  }

  async #request(method: string, endpoint: string, body?: unknown): Promise<Members> {
    const headers = {
      "Content-Type": "application/json",
      Accept: "application/json",
      Authorization: `Bearer ${this.#token}`,
    };
    // Note: a base URL with a slash at its end makes two of it, here as in the SDK.
    const url = `${this.#baseUrl}/${endpoint}`;
    for (let attempt = 1; ; attempt++) {
      this.calls.push(`${method} ${new URL(url).pathname}`);
      const response = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
      if (response.status === 204) return {};
      if (response.ok) return (await response.json()) as Members;
      if (attempt === 3 || !retried.has(response.status))
        throw Object.assign(new Error(), { refusal: await response.json() });
      await response.arrayBuffer();
    }
  }
}

type Members = Record<string, unknown>;
type Options = { unified_model: string; resource: string; integrated_account_id?: string } & Members;

const retried = new Set([408, 409, 425, 429, 502, 503, 504]);

function resource({ unified_model, resource }: Options): string {
  return `unified/${unified_model}/${resource}`;
}

function query({ unified_model: _, resource: __, ...rest }: Options): Members {
  return rest;
}

/** As `qs` does by default: array items by index, members in brackets, both percent-encoded. */
function stringify(values: Members, prefix?: string): string {
  return Object.entries(values)
    .map(([key, value]) => {
      const name = prefix === undefined ? key : `${prefix}[${key}]`;
      if (typeof value === "object" && value !== null) return stringify(value as Members, name);
      return `${encodeURIComponent(name)}=${encodeURIComponent(String(value ?? ""))}`;
    })
    .join("&");
}

const account = { unified_model: "crm", resource: "accounts", integrated_account_id: workingId };

it("writes, reads, lists and deletes", async ({ tenant }) => {
  const sdk = new SdkClient(tenant);
  const created = await sdk.create({ name: "Made by the SDK", custom_fields: { a: 1 } }, account);
  const id = created.id as string;
  expect(await sdk.update(id, { number_of_employees: 7 }, account)).toMatchObject({ id, number_of_employees: 7 });
  const read = await sdk.get(id, {
    ...account,
    truto_exclude_fields: ["name", "urls"],
    truto_ignore_remote_data: true,
  });
  expect(Object.keys(read)).toEqual([
    ...["id", "addresses", "created_at", "custom_fields", "number_of_employees", "phone_numbers", "tags", "updated_at"],
  ]);
  const listed = await sdk.list({ ...account, limit: 20, remote_query: { foo: "bar" } });
  expect(listed).toHaveLength(48);
  expect(await sdk.delete(id, account)).toEqual({ id });
});

it("reaches the accounts below a base URL that ends in a slash", async ({ tenant }) => {
  const sdk = new SdkClient({ ...tenant, baseUrl: `${tenant.baseUrl}/` });
  expect(await sdk.get("23423523", account)).toMatchObject({ id: "23423523" });
  expect(sdk.calls).toEqual(["GET /truto//unified/crm/accounts/23423523"]);
});

it("finds an id that the SDK has to encode", async ({ tenant }) => {
  const sdk = new SdkClient(tenant);
  expect(await sdk.update("companies/Ä 7", { name: "Renamed" }, account)).toMatchObject({ name: "Renamed" });
});

it("tries a blocked connection three times and one that needs re-authentication once", async ({ tenant }) => {
  const sdk = new SdkClient(tenant);
  await expect(sdk.get("23423523", { ...account, integrated_account_id: blockedId })).rejects.toMatchObject({
    refusal: { statusCode: 503 },
  });
  expect(sdk.calls).toHaveLength(3);
  await expect(sdk.get("23423523", { ...account, integrated_account_id: needsReauthId })).rejects.toMatchObject({
    refusal: { statusCode: 401, truto_is_remote_error: true },
  });
  expect(sdk.calls).toHaveLength(4);
});

it("is refused when it leaves out the connection, which the SDK does not mind", async ({ tenant }) => {
  tenant.provokes = ["request.query /integrated_account_id required"];
  const sdk = new SdkClient(tenant);
  const { integrated_account_id: _, ...options } = account;
  await expect(sdk.update("23423523", { name: "x" }, options)).rejects.toMatchObject({ refusal: { statusCode: 400 } });
});
