import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { CheckedRequest } from "../../src/define.ts";
import { type Snapshot, type Standin, type StartOptions, startStandin, type Tenant } from "../../src/index.ts";
import { Clock } from "../../src/simulator/clock.ts";
import { RateLimits } from "../../src/simulator/limits/rate-limits.ts";
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

const of = ({ body }: CheckedRequest) => String(body);

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

  it("has a window begin with the first request that it counts, not with one that another quota refuses", async () => {
    acme.limits.set([
      { name: "key", requests: 1, window: "10s" },
      { name: "task", requests: 1, window: "30s" },
    ]);
    expect(await statuses(1, "/tasks/task-1")).toEqual([200]);
    acme.clock.advance("5s");
    expect(await statuses(1, "/tasks/another")).toEqual([429]);
    acme.clock.advance("5s");
    expect(await statuses(1, "/tasks/another")).toEqual([404]);
    acme.clock.advance("29s");
    const response = await get("/tasks/another");
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "1"]);
  });

  it("counts for very many at once, and forgets those whose windows are over", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const limits = new RateLimits(new Clock("stepped"), () => ({ whose: { requests: 9, window: "1m", of } }));
    limits.set([{ name: "whose", requests: 9, window: "1m" }]);
    const heap = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = heap();
    for (let index = 0; index < 200_000; index++) limits.take({ body: `of ${index}` } as CheckedRequest, 0);
    expect(limits.list(59_999)).toMatchObject([{ used: 1 }]);
    limits.take({ body: "later" } as CheckedRequest, 60_000);
    expect(heap() - before).toBeLessThan(5_000_000);
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
    'limits: "zeta" documents no limits. A fault such as {"kind": "status", "status": 429, "force": true} answers 429 there.',
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
    const told = (await control("GET")).body as { items: object[] };
    expect(told).toMatchObject({ items });
    const again = { limits: told.items.map((one) => ({ ...one, used: 2 })) };
    expect(await control("PUT", again)).toMatchObject({ status: 200, body: { items } });
    expect(await control("DELETE")).toEqual({ status: 204, body: undefined });
    expect((await control("GET")).body).toMatchObject({ items: [] });
  });

  it.each([
    [{ name: "key" }, "limits[0].provider is missing. Allowed: acme, zeta."],
    [
      { provider: "zeta", name: "key" },
      'limits[0]: "zeta" documents no limits. A fault such as {"kind": "status", "status": 429, "force": true} answers 429 there.',
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
    [
      { provider: "acme", name: "key", windo: "1m" },
      'limits[0] has no member "windo". Did you mean window? Allowed: provider, name, requests, window.',
    ],
  ])("refuses %j", async (limit, detail) => {
    expect(await control("PUT", { limits: [limit] })).toMatchObject({ status: 400, body: { detail } });
  });
});

/** How the quotas of both vendors may be switched on for the tenant "busy". */
const ways: [string, StartOptions, (vendors: Standin) => Promise<unknown>][] = [
  ["the option", { limits: true }, async () => {}],
  ["the scenario of the start", { scenario: "limited" }, async () => {}],
  ["a scenario of the control API", {}, ({ url }) => post(`${url}/_standin/scenarios/limited?tenant=busy`, "POST")],
  [
    "the control API",
    {},
    ({ url }) =>
      post(`${url}/_standin/limits?tenant=busy`, "PUT", {
        limits: [
          { provider: "stackone", name: "key" },
          { provider: "truto", name: "account" },
        ],
      }),
  ],
  [
    "the library",
    {},
    async (vendors) => {
      for (const id of ["stackone", "truto"]) vendors.provider(id).tenant("busy").limits.set();
    },
  ],
];

async function post(url: string, method: string, body?: unknown): Promise<void> {
  const response = await fetch(url, { method, body: body === undefined ? null : JSON.stringify(body) });
  expect(response.ok).toBe(true);
}

it.each(ways)(
  "holds the figures that StackOne and Truto document, on a clock that flows, by %s",
  { timeout: 60_000 },
  async (...way) => {
    const [, options, switchOn] = way;
    const vendors = await startStandin({ providers: ["stackone", "truto"], ...options });
    try {
      await switchOn(vendors);
      const stackone = vendors.provider("stackone").tenant("busy");
      const truto = vendors.provider("truto").tenant("busy");
      const credential = Buffer.from(`${stackone.credential}:`).toString("base64");
      const account = "integrated_account_id=62f44730-dd91-461e-bd6a-aedd9e0ad79d";
      for (const [tenant, count, url, headers] of [
        [
          stackone,
          1000,
          `${stackone.baseUrl}/unified/crm/accounts`,
          { authorization: `Basic ${credential}`, "x-account-id": "standin-account" },
        ],
        [
          truto,
          50,
          `${truto.baseUrl}/unified/crm/accounts/23423523?${account}`,
          { authorization: `Bearer ${truto.credential}` },
        ],
      ] as const) {
        const call = () => fetch(url, { headers });
        const found: number[] = [];
        for (let sent = 0; sent < count; sent += 50) {
          const responses = await Promise.all(Array.from({ length: 50 }, call));
          for (const response of responses) found.push((await response.arrayBuffer()) && response.status);
        }
        expect(found).toEqual(Array(count).fill(200));
        const refused = await call();
        expect([refused.status, await call().then(({ status }) => status)]).toEqual([429, 429]);
        tenant.clock.advance(`${refused.headers.get("retry-after")}s`);
        expect((await call()).status).toBe(200);
        expect(tenant.clock.read().mode).toBe("shifted");
        expect(tenant.violations()).toEqual([]);
      }
    } finally {
      await vendors.close();
    }
  },
);

it("says how long to wait in Retry-After alone, and of no quota's rest that it does not know, as does a fault", async () => {
  const vendors = await startStandin({ providers: ["truto"] });
  onTestFinished(() => vendors.close());
  const truto = vendors.provider("truto").tenant("busy");
  truto.clock.set({ mode: "frozen" });
  const call = async () => {
    const url = `${truto.baseUrl}/unified/crm/accounts/23423523?integrated_account_id=62f44730-dd91-461e-bd6a-aedd9e0ad79d`;
    const { status, headers } = await fetch(url, { headers: { authorization: `Bearer ${truto.credential}` } });
    const limits = [...headers].filter(([name]) => /limit|retry/.test(name));
    return [status, Object.fromEntries(limits)];
  };
  truto.limits.set([{ name: "token", requests: 1, window: "7s" }]);
  await call();
  expect(await call()).toEqual([429, { "retry-after": "7" }]);
  truto.limits.clear();
  truto.faults.arm({ kind: "status", status: 429 });
  expect(await call()).toEqual([429, { "retry-after": "10" }]);
  expect(truto.violations()).toEqual([]);
});

it.each(["real", "frozen"] as const)("leaves a clock that is %s as it is", (mode) => {
  acme.clock.set({ mode });
  acme.limits.set();
  expect(acme.clock.read().mode).toBe(mode);
});

it("lets a clock step again that is set to, and one of a tenant without quotas", () => {
  const other = standin.provider("acme").tenant("steady");
  other.limits.set([]);
  expect(other.clock.read()).toEqual({ mode: "stepped", now: "2026-01-01T00:00:00.000Z" });
  other.limits.set();
  other.clock.set({ mode: "stepped" });
  expect(other.clock.read().mode).toBe("stepped");
});

it("has a clock flow on where a snapshot of a stepped one is restored, before or after, and one step that was set to", async () => {
  const { origin } = new URL(acme.baseUrl);
  const fetchState = async (tenant: string, init?: RequestInit) => {
    const response = await fetch(`${origin}/_standin/state/acme?tenant=${tenant}`, init);
    return (await response.json()) as Snapshot;
  };
  const snapshot = JSON.stringify(await fetchState("never-limited"));
  const restored = async (tenant: string) => (await fetchState(tenant, { method: "PUT", body: snapshot })).clock;
  const flowing = { mode: "shifted", now: expect.stringMatching(/^2026-01-01T00:00:0/) };
  const [before, after, steady] = ["before", "after", "again"].map((name) => standin.provider("acme").tenant(name));
  before?.limits.set();
  expect(await restored("before")).toEqual(flowing);
  expect(await restored("after")).toMatchObject({ mode: "stepped" });
  after?.limits.set();
  expect(after?.clock.read()).toEqual(flowing);
  steady?.limits.set();
  steady?.clock.set({ mode: "stepped" });
  expect(await restored("again")).toMatchObject({ mode: "stepped" });
});

it("has a clock flow that a state file tells to be stepped", async () => {
  const dir = mkdtempSync(join(tmpdir(), "standin-limits-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const state = join(dir, "states.json");
  for (const [limits, mode] of [
    [false, "stepped"],
    [true, "shifted"],
  ] as const) {
    const kept = await startFixture({ state, limits });
    acme = kept.provider("acme").tenant("kept");
    await get("/tasks");
    const reading = acme.clock.read();
    await kept.close();
    expect(reading).toMatchObject({ mode, now: expect.stringMatching(/^2026-01-01T00:00:0[1-9]/) });
  }
});
