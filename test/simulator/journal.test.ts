import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { commonCredentials } from "../../src/contract/credential-names.ts";
import type { Violation } from "../../src/exchange.ts";
import { keepBody } from "../../src/simulator/entry.ts";
import { Journal, type JournalBounds } from "../../src/simulator/journal.ts";
import { bearer, createFixtureApp } from "./fixture.ts";
import { record } from "./record.ts";

const found = (severity: Violation["severity"]) => ({ severity, rule: severity }) as Violation;

function createJournal(bounds: Partial<JournalBounds> = {}): Journal {
  return new Journal({ exchanges: 1000, bytes: 1_000_000, ...bounds });
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  collect();
  // Note: the buffers that it finds are freed in another thread, which the next one waits for.
  collect();
}

const idsOf = (journal: Journal, filter = {}) => journal.exchanges(filter).items.map(({ id }) => id);

describe("the journal keeps", () => {
  it("the latest exchanges within its number, and counts all", () => {
    const journal = createJournal({ exchanges: 3 });
    for (let count = 0; count < 10; count++) record(journal, { violations: [found("error"), found("note")] });
    expect(idsOf(journal)).toEqual(["x-000008", "x-000009", "x-000010"]);
    expect(journal.exchanges()).toMatchObject({ total: 10, next: null });
    expect(journal.violations()).toMatchObject({ total: 20, next: null });
    expect(journal.violations().items).toHaveLength(6);
    expect(journal.held).toBe(3);
  });

  it.each([
    ["many exchanges", {}],
    ["many bytes", { body: keepBody("x".repeat(60_000), 60_000) }],
  ])("all of a quiet tenant beside one that sends %s", (_, sent) => {
    const journal = createJournal({ bytes: 10_000_000 });
    const told: string[] = [];
    for (let count = 0; count < 5; count++) {
      record(journal, { tenant: "quiet", violations: [found("error")] });
      for (let others = 0; others < 3000; others++) record(journal, { tenant: "busy", ...sent });
      told.push(
        ...journal
          .exchanges({ tenant: "busy" })
          .items.slice(-1)
          .map(({ id }) => id),
      );
    }
    expect(journal.violations({ tenant: "quiet" }).items).toHaveLength(5);
    expect(told).toEqual(["x-003001", "x-006002", "x-009003", "x-012004", "x-015005"]);
    expect(journal.held).toBeLessThanOrEqual(1000);
    expect(journal.bytes).toBeLessThanOrEqual(10_000_000);
    const numbers = journal.exchanges().items.map(({ id }) => id);
    expect(numbers).toEqual([...numbers].sort());
    const { items, gaps } = journal.readOn(0, {});
    expect(items.map(({ id }) => id)).toEqual(numbers.slice(0, items.length));
    expect(gaps).not.toEqual([]);
    collectGarbage();
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(100 * 1024 * 1024);
  });

  it("the latest of many tenants, none of which has much", () => {
    const journal = createJournal({ exchanges: 300 });
    for (let count = 0; count < 3000; count++) record(journal, { tenant: `t${count >> 1}` });
    expect(journal.lastBefore).toBe(2700);
    expect(journal.held).toBe(300);
  });

  it("counts of as many tenants as there may be, those of the latest, and the sum of all", () => {
    const journal = createJournal({ exchanges: 5, tenants: 3 });
    const counted = (tenant: string) => journal.exchanges({ tenant }).total;
    const names = Array.from({ length: 50 }, (_, index) => `t${index}`);
    for (const tenant of names) {
      record(journal, { tenant, violations: [found("error")] });
      record(journal, { tenant: "default" });
    }
    expect([counted("default"), counted("t49"), counted("t1")]).toEqual([50, 1, 0]);
    expect(names.filter((tenant) => counted(tenant) > 0).length).toBeLessThanOrEqual(4);
    expect(journal.counts.sum()).toMatchObject({ exchanges: 100, violations: { error: 50 } });
    expect(journal.counts.outcomes({}).get("getTask")).toEqual([{ outcome: "unanswered", exchanges: 100 }]);
    // What is still kept of a tenant is counted at the least.
    const few = createJournal({ exchanges: 100, tenants: 1 });
    for (const tenant of names) record(few, { tenant, violations: [found("error")] });
    expect([few.exchanges({ tenant: "t3" }).total, few.violations({ tenant: "t3" }).total]).toEqual([1, 1]);
    journal.clear({ tenant: "t49" });
    expect([counted("t49"), journal.counts.sum().exchanges]).toEqual([0, 99]);
    journal.clear();
    expect(journal.counts.sum().exchanges).toBe(0);
  });

  it("no more than its bytes", () => {
    const journal = createJournal({ bytes: 200_000 });
    for (let count = 0; count < 100; count++) record(journal, { body: keepBody("x".repeat(20_000), 20_000) });
    expect(journal.held).toBeGreaterThan(4);
    expect(journal.held).toBeLessThan(11);
    expect(journal.exchanges().total).toBe(100);
  });

  it("no memory of what it was told to forget, though others' exchanges lie between", () => {
    const journal = createJournal({ exchanges: 2000, bytes: 64 * 1024 * 1024 });
    const before = process.memoryUsage().arrayBuffers;
    for (let round = 0; round < 400; round++) {
      record(journal, { tenant: "small" });
      for (let count = 0; count < 4; count++)
        record(journal, { tenant: "big", body: keepBody("x".repeat(60_000), 60_000) });
      journal.clear({ tenant: "big" });
    }
    expect(journal.held).toBe(400);
    collectGarbage();
    // Each round has filled a chunk of a quarter of a mebibyte: a hundred mebibytes in all.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * 1024 * 1024);
  });

  it("the last exchange, however big it is", () => {
    const journal = createJournal({ bytes: 10 });
    record(journal);
    record(journal);
    expect(idsOf(journal)).toEqual(["x-000002"]);
  });

  it("a million exchanges' counts in the memory of a few", () => {
    const journal = createJournal({ exchanges: 10 });
    for (let count = 0; count < 1_000_000; count++) record(journal);
    expect(journal.exchanges()).toMatchObject({ total: 1_000_000, items: { length: 10 } });
    expect(idsOf(journal)[9]).toBe("x-1000000");
  });

  it("64 KiB of a body, with its true size", () => {
    const journal = createJournal();
    record(journal, { body: keepBody("ü".repeat(100_000), 200_000) });
    const [exchange] = journal.exchanges().items;
    expect(exchange?.request.body).toBe("ü".repeat(65_536));
    expect(exchange?.request.bodySize).toBe(200_000);
  });

  it("a body that is no text as base64", () => {
    const journal = createJournal();
    record(journal, { body: keepBody(Buffer.from([0xff, 0xfe]), 2) });
    expect(journal.exchanges().items[0]?.request).toMatchObject({ body: "//4=", bodyEncoding: "base64" });
  });
});

describe("the journal's filters", () => {
  const journal = createJournal();
  record(journal, { tenant: "a", operation: "getTask", violations: [found("error")] });
  record(journal, { tenant: "a", operation: "createTask", violations: [found("warning"), found("error")] });
  record(journal, { tenant: "b", operation: "getTask" });
  record(journal, { tenant: "b", operation: null, violations: [found("note")] });
  record(journal, { contract: { provider: "zeta", credentials: commonCredentials }, operation: "getThing" });

  it.each([
    [{}, [1, 2, 3, 4, 5]],
    [{ provider: "acme" }, [1, 2, 3, 4]],
    [{ tenant: "a" }, [1, 2]],
    [{ tenant: "b", operation: "getTask" }, [3]],
    [{ operation: "getTask" }, [1, 3]],
    [{ severity: "error" as const }, [1, 2]],
    [{ severity: "note" as const, provider: "acme" }, [4]],
    [{ tenant: "nobody" }, []],
  ])("choose by %j", (filter, numbers) => {
    expect(journal.exchanges(filter)).toMatchObject({ total: numbers.length, next: null });
    expect(idsOf(journal, filter)).toEqual(numbers.map((number) => `x-00000${number}`));
  });

  it("choose what came after an exchange, or from a time of the machine's on", () => {
    expect(idsOf(journal, { since: "x-000003" })).toEqual(["x-000004", "x-000005"]);
    expect(idsOf(journal, { since: "2030-01-01T00:00:03Z" })).toEqual(["x-000003", "x-000004", "x-000005"]);
    expect(journal.exchanges({ since: "x-000003", limit: 1 })).toMatchObject({ total: 2, next: "x-000004" });
  });

  it("choose violations by their own weight", () => {
    expect(journal.violations({ severity: "error" }).items.map(({ exchange }) => exchange)).toEqual([
      "x-000001",
      "x-000002",
    ]);
  });

  it("lead from page to page, also within an exchange", () => {
    const exchanges = journal.exchanges({ limit: 2 });
    expect(exchanges).toMatchObject({ total: 5, next: "x-000002" });
    expect(idsOf(journal, { limit: 3, cursor: exchanges.next ?? "" })).toEqual(["x-000003", "x-000004", "x-000005"]);
    const rules: string[] = [];
    let cursor: string | null = "x-000000";
    while (cursor !== null) {
      const page = journal.violations({ limit: 1, cursor });
      rules.push(...page.items.map(({ exchange, rule }) => `${exchange} ${rule}`));
      cursor = page.next;
    }
    expect(rules).toEqual(["x-000001 error", "x-000002 warning", "x-000002 error", "x-000004 note"]);
  });
});

it("is cleared in part, its counts too", () => {
  const journal = createJournal();
  record(journal, { tenant: "a" });
  record(journal, { tenant: "a", operation: "createTask" });
  record(journal, { tenant: "b" });
  journal.clear({ tenant: "a", operation: "getTask" });
  expect([idsOf(journal), journal.exchanges().total]).toEqual([["x-000002", "x-000003"], 2]);
  journal.clear();
  expect([idsOf(journal), journal.exchanges().total]).toEqual([[], 0]);
  record(journal);
  expect(idsOf(journal)).toEqual(["x-000004"]);
});

describe("an exchange in the journal", () => {
  it("is what was sent and answered, without the credential", async () => {
    const { app, tenant } = createFixtureApp();
    await request(app)
      .post("/acme/v2/tasks?x=1")
      .set({ ...bearer, "content-type": "application/json", "user-agent": "test", host: "x", cookie: "" })
      .send({ title: "a" });
    const [exchange] = tenant("acme").exchanges();
    expect(Date.now() - Date.parse(exchange?.recordedAt ?? "")).toBeLessThan(60_000);
    expect({
      ...exchange,
      recordedAt: "",
      durationMs: typeof exchange?.durationMs,
      violations: [],
    }).toMatchInlineSnapshot(`
      {
        "durationMs": "number",
        "id": "x-000001",
        "operation": "createTask",
        "provider": "acme",
        "recordedAt": "",
        "request": {
          "body": "{"title":"a"}",
          "headers": {
            "accept-encoding": "gzip, deflate",
            "authorization": "Bearer redacted",
            "connection": "close",
            "content-length": "13",
            "content-type": "application/json",
            "cookie": "",
            "host": "x",
            "user-agent": "test",
          },
          "method": "POST",
          "url": "https://api.acme.example/v2/tasks?x=1",
        },
        "response": {
          "body": "{"id":"8c211cc4-8abd-48e0-bffa-7eb1cd9d66e1","title":"a","note":null,"createdAt":"2026-01-01T00:00:01.000Z"}",
          "headers": {
            "content-length": "108",
            "content-type": "application/vnd.acme+json",
            "date": "Thu, 01 Jan 2026 00:00:01 GMT",
            "location": "/tasks/8c211cc4-8abd-48e0-bffa-7eb1cd9d66e1",
          },
          "status": 201,
        },
        "startedAt": "2026-01-01T00:00:01.000Z",
        "tenant": "default",
        "violations": [],
      }
    `);
  });

  it("has no credential of a query either", async () => {
    const { app, tenant } = createFixtureApp();
    await request(app).get("/acme/v2/reports?a=1&api_key=standin-key%2Bq&b=2");
    expect(tenant("acme", "q").exchanges()[0]?.request.url).toBe(
      "https://api.acme.example/v2/reports?a=1&api_key=redacted&b=2",
    );
  });

  it("has as much of each body as the option journalBody says", async () => {
    const body = { title: "Buy milk", remark: "x".repeat(70_000) };
    const bodiesWith = async (journalBody?: number) => {
      const { app, tenant } = createFixtureApp(journalBody === undefined ? {} : { journalBody });
      await request(app).post("/acme/v2/tasks").set(bearer).send(body);
      return tenant("acme").exchanges()[0];
    };
    const sent = JSON.stringify(body);
    expect((await bodiesWith())?.request).toMatchObject({ body: sent.slice(0, 65_536), bodySize: sent.length });
    expect((await bodiesWith(100_000))?.request).toMatchObject({ body: sent });
    const few = await bodiesWith(10);
    expect(few?.request).toMatchObject({ body: sent.slice(0, 10), bodySize: sent.length });
    expect(few?.response?.body).toHaveLength(10);
  });

  it("is told to whoever listens, before the answer is sent", async () => {
    const told: string[] = [];
    const { app } = createFixtureApp({ onExchange: ({ id, operation }) => told.push(`${id} ${operation}`) });
    await request(app).get("/acme/v2/tasks").set(bearer);
    expect(told).toEqual(["x-000001 listTasks"]);
  });
});

it("says once that exchanges had to make room, and which option keeps more", async () => {
  const told: string[] = [];
  const { app } = createFixtureApp({ journalLimit: 2, log: (line) => told.push(line) });
  for (let count = 0; count < 5; count++) await request(app).get("/acme/v2/tasks").set(bearer);
  expect(told).toMatchInlineSnapshot(`
    [
      "The journal has 2 exchanges and lets go of the oldest, first of the tenants that have most: lists lack them, counts do not. The option journalLimit (standin serve --journal-limit) allows more.",
    ]
  `);
});
