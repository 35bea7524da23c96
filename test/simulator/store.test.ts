import type { RequestListener } from "node:http";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createCatalog } from "../../src/catalog.ts";
import { createListener } from "../../src/simulator/create-listener.ts";
import { DefectLog } from "../../src/simulator/defect-log.ts";
import { Journal } from "../../src/simulator/journal.ts";
import { loadInTurn } from "../../src/simulator/loading.ts";
import { createMemoryStore } from "../../src/simulator/memory-store.ts";
import { prepareProvider } from "../../src/simulator/provider.ts";
import { createSpace } from "../../src/simulator/space.ts";
import type { Store } from "../../src/simulator/store.ts";
import { StrayLog } from "../../src/simulator/stray-log.ts";
import { bearer, providersDir } from "./fixture.ts";
import { settings } from "./state-settings.ts";

const createStore = () =>
  createMemoryStore({
    create: (provider, tenant) => createSpace(provider, tenant, settings),
    limit: 10,
    sharedBytes: 0,
    awakeBytes: 1_000_000,
    restingBytes: 1_000_000,
    onLetGo: () => {},
  });

function listenOn(store: Store, log: string[] = []): RequestListener {
  const { listener } = createListener({
    loading: loadInTurn(
      () => ["acme"],
      async (id) => prepareProvider(await createCatalog({ providersDir }).loadProvider(id)),
    ),
    ...settings,
    open: false,
    bodyLimit: 1000,
    token: undefined,
    onExchange: undefined,
    tellStray: () => {},
    strays: new StrayLog(),
    journal: new Journal({ exchanges: 10, bytes: 1_000_000 }),
    defects: new DefectLog(
      (line) => log.push(line),
      (violation) => violation,
    ),
    store,
  });
  return listener;
}

it("may answer later, and is told of every change before the answer is sent", async () => {
  const memory = createStore();
  const saved: string[] = [];
  const listener = listenOn({
    load: async (provider, tenant) => memory.load(provider, tenant),
    save: async (space, written) => {
      memory.save(space, written);
      saved.push(`${space.provider} ${space.tenant}`);
    },
    peek: async (provider, tenant) => memory.peek(provider, tenant),
    drop: async (provider, tenant) => memory.drop(provider, tenant),
    listTenants: async (provider) => memory.listTenants(provider),
    count: async () => memory.count(),
  });
  await request(listener).post("/acme/v2/tasks").set(bearer).send({ title: "a" });
  expect(saved).toEqual(["acme default"]);
  expect((await request(listener).get("/acme/v2/tasks").set(bearer)).body.tasks).toHaveLength(3);
  await request(listener).post("/_standin/reset");
  expect((await request(listener).get("/acme/v2/tasks").set(bearer)).body.tasks).toHaveLength(2);
});

it("gives first requests that come at once one and the same space", async () => {
  const memory = createStore();
  let go = () => {};
  const both = new Promise<void>((resolve) => {
    go = resolve;
  });
  let asked = 0;
  const listener = listenOn({
    ...memory,
    load(provider, tenant) {
      if (++asked === 2) go();
      return both.then(() => memory.load(provider, tenant));
    },
  });
  const create = (title: string) => request(listener).post("/acme/v2/tasks").set(bearer).send({ title });
  const [one, two] = await Promise.all([create("one"), create("two")]);
  expect([one.status, two.status]).toEqual([201, 201]);
  expect(one.body.id).not.toBe(two.body.id);
  expect((await request(listener).get("/acme/v2/tasks").set(bearer)).body.tasks).toHaveLength(4);
});

it.each(["load", "save"] as const)("that fails to %s is told in Standin's voice", async (method) => {
  const log: string[] = [];
  const listener = listenOn({ ...createStore(), [method]: async () => Promise.reject(new Error("no store")) }, log);
  const response = await request(listener).get("/acme/v2/tasks").set(bearer);
  expect([response.status, response.headers["standin-problem"]]).toEqual([500, "internal"]);
  expect(log).toEqual([expect.stringContaining("no store")]);
});

describe("a store in memory", () => {
  it("lets go of the tenant that has rested longest at a provider", () => {
    const gone: string[] = [];
    const store = createMemoryStore({
      create: (provider, tenant) => createSpace(provider, tenant, settings),
      limit: 3,
      sharedBytes: 0,
      awakeBytes: 1_000_000,
      restingBytes: 1_000_000,
      onLetGo: ({ provider, tenant }) => gone.push(`${provider} ${tenant}`),
    });
    const spaces = ["a", "b", "c"].map((tenant) => store.load("acme", tenant));
    store.load("zeta", "a");
    expect(store.load("acme", "a")).toBe(spaces[0]);
    store.load("acme", "d");
    expect([gone, store.listTenants("acme")]).toEqual([["acme b"], ["c", "a", "d"]]);
    // Looking keeps nobody, and makes nobody younger.
    expect(store.peek("acme", "c")).toBe(spaces[2]);
    expect(store.peek("acme", "stranger").tenant).toBe("stranger");
    expect(store.listTenants("acme")).toEqual(["c", "a", "d"]);
    store.drop("acme", "d");
    expect(store.load("acme", "d")).not.toBe(spaces[1]);
    expect(store.load("acme", "c")).toBe(spaces[2]);
    expect([gone, store.listTenants("acme"), store.listTenants("zeta")]).toEqual([["acme b"], ["a", "d", "c"], ["a"]]);
  });
});
