import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import request from "supertest";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { StandinError } from "../../src/errors.ts";
import type { Standin } from "../../src/index.ts";
import { Bell } from "../../src/simulator/bell.ts";
import { Journal } from "../../src/simulator/journal.ts";
import { waitForExchanges } from "../../src/simulator/wait.ts";
import { bearer, createFixtureApp, startFixture } from "./fixture.ts";
import { record } from "./record.ts";

const running: Standin[] = [];
afterEach(() => Promise.all(running.splice(0).map((standin) => standin.close())));

async function start(journalLimit = 1000): Promise<Standin> {
  const standin = await startFixture({ journalLimit });
  running.push(standin);
  return standin;
}

const bearerOf = (tenant: string) => ({ authorization: `Bearer standin-key+${tenant}` });
const ask = ({ url }: Standin, path = "/acme/v2/tasks", init: RequestInit = {}) =>
  fetch(`${url}${path}`, { headers: bearerOf("t"), ...init });

/** How a wait ends that is not met. */
async function refusalOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => "met",
    (reason) => reason,
  );
  return error instanceof StandinError ? `${error.code}: ${error.message}` : String(error);
}

describe("waitFor", () => {
  it("resolves at once to what has been served already", async () => {
    const standin = await start();
    const tenant = standin.provider("acme").tenant("t");
    for (let count = 0; count < 3; count++) await ask(standin);
    const exchanges = await tenant.waitFor({ operation: "listTasks", count: 2 });
    expect(exchanges).toEqual(tenant.exchanges());
    expect(exchanges).toHaveLength(3);
  });

  it("resolves when as many have come, however many others come between", async () => {
    const standin = await start(2);
    const waiting = standin.provider("acme").tenant("t").waitFor({ operation: "listTasks", count: 3, within: "20s" });
    let met = false;
    waiting.then(() => (met = true));
    for (let count = 0; count < 3; count++) {
      expect(met).toBe(false);
      await ask(standin);
      for (let others = 0; others < 3; others++) await ask(standin, "/acme/v2/tasks/task-1");
    }
    // The journal keeps two.
    expect((await waiting).map(({ id }) => id)).toEqual(["x-000001", "x-000005", "x-000009"]);
  });

  it("is met by what was served, though the journal keeps the latest only", async () => {
    const standin = await start(2);
    const tenant = standin.provider("acme").tenant("t");
    for (let count = 0; count < 5; count++) await ask(standin);
    expect((await tenant.waitFor({ count: 4, within: "1ms" })).map(({ id }) => id)).toEqual(["x-000004", "x-000005"]);
    const page = await fetch(`${standin.url}/_standin/exchanges/wait?tenant=t&count=4`);
    expect(await page.json()).toMatchObject({ total: 5, items: [{ id: "x-000004" }, { id: "x-000005" }] });
    await ask(standin, "/acme/v2/tasks/task-1");
    await ask(standin, "/acme/v2/tasks/task-1");
    expect(await tenant.waitFor({ operation: "listTasks", count: 5, within: "1ms" })).toEqual([]);
    expect(tenant.counts({ operation: "listTasks" }).exchanges).toBe(5);
    expect(await refusalOf(tenant.waitFor({ operation: "listTasks", count: 6, within: "1ms" }))).toMatchInlineSnapshot(
      `"WAIT_TIMEOUT: 5 of 6 exchanges of listTasks at acme for the tenant "t" came within 1ms. What there is: getTask 2. Older ones are not kept any more: the options journalLimit and journalBytes (standin serve --journal-limit, --journal-bytes) have the journal keep more."`,
    );
    const empty = await fetch(`${standin.url}/_standin/exchanges/wait?tenant=t&operation=listTasks&count=5`);
    expect(await empty.json()).toEqual({ items: [], total: 5, next: null });
  });

  it("counts those after an exchange, with a violation, of any operation", async () => {
    const standin = await start();
    const tenant = standin.provider("acme").tenant("t");
    await ask(standin, "/acme/v2/tasks?x=1");
    const waiting = tenant.waitFor({ since: "x-000001", severity: "error" });
    await ask(standin);
    await ask(standin, "/acme/v2/tasks/task-1?x=1");
    expect((await waiting).map(({ id }) => id)).toEqual(["x-000003"]);
  });

  it("goes by the machine's clock, whatever the tenant's says", async () => {
    const standin = await start();
    const tenant = standin.provider("acme").tenant("t");
    tenant.clock.set({ mode: "frozen" });
    expect(await refusalOf(tenant.waitFor({ within: "1ms" }))).toMatch(/^WAIT_TIMEOUT: 0 of 1 exchange /);
    const waiting = tenant.waitFor({ within: "20s" });
    tenant.clock.advance("1h");
    await ask(standin);
    expect(await waiting).toHaveLength(1);
  });

  it("says what came instead", async () => {
    const standin = await start();
    const tenant = standin.provider("acme").tenant("t");
    await ask(standin);
    await ask(standin);
    await ask(standin, "/acme/v2/task", { method: "POST" });
    await ask(standin, "/acme/v2/tasks/task-1", { method: "PUT" });
    expect(await refusalOf(tenant.waitFor({ operation: "createTask", count: 2, within: "1ms" }))).toMatchInlineSnapshot(
      `"WAIT_TIMEOUT: 0 of 2 exchanges of createTask at acme for the tenant "t" came within 1ms. What there is: listTasks 2, no operation 2. POST /v2/task is no operation; the nearest is createTask: POST /v2/tasks. PUT /v2/tasks/task-1 is no operation; the nearest is getTask: GET /v2/tasks/{id}."`,
    );
    expect(await refusalOf(tenant.waitFor({ operation: "listTasks", count: 3, within: "1ms" }))).toMatchInlineSnapshot(
      `"WAIT_TIMEOUT: 2 of 3 exchanges of listTasks at acme for the tenant "t" came within 1ms. What there is: listTasks 2, no operation 2. POST /v2/task is no operation; the nearest is createTask: POST /v2/tasks. PUT /v2/tasks/task-1 is no operation; the nearest is getTask: GET /v2/tasks/{id}."`,
    );
  });

  it("says that there is nothing, and where a request without a credential went", async () => {
    const standin = await start();
    const tenant = standin.provider("acme").tenant("t");
    expect(await refusalOf(tenant.waitFor({ within: "1ms", severity: "error" }))).toMatchInlineSnapshot(
      `"WAIT_TIMEOUT: 0 of 1 exchange with an error at acme for the tenant "t" came within 1ms. There are no others either."`,
    );
    await ask(standin, "/acme/v2/tasks", { headers: {} });
    expect(await refusalOf(tenant.waitFor({ within: "1ms", since: "x-000000" }))).toMatchInlineSnapshot(
      `"WAIT_TIMEOUT: 0 of 1 exchange at acme for the tenant "t" since x-000000 came within 1ms. There are no others either. The tenant "default" has 1: a request whose credential is missing or refused is that tenant's."`,
    );
  });

  it("says what reached no provider meanwhile", async () => {
    const standin = await start();
    const tenant = standin.provider("acme").tenant("t");
    await ask(standin, "/v2/tasks");
    expect(await refusalOf(tenant.waitFor({ within: "1ms" }))).toMatchInlineSnapshot(
      `"WAIT_TIMEOUT: 0 of 1 exchange at acme for the tenant "t" came within 1ms. There are no others either. 1 request reached no provider; the last was GET /v2/tasks: /v2/tasks belongs to no provider. A path begins with one of: /acme, /zeta. GET /_standin/strays tells more."`,
    );
    await ask(standin);
    await ask(standin, "/acme2/tasks", { method: "POST" });
    expect(await refusalOf(tenant.waitFor({ within: "1ms", operation: "createTask" }))).toMatchInlineSnapshot(
      `"WAIT_TIMEOUT: 0 of 1 exchange of createTask at acme for the tenant "t" came within 1ms. What there is: listTasks 1. 2 requests reached no provider; the last was POST /acme2/tasks: /acme2/tasks belongs to no provider. Did you mean /acme? A path begins with one of: /acme, /zeta. GET /_standin/strays tells more."`,
    );
    const waited = await fetch(`${standin.url}/_standin/exchanges/wait?operation=createTask&within=1ms`);
    expect(((await waited.json()) as { detail: string }).detail).toContain("2 requests reached no provider");
  });

  it("counts what comes in its last moment", async () => {
    const { app, tenant } = createFixtureApp();
    await request(app).get("/_standin/health");
    const acme = tenant("acme");
    // Its time is over before it hears of it.
    const ring = vi.spyOn(Bell.prototype, "ring").mockImplementation(() => {});
    onTestFinished(() => ring.mockRestore());
    const waiting = acme.waitFor({ within: "2s" });
    await request(app).get("/acme/v2/tasks").set(bearer);
    expect(ring).toHaveBeenCalledOnce();
    expect(await waiting).toHaveLength(1);
  });

  it("is refused what cannot be waited for", async () => {
    const tenant = (await start()).provider("acme").tenant("t");
    const refusals = [
      { within: "5" },
      { count: 0 },
      { operation: "createTsk" },
      { timeout: 5 } as object,
      { limit: 1 } as object,
    ].map((wait) => refusalOf(tenant.waitFor(wait)));
    expect(await Promise.all(refusals)).toMatchInlineSnapshot(`
      [
        "OPTION_INVALID: "5" is no within. Allowed: a duration such as "250ms" or "90s" (ms, s, m, h, d).",
        "OPTION_INVALID: "0" is no count. Allowed: a whole number from 1 on.",
        "OPTION_INVALID: Unknown operation "createTsk". Did you mean createTask? Known: listTasks, createTask, getTask, deleteTask, archiveTask, crash, answerInvalid, getReport, getStatus.",
        "OPTION_INVALID: There is no parameter "timeout" here. Allowed: operation, severity, since, count, within.",
        "OPTION_INVALID: There is no parameter "limit" here. Allowed: operation, severity, since, count, within.",
      ]
    `);
  });

  it("rejects when Standin is closed meanwhile, and afterwards", async () => {
    const standin = await start();
    const tenant = standin.provider("acme").tenant("t");
    const waits = [tenant.waitFor({ within: "1h" }), tenant.waitFor({ count: 7 })].map(refusalOf);
    await standin.close();
    waits.push(refusalOf(tenant.waitFor({ within: "1h" })));
    expect(new Set(await Promise.all(waits))).toEqual(
      new Set(["WAIT_ENDED: [acme] Standin was closed while exchanges were waited for."]),
    );
  });
});

describe("GET /exchanges/wait", () => {
  const target = "/_standin/exchanges/wait?provider=acme&operation=listTasks";

  it("answers a page when they have come", async () => {
    const standin = await start();
    const waiting = fetch(`${standin.url}${target}&tenant=t&count=2&within=20s`);
    await ask(standin);
    await ask(standin);
    const response = await waiting;
    const list = await (await fetch(`${standin.url}/_standin/exchanges`)).json();
    expect([response.status, await response.json()]).toEqual([200, list]);
  });

  it("leads on to the next page, beyond as many as were waited for", async () => {
    const { app } = createFixtureApp();
    for (let count = 0; count < 103; count++) await request(app).get("/acme/v2/tasks").set(bearer);
    const { body } = await request(app).get(`${target}&count=101`);
    expect([body.items.length, body.total, body.next]).toEqual([101, 103, "x-000101"]);
    const rest = await request(app).get(`/_standin/exchanges?cursor=${body.next}`);
    expect(rest.body.items.map(({ id }: { id: string }) => id)).toEqual(["x-000102", "x-000103"]);
    expect((await request(app).get(`${target}&count=1`)).body).toMatchObject({ total: 103, items: { length: 100 } });
  });

  it("says what came instead, with 404 and standin-problem: wait", async () => {
    const { app } = createFixtureApp();
    await request(app).get("/acme/v2/task").set(bearer);
    const { status, headers, body } = await request(app).get(`${target}&within=1ms`);
    expect([status, headers["standin-problem"]]).toEqual([404, "wait"]);
    expect(body).toMatchInlineSnapshot(`
      {
        "came": 0,
        "count": 1,
        "detail": "0 of 1 exchange of listTasks at acme came within 1ms. What there is: no operation 1. GET /v2/task is no operation; the nearest is listTasks: GET /v2/tasks.",
        "status": 404,
        "title": "The exchanges did not come in time",
        "type": "urn:standin:problem:wait",
      }
    `);
  });

  it.each([
    ["its exchanges are", "/_standin/exchanges?tenant=t"],
    ["its operation is", "/_standin/exchanges?provider=acme&operation=listTasks"],
    ["its tenant is", "/_standin/tenants?tenant=t"],
    ["everything is", "/_standin/exchanges"],
  ])("goes by what has come since %s deleted", async (_, deleted) => {
    const standin = await start();
    const sleep = vi.spyOn(Bell.prototype, "sleep");
    onTestFinished(() => sleep.mockRestore());
    for (let count = 0; count < 3; count++) await ask(standin);
    const waiting = fetch(`${standin.url}${target}&tenant=t&count=5&within=20s`);
    while (sleep.mock.results.length < 1) await nextTurn();
    await fetch(standin.url + deleted, { method: "DELETE" });
    for (let count = 0; count < 5; count++) await ask(standin);
    const { items, total } = (await (await waiting).json()) as { items: { id: string }[]; total: number };
    expect(items.map(({ id }) => id)).toEqual(["x-000004", "x-000005", "x-000006", "x-000007", "x-000008"]);
    expect(total).toBe(5);
  });

  it("says in vain how many have come since others were deleted", async () => {
    const journal = new Journal({ exchanges: 2, bytes: 1e6 });
    const gone = new AbortController();
    for (let count = 0; count < 3; count++) record(journal);
    const waiting = waitForExchanges(journal, { count: 9, within: "20s" }, gone.signal);
    journal.clear({ operation: "getTask" });
    for (let count = 0; count < 4; count++) record(journal);
    // It counts anew once the bell has rung.
    await nextTurn();
    gone.abort();
    expect(await waiting).toEqual({ met: false, came: 4, why: "gone" });
  });

  it("keeps what has come where something else is deleted", async () => {
    const standin = await start();
    const sleep = vi.spyOn(Bell.prototype, "sleep");
    onTestFinished(() => sleep.mockRestore());
    await ask(standin);
    const waiting = fetch(`${standin.url}${target}&tenant=t&count=2&within=20s`);
    while (sleep.mock.results.length < 1) await nextTurn();
    for (const place of ["tenant=u", "provider=zeta", "provider=acme&operation=getTask"])
      await fetch(`${standin.url}/_standin/exchanges?${place}`, { method: "DELETE" });
    await ask(standin);
    const { items } = (await (await waiting).json()) as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toEqual(["x-000001", "x-000002"]);
  });

  it.each([
    ["is forgotten", [`${target}&within=1h`]],
    ["is forgotten with those that were sent ahead", [`${target}&within=1h`, target, "/_standin/exchanges/events"]],
  ])("%s when its client has gone", async (_, targets) => {
    const sleep = vi.spyOn(Bell.prototype, "sleep");
    onTestFinished(() => sleep.mockRestore());
    const { port } = await start();
    const socket = connect(port, "127.0.0.1");
    socket.write(targets.map((one) => `GET ${one} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join(""));
    while (sleep.mock.results.length < targets.length) await nextTurn();
    socket.destroy();
    const wakings = await Promise.all(sleep.mock.results.map(({ value }) => value));
    expect(wakings).toEqual(targets.map(() => "gone"));
  });

  it("is forgotten when its client has gone before it was heard", async () => {
    const sleep = vi.spyOn(Bell.prototype, "sleep");
    onTestFinished(() => sleep.mockRestore());
    const token = "a-token-that-is-long-enough";
    const { app } = createFixtureApp({ token });
    // As long as a request may wait for providers to be loaded.
    const server = createServer((asked, response) => response.on("close", () => app(asked, response)));
    server.listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    socket.write(`GET ${target}&within=1h HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await once(server, "request");
    socket.destroy();
    while (sleep.mock.results.length === 0) await nextTurn();
    expect(await sleep.mock.results[0]?.value).toBe("gone");
  });

  it("is answered at once when Standin is closed", async () => {
    const standin = await start();
    const asked = fetch(`${standin.url}${target}&within=1h`);
    await ask(standin, "/acme/v2/tasks/task-1");
    const before = performance.now();
    await standin.close();
    expect(performance.now() - before).toBeLessThan(500);
    const response = await asked;
    expect([response.status, ((await response.json()) as { detail: string }).detail]).toEqual([
      503,
      "Standin was closed while exchanges were waited for.",
    ]);
  });

  it.each([
    ["count=1001", '400 "1001" is no count. Allowed: 1 to 1000.'],
    ["within=5", '400 "5" is no within. Allowed: a duration such as "250ms" or "90s" (ms, s, m, h, d).'],
    [
      "limit=3",
      '400 There is no parameter "limit" here. Allowed: provider, tenant, operation, severity, since, count, within.',
    ],
  ])("refuses %s", async (query, refusal) => {
    const { app } = createFixtureApp();
    const { status, body } = await request(app).get(`${target}&${query}`);
    expect(`${status} ${body.detail}`).toBe(refusal);
  });
});
