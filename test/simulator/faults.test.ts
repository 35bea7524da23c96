import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Standin, Tenant, TenantFault } from "../../src/index.ts";
import { bearer, startFixture } from "./fixture.ts";

let standin: Standin;
let acme: Tenant & { baseUrl: string };

beforeAll(async () => {
  standin = await startFixture();
});
afterAll(() => standin.close());

let count = 0;
beforeEach(() => {
  acme = standin.provider("acme").tenant(`faults-${++count}`);
});

const getTask = () => send("GET", "/tasks/task-1");

async function send(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(acme.baseUrl + path, {
    method,
    headers: { authorization: `Bearer ${acme.credential}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function statuses(calls: number, call = getTask): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < calls; index++) found.push((await call()).status);
  return found;
}

const limited = { kind: "status", operation: "getTask", status: 429 } as const satisfies TenantFault;

describe("a reply", () => {
  it("is answered as it was given, and what it breaks is planned", async () => {
    acme.faults.arm({
      kind: "reply",
      operation: "getTask",
      reply: {
        status: 502,
        headers: { "Content-Type": "text/html", "x-trace": ["a", "b"] },
        text: "<h1>Bad Gateway</h1>",
      },
      times: 1,
    });
    const response = await getTask();
    expect([response.status, response.headers.get("content-type"), response.headers.get("x-trace")]).toEqual([
      502,
      "text/html",
      "a, b",
    ]);
    expect(await response.text()).toBe("<h1>Bad Gateway</h1>");
    expect(acme.exchanges()).toMatchObject([{ fault: { kind: "reply" }, violations: [{ rule: "status" }] }]);
    expect(acme.violations()).toEqual([]);
    expect(await statuses(1)).toEqual([200]);
  });

  it("has the content type that the contract documents where it names none", async () => {
    acme.faults.arm({ kind: "reply", operation: "getTask", reply: { status: 200, body: { nothing: null } } });
    const response = await getTask();
    expect([response.headers.get("content-type"), await response.json()]).toEqual([
      "application/json",
      { nothing: null },
    ]);
  });

  it("leaves the state alone", async () => {
    acme.faults.arm({ kind: "reply", reply: { status: 201, body: {} }, times: 1 });
    const before = structuredClone(acme.state());
    expect((await send("POST", "/tasks", { title: "Lost" })).status).toBe(201);
    expect(acme.state()).toEqual(before);
  });
});

describe("a status", () => {
  it("is answered in the vendor's own envelope, with its headers", async () => {
    acme.faults.arm(limited);
    const response = await getTask();
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "7"]);
    expect(response.headers.get("standin-problem")).toBeNull();
    expect(await response.json()).toEqual({ error: "Too Many Requests", code: 429 });
  });

  it("comes in no envelope that its own response does not document", async () => {
    acme.faults.arm({ kind: "status", operation: "getTask", status: 404 });
    expect(await (await getTask()).json()).toEqual({ error: "Not Found" });
    expect(acme.exchanges()).toMatchObject([{ fault: { kind: "status" }, violations: [] }]);
  });

  it("is made of the schema where the contract has no example of any refusal, whatever the status", async () => {
    const zeta = standin.provider("zeta").tenant(`faults-${count}`);
    const ask = () =>
      fetch(`${zeta.baseUrl}/things/cup`, { headers: { authorization: `Basic ${btoa(`${zeta.credential}:`)}` } });
    zeta.faults.arm({ kind: "status", operation: "getThing", status: 404, times: 1 });
    zeta.faults.arm({ kind: "status", operation: "getThing", status: 503, force: true });
    const shown = { kind: "refusal", problem: { at: "2026-02-03T04:05:06Z", realm: "things" } };
    const missing = await ask();
    expect(await missing.json()).toEqual({ ...shown, problem: { ...shown.problem, status: 404, reason: "Not Found" } });
    expect(["content-type", "x-trace", "x-hint"].map((name) => missing.headers.get(name))).toEqual([
      "application/problem+json",
      "3f6c1f0e-7f5f-4f4e-9b50-6f2f1c0a7d11",
      "look elsewhere",
    ]);
    expect(zeta.exchanges()).toMatchObject([{ fault: { kind: "status" }, violations: [] }]);
    const down = await ask();
    expect(await down.json()).toMatchObject({ problem: { status: 503, reason: "Service Unavailable" } });
  });

  it("that the vendor never sends comes in its envelope when it is forced", async () => {
    acme.faults.arm({ kind: "status", operation: "getTask", status: 503, force: true });
    const response = await getTask();
    expect([response.status, await response.json()]).toEqual([503, { error: "Service Unavailable", code: 503 }]);
    expect(acme.exchanges()).toMatchObject([{ fault: { kind: "status" }, violations: [{ rule: "status" }] }]);
    expect(acme.violations()).toEqual([]);
  });

  it("is answered without a body where the contract shows none and it is no refusal", async () => {
    acme.faults.arm({ kind: "status", operation: "getTask", status: 202, force: true });
    const response = await getTask();
    expect([response.status, await response.text()]).toEqual([202, ""]);
  });

  it("of a success that the contract shows none of is the mock's own answer, and nothing of it is kept", async () => {
    acme.faults.arm({ kind: "status", operation: "getTask", status: 200, times: 1 });
    expect((await send("GET", "/tasks/none")).status).toBe(404);
    expect(acme.faults.list()).toMatchObject([{ hits: 0 }]);
    expect(await (await getTask()).json()).toMatchObject({ id: "task-1" });
    acme.faults.arm({ kind: "status", operation: "createTask", status: 201, times: 1 });
    const lost = await (await send("POST", "/tasks", { title: "Lost" })).json();
    expect(lost).toMatchObject({ title: "Lost" });
    expect(await (await send("GET", "/tasks")).json()).not.toContainEqual(lost);
    expect(acme.exchanges().map(({ fault }) => fault?.kind)).toEqual([undefined, "status", "status", undefined]);
  });

  it("is answered by the operations that document it, where none is named", async () => {
    acme.faults.arm({ kind: "status", status: 429 });
    expect((await send("GET", "/tasks")).status).toBe(200);
    expect((await getTask()).status).toBe(429);
  });

  it("is not answered to who is refused anyway, and is not used up", async () => {
    const [fault] = [acme.faults.arm({ ...limited, times: 1 })];
    const response = await fetch(`${acme.baseUrl}/tasks/task-1`, { headers: { authorization: "Bearer nobody" } });
    expect(response.status).toBe(401);
    expect(acme.faults.list()).toEqual([{ ...fault, hits: 0 }]);
  });
});

describe("a fault", () => {
  it("hits the first so many exchanges and no more", async () => {
    acme.faults.arm({ ...limited, times: 2 });
    expect(await statuses(4)).toEqual([429, 429, 200, 200]);
    expect(acme.faults.list()).toMatchObject([{ id: "acme-1", hits: 2 }]);
  });

  it("lets so many pass first", async () => {
    acme.faults.arm({ ...limited, after: 2, times: 1 });
    expect(await statuses(5)).toEqual([200, 200, 429, 200, 200]);
  });

  it("lives for a time of the tenant's clock, a second an exchange", async () => {
    acme.faults.arm({ ...limited, ttl: "3s" });
    expect(await statuses(4)).toEqual([429, 429, 200, 200]);
  });

  it("is over at the very end of its time to live", async () => {
    acme.clock.set({ mode: "frozen" });
    acme.faults.arm({ ...limited, ttl: "10s" });
    acme.clock.advance("9999ms");
    expect(await statuses(1)).toEqual([429]);
    acme.clock.advance("1ms");
    expect(await statuses(1)).toEqual([200]);
  });

  it("hits by chance as the seed says, the same in every run", async () => {
    acme.faults.arm({ ...limited, probability: 0.5 });
    const first = await statuses(20);
    expect(first.filter((status) => status === 429).length).toBeGreaterThan(4);
    expect(first.filter((status) => status === 200).length).toBeGreaterThan(4);
    acme.reset();
    acme.faults.arm({ ...limited, probability: 0.5 });
    expect(await statuses(20)).toEqual(first);
  });

  it("is one tenant's", async () => {
    acme.faults.arm(limited);
    const other = standin.provider("acme").tenant("another");
    const response = await fetch(`${other.baseUrl}/tasks/task-1`, {
      headers: { authorization: `Bearer ${other.credential}` },
    });
    expect([response.status, other.faults.list()]).toEqual([200, []]);
  });

  it("goes with a reset, and when it is cleared", async () => {
    acme.faults.arm(limited);
    acme.reset();
    expect(await statuses(1)).toEqual([200]);
    acme.faults.arm(limited);
    acme.faults.clear();
    expect(await statuses(1)).toEqual([200]);
  });

  it("lives by the present time of a clock that flows, however long nobody came", async () => {
    acme.clock.set({ mode: "shifted", now: "2026-03-01T00:00:00Z" });
    await getTask();
    await new Promise((resolve) => setTimeout(resolve, 120));
    acme.faults.arm({ ...limited, ttl: "100ms" });
    expect(await statuses(1)).toEqual([429]);
  });

  it("counts those among the first that another fault has hit", async () => {
    const createTask = () => send("POST", "/tasks", { title: "Feed the dog" });
    acme.faults.arm({ kind: "after-commit", operation: "createTask", times: 1 });
    acme.faults.arm({ kind: "status", operation: "createTask", status: 429, force: true, after: 1, times: 2 });
    await expect(createTask()).rejects.toThrow();
    expect(await statuses(3, createTask)).toEqual([429, 429, 201]);
  });

  it("does not hit where one that was armed before it leaves nothing to do", async () => {
    acme.faults.arm({ ...limited, times: 1 });
    acme.faults.arm({ kind: "reset", times: 1 });
    acme.faults.arm({ kind: "invalid-response", times: 1 });
    expect(await statuses(1)).toEqual([429]);
    expect(acme.faults.list().map(({ hits }) => hits)).toEqual([1, 0, 0]);
    await expect(getTask()).rejects.toThrow();
    expect(acme.faults.list().map(({ hits }) => hits)).toEqual([1, 1, 0]);
    expect(acme.exchanges().map(({ fault }) => fault?.kind)).toEqual(["status", "reset"]);
  });

  it("takes the same course whatever else is armed", async () => {
    acme.faults.arm({ ...limited, probability: 0.5 });
    const alone = await statuses(12);
    acme.reset();
    acme.faults.arm({ ...limited, probability: 0.5 });
    acme.faults.arm({ kind: "delay", delay: { min: "0ms", max: "1ms" }, probability: 0.9 });
    expect(await statuses(12)).toEqual(alone);
  });

  it("is what was armed, whatever the caller changes later", () => {
    const delay = { min: "1ms", max: "2ms" };
    acme.faults.arm({ kind: "delay", delay });
    delay.max = "1h";
    expect(acme.faults.list()).toMatchObject([{ delay: { max: "2ms" } }]);
  });

  it("stands beside others, and the journal names the one that is more than a delay", async () => {
    acme.faults.arm({ kind: "delay", delay: "30ms" });
    acme.faults.arm({ ...limited, times: 1 });
    const started = performance.now();
    expect((await getTask()).status).toBe(429);
    expect(performance.now() - started).toBeGreaterThan(25);
    expect(acme.exchanges()).toMatchObject([{ fault: { id: "acme-2", kind: "status" } }]);
    expect(acme.faults.list().map(({ hits }) => hits)).toEqual([1, 1]);
  });
});

describe("a delay", () => {
  it.each([
    ["20ms", 20, 20],
    [{ min: "10ms", max: "40ms" }, 10, 40],
    [{ median: "20ms", sigma: 0.5, max: "60ms" }, 1, 60],
  ])("of %j takes as long", async (delay, least, most) => {
    acme.faults.arm({ kind: "delay", delay });
    expect((await getTask()).status).toBe(200);
    const [exchange] = acme.exchanges();
    // Timers of Node.js round, and the machine may be busy: only the lower bound is exact.
    expect(exchange?.durationMs).toBeGreaterThan(least - 2);
    expect(most).toBeGreaterThanOrEqual(least);
  });

  it("ends when the client leaves, and the exchange is not lost", async () => {
    acme.faults.arm({ kind: "delay", delay: "1h" });
    await expect(
      fetch(`${acme.baseUrl}/tasks/task-1`, {
        headers: { authorization: `Bearer ${acme.credential}` },
        signal: AbortSignal.timeout(100),
      }),
    ).rejects.toThrow();
    await expect
      .poll(() => acme.exchanges())
      .toMatchObject([{ operation: "getTask", response: null, fault: { kind: "delay" } }]);
  });
});

it("a delay beyond what a timer holds is still one, and a client that leaves a slow drip is no defect", async () => {
  acme.faults.arm({ kind: "delay", delay: "30d" });
  acme.faults.arm({ kind: "slow-drip", delay: "999d" });
  const headers = { authorization: `Bearer ${acme.credential}` };
  const call = fetch(`${acme.baseUrl}/tasks/task-1`, { headers, signal: AbortSignal.timeout(100) });
  await expect(call).rejects.toThrow();
  await expect.poll(() => acme.exchanges()).toMatchObject([{ response: null, fault: { kind: "slow-drip" } }]);
  acme.faults.clear();
  acme.faults.arm({ kind: "slow-drip", delay: "999d" });
  await expect(
    fetch(`${acme.baseUrl}/tasks`, { headers, signal: AbortSignal.timeout(100) }).then((r) => r.text()),
  ).rejects.toThrow();
  await expect
    .poll(() => acme.exchanges({ operation: "listTasks" }))
    .toMatchObject([{ response: null, fault: { kind: "slow-drip" } }]);
});

it("a slow drip is journalled with the time that it took, before its last byte", async () => {
  acme.faults.arm({ kind: "slow-drip", delay: "300ms" });
  const response = await getTask();
  expect(acme.exchanges()).toEqual([]);
  await response.text();
  const [exchange] = acme.exchanges();
  expect(exchange).toMatchObject({ response: { status: 200 }, fault: { kind: "slow-drip" } });
  expect(exchange?.durationMs).toBeGreaterThan(280);
});

describe("a write", () => {
  it("is kept after-commit, and its answer lost", async () => {
    acme.faults.arm({ kind: "after-commit", operation: "createTask", times: 1 });
    await expect(send("POST", "/tasks", { title: "Feed the dog" })).rejects.toThrow();
    const { tasks } = (await (await send("GET", "/tasks")).json()) as { tasks: { title: string }[] };
    expect(tasks.map(({ title }) => title)).toEqual(["Water the plants", "Feed the cat", "Feed the dog"]);
    expect(acme.exchanges()[0]).toMatchObject({
      operation: "createTask",
      response: null,
      fault: { kind: "after-commit" },
    });
  });

  it("is what after-commit is for: reads pass it where no operation is named", async () => {
    acme.faults.arm({ kind: "after-commit", times: 1 });
    expect(await statuses(2)).toEqual([200, 200]);
    await expect(send("POST", "/tasks", { title: "Feed the dog" })).rejects.toThrow();
  });

  it("that is refused is none: after-commit waits, and leaves it to what was armed after", async () => {
    acme.faults.arm({ kind: "after-commit", times: 1 });
    acme.faults.arm({ kind: "delay", delay: "1ms", operation: "deleteTask" });
    acme.faults.arm({ kind: "status", operation: "createTask", status: 503, force: true, after: 1, times: 1 });
    const createTask = (title: string) => send("POST", "/tasks", { title });
    expect((await send("DELETE", "/tasks/none")).status).toBe(404);
    expect([(await createTask("")).status, (await createTask("")).status]).toEqual([400, 503]);
    expect(acme.faults.list().map(({ hits }) => hits)).toEqual([0, 1, 1]);
    await expect(createTask("Feed the dog")).rejects.toThrow();
    expect(acme.exchanges().map(({ fault }) => fault?.kind)).toEqual(["delay", undefined, "status", "after-commit"]);
    expect((await createTask("Feed the dog")).status).toBe(201);
  });

  it("is not made before a reset", async () => {
    acme.faults.arm({ kind: "reset", operation: "createTask", times: 1 });
    await expect(send("POST", "/tasks", { title: "Feed the dog" })).rejects.toThrow();
    const { tasks } = (await (await send("GET", "/tasks")).json()) as { tasks: unknown[] };
    expect(tasks).toHaveLength(2);
  });

  it("is hidden from stale reads for a while, and then there", async () => {
    acme.faults.arm({ kind: "stale-read", delay: "3s" });
    const titles = async () =>
      ((await (await send("GET", "/tasks")).json()) as { tasks: { title: string }[] }).tasks.length;
    expect(await titles()).toBe(2);
    await send("POST", "/tasks", { title: "Feed the dog" });
    expect([await titles(), await titles(), await titles()]).toEqual([2, 2, 3]);
    // A write that is refused hides nothing.
    await send("POST", "/tasks", { title: "" });
    expect(await titles()).toBe(3);
    expect(acme.faults.list()).toMatchObject([{ hits: 2 }]);
  });

  it("from before stale-read was armed is seen at once", async () => {
    await send("POST", "/tasks", { title: "Feed the dog" });
    acme.faults.arm({ kind: "stale-read", delay: "1h" });
    const { tasks } = (await (await send("GET", "/tasks")).json()) as { tasks: unknown[] };
    expect([tasks.length, acme.faults.list()[0]?.hits]).toEqual([3, 0]);
  });

  it("is hidden as long as the fault lives where it has no delay, the one before it then seen", async () => {
    const titles = async () => ((await (await send("GET", "/tasks")).json()) as { tasks: unknown[] }).tasks.length;
    acme.faults.arm({ kind: "stale-read", ttl: "1h" });
    await send("POST", "/tasks", { title: "Feed the dog" });
    acme.clock.advance("59m");
    expect([await titles(), await titles()]).toEqual([2, 2]);
    await send("POST", "/tasks", { title: "Feed the cat" });
    expect(await titles()).toBe(3);
    acme.clock.advance("1m");
    expect(await titles()).toBe(4);
    acme.faults.clear();
    acme.faults.arm({ kind: "stale-read", times: 2 });
    await send("POST", "/tasks", { title: "Feed the bird" });
    expect([await titles(), await titles(), await titles()]).toEqual([4, 4, 5]);
  });

  it("that an earlier fault hid is seen at once when that one ends and another is armed", async () => {
    const titles = async () => ((await (await send("GET", "/tasks")).json()) as { tasks: unknown[] }).tasks.length;
    acme.clock.set({ mode: "frozen" });
    acme.faults.arm({ kind: "stale-read" });
    await send("POST", "/tasks", { title: "Feed the dog" });
    expect(await titles()).toBe(2);
    acme.faults.clear();
    acme.faults.arm({ kind: "stale-read" });
    expect(await titles()).toBe(3);
  });

  it("while nothing hid it is not taken back with the one before it", async () => {
    const titles = async () => ((await (await send("GET", "/tasks")).json()) as { tasks: unknown[] }).tasks.length;
    acme.clock.set({ mode: "frozen", now: "2026-03-01T00:00:00Z" });
    acme.faults.arm({ kind: "stale-read", ttl: "1m" });
    await send("POST", "/tasks", { title: "Feed the dog" });
    acme.clock.advance("1m");
    await send("POST", "/tasks", { title: "Feed the cat" });
    acme.clock.set({ mode: "frozen", now: "2026-03-01T00:00:00Z" });
    expect(await titles()).toBe(4);
  });

  it("is seen by reads from the very end of that while on", async () => {
    acme.clock.set({ mode: "frozen" });
    acme.faults.arm({ kind: "stale-read", delay: "10s" });
    const titles = async () => ((await (await send("GET", "/tasks")).json()) as { tasks: unknown[] }).tasks.length;
    await send("POST", "/tasks", { title: "Feed the dog" });
    acme.clock.advance("9999ms");
    expect(await titles()).toBe(2);
    acme.clock.advance("1ms");
    expect(await titles()).toBe(3);
  });
});

describe("an answer", () => {
  it("breaks one statement of the contract, which the journal names and nobody counts", async () => {
    acme.faults.arm({ kind: "invalid-response", operation: "getTask" });
    const rules = new Set<string>();
    for (let index = 0; index < 30; index++) await getTask();
    for (const { fault, violations } of acme.exchanges()) {
      expect(fault).toEqual({ id: "acme-1", kind: "invalid-response" });
      expect(violations).toMatchObject([{ part: "response.body", severity: "error" }]);
      for (const { rule, pointer } of violations) rules.add(`${pointer} ${rule}`);
    }
    expect([...rules].sort()).toEqual([
      "/createdAt required",
      "/createdAt type",
      "/id required",
      "/id type",
      "/title required",
      "/title type",
    ]);
    expect(acme.violations()).toEqual([]);
  });

  it.each(["invalid-response", "variant", "truncate", "malformed-chunk", "slow-drip"] as const)(
    "without a body is left alone, and %s waits for one that has a body",
    async (kind) => {
      acme.faults.arm({ kind, times: 1, ...(kind === "slow-drip" ? { delay: "1ms" } : {}) });
      expect((await send("HEAD", "/tasks")).status).toBe(200);
      expect((await send("DELETE", "/tasks/task-1")).status).toBe(204);
      expect(acme.exchanges().map(({ fault }) => fault)).toEqual([undefined, undefined]);
      expect(acme.faults.list()).toMatchObject([{ hits: 0 }]);
      await send("DELETE", "/tasks/task-1")
        .then((response) => response.text())
        .catch(() => {});
      expect([acme.exchanges()[2]?.fault?.kind, acme.faults.list()[0]?.hits]).toEqual([kind, 1]);
    },
  );

  it("is another one within the contract as a variant", async () => {
    acme.faults.arm({ kind: "variant" });
    const texts = new Set<string>();
    for (let index = 0; index < 20; index++) texts.add(await (await send("GET", "/tasks")).text());
    expect(texts.size).toBeGreaterThan(5);
    const severities = acme.exchanges().flatMap(({ violations }) => violations.map(({ severity }) => severity));
    expect(new Set(severities)).toEqual(new Set(["note"]));
    expect(acme.violations()).toEqual([]);
  });
});

describe("the control API", () => {
  const control = (method: string, query = "", body?: unknown) =>
    fetch(`${standin.url}/_standin/faults${query}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it("arms, lists and ends the faults of a tenant", async () => {
    const fault = { provider: "acme", kind: "status", operation: "getTask", status: 429, times: 1 };
    const armed = { ...fault, id: "acme-1", tenant: "control", hits: 0 };
    const answer = await control("PUT", "?tenant=control", { faults: [fault] });
    expect([answer.status, await answer.json()]).toEqual([200, { items: [armed], total: 1, next: null }]);
    acme = standin.provider("acme").tenant("control");
    expect(await statuses(2)).toEqual([429, 200]);
    expect(await (await control("GET", "?tenant=control")).json()).toMatchObject({ items: [{ ...armed, hits: 1 }] });
    expect(await (await control("GET")).json()).toEqual({ items: [], total: 0, next: null });
    expect((await control("DELETE", "?tenant=control")).status).toBe(204);
    expect(await (await control("GET", "?tenant=control")).json()).toMatchObject({ total: 0 });
  });

  it("replaces them all, or none when one cannot be armed", async () => {
    const fault = { provider: "acme", kind: "reset" };
    await control("PUT", "?tenant=whole", { faults: [fault, { ...fault, provider: "zeta" }] });
    const refused = await control("PUT", "?tenant=whole", { faults: [fault, { ...fault, kind: "rest" }] });
    expect([refused.status, refused.headers.get("standin-problem")]).toEqual([400, "fault"]);
    expect(await (await control("GET", "?tenant=whole")).json()).toMatchObject({ total: 2 });
    await control("PUT", "?tenant=whole", { faults: [{ ...fault, kind: "empty" }] });
    expect(await (await control("GET", "?tenant=whole")).json()).toMatchObject({
      items: [{ kind: "empty" }],
      total: 1,
    });
  });

  it("arms each fault for the tenant that it names, where the address names none, and replaces theirs alone", async () => {
    const reset = { provider: "acme", kind: "reset" };
    await control("PUT", "", { faults: [reset] });
    for (const name of ["named-a", "named-b"]) await control("PUT", `?tenant=${name}`, { faults: [reset, reset] });
    const zeta = { provider: "zeta", kind: "empty", tenant: "named-a" };
    const answer = await control("PUT", "", { faults: [zeta, { ...reset, kind: "empty", tenant: "named-a" }] });
    const named = [
      { provider: "acme", kind: "empty", tenant: "named-a", hits: 0 },
      { provider: "zeta", kind: "empty", tenant: "named-a", hits: 0 },
    ];
    expect(await answer.json()).toMatchObject({ items: named, total: 2 });
    const listOf = async (query: string) => (await control("GET", query)).json();
    expect(await listOf("?tenant=named-a")).toMatchObject({ items: named, total: 2 });
    expect(await listOf("?tenant=named-b")).toMatchObject({ total: 2 });
    expect(await listOf("")).toMatchObject({ items: [{ kind: "reset" }], total: 1 });

    const mixed = [
      { ...reset, kind: "empty" },
      { ...reset, tenant: "named-b" },
    ];
    expect(await (await control("PUT", "", { faults: mixed })).json()).toMatchObject({
      items: [
        { kind: "empty", tenant: "default" },
        { kind: "reset", tenant: "named-b" },
      ],
    });
    const refused = await control("PUT", "", { faults: [...mixed, { ...reset, tenant: "named-b", kind: "rest" }] });
    expect(refused.status).toBe(400);
    expect(await listOf("")).toMatchObject({ items: [{ kind: "empty" }] });
    expect(await (await control("PUT", "", { faults: [] })).json()).toEqual({ items: [], total: 0, next: null });
    expect(await listOf("")).toMatchObject({ total: 0 });
    expect(await listOf("?tenant=named-b")).toMatchObject({ total: 1 });
  });

  it("takes what it has told, and arms it anew", async () => {
    acme = standin.provider("acme").tenant("again");
    await control("PUT", "?tenant=again", { faults: [{ provider: "acme", ...limited, times: 1 }] });
    expect(await statuses(2)).toEqual([429, 200]);
    const { items } = (await (await control("GET", "?tenant=again")).json()) as { items: TenantFault[] };
    expect(items).toMatchObject([{ id: "acme-1", hits: 1 }]);
    for (const query of ["", "?tenant=again"]) {
      const answer = await control("PUT", query, { faults: items });
      expect(await answer.json()).toMatchObject({ items: [{ ...limited, times: 1, tenant: "again", hits: 0 }] });
      expect(await statuses(2)).toEqual([429, 200]);
    }
    const [told] = acme.faults.list();
    expect(acme.faults.arm(told as TenantFault)).toMatchObject({ ...limited, hits: 0 });
    expect(await statuses(2)).toEqual([429, 200]);
  });

  it("is the only way: a vendor's path arms nothing", async () => {
    const response = await fetch(`${standin.url}/acme/_standin/faults`, { method: "PUT", headers: bearer, body: "{}" });
    expect(response.status).toBe(501);
  });
});
