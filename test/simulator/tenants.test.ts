import { afterEach, expect, it } from "vitest";
import type { Standin } from "../../src/index.ts";
import { startFixture } from "./fixture.ts";

let standin: Standin;
afterEach(() => standin.close());

async function create(tenant: string): Promise<number> {
  const { baseUrl, credential } = standin.provider("acme").tenant(tenant);
  const headers = { authorization: `Bearer ${credential}`, "content-type": "application/json" };
  await fetch(`${baseUrl}/tasks`, { method: "POST", headers, body: '{"title":"a"}' });
  const { tasks } = (await (await fetch(`${baseUrl}/tasks`, { headers })).json()) as { tasks: unknown[] };
  return tasks.length;
}

async function control(method: string, path: string): Promise<unknown> {
  const text = await (await fetch(`${standin.url}/_standin${path}`, { method })).text();
  return text === "" ? undefined : JSON.parse(text);
}

it("are listed with the providers where they have been, and dropped with all that they have", async () => {
  standin = await startFixture();
  await create("one");
  await create("two");
  const one = { tenant: "one", providers: ["acme"] };
  expect(await control("GET", "/tenants")).toEqual({
    items: [one, { tenant: "two", providers: ["acme"] }],
    total: 2,
    next: null,
  });
  expect(await control("GET", "/tenants?tenant=one")).toEqual({ items: [one], total: 1, next: null });
  await control("DELETE", "/tenants?tenant=two");
  expect(await control("GET", "/tenants")).toMatchObject({ items: [one] });
  expect(await control("GET", "/exchanges?tenant=two")).toMatchObject({ items: [], total: 0 });
  expect([await create("one"), await create("two")]).toEqual([4, 3]);
});

it("begin again when they come back after more than the limit, which log, health and journal say", async () => {
  const log: string[] = [];
  standin = await startFixture({ tenantLimit: 2, log: (line) => log.push(line) });
  expect([await create("a"), await create("b"), await create("a")]).toEqual([3, 3, 4]);
  await create("c");
  expect([await create("a"), await create("b")]).toEqual([5, 3]);
  const marked = standin.provider("acme").tenant("b").exchanges();
  expect(marked.map(({ beginsAgain }) => beginsAgain)).toEqual([undefined, undefined, true, undefined]);
  expect(await control("GET", "/health")).toMatchObject({ tenants: { kept: 2, letGo: 2 } });
  expect(log).toMatchInlineSnapshot(`
    [
      "[acme] has more than 2 tenants: those that have rested longest begin again when they come back. The library's option tenantLimit allows more.",
    ]
  `);
});

it("have a journal that can be handed on, and tells what they tell themselves", async () => {
  standin = await startFixture();
  const tenant = standin.provider("acme").tenant("one");
  await create("one");
  await fetch(`${tenant.baseUrl}/task?x`, { headers: { authorization: `Bearer ${tenant.credential}` } });
  const { journal } = tenant;
  expect(journal.exchanges().map(({ operation }) => operation)).toEqual(["createTask", "listTasks", null]);
  expect(journal.exchanges({ operation: "listTasks" })).toEqual(tenant.exchanges({ operation: "listTasks" }));
  expect(journal.violations()).toMatchObject([{ rule: "operation" }]);
  expect(journal.nearMisses()).toMatchObject([{ exchange: journal.exchanges()[2]?.id }]);
  expect(journal.counts()).toMatchObject({ exchanges: 3, violations: { error: 1 } });
  expect(journal.coverage()).toEqual(tenant.coverage());
  expect(await journal.waitFor({ count: 3 })).toEqual(journal.exchanges());
  expect(Object.keys(journal).filter((name) => !(name in tenant))).toEqual([]);
});

it("are not made by looking, and nobody makes room for a look", async () => {
  standin = await startFixture({ tenantLimit: 1 });
  await create("worker");
  for (const path of ["faults", "limits", "clock"]) await control("GET", `/${path}?tenant=stranger`);
  await control("DELETE", "/faults?tenant=stranger");
  standin.provider("acme").tenant("stranger").faults.list();
  expect(await control("GET", "/tenants")).toMatchObject({ items: [{ tenant: "worker" }], total: 1 });
  expect(await create("worker")).toBe(4);
});

it("are made by faults and limits at the providers that these name, and nobody else makes room", async () => {
  standin = await startFixture({ tenantLimit: 1 });
  const { baseUrl } = standin.provider("zeta").tenant("worker");
  const credential = Buffer.from(`${standin.provider("zeta").tenant("worker").credential}:`).toString("base64");
  await fetch(`${baseUrl}/items`, { headers: { authorization: `Basic ${credential}` } });
  const worker = { tenant: "worker", providers: ["zeta"] };
  const set = async (path: string, body: unknown) => {
    const init = { method: "PUT", body: JSON.stringify(body) };
    expect((await fetch(`${standin.url}/_standin${path}`, init)).status).toBe(200);
  };
  await set("/faults?tenant=stranger", { faults: [] });
  await set("/limits?tenant=stranger", { limits: [] });
  await control("DELETE", "/limits?tenant=stranger");
  standin.provider("zeta").tenant("stranger").limits.clear();
  expect(await control("GET", "/tenants")).toMatchObject({ items: [worker], total: 1 });
  await set("/faults?tenant=broken", { faults: [{ provider: "acme", kind: "reset" }] });
  expect(await control("GET", "/tenants")).toMatchObject({
    items: [{ tenant: "broken", providers: ["acme"] }, worker],
  });
  await set("/limits?tenant=busy", { limits: [{ provider: "acme", name: "key" }] });
  expect(await control("GET", "/tenants")).toMatchObject({ items: [{ tenant: "busy", providers: ["acme"] }, worker] });
});

it("are not made by what is refused", async () => {
  standin = await startFixture();
  const stranger = standin.provider("acme").tenant("stranger");
  const undocumented = standin.provider("zeta").tenant("stranger").limits;
  const refused = [
    () => stranger.faults.arm({ kind: "rest" as never }),
    () => stranger.limits.set([{ name: "none" }]),
    () => stranger.limits.set(null as never),
    () => undocumented.set(),
    () => stranger.clock.advance("soon" as never),
    () => stranger.clock.advance("9999999d"),
  ];
  for (const call of refused) expect(call).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }));
  const body = '{"by": "9999999d"}';
  const { status } = await fetch(`${standin.url}/_standin/clock/advance?tenant=stranger`, { method: "POST", body });
  expect(status).toBe(400);
  expect(await control("GET", "/tenants")).toMatchObject({ items: [] });
});
