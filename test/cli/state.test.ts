import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { bin, build, providersDir, standin, start } from "./standin.ts";

beforeAll(build, 120_000);

/** What a program imports. */
const module = pathToFileURL(join(dirname(bin), "..", "index.js")).href;

/** A folder with the providers acme and beta, and where the states are to be. */
function createFolder() {
  const dir = mkdtempSync(join(tmpdir(), "standin-state-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const providers = join(dir, "providers");
  cpSync(providersDir, providers, { recursive: true });
  for (const half of ["contracts", "mocks"])
    cpSync(join(providers, half, "acme"), join(providers, half, "beta"), { recursive: true });
  const contract = join(providers, "contracts/beta/openapi.yaml");
  writeFileSync(contract, readFileSync(contract, "utf8").replace("api.acme.test", "api.beta.test"));
  const file = join(dir, "kept", "states.ndjson");
  mkdirSync(dirname(file));
  const args = (...names: string[]) =>
    ["serve", ...names, "--port", "0", "--quiet", "--state", file, "--providers", providers] as const;
  /** Standard error without what differs from run to run. */
  const clean = (text: string) => text.replaceAll(dir, "DIR").replaceAll(/process \d+ of \S+?,/g, "process N of HOST,");
  return { dir, file, args, clean };
}

/** Starts the stand-ins of a folder, and waits until they have said where they are. */
async function serve(args: readonly string[]) {
  const running = start(args);
  onTestFinished(() => void running.child.kill("SIGKILL"));
  const { child, output, finished } = running;
  while (!/_standin/.test(output.stdout)) {
    const ended = await Promise.race([once(child.stdout, "data"), finished]);
    if ("code" in ended) throw new Error(ended.stderr);
  }
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output.stdout)?.[0] as string;
  return {
    url,
    finished,
    child,
    /** Makes a task of a tenant's, and answers it. */
    async create(title: string, tenant = "default", provider = "acme"): Promise<unknown> {
      const headers = { authorization: `Bearer standin-key+${tenant}`, "content-type": "application/json" };
      const body = JSON.stringify({ title });
      const response = await fetch(`${url}/${provider}/v1/tasks`, { method: "POST", headers, body });
      return response.json();
    },
    async titles(tenant = "default", provider = "acme"): Promise<string[]> {
      const headers = { authorization: `Bearer standin-key+${tenant}` };
      const response = await fetch(`${url}/${provider}/v1/tasks`, { headers });
      return ((await response.json()) as { title: string }[]).map(({ title }) => title);
    },
    async stop(signal: NodeJS.Signals = "SIGTERM") {
      child.kill(signal);
      return finished;
    },
  };
}

/** Runs Node.js in a terminal, which is closed by a line of input; the input's end sends what follows that, SIGHUP. */
const inTerminal = `
import os, pty, subprocess, sys
ours, theirs = pty.openpty()
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs)
os.close(theirs)
said = b""
while b"Ctrl-C" not in said: said += os.read(ours, 65536)
print(said.decode(), flush=True)
sys.stdin.readline()
os.close(ours)
print("closed", flush=True)
sys.stdin.read()
child.send_signal(1)
child.wait()
`;

async function serveInTerminal(args: readonly string[]) {
  const terminal = spawn("python3", ["-c", inTerminal, process.execPath, ...args]);
  let said = "";
  terminal.stdout.on("data", (chunk) => (said += chunk));
  while (!/Ctrl-C/.test(said)) {
    const ended = await Promise.race([once(terminal.stdout, "data"), once(terminal, "exit").then(() => "ended")]);
    if (ended === "ended") throw new Error(said);
  }
  return { terminal, url: /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] as string };
}

describe("standin serve --state", { timeout: 60_000 }, () => {
  it("goes on where the last run has stopped, to the byte", async () => {
    const { file, args, clean } = createFolder();
    const first = await serve(args("acme"));
    await first.create("Buy milk", "mine");
    const { code, stderr } = await first.stop();
    expect([code, clean(stderr)]).toEqual([
      0,
      "DIR/kept/states.ndjson is not there: all tenants begin anew, and it is made when Standin stops.\n",
    ]);
    const second = await serve(args("acme"));
    const continued = await second.create("Buy bread", "mine");
    expect(await second.titles("mine")).toEqual(["Read the contract", "Buy milk", "Buy bread"]);
    expect(await second.stop("SIGHUP")).toMatchObject({ code: 0, stderr: "" });
    rmSync(file);
    const unbroken = await serve(args("acme"));
    await unbroken.create("Buy milk", "mine");
    expect(await unbroken.create("Buy bread", "mine")).toEqual(continued);
    await unbroken.stop();
    expect(readdirSync(dirname(file))).toEqual(["states.ndjson"]);
  });

  it("writes one snapshot for each tenant and provider", async () => {
    const { file, args } = createFolder();
    const served = await serve(args("acme", "beta"));
    await served.create("Buy milk", "mine");
    await served.titles("default", "beta");
    await served.stop();
    const text = readFileSync(file, "utf8").replace(/"savedAt":"[^"]*"/, '"savedAt":"NOW"');
    expect(text).toMatchInlineSnapshot(`
      "{"standin":"states","version":1,"savedAt":"NOW"}
      {"provider":"acme","tenant":"mine","scenario":"documented","clock":{"now":"2026-01-01T00:00:01.000Z","mode":"stepped"},"sources":{"ids":"6c699933f373fc7972fd58e9349a6705","random":"23484b15ed6c682cb6c74133efa01f7f"},"state":{"tasks":{"1":{"id":"1","title":"Read the contract"},"213b6497-cab4-44c8-ad24-4564d4c113bf":{"id":"213b6497-cab4-44c8-ad24-4564d4c113bf","title":"Buy milk"}}}}
      {"provider":"beta","tenant":"default","scenario":"documented","clock":{"now":"2026-01-01T00:00:01.000Z","mode":"stepped"},"sources":{"ids":"0f41fc75654b24832e0db2d619a895e5","random":"b3591d230ea2dacfd8dbf4e502266fbb"},"state":{"tasks":{"1":{"id":"1","title":"Read the contract"}}}}
      "
    `);
  });

  it("keeps what providers have that are not served this time", async () => {
    const { args } = createFolder();
    const both = await serve(args("acme", "beta"));
    await both.create("Buy milk", "mine", "acme");
    await both.create("Buy bread", "mine", "beta");
    await both.stop();
    const one = await serve(args("acme"));
    await one.create("Buy eggs", "mine", "acme");
    await one.stop();
    const again = await serve(args("acme", "beta"));
    expect(await again.titles("mine", "acme")).toEqual(["Read the contract", "Buy milk", "Buy eggs"]);
    expect(await again.titles("mine", "beta")).toEqual(["Read the contract", "Buy bread"]);
  });

  const state = { provider: "acme", tenant: "mine", scenario: "documented", state: { tasks: {} } };
  const fileOf = (...states: unknown[]) =>
    [{ standin: "states", version: 1 }, ...states].map((line) => `${JSON.stringify(line)}\n`).join("");
  it.each([
    ["is empty", ""],
    ["is no JSON", '{"standin":"states",}\n'],
    ["has a state that is no JSON", `${fileOf(state)}{"provider": "acme",}`],
    ["is another kind of file", '{"name":"standin"}'],
    ["an editor has saved as Latin-1", Buffer.from(fileOf({ ...state, state: { tasks: { Grün: {} } } }), "latin1")],
    [
      "ends within a character",
      Buffer.concat([Buffer.from(fileOf({ ...state, scenario: "€" })), Buffer.from([0xef, 0xbf])]),
    ],
    ["has a version of a later Standin", '{"standin":"states","version":2}'],
    ["has a state that is none", fileOf(state, 5)],
    ["has a state of nobody", fileOf({ ...state, tenant: "a b" })],
    ["has two states of one tenant", fileOf(state, state)],
    ["names a scenario that there is not", fileOf({ ...state, scenario: "documnted" })],
    ["has a state that does not keep to the scenario", fileOf({ ...state, state: { task: {} } })],
    ["has a member that a snapshot has not", fileOf({ ...state, states: {} })],
  ])("ends with status 2 and leaves the file alone that %s", async (_, text) => {
    const { file, args, clean } = createFolder();
    writeFileSync(file, text);
    const { code, stderr } = await standin(args("acme"));
    expect(code).toBe(2);
    expect(clean(stderr)).toMatchSnapshot();
    expect(readFileSync(file)).toEqual(Buffer.from(text));
    expect(readdirSync(dirname(file))).toEqual(["states.ndjson"]);
  });

  it.each([
    ["in a folder that there is not", "none/states.ndjson"],
    ["that is a folder itself", "kept"],
    ["that is a pipe, which nobody opens at the other end", "pipe"],
  ])("ends with status 2 for a file %s", async (_, name) => {
    const { dir, args, clean } = createFolder();
    if (name === "pipe") execFileSync("mkfifo", [join(dir, name)]);
    const { code, stderr } = await standin([...args("acme"), "--state", join(dir, name)]);
    expect([code, clean(stderr)]).toMatchSnapshot();
  });

  it("is refused to a second server, by whatever name the file goes", async () => {
    const { file, args, clean } = createFolder();
    const first = await serve(args("acme"));
    const { code, stderr } = await standin([...args("acme"), "--state", join(dirname(file), ".", "states.ndjson")]);
    expect([code, clean(stderr)]).toMatchInlineSnapshot(`
      [
        2,
        "standin: DIR/kept/states.ndjson is in use by process N of HOST, and two servers would overwrite each other's states. Name another file, or stop that one; where it is gone for sure, delete DIR/kept/states.ndjson.lock.
      ",
      ]
    `);
    expect(await first.titles()).toEqual(["Read the contract"]);
    expect(await first.stop()).toMatchObject({ code: 0 });
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it("is refused to another thread of the process that has it, until that has stopped", async () => {
    const { file, args } = createFolder();
    const options = { state: file, providers: ["acme"], providersDir: args().at(-1) };
    const startThread = async () => {
      const code = `
        const { parentPort, workerData } = require("node:worker_threads");
        import(workerData.module).then(({ startStandin }) => startStandin(workerData.options)).then(
          (standin) => {
            parentPort.postMessage("started");
            parentPort.once("message", () => standin.close());
          },
          ({ code }) => parentPort.postMessage(code),
        );`;
      const worker = new Worker(code, { eval: true, workerData: { module, options } });
      onTestFinished(async () => void (await worker.terminate()));
      return { worker, said: (await once(worker, "message"))[0] };
    };
    const first = await startThread();
    expect([first.said, (await startThread()).said]).toEqual(["started", "STATE_UNAVAILABLE"]);
    first.worker.postMessage("stop");
    await once(first.worker, "exit");
    expect((await startThread()).said).toBe("started");
  });

  it("has the file as it was last saved when the process is killed, and takes over what that has left behind", async () => {
    const { file, args } = createFolder();
    const first = await serve(args("acme"));
    await first.create("Buy milk", "mine");
    await first.stop();
    const saved = readFileSync(file, "utf8");
    const second = await serve(args("acme"));
    await second.create("Buy bread", "mine");
    await second.stop("SIGKILL");
    expect(readFileSync(file, "utf8")).toBe(saved);
    const third = await serve(args("acme"));
    expect(await third.titles("mine")).toEqual(["Read the contract", "Buy milk"]);
    expect(await third.stop()).toMatchObject({ code: 0 });
  });

  it("ends where another user's lock cannot be removed, and leaves it", async ({ skip }) => {
    const another = { uid: 65534, gid: 65534 };
    // Only root can become another user, who may have no way to this folder.
    if (spawnSync(process.execPath, [bin, "--version"], another).status !== 0) skip("nobody else can run this");
    const { file, args, clean } = createFolder();
    const folder = dirname(file);
    chmodSync(dirname(folder), 0o755);
    chmodSync(folder, 0o1777);
    const first = await serve(args("acme"));
    await first.stop("SIGKILL");
    const { stderr, status } = spawnSync(process.execPath, [bin, ...args("acme")], {
      ...another,
      timeout: 20_000,
      killSignal: "SIGKILL",
      encoding: "utf8",
    });
    expect([status, clean(stderr)]).toMatchInlineSnapshot(`
      [
        2,
        "standin: DIR/kept/states.ndjson cannot be locked: DIR/kept/states.ndjson.lock, which a process that is gone has left behind, cannot be removed (EPERM). Delete it.
      ",
      ]
    `);
    expect(readdirSync(folder)).toEqual(["states.ndjson.lock"]);
  });

  it("ends with status 2 when it cannot save", async () => {
    const { file, args, clean } = createFolder();
    const served = await serve(args("acme"));
    rmSync(dirname(file), { recursive: true });
    const { code, stderr } = await served.stop();
    expect([
      code,
      clean(stderr.split("\n").slice(1).join("\n")).replace(/[\da-f-]{36}/, "UUID"),
    ]).toMatchInlineSnapshot(`
      [
        2,
        "standin: DIR/kept/states.ndjson cannot be written, and is as it was: ENOENT: no such file or directory, open 'DIR/kept/states.ndjson.UUID.next'.
      ",
      ]
    `);
  });

  it("saves as well when it is stopped while it starts, and twice", async () => {
    const { file, args } = createFolder();
    const { child, output, finished } = start(args());
    // What it says once it has the file, before it loads a provider.
    while (!output.stderr.includes("\n")) await once(child.stderr, "data");
    child.kill("SIGTERM");
    child.kill("SIGINT");
    expect(await finished).toMatchObject({ code: 0 });
    expect(readdirSync(dirname(file))).toEqual(["states.ndjson"]);
  });

  it("saves when its terminal is closed, to which nothing can be written then", async () => {
    const { file, args } = createFolder();
    const given = args("acme").filter((arg) => arg !== "--quiet");
    const { terminal, url } = await serveInTerminal([bin, ...given]);
    terminal.stdin.write("close\n");
    await once(terminal.stdout, "data");
    const headers = { authorization: "Bearer standin-key", "content-type": "application/json" };
    // Each has a line written; they take longer than lines are gathered.
    for (let task = 0; task < 200; task++)
      await fetch(`${url}/acme/v1/tasks`, { method: "POST", headers, body: `{"title":"Task ${task}"}` });
    terminal.stdin.end();
    await once(terminal, "close");
    expect(readFileSync(file, "utf8")).toContain("Task 199");
    expect(readdirSync(dirname(file))).toEqual(["states.ndjson"]);
  });

  it("works under npm start, where Ctrl-C hits all processes", { timeout: 120_000 }, async () => {
    const { file, args } = createFolder();
    const [, ...rest] = args("acme");
    const cwd = join(import.meta.dirname, "..", "..");
    const npm = spawn("npm", ["start", "--silent", "--", ...rest], {
      cwd,
      detached: true,
      stdio: ["ignore", "pipe", 2],
    });
    let said = "";
    npm.stdout?.on("data", (chunk) => (said += chunk));
    while (!/Ctrl-C/.test(said)) await once(npm.stdout as NodeJS.ReadableStream, "data");
    process.kill(-(npm.pid as number), "SIGINT");
    expect(await once(npm, "close")).toEqual([0, null]);
    expect(readdirSync(dirname(file))).toEqual(["states.ndjson"]);
  });
});
