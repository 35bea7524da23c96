import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { build, providersDir, standin, start } from "./standin.ts";

beforeAll(build, 120_000);

const root = join(import.meta.dirname, "..", "..");

let running: ReturnType<typeof start> | undefined;
afterEach(() => {
  running?.child.kill("SIGKILL");
  running = undefined;
});

/** Starts the stand-in of acme, or of those named, and waits until it has said where it is. */
const serve = (...args: string[]) => serveWith({}, ...args);

async function serveWith(env: NodeJS.ProcessEnv, ...args: string[]) {
  running = start(["serve", "--port", "0", "--providers", providersDir, ...args], { env });
  const { child, output, finished } = running;
  while (!/_standin/.test(output.stdout)) {
    const ended = await Promise.race([once(child.stdout, "data"), finished]);
    if ("code" in ended) throw new Error(ended.stderr);
  }
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output.stdout)?.[0] as string;
  return { child, output, finished, url };
}

function copyProviders(): string {
  const copy = mkdtempSync(join(tmpdir(), "standin-serve-"));
  onTestFinished(() => rmSync(copy, { recursive: true }));
  cpSync(providersDir, copy, { recursive: true });
  return copy;
}

/** A copy of the providers in which acme has one more interaction. */
const withInteraction = (text: string) => withFile("contracts/acme/interactions/own.json", text);

/** A copy of the providers in which a file is another, or new. */
function withFile(name: string, text: string): string {
  const copy = copyProviders();
  writeFileSync(join(copy, name), text);
  return copy;
}

/** A copy of the providers in which acme does something beside when a task is read. */
function withMock(text: string): string {
  const copy = copyProviders();
  const file = join(copy, "mocks", "acme", "index.mjs");
  const mock = readFileSync(file, "utf8");
  const handler = "getTask: (request, { state }) => (";
  expect(mock).toContain(handler);
  writeFileSync(file, mock.replace(handler, `${handler}${text}, `));
  return copy;
}

/** Waits for text on standard error. */
async function logged({ child, output }: Awaited<ReturnType<typeof serve>>, text: string): Promise<void> {
  while (!output.stderr.includes(text)) await once(child.stderr, "data");
}

const authorization = "Bearer standin-key";

describe("standin serve", () => {
  it("prints base URL, credential and a command that works, for each provider", async () => {
    const { output, url } = await serve("acme");
    expect(output.stdout.replaceAll(url, "http://127.0.0.1:4010")).toMatchInlineSnapshot(`
      "PROVIDER  BASE URL                        CREDENTIAL
      acme      http://127.0.0.1:4010/acme/v1  standin-key

      Try one of each:
      curl http://127.0.0.1:4010/acme/v1/tasks/1 -H 'authorization: Bearer standin-key'

      Exchanges and what they broke: http://127.0.0.1:4010/_standin/exchanges, http://127.0.0.1:4010/_standin/violations
      Ctrl-C ends it.
      "
    `);
  });

  it.skipIf(spawnSync("curl", ["--version"]).status !== 0)(
    "prints commands that a shell runs as they are, for all providers",
    { timeout: 60_000 },
    async () => {
      const { output } = await serve("--quiet");
      const commands = output.stdout.split("\n").filter((line) => line.startsWith("curl "));
      const statuses = await Promise.all(
        commands.map(async (command) => {
          const { stdout } = await promisify(execFile)("sh", ["-c", `${command} -s -o /dev/null -w '%{http_code}'`]);
          return stdout;
        }),
      );
      expect(commands.length).toBeGreaterThan(1);
      expect(statuses.filter((status) => !status.startsWith("2"))).toEqual([]);
    },
  );

  it("prints one line of JSON when it is ready, with --json", async () => {
    const { child, output, finished, url } = await serve("acme", "--json");
    child.kill("SIGTERM");
    expect(await finished).toEqual({ code: 0, stdout: output.stdout, stderr: "" });
    expect(output.stdout.split("\n")).toEqual([expect.any(String), ""]);
    expect(JSON.parse(output.stdout)).toEqual({
      event: "ready",
      url,
      control: `${url}/_standin`,
      providers: [
        {
          id: "acme",
          baseUrl: `${url}/acme/v1`,
          credential: "standin-key",
          host: "api.acme.test",
          curl: `curl ${url}/acme/v1/tasks/1 -H 'authorization: Bearer standin-key'`,
        },
      ],
    });
  });

  it("logs each exchange, and each thing in which a request broke the contract, to standard error", async () => {
    const served = await serve("acme");
    await fetch(`${served.url}/acme/v1/tasks?limit=many`, { headers: { authorization } });
    await fetch(`${served.url}/acme/v1/tasks`, { headers: { authorization: "Bearer my-real-key" } });
    await fetch(`${served.url}/acme/v1/tasks/1`, { headers: { authorization: `${authorization}+mine` } });
    await fetch(`${served.url}/v1/tasks/1`, { headers: { authorization } });
    await logged(served, "belongs to");
    expect(
      served.output.stderr.replaceAll(/\d+ ms/g, "1 ms").replaceAll(providersDir, "PROVIDERS"),
    ).toMatchInlineSnapshot(`
      "acme GET /v1/tasks?limit=many 400 listTasks 1 ms
      error: [acme] listTasks request.query /limit type: must be integer, and is the string "many" (PROVIDERS/contracts/acme/openapi.yaml:15, documented)
      acme GET /v1/tasks 401 listTasks 1 ms, credential refused: {"error":"unknown"}
      acme mine GET /v1/tasks/1 200 getTask 1 ms
      - GET /v1/tasks/1 404, Standin itself: /v1/tasks/1 belongs to no provider. A path begins with one of: /acme.
      "
    `);
  });

  it("logs no exchange with --quiet", async () => {
    const served = await serve("acme", "--quiet");
    await fetch(`${served.url}/acme/v1/tasks`, { headers: { authorization } });
    served.child.kill("SIGTERM");
    expect(await served.finished).toMatchObject({ code: 0, stderr: "" });
  });

  it("starts with the scenario, and takes every credential with --open", async () => {
    const { url } = await serve("acme", "--scenario", "empty", "--open");
    const response = await fetch(`${url}/acme/v1/tasks`, { headers: { authorization: "Bearer anything" } });
    expect(await response.json()).toEqual([]);
  });

  it("warns when it can be reached from elsewhere, and prints the token that it has made", async () => {
    const served = await serve("acme", "--host", "0.0.0.0");
    await logged(served, "\n");
    const [, token = ""] = /Bearer (\S+)\n$/.exec(served.output.stderr) ?? [];
    expect(served.output.stderr).toBe(
      `Whoever reaches this machine can use the stand-ins, with its own address in the place of 127.0.0.1. /_standin demands the token of everyone: authorization: Bearer ${token}\n`,
    );
    expect(served.output.stdout).not.toContain(token);
    expect(served.output.stdout).toContain(
      `\nExchanges and what they broke, with -H 'authorization: Bearer TOKEN': ${served.url}/_standin/exchanges, `,
    );
    const health = `${served.url}/_standin/health`;
    expect((await fetch(health)).status).toBe(401);
    expect((await fetch(health, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  });

  it("has the token that it has made in the line of JSON, and nowhere else", async () => {
    const served = await serve("acme", "--host", "0.0.0.0", "--json");
    await logged(served, "\n");
    const { token } = JSON.parse(served.output.stdout);
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(served.output.stderr).toBe(
      "Whoever reaches this machine can use the stand-ins, with its own address in the place of 127.0.0.1. /_standin demands the token of everyone.\n",
    );
  });

  it.each([
    ["--token", [], ["--token", "a-token-of-this-test"]],
    ["STANDIN_TOKEN", ["--json"], []],
  ])("demands the token of %s, and never prints it", async (_, json, args) => {
    const token = "a-token-of-this-test";
    const env = args.length === 0 ? { STANDIN_TOKEN: token } : {};
    const served = await serveWith(env, "acme", "--host", "0.0.0.0", ...json, ...args);
    const health = `${served.url}/_standin/health`;
    const wrong = { headers: { authorization: "Bearer another-token-of-it" } };
    expect([(await fetch(health)).status, (await fetch(health, wrong)).status]).toEqual([401, 401]);
    expect((await fetch(health, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    await fetch(`${served.url}/acme/v1/tasks`, { headers: { authorization: `Bearer ${token}` } });
    await logged(served, "demands the token");
    served.child.kill("SIGTERM");
    const { stdout, stderr } = await served.finished;
    expect(stdout + stderr).not.toContain(token);
  });

  it.each([
    ["--token", {}, ["--token", "mistyped"], "The option --token is no token. A token is RULE."],
    [
      "STANDIN_TOKEN",
      { STANDIN_TOKEN: "mistyped" },
      [],
      "STANDIN_TOKEN in the environment is no token. A token is RULE. Unset it where none is meant.",
    ],
    [
      "an empty STANDIN_TOKEN",
      { STANDIN_TOKEN: "" },
      [],
      "STANDIN_TOKEN in the environment is empty. A token is RULE. Unset it where none is meant.",
    ],
  ])("ends with status 2 where the token of %s is none, and does not print it", async (_, env, args, told) => {
    const rule = "16 to 256 characters of A-Z, a-z, 0-9 and . _ ~ + / -, with = at the end only";
    expect(await standin(["serve", "acme", "--port", "0", "--providers", providersDir, ...args], { env })).toEqual({
      code: 2,
      stdout: "",
      stderr: `standin: ${told.replace("RULE", rule)}\n`,
    });
  });

  it("ends with status 2 and the place when an interaction of one's own is no JSON", async () => {
    const own = withInteraction("{");
    expect(await standin(["serve", "acme", "--port", "0", "--providers", own])).toEqual({
      code: 2,
      stdout: "",
      stderr: `standin: ${own}/contracts/acme/interactions/own.json:1:2: it ends too early.\n`,
    });
  });

  it.each([
    ["throws in a timer", 'setTimeout(() => { throw new Error("later"); })'],
    ["rejects a promise", 'Promise.reject(new Error("later"))'],
    ["rejects with no error", 'Promise.reject("later")'],
    ["hears of a failure in a stack that names no file", 'process.getBuiltinModule("net").connect(1, "127.0.0.1")'],
  ])("goes on when a mock %s outside of any request", async (_, text) => {
    const served = await serve("acme", "--quiet", "--providers", withMock(text));
    await fetch(`${served.url}/acme/v1/tasks/1`, { headers: { authorization } });
    await logged(served, "\n");
    const response = await fetch(`${served.url}/acme/v1/tasks`, { headers: { authorization } });
    expect(response.status).toBe(200);
    served.child.kill("SIGTERM");
    const { code, stderr } = await served.finished;
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^standin: A mock threw outside of any request; the stand-ins go on serving\. Its stack says where:\n.*(?:later|ECONNREFUSED)/s,
    );
  });

  it("serves a changed mock without a new start, with --watch, and ends as ever", async () => {
    const own = copyProviders();
    const served = await serve("acme", "--quiet", "--watch", "--providers", own);
    const file = join(own, "mocks", "acme", "index.mjs");
    writeFileSync(file, readFileSync(file, "utf8").replace("Read the contract", "Read it again"));
    await logged(served, "\n");
    const mine = { headers: { authorization: `${authorization}+mine` } };
    expect(await (await fetch(`${served.url}/acme/v1/tasks/1`, mine)).json()).toEqual({
      id: "1",
      title: "Read it again",
    });
    served.child.kill("SIGTERM");
    expect(await served.finished).toMatchObject({ code: 0, stderr: `[acme] reloaded: ${file}\n` });
  });

  it("ends without a word, with --watch, about a mock whose import hangs and which it never served", async () => {
    const own = copyProviders();
    const served = await serve("acme", "--quiet", "--watch", "--providers", own);
    const file = join(own, "mocks", "acme", "index.mjs");
    writeFileSync(file, `process.stderr.write("hanging\\n"); await new Promise(() => {});`);
    await logged(served, "hanging\n");
    served.child.kill("SIGTERM");
    expect(await served.finished).toMatchObject({ code: 0, stderr: "hanging\n" });
  });

  it("ends with status 2 for a defect that is no mock's", async () => {
    const env = { NODE_OPTIONS: `--import=${join(import.meta.dirname, "defect.mjs")}` };
    const { code, stderr } = await standin(["serve", "acme", "--port", "0", "--providers", providersDir], { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^standin: unexpected: Error: a defect of Standin's own\n/);
  });

  it("ends with status 2 when a mock ends the process", async () => {
    const served = await serve("acme", "--quiet", "--providers", withMock("process.exit(0)"));
    await fetch(`${served.url}/acme/v1/tasks/1`, { headers: { authorization } }).catch(() => {});
    expect(await served.finished).toMatchObject({
      code: 2,
      stderr: "standin: The process ends before its work is done, as it does when a mock calls process.exit.\n",
    });
  });

  it("ends at once when the port is in use, whatever a mock's import is waiting for", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const own = withFile("mocks/acme/index.mjs", "await new Promise(() => setInterval(() => {}, 60_000));\n");
    expect(await standin(["serve", "acme", "--port", `${port}`, "--providers", own])).toEqual({
      code: 2,
      stdout: "",
      stderr: `standin: Cannot listen on 127.0.0.1:${port}: the port is in use. Stop what listens there, name another port, or take a free one with port 0.\n`,
    });
    server.close();
  });

  it("makes no command of what is no interaction", async () => {
    const { output } = await serve("acme", "--providers", withInteraction('{"operation":"getTask"}'));
    expect(output.stdout.match(/^curl .*$/gm)).toHaveLength(1);
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "ends with status 0 on %s, with connections open, and frees the port",
    async (signal) => {
      const { child, finished, url } = await serve("acme");
      const port = Number(new URL(url).port);
      const idle = connect(port, "127.0.0.1");
      const halfway = connect(port, "127.0.0.1");
      for (const socket of [idle, halfway]) socket.on("error", () => {});
      halfway.write("POST /acme/v1/tasks HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n{");
      await fetch(`${url}/acme/v1/tasks`, { headers: { authorization } });
      const before = performance.now();
      child.kill(signal);
      // npm hands a signal on that the terminal has sent already.
      child.kill(signal);
      expect(await finished).toMatchObject({ code: 0 });
      expect(performance.now() - before).toBeLessThan(5000);
      const again = connect(port, "127.0.0.1");
      const [error] = await once(again, "error");
      expect(error.code).toBe("ECONNREFUSED");
    },
  );

  it("ends with status 0 and without a word of npm's when Ctrl-C hits npm start", { timeout: 120_000 }, async () => {
    const args = ["start", "--silent", "--", "acme", "--port", "0", "--quiet", "--providers", providersDir];
    // A terminal sends the signal to all processes of the group.
    const npm = spawn("npm", args, { cwd: root, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    npm.stderr.on("data", (chunk) => (output.stderr += chunk));
    npm.stdout.on("data", (chunk) => (output.stdout += chunk));
    while (!/Ctrl-C/.test(output.stdout)) await once(npm.stdout, "data");
    process.kill(-(npm.pid as number), "SIGINT");
    expect(await once(npm, "close")).toEqual([0, null]);
    expect(output.stderr).not.toMatch(/npm error/i);
  });
});
