import request from "supertest";
import { describe, expect, it } from "vitest";
import { createCatalog } from "../../src/catalog.ts";
import { commonCredentials } from "../../src/contract/credential-names.ts";
import type { Coverage } from "../../src/index.ts";
import { coverageOf, readCoverage } from "../../src/simulator/coverage.ts";
import { Journal } from "../../src/simulator/journal.ts";
import { prepareProvider } from "../../src/simulator/provider.ts";
import { bearer, createFixtureApp, providersDir, startFixture } from "./fixture.ts";
import { record } from "./record.ts";

const json = { "content-type": "application/json" };

const shown = ({ operations }: Coverage, id: string) => {
  const found = operations.find(({ operation }) => operation === id);
  return {
    exchanges: found?.exchanges,
    faulted: found?.faulted,
    statuses: found?.statuses.map(({ status, exchanges }) => `${status} ${exchanges}`),
    title: found?.responses[0]?.body.find(({ pointer }) => /\/title$/.test(pointer))?.exchanges,
  };
};

async function ask(app: Parameters<typeof request>[0], query = ""): Promise<Coverage[]> {
  return (await request(app).get(`/_standin/coverage${query}`)).body.items;
}

describe("GET /coverage", () => {
  it("tells of each provider what was exercised of its contract", async () => {
    const { app } = createFixtureApp();
    await request(app).get("/acme/v2/tasks?limit=3&colour=red").set(bearer);
    await request(app).get("/acme/v2/tasks/none").set(bearer);
    const [acme, zeta] = (await ask(app)) as [Coverage, Coverage];
    expect(shown(acme, "listTasks")).toEqual({
      exchanges: 1,
      faulted: 0,
      statuses: ["200 1", "400 0", "401 0"],
      title: 1,
    });
    expect(shown(acme, "getTask").statuses).toEqual(["200 0", "401 0", "404 1", "429 0"]);
    expect(acme.operations.find(({ operation }) => operation === "listTasks")?.parameters).toEqual([
      { name: "limit", in: "query", documented: true, exchanges: 1 },
      { name: "tag", in: "query", documented: true, exchanges: 0 },
      { name: "colour", in: "query", documented: false, exchanges: 1 },
    ]);
    expect(acme.totals.operations).toEqual({ seen: 2, of: acme.operations.length });
    expect(zeta.exchanges.counted).toBe(0);
  });

  it("narrows to a provider, a tenant and an operation", async () => {
    const { app } = createFixtureApp();
    await request(app).get("/acme/v2/tasks").set("authorization", "Bearer standin-key+mine");
    await request(app).get("/acme/v2/tasks").set(bearer);
    await request(app).get("/acme/v2/nowhere").set(bearer);
    expect((await ask(app, "?provider=zeta")).map(({ provider }) => provider)).toEqual(["zeta"]);
    const [mine] = (await ask(app, "?provider=acme&tenant=mine&operation=listTasks")) as [Coverage];
    expect(mine.exchanges).toEqual({ counted: 1, read: 1, cut: 0 });
    expect(mine.operations.map(({ operation }) => operation)).toEqual(["listTasks"]);
    expect(await ask(app, "?operation=listTasks")).toHaveLength(1);
    const refused = await request(app).get("/_standin/coverage?operation=listTask");
    expect(refused.body.detail).toMatchInlineSnapshot(
      `"Unknown operation "listTask". Did you mean listTasks? Known: listTasks, createTask, getTask, deleteTask, archiveTask, crash, answerInvalid, getReport, getStatus, getThing, describeThing, echo."`,
    );
  });

  it("counts operations and statuses beyond what the journal keeps, and says so of the rest", async () => {
    const { app } = createFixtureApp({ journalLimit: 2 });
    for (let index = 0; index < 5; index++) await request(app).get("/acme/v2/tasks").set(bearer);
    const [acme] = (await ask(app)) as [Coverage];
    expect(acme.exchanges).toEqual({ counted: 5, read: 2, cut: 0 });
    expect(shown(acme, "listTasks")).toMatchObject({ exchanges: 5, statuses: ["200 5", "400 0", "401 0"], title: 2 });
  });

  it("reads a journal that is longer than one look", async () => {
    const { app, tenant } = createFixtureApp();
    for (let index = 0; index < 203; index++) await request(app).get("/acme/v2/tasks").set(bearer);
    const [acme] = (await ask(app)) as [Coverage];
    expect(acme.exchanges).toEqual({ counted: 203, read: 203, cut: 0 });
    expect(tenant("acme").coverage()).toEqual(acme);
  });

  it("looks at each exchange once, however many there are", async () => {
    const acme = prepareProvider(await createCatalog({ providersDir }).loadProvider("acme"));
    const journal = new Journal({ exchanges: 2000, bytes: 64 * 1024 * 1024 });
    let looks = 0;
    const contract = {
      credentials: commonCredentials,
      get provider() {
        looks++;
        return "acme";
      },
    };
    for (let count = 0; count < 2000; count++) record(journal, { contract });
    looks = 0;
    expect(coverageOf(journal, acme, {}).exchanges).toEqual({ counted: 2000, read: 2000, cut: 0 });
    // Whose it is, and for the exchange as it is read.
    expect(looks).toBeLessThanOrEqual(2 * 2000);
  });

  it("ends though exchanges come as fast as it reads", async () => {
    const acme = prepareProvider(await createCatalog({ providersDir }).loadProvider("acme"));
    const journal = new Journal({ exchanges: 2000, bytes: 64 * 1024 * 1024 });
    for (let count = 0; count < 1000; count++) record(journal);
    let looks = 0;
    const reading = readCoverage(journal, acme, {});
    for (let step = reading.next(); !step.done && looks < 100; step = reading.next()) {
      looks++;
      for (let count = 0; count < 1000; count++) record(journal);
    }
    expect(looks).toBeLessThan(100);
  });

  it("counts the request of an exchange with a fault, and not its answer", async () => {
    const { app, tenant } = createFixtureApp();
    await request(app).get("/_standin/health");
    tenant("acme").faults.arm({ operation: "getTask", kind: "status", status: 429 });
    await request(app).get("/acme/v2/tasks/task-1").set(bearer);
    expect(shown(tenant("acme").coverage(), "getTask")).toEqual({
      exchanges: 1,
      faulted: 1,
      statuses: ["200 0", "401 0", "404 0", "429 0"],
      title: 0,
    });
  });

  it("takes a credential in the query for no parameter", async () => {
    const { app, tenant } = createFixtureApp();
    await request(app).get("/acme/v2/reports?api_key=standin-key");
    const found = tenant("acme")
      .coverage()
      .operations.find(({ operation }) => operation === "getReport");
    expect([found?.exchanges, found?.parameters]).toEqual([1, []]);
  });

  it("forgets with the journal", async () => {
    const { app, tenant } = createFixtureApp();
    await request(app).post("/acme/v2/tasks").set(bearer).set(json).send({ title: "x" });
    await request(app).delete("/_standin/exchanges");
    expect(tenant("acme").coverage().exchanges).toEqual({ counted: 0, read: 0, cut: 0 });
  });
});

describe("a provider of the library", () => {
  it("tells of all tenants together", async () => {
    const standin = await startFixture();
    const acme = standin.provider("acme");
    for (const name of ["a", "b"]) {
      const { baseUrl, credential } = acme.tenant(name);
      await fetch(`${baseUrl}/tasks`, { headers: { authorization: `Bearer ${credential}` } });
    }
    await fetch(`${acme.baseUrl}/tasks`);
    await standin.close();
    expect(shown(acme.coverage(), "listTasks").statuses).toEqual(["200 2", "400 0", "401 1"]);
    expect(shown(acme.tenant("a").coverage(), "listTasks").statuses).toEqual(["200 1", "400 0", "401 0"]);
  });
});
