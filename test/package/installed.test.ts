import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build } from "../cli/standin.ts";

const root = join(import.meta.dirname, "..", "..");
const builtIn = readdirSync(join(root, "contracts"));

describe("the package, installed in somebody's project", { timeout: 120_000 }, () => {
  const project = realpathSync(mkdtempSync(join(tmpdir(), "standin-user-")));
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text);
  };
  const run = (command: string, args: string[]) => promisify(execFile)(command, args, { cwd: project });

  beforeAll(async () => {
    await build();
    const { stdout } = await promisify(execFile)("npm", ["pack", "--json", "--pack-destination", project], {
      cwd: root,
    });
    write("package.json", '{ "private": true, "type": "module" }\n');
    await run("npm", ["install", `./${JSON.parse(stdout)[0].filename}`, "--ignore-scripts", "--prefer-offline"]);
    write("standin/contracts/zeta/openapi.yaml", contract);
    write("standin/mocks/zeta/index.ts", mock);
    write("standin/contracts/zeta/interactions/getGreeting.documented.json", interaction);
    write("standin/mocks/zeta/state.ts", 'export const greeting: string = "Hello";\n');
  }, 240_000);
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it("lists the built-in providers, and one's own in ./standin", async () => {
    const { stdout } = await run("npx", ["standin", "list", "--json"]);
    expect(JSON.parse(stdout).providers.map(({ id }: { id: string }) => id)).toEqual([...builtIn, "zeta"].sort());
  });

  it("serves over HTTP from the command line, a mock in TypeScript too", async () => {
    const child = spawn(join(project, "node_modules", ".bin", "standin"), ["serve", "--port", "0", "--json"], {
      cwd: project,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(child.stdout, "data");
    const { providers } = JSON.parse(String(line));
    const { baseUrl, credential } = providers.find(({ id }: { id: string }) => id === "zeta");
    const response = await fetch(`${baseUrl}/greeting`, { headers: { authorization: `Bearer ${credential}` } });
    expect({ status: response.status, body: await response.json() }).toEqual({ status: 200, body: { text: "Hello" } });
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([0, null]);
  });

  it("holds interactions of one's own against their contract, and names files as they lie here", async () => {
    const file = "standin/contracts/zeta/interactions/getGreeting.documented.json";
    const good = await run("npx", ["standin", "check", file]);
    expect(good.stdout).toBe("1 exchange: 0 errors, 0 warnings, 0 notes, 0 skipped\n");
    write("wrong.json", interaction.replace('"Hello"', "5"));
    const line = {
      request: { method: "GET", url: "https://api.weeek.net/public/v1/ws/tags", headers: {} },
      response: { status: 200, headers: { "content-type": "application/json" }, body: '{"success":true,"tags":[]}' },
    };
    write("line.ndjson", JSON.stringify(line));
    const wrong = run("npx", ["standin", "check", "wrong.json", "line.ndjson"]);
    const { stdout } = await wrong.catch((error) => error);
    const files = [...stdout.matchAll(/\((\S+):\d+, documented\)$/gm)].map(([, name]) => name);
    expect(files).toEqual(["standin/contracts/zeta/openapi.yaml", "node_modules/standin/contracts/weeek/openapi.yaml"]);
    expect(files.filter((name) => !existsSync(join(project, name)))).toEqual([]);
  });

  it("is a library", async () => {
    write(
      "use.js",
      `import { startStandin } from "standin";
      const standin = await startStandin({ providers: ["zeta"] });
      const { baseUrl, tenant } = standin.provider("zeta");
      const { credential, exchanges } = tenant("mine");
      await fetch(baseUrl + "/greeting", { headers: { authorization: "Bearer " + credential } });
      console.log(JSON.stringify(exchanges().map(({ operation, violations }) => ({ operation, violations }))));
      await standin.close();
      `,
    );
    const { stdout } = await run(process.execPath, ["use.js"]);
    expect(JSON.parse(stdout)).toEqual([{ operation: "getGreeting", violations: [] }]);
  });

  it("has types that a strict compiler accepts, in a mock and in a test, without what the build has joined", async () => {
    const { joined } = await import(join(root, "scripts", "joined.js"));
    expect(joined.filter((name: string) => existsSync(join(project, "node_modules", name)))).toEqual([]);
    write(
      "use.ts",
      `import { createApp, startStandin, type Violation, type Exchange } from "standin";
      import type { Handler, Refusals } from "standin/define";
      export const standin = await startStandin({ providers: ["zeta"], port: 0 });
      export const violations: Violation[] = standin.provider("zeta").tenant("a").violations();
      export const exchange: Exchange | undefined = standin.provider("zeta").tenant("a").exchanges()[0];
      export const { app } = createApp();
      export type Both = [Handler<object>, Refusals<object>];
      `,
    );
    const files = ["use.ts", "standin/mocks/zeta/index.ts"];
    const options = [
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2023",
      "--allowImportingTsExtensions",
    ];
    const types = ["--types", "node", "--typeRoots", join(root, "node_modules", "@types")];
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    await expect(run(process.execPath, [tsc, ...files, ...options, ...types])).resolves.toEqual({
      stdout: "",
      stderr: "",
    });
  });
});

const contract = `openapi: 3.1.0
info: { title: Zeta, version: "1" }
x-evidence: documented
x-source: a page
servers: [{ url: "https://api.zeta.test" }]
security: [{ token: [] }]
paths:
  /greeting:
    get:
      operationId: getGreeting
      responses:
        "200":
          description: A greeting
          content: { application/json: { schema: { type: object, properties: { text: { type: string } } } } }
components: { securitySchemes: { token: { type: http, scheme: bearer } } }
`;

const interaction = `{
  "operation": "getGreeting",
  "outcome": "documented",
  "request": {
    "method": "GET",
    "url": "https://api.zeta.test/greeting",
    "headers": { "authorization": "Bearer standin-key" }
  },
  "response": { "status": 200, "headers": { "content-type": "application/json" }, "body": { "text": "Hello" } }
}
`;

const mock = `import { defineProvider } from "standin/define";
import { greeting } from "./state.ts";

export default defineProvider<{ text: string }>({
  scenarios: { documented: () => ({ text: greeting }) },
  refusals: { unauthenticated: () => ({ status: 401 }), invalid: () => undefined },
  operations: { getGreeting: (_request, { state }) => ({ status: 200, body: { text: state.text } }) },
});
`;
