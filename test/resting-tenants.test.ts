import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createCatalog } from "../src/catalog.ts";
import type { Standin } from "../src/index.ts";
import { createListener } from "../src/simulator/create-listener.ts";
import { DefectLog } from "../src/simulator/defect-log.ts";
import { Journal } from "../src/simulator/journal.ts";
import { loadInTurn } from "../src/simulator/loading.ts";
import { createMemoryStore } from "../src/simulator/memory-store.ts";
import { prepareProvider } from "../src/simulator/provider.ts";
import { createSpace } from "../src/simulator/space.ts";
import { StrayLog } from "../src/simulator/stray-log.ts";
import { type Interaction, withTenant } from "./providers/interaction.ts";
import { send } from "./providers/send.ts";
import { settings } from "./simulator/state-settings.ts";

const catalog = createCatalog();
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Serves a provider; `awakeBytes` of 1 lets only the latest tenant be awake. */
async function serve(id: string, awakeBytes: number): Promise<{ port: number; resting: () => number }> {
  const store = createMemoryStore({
    create: (provider, tenant) => createSpace(provider, tenant, settings),
    limit: 10,
    sharedBytes: 0,
    awakeBytes,
    restingBytes: 10_000_000,
    onLetGo: () => {},
  });
  const { listener } = createListener({
    loading: loadInTurn(
      () => [id],
      async () => prepareProvider(await catalog.loadProvider(id)),
    ),
    ...settings,
    open: false,
    bodyLimit: 100_000,
    token: undefined,
    onExchange: undefined,
    tellStray: () => {},
    strays: new StrayLog(),
    journal: new Journal({ exchanges: 10, bytes: 1_000_000 }),
    defects: new DefectLog(
      () => {},
      (violation) => violation,
    ),
    store,
  });
  const server = createServer(listener).listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  const resting = () => ["a", "b"].filter((tenant) => store.peek(id, tenant).packed !== undefined).length;
  return { port: (server.address() as AddressInfo).port, resting };
}

/** All documented requests of a provider, of two tenants in turn. */
async function play(id: string, port: number): Promise<string[]> {
  const interactions = catalog.listInteractions(id).map(({ interaction }) => interaction as Interaction);
  const { definition } = await catalog.loadProvider(id);
  const credentials = ["standin-key", ...Object.keys(definition.credentials ?? {})];
  const received: string[] = [];
  for (const interaction of interactions) {
    for (const tenant of ["a", "b"]) {
      const headers = withTenant(interaction.request.headers, credentials, tenant);
      const { status, rawHeaders, text } = await send({ port } as Standin, id, interaction, headers);
      received.push(`${interaction.operation} ${interaction.outcome} ${tenant}: ${status} ${rawHeaders} ${text}`);
    }
  }
  return received.map((text) => text.replaceAll(`127.0.0.1:${port}`, "HOST"));
}

it.each(catalog.listProviders())("%s answers byte for byte as if no tenant had ever rested", async (id) => {
  const resting = await serve(id, 1);
  const awake = await serve(id, 100_000_000);
  const received = await play(id, resting.port);
  expect(received).toEqual(await play(id, awake.port));
  expect(resting.resting()).toBeGreaterThan(0);
  expect(awake.resting()).toBe(0);
});
