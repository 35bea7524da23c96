import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCatalog } from "../src/catalog.ts";
import { StandinError } from "../src/errors.ts";
import { createApp } from "../src/index.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "standin-catalog-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

const contract = `
openapi: 3.1.0
info: { title: Acme, version: "1" }
servers: [{ url: "https://acme.example" }]
paths:
  /tasks:
    get: { operationId: listTasks, responses: { "200": { description: Tasks. } } }
    post: { operationId: createTask, responses: { "201": { description: The task. } } }
`;

const refusals = "refusals: { unauthenticated: () => ({ status: 401 }), invalid: () => undefined }";
const handlers = "operations: { listTasks: () => ({ status: 200 }), createTask: () => ({ status: 201 }) }";
const scenarios = "scenarios: { documented: () => ({}) }";

/** A mock without TypeScript and without imports. */
function mock(...members: string[]): string {
  return `export default { ${members.join(", ")} };\n`;
}

function writeAcme(text: string = mock(scenarios, refusals, handlers), file = "index.mjs"): void {
  write("contracts/acme/openapi.yaml", contract);
  write(`mocks/acme/${file}`, text);
}

async function messageOf(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof StandinError)) throw error;
    return `${error.code}: ${error.message.replaceAll(dir, "DIR")}`;
  }
  throw new Error("nothing was thrown");
}

function builtIn(): string[] {
  return createCatalog({ providersDir: join(import.meta.dirname, "..") }).listProviders();
}

const load = (id = "acme") => createCatalog({ providersDir: dir }).loadProvider(id);

describe("the providers", () => {
  it("are the folders, those of one's own beside the built-in ones, sorted", () => {
    writeAcme();
    write("contracts/_draft/openapi.yaml", contract);
    write("mocks/.git/index.mjs", "");
    write("contracts/README.md", "");
    expect(builtIn().length).toBeGreaterThan(1);
    expect(createCatalog({ providersDir: dir }).listProviders()).toEqual(["acme", ...builtIn()].sort());
  });

  it.each(["openapi.yml", "openapi.json"])("may have their contract in %s", async (file) => {
    write(`contracts/acme/${file}`, file.endsWith("json") ? JSON.stringify(toJson()) : contract);
    write("mocks/acme/index.mjs", mock(scenarios, refusals, handlers));
    expect((await load()).contract.operations.map(({ id }) => id)).toEqual(["listTasks", "createTask"]);
  });

  it("are loaded once", async () => {
    writeAcme();
    const catalog = createCatalog({ providersDir: dir });
    expect(await catalog.loadProvider("acme")).toBe(await catalog.loadProvider("acme"));
  });

  it("tell what their contract says and nobody checks", async () => {
    writeAcme();
    write(
      "contracts/acme/openapi.yaml",
      `${contract}components: { schemas: { Due: { type: string, format: datetime } } }\n`,
    );
    const warnings: string[] = [];
    await createCatalog({ providersDir: dir, warn: (line) => warnings.push(line) }).loadProvider("acme");
    expect(warnings.map((line) => line.replaceAll(dir, "DIR"))).toMatchInlineSnapshot(`
      [
        "warning: [acme] DIR/contracts/acme/openapi.yaml:9:47 at /components/schemas/Due/format: nobody defines the format "datetime", so values are not held against it. Did you mean "date-time"?",
      ]
    `);
  });

  it("may be in TypeScript, and import standin without its being installed", async () => {
    const text = `
      import { defineProvider, type Reply } from "standin/define";
      import { StandinError } from "standin";
      import { created } from "./created.ts";
      const ok: Reply = { status: 200, body: { known: typeof StandinError } } satisfies Reply;
      export default defineProvider<{ n: number }>({
        scenarios: { documented: () => ({ n: 0 }) },
        refusals: { unauthenticated: () => ({ status: 401 }), invalid: () => undefined },
        operations: { listTasks: () => ok, createTask: created },
      });`;
    writeAcme(text, "index.ts");
    write("mocks/acme/created.ts", "export const created = (): { status: number } => ({ status: 201 as const });");
    const { definition } = await load();
    expect(definition.operations.listTasks?.({} as never, {} as never)).toEqual({
      status: 200,
      body: { known: "function" },
    });
    expect(definition.operations.createTask?.({} as never, {} as never)).toEqual({ status: 201 });
  });

  it("say in which folder their files are", () => {
    writeAcme();
    const catalog = createCatalog({ providersDir: dir });
    expect(catalog.folderOf("acme")).toBe(dir);
    expect(catalog.folderOf(builtIn()[0] as string)).toBe(join(import.meta.dirname, ".."));
  });

  it("have their interactions beside the contract", () => {
    writeAcme();
    write("contracts/acme/interactions/b.json", '{"operation":"b"}');
    write("contracts/acme/interactions/a.json", '{"operation":"a"}');
    write("contracts/acme/interactions/notes.md", "");
    const listed = createCatalog({ providersDir: dir }).listInteractions("acme");
    expect(listed.map(({ interaction }) => interaction)).toEqual([{ operation: "a" }, { operation: "b" }]);
    expect(createCatalog({ providersDir: dir }).listInteractions("acme")[0]?.file).toBe(
      join(dir, "contracts/acme/interactions/a.json"),
    );
  });
});

it("an interaction that is no JSON is refused with its place", async () => {
  writeAcme();
  write("contracts/acme/interactions/a.json", '{"operation": "a",');
  const message = await messageOf(() => createCatalog({ providersDir: dir }).listInteractions("acme"));
  expect(message).toMatchInlineSnapshot(
    `"CONTRACT_UNREADABLE: DIR/contracts/acme/interactions/a.json:1:19: it ends too early."`,
  );
});

describe("a provider is refused", () => {
  it("when nobody defines it", async () => {
    writeAcme();
    const known = ["acme", ...builtIn()].sort().join(", ");
    expect(await messageOf(() => load("acmee"))).toBe(
      `PROVIDER_UNKNOWN: Unknown provider "acmee". Did you mean acme? Known: ${known}.`,
    );
    expect(await messageOf(() => load("quite-another"))).toBe(
      `PROVIDER_UNKNOWN: Unknown provider "quite-another". Known: ${known}.`,
    );
  });

  it.each(["Acme", "z p", "acme_crm", "-acme", "acme--crm", "acme.crm", "ümlaut"])(
    "when its folder is named %s, whoever is asked for",
    async (name) => {
      writeAcme();
      write(`mocks/${name}/index.mjs`, mock(scenarios, refusals, handlers));
      expect((await messageOf(() => load())).replace(name, "NAME")).toMatchInlineSnapshot(
        `"OPTION_INVALID: The folder DIR/mocks/NAME is named as no provider can be. A provider's name has lower-case letters and digits, with single hyphens between them, such as "acme-crm"; folders whose names begin with "." or "_" are passed over."`,
      );
    },
  );

  it("when it is asked for by a name that none can have", async () => {
    writeAcme();
    write("contracts/_draft/openapi.yaml", contract);
    expect((await messageOf(() => load("_draft"))).replace(/ Known: .*/, "")).toMatchInlineSnapshot(
      `"PROVIDER_UNKNOWN: Unknown provider "_draft". A provider's name has lower-case letters and digits, with single hyphens between them, such as "acme-crm"; folders whose names begin with "." or "_" are passed over."`,
    );
  });

  it("when it has a contract and no mock", async () => {
    write("contracts/acme/openapi.yaml", contract);
    expect(await messageOf(() => load())).toMatchInlineSnapshot(
      `"PROVIDER_INCOMPLETE: [acme] has no mock. Looked in DIR/mocks/acme for index.ts, index.mts, index.js, index.mjs."`,
    );
    const catalog = createCatalog({ providersDir: dir });
    expect(await messageOf(() => catalog.verifyProvider("acme"))).toMatch(/^PROVIDER_INCOMPLETE/);
    expect(catalog.listProviders()).toContain("acme");
  });

  it("when it has a mock and no contract", async () => {
    write("mocks/acme/index.mjs", mock(scenarios, refusals, handlers));
    expect(await messageOf(() => load())).toMatchInlineSnapshot(
      `"PROVIDER_INCOMPLETE: [acme] has no contract. Looked in DIR/contracts/acme for openapi.yaml, openapi.yml, openapi.json."`,
    );
  });

  it("when it has two contracts, and not when it has two mocks", async () => {
    writeAcme(undefined, "index.ts");
    write("mocks/acme/index.js", "");
    expect((await load()).id).toBe("acme");
    write("contracts/acme/openapi.json", "{}");
    expect(await messageOf(() => load())).toMatchInlineSnapshot(
      `"OPTION_INVALID: [acme] has 2 contracts in DIR/contracts/acme: openapi.json, openapi.yaml. Keep one."`,
    );
  });

  it("when it has the name of a built-in one", async () => {
    const [id = ""] = builtIn();
    write(`contracts/${id}/openapi.yaml`, contract);
    const message = await messageOf(() => load(id));
    expect(message.replaceAll(process.cwd(), "ROOT").replaceAll(id, "ID")).toMatchInlineSnapshot(
      `"OPTION_INVALID: [ID] is defined twice, in ROOT and in DIR. Rename the folders of your own."`,
    );
  });

  it("when the folder of one's own is not there", async () => {
    const message = await messageOf(() => createCatalog({ providersDir: join(dir, "nowhere") }).listProviders());
    expect(message).toMatchInlineSnapshot(
      `"OPTION_INVALID: There is no folder DIR/nowhere. Name one that holds contracts/ and mocks/."`,
    );
  });

  it("when the folder of one's own holds something else", async () => {
    expect(await messageOf(() => createCatalog({ providersDir: dir }).listProviders())).toMatchInlineSnapshot(
      `"OPTION_INVALID: The folder DIR has neither contracts/ nor mocks/. Name one that holds both."`,
    );
  });

  it("when its contract cannot be loaded", async () => {
    writeAcme();
    write("contracts/acme/openapi.yaml", "openapi: 3.0.0");
    expect(await messageOf(() => load())).toMatch(/^CONTRACT_INVALID: DIR\/contracts\/acme\/openapi\.yaml:1:/);
  });

  it("when its mock cannot be loaded", async () => {
    writeAcme('throw new Error("not today");');
    expect(await messageOf(() => load())).toMatchInlineSnapshot(
      `"MOCK_INVALID: [acme] DIR/mocks/acme/index.mjs cannot be loaded: not today (DIR/mocks/acme/index.mjs:1)"`,
    );
  });
});

it("a mistake in the set-up rejects ready, and is told to every request", async () => {
  const { default: request } = await import("supertest");
  writeAcme(mock(scenarios, refusals, "operations: {}"));
  const { app, ready } = createApp({ providersDir: dir, providers: ["acme"] });
  const early = await request(app).get("/acme/tasks");
  const message = await messageOf(() => ready);
  const late = await request(app).get("/_standin/health");
  for (const response of [early, late]) {
    expect([response.status, response.headers["standin-problem"]]).toEqual([500, "set-up"]);
    expect(`MOCK_INVALID: ${response.body.detail.replaceAll(dir, "DIR")}`).toBe(message);
  }
});

function toJson(): object {
  const operation = (operationId: string) => ({ operationId, responses: { "200": { description: "Done." } } });
  return {
    openapi: "3.1.0",
    info: { title: "Acme", version: "1" },
    servers: [{ url: "https://acme.example" }],
    paths: { "/tasks": { get: operation("listTasks"), post: operation("createTask") } },
  };
}

it("tells who loads a provider again which import takes long, and nobody else", async () => {
  writeAcme(`await new Promise(() => {});\n${mock(scenarios, refusals, handlers)}`);
  const others: string[] = [];
  const warn = (line: string) => void others.push(line);
  const catalog = createCatalog({ providersDir: dir, watch: true, patience: 1, warn });
  const told = await new Promise<string>((resolve) => {
    catalog.reloadProvider("acme", { warn: resolve, meanwhile: "Until then it rains." }).catch(() => {});
  });
  expect(told.replace(dir, "DIR")).toBe(
    "[acme] DIR/mocks/acme/index.mjs is still being imported: what does it wait for? Until then it rains.",
  );
  expect(others).toEqual([]);
});
