import { IncomingMessage, ServerResponse } from "node:http";
import request from "supertest";
import { expect, it } from "vitest";
import { createCatalog } from "../../src/catalog.ts";
import { createApp, type SimulatorApp } from "../../src/simulator/create-app.ts";
import { DefectLog } from "../../src/simulator/defect-log.ts";
import { Journal } from "../../src/simulator/journal.ts";
import { prepareProvider } from "../../src/simulator/provider.ts";
import { createMemoryStore, type Store } from "../../src/simulator/store.ts";
import { bearer, providersDir } from "./fixture.ts";

function createAppOn(store: Store, log: string[] = []): SimulatorApp {
  return createApp({
    load: async () => [prepareProvider(await createCatalog({ providersDir }).loadProvider("acme"))],
    seed: 1,
    scenario: "documented",
    clock: "stepped",
    open: false,
    bodyLimit: 1000,
    host: undefined,
    onExchange: undefined,
    journal: new Journal({ exchanges: 10, bytes: 1_000_000 }),
    defects: new DefectLog((line) => log.push(line)),
    store,
  });
}

it("may answer later, and is told of every change before the answer is sent", async () => {
  const memory = createMemoryStore();
  const saved: string[] = [];
  const { app } = createAppOn({
    load: async (provider, tenant) => memory.load(provider, tenant),
    save: async (space) => {
      memory.save(space);
      saved.push(`${space.provider} ${space.tenant}`);
    },
    drop: async (provider, tenant) => memory.drop(provider, tenant),
  });
  await request(app).post("/acme/v2/tasks").set(bearer).send({ title: "a" });
  expect(saved).toEqual(["acme default"]);
  expect((await request(app).get("/acme/v2/tasks").set(bearer)).body.tasks).toHaveLength(3);
  await request(app).post("/_standin/reset");
  expect((await request(app).get("/acme/v2/tasks").set(bearer)).body.tasks).toHaveLength(2);
});

it.each(["load", "save"] as const)("that fails to %s is told in Standin's voice", async (method) => {
  const log: string[] = [];
  const { app } = createAppOn(
    { ...createMemoryStore(), [method]: async () => Promise.reject(new Error("no store")) },
    log,
  );
  const response = await request(app).get("/acme/v2/tasks").set(bearer);
  expect([response.status, response.headers["standin-problem"]]).toEqual([500, "internal"]);
  expect(log).toEqual([expect.stringContaining("no store")]);
});

it("is served through classes whose prototypes Express finds in place", () => {
  const { app, classes } = createAppOn(createMemoryStore());
  const { request: requests, response: responses } = app as unknown as { request: object; response: object };
  expect(requests).toBe(classes.IncomingMessage.prototype);
  expect(responses).toBe(classes.ServerResponse.prototype);
  expect(requests).toBeInstanceOf(IncomingMessage);
  expect(responses).toBeInstanceOf(ServerResponse);
});
