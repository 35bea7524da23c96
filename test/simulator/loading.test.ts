import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createCatalog } from "../../src/catalog.ts";
import { type JournalledExchange, startStandin } from "../../src/index.ts";
import { createListener } from "../../src/simulator/create-listener.ts";
import { DefectLog } from "../../src/simulator/defect-log.ts";
import { Journal } from "../../src/simulator/journal.ts";
import { loadInTurn } from "../../src/simulator/loading.ts";
import { createMemoryStore } from "../../src/simulator/memory-store.ts";
import { prepareProvider, type ServedProvider } from "../../src/simulator/provider.ts";
import { listen } from "../../src/simulator/server.ts";
import { createSpace } from "../../src/simulator/space.ts";
import { StrayLog } from "../../src/simulator/stray-log.ts";
import { basic, bearer, providersDir, startFixture } from "./fixture.ts";
import { settings } from "./state-settings.ts";

const provider = (id: string) => ({ id }) as ServedProvider;

describe("loadInTurn", () => {
  it("loads each once, in order, one after the other", async () => {
    const steps: string[] = [];
    const { all } = loadInTurn(
      () => ["a", "b", "a"],
      async (id) => {
        steps.push(`begin ${id}`);
        await Promise.resolve();
        steps.push(`end ${id}`);
        return provider(id);
      },
    );
    expect((await all).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(steps).toEqual(["begin a", "end a", "begin b", "end b"]);
  });

  it("loads what is waited for ahead of the others, and these after it", async () => {
    const begun: string[] = [];
    let finish = (): void => {};
    const { all, first } = loadInTurn(
      () => ["a", "b", "c"],
      (id) => {
        begun.push(id);
        if (id !== "c") return Promise.resolve(provider(id));
        return new Promise((resolve) => {
          finish = () => resolve(provider(id));
        });
      },
    );
    expect(first("d")).toBeUndefined();
    const c = first("c");
    // The others' turn would have come by now.
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual(["c"]);
    finish();
    expect((await c)?.id).toBe("c");
    expect((await all).map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(begun).toEqual(["c", "a", "b"]);
  });

  it("rejects with the first mistake, also of the list itself", async () => {
    const refuse = (message: string) => () => {
      throw new Error(message);
    };
    const unlisted = loadInTurn(refuse("no list"), refuse(""));
    await expect(unlisted.listed).rejects.toThrow("no list");
    await expect(unlisted.all).rejects.toThrow("no list");
    const { all } = loadInTurn(
      () => ["a", "b"],
      async (id) => refuse(`no ${id}`)(),
    );
    await expect(all).rejects.toThrow("no a");
  });
});

describe("a request", () => {
  /** Acme is loaded, zeta only when it is asked for. */
  function listener(
    loadZeta: () => Promise<ServedProvider> = () => new Promise(() => {}),
    onExchange?: (exchange: JournalledExchange) => void,
  ): RequestListener {
    const loading = loadInTurn(
      () => ["zeta", "acme"],
      (id) => (id === "acme" ? load(id) : loadZeta()),
    );
    return createListener({
      loading,
      ...settings,
      open: false,
      bodyLimit: 1000,
      token: undefined,
      onExchange,
      tellStray: () => {},
      strays: new StrayLog(),
      journal: new Journal({ exchanges: 10, bytes: 1_000_000 }),
      defects: new DefectLog(
        () => {},
        (violation) => violation,
      ),
      store: createMemoryStore({
        create: (provider, tenant) => createSpace(provider, tenant, settings),
        limit: 10,
        sharedBytes: 0,
        awakeBytes: 1_000_000,
        restingBytes: 1_000_000,
        onLetGo: () => {},
      }),
    }).listener;
  }

  const load = async (id: string) => prepareProvider(await createCatalog({ providersDir }).loadProvider(id));

  it("is answered when the provider that its path names is loaded", async () => {
    const { status, body } = await request(listener()).get("/acme/v2/tasks").set(bearer);
    expect({ status, tasks: body.tasks.length }).toEqual({ status: 200, tasks: 2 });
  });

  it.each([
    ["/zeta/greeting", "127.0.0.1"],
    // Whose host this is will be known when all are loaded.
    ["/acme/v2/tasks", "api.zeta.example"],
    ["/_standin/health", "127.0.0.1"],
  ])("waits where another may be meant: %s at %s", async (path, host) => {
    const server = createServer(listener()).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const waiting = request(url)
      .get(path)
      .set({ ...bearer, host });
    const ended = waiting.then(
      () => "answered",
      () => "not answered",
    );
    // Sent later, and answered.
    expect((await request(url).get("/acme/v2/tasks").set(bearer)).status).toBe(200);
    server.closeAllConnections();
    expect(await ended).toBe("not answered");
    server.close();
  });

  it.each([
    ["whose client leaves", "content-length: 10\r\n\r\n{", null],
    ["whose body breaks", "transfer-encoding: chunked\r\n\r\nzz\r\n", 400],
  ])("%s while its provider is loading is journalled", async (_, rest, status) => {
    let finish = (): void => {};
    const asked = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let take = (_exchange: JournalledExchange): void => {};
    const journalled = new Promise<JournalledExchange>((resolve) => {
      take = resolve;
    });
    const answer = listener(() => asked.then(() => load("zeta")), take);
    const server = await listen(
      (request, response) => {
        answer(request, response);
        if (status === null) client.destroy();
        request.once("close", finish);
      },
      { port: 0, host: "127.0.0.1", bodyLimit: 1024, tellStray: () => {} },
    );
    const client = connect(server.port, "127.0.0.1");
    client.write(`PUT /zeta/echo HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: ${basic.authorization}\r\n${rest}`);
    const { operation, request, response } = await journalled;
    expect([operation, request.method, response?.status ?? null]).toEqual(["echo", "PUT", status]);
    await server.close();
  });
});

describe("startStandin", () => {
  it("refuses a provider that there is not before it listens", async () => {
    const { port, close } = await startFixture();
    await expect(startStandin({ port, providersDir, providers: ["nope"] })).rejects.toThrow('Unknown provider "nope"');
    await close();
  });

  it("gives up its address when a provider cannot be loaded", async () => {
    const { port, close } = await startFixture();
    await close();
    await expect(startFixture({ port, scenario: "nope" })).rejects.toThrow('No provider has a scenario "nope"');
    const again = await startStandin({ port, providersDir, providers: ["acme"] });
    expect(again.port).toBe(port);
    await again.close();
  });
});
