import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Standin, startStandin, type Tenant } from "../../src/index.ts";
import { startFixture } from "./fixture.ts";

let standin: Standin;
let acme: Tenant & { baseUrl: string };

beforeAll(async () => {
  standin = await startFixture();
});
afterAll(() => standin.close());

let count = 0;
beforeEach(() => {
  acme = standin.provider("acme").tenant(`limits-${++count}`);
  acme.clock.set({ mode: "frozen", now: "2026-03-01T00:00:00Z" });
});

async function get(path: string, credential = acme.credential): Promise<Response> {
  return fetch(acme.baseUrl + path, { headers: { authorization: `Bearer ${credential}` } });
}

async function statuses(calls: number, path: string): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < calls; index++) found.push((await get(path)).status);
  return found;
}

describe("a quota", () => {
  it("is off unless it is asked for", async () => {
    expect(await statuses(8, "/tasks/task-1")).toEqual(Array(8).fill(200));
    expect(acme.limits.list()).toEqual([]);
  });

  it("refuses what goes beyond it in the vendor's own words, until its window ends on the tenant's clock", async () => {
    acme.limits.set([{ name: "key", requests: 2, window: "30s" }]);
    expect(await statuses(2, "/tasks/task-1")).toEqual([200, 200]);
    acme.clock.advance("12s");
    const response = await get("/tasks/task-1");
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "18"]);
    expect(await response.json()).toEqual({ error: "Too Many Requests", code: 429 });
    expect(acme.exchanges().at(-1)).toMatchObject({ operation: "getTask", violations: [] });
    acme.clock.advance("17.9s");
    expect((await get("/tasks/task-1")).headers.get("retry-after")).toBe("1");
    acme.clock.advance("100ms");
    expect(await statuses(3, "/tasks/task-1")).toEqual([200, 200, 429]);
  });

  it("begins a window anew when the clock is put back", async () => {
    acme.limits.set([{ name: "key", requests: 1, window: "30s" }]);
    expect(await statuses(2, "/tasks/task-1")).toEqual([200, 429]);
    acme.clock.set({ mode: "frozen", now: "2026-02-28T00:00:00Z" });
    expect(await statuses(2, "/tasks/task-1")).toEqual([200, 429]);
  });

  it.each([["x"], [5], [{ name: "key" }], [null]])("is no list as %j", (given) => {
    expect(() => acme.limits.set(given as never)).toThrow(
      expect.objectContaining({
        code: "OPTION_INVALID",
        message: `limits is ${JSON.stringify(given)}. It is a list of quotas.`,
      }),
    );
  });

  it("has the vendor's figures where none are given", () => {
    const key = { name: "key", requests: 5, window: "10s", used: 0 };
    expect(acme.limits.set()).toEqual([key, { name: "task", requests: 2, window: "1m", used: 0 }]);
    expect(acme.limits.set([{ name: "key" }])).toEqual([key]);
  });

  it("may count for each part of the vendor's data by itself, and not count what is of none", async () => {
    acme.limits.set([{ name: "task" }]);
    expect(await statuses(3, "/tasks/task-1")).toEqual([200, 200, 429]);
    expect(await statuses(3, "/tasks/another")).toEqual([404, 404, 429]);
    expect(await statuses(3, "/tasks")).toEqual([200, 200, 200]);
    expect(acme.limits.list()).toEqual([{ name: "task", requests: 2, window: "1m", used: 2 }]);
    acme.clock.advance("1m");
    expect(acme.limits.list()).toMatchObject([{ used: 0 }]);
  });

  it("does not count who is refused anyway", async () => {
    acme.limits.set([{ name: "key", requests: 1, window: "1m" }]);
    expect((await get("/tasks", "nobody")).status).toBe(401);
    expect(await statuses(2, "/tasks/task-1")).toEqual([200, 429]);
  });

  it("is one tenant's, and goes with a reset, or when it is cleared", async () => {
    const other = standin.provider("acme").tenant("calm");
    acme.limits.set([{ name: "key", requests: 1, window: "1h" }]);
    expect([await statuses(2, "/tasks/task-1"), other.limits.list()]).toEqual([[200, 429], []]);
    acme.limits.clear();
    expect(await statuses(1, "/tasks/task-1")).toEqual([200]);
    acme.limits.set([{ name: "key", requests: 1, window: "1h" }]);
    acme.reset();
    expect(await statuses(2, "/tasks/task-1")).toEqual([200, 200]);
  });

  it("is on from the start where the option says so", async () => {
    const strict = await startFixture({ limits: true });
    try {
      acme = strict.provider("acme").tenant("default");
      acme.clock.set({ mode: "frozen" });
      expect(acme.limits.list().map(({ name }) => name)).toEqual(["key", "task"]);
      expect(await statuses(6, "/tasks")).toEqual([200, 200, 200, 200, 200, 429]);
    } finally {
      await strict.close();
    }
  });

  it("that is on from the start is switched off for a tenant that has sent nothing yet", async () => {
    const strict = await startFixture({ limits: true });
    try {
      acme = strict.provider("acme").tenant("early");
      acme.limits.clear();
      expect([acme.limits.list(), await statuses(6, "/tasks")]).toEqual([[], Array(6).fill(200)]);
      acme = strict.provider("acme").tenant("from-outside");
      await fetch(`${strict.url}/_standin/limits?tenant=from-outside`, { method: "DELETE" });
      expect([acme.limits.list(), await statuses(6, "/tasks")]).toEqual([[], Array(6).fill(200)]);
    } finally {
      await strict.close();
    }
  });
});

it("is told of a provider that documents none", () => {
  expect(() => standin.provider("zeta").tenant("x").limits.set()).toThrow(
    'limits: "zeta" documents no limits. A fault of the kind "status" answers 429 there.',
  );
});

describe("the control API", () => {
  async function control(method: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${standin.url}/_standin/limits?tenant=control`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  }

  it("switches quotas on, tells them and switches them off", async () => {
    const limit = { provider: "acme", name: "key", requests: 3, window: "1m" };
    const items = [{ ...limit, used: 0 }];
    expect(await control("PUT", { limits: [limit] })).toEqual({ status: 200, body: { items, total: 1, next: null } });
    expect((await control("GET")).body).toMatchObject({ items });
    expect(await control("DELETE")).toEqual({ status: 204, body: undefined });
    expect((await control("GET")).body).toMatchObject({ items: [] });
  });

  it.each([
    [{ name: "key" }, "limits[0].provider is missing. Allowed: acme, zeta."],
    [
      { provider: "zeta", name: "key" },
      'limits[0]: "zeta" documents no limits. A fault of the kind "status" answers 429 there.',
    ],
    [{ provider: "acme", name: "kee" }, 'limits[0].name is "kee". Did you mean key? Allowed: key, task.'],
    [{ provider: "acme", name: "key", requests: 0 }, "limits[0].requests is 0. It is a whole number from 1 on."],
    [
      { provider: "acme", name: "key", window: 10 },
      'limits[0].window is 10. It is a duration such as "250ms" or "90s" (ms, s, m, h, d), above 0.',
    ],
    [
      { provider: "acme", name: "key", rate: 1 },
      'limits[0] has no member "rate". Allowed: provider, name, requests, window.',
    ],
  ])("refuses %j", async (limit, detail) => {
    expect(await control("PUT", { limits: [limit] })).toMatchObject({ status: 400, body: { detail } });
  });
});

it.each([
  ["the option", { limits: true }],
  ["the scenario", { scenario: "limited" }],
])("holds the figures that StackOne and Truto document, by %s", async (_, options) => {
  const vendors = await startStandin({ providers: ["stackone", "truto"], ...options });
  try {
    expect(vendors.provider("stackone").tenant("default").limits.list()).toEqual([
      { name: "key", requests: 1000, window: "1m", used: 0 },
    ]);
    const truto = vendors.provider("truto").tenant("busy");
    truto.clock.set({ mode: "frozen" });
    const account = "integrated_account_id=62f44730-dd91-461e-bd6a-aedd9e0ad79d";
    const call = () =>
      fetch(`${truto.baseUrl}/unified/crm/accounts/23423523?${account}`, {
        headers: { authorization: `Bearer ${truto.credential}` },
      });
    for (let index = 0; index < 50; index++) expect((await call()).status).toBe(200);
    const response = await call();
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "10"]);
    expect(truto.violations()).toEqual([]);
  } finally {
    await vendors.close();
  }
});
