import { once } from "node:events";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Snapshot, StandinError } from "../../src/index.ts";
import { startFixture } from "./fixture.ts";
import { contractFile, createWatchedFolder, mockFile } from "./watched-folder.ts";

function createFile(): string {
  const dir = mkdtempSync(join(tmpdir(), "standin-state-file-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return join(dir, "states.ndjson");
}

/** The states in a file, from its second line on. */
function statesIn(file: string): Snapshot[] {
  const [, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line));
}

/** Writes a file in which that many tenants have a state. */
function writeStates(file: string, count: number): void {
  const head = { standin: "states", version: 1 };
  const states = Array.from({ length: count }, (_, index) => ({
    provider: "acme",
    tenant: `tenant-${index}`,
    scenario: "documented",
    state: { tasks: {} },
  }));
  writeFileSync(file, [head, ...states].map((line) => `${JSON.stringify(line)}\n`).join(""));
}

async function refusalOf(act: () => Promise<unknown>): Promise<StandinError> {
  const error = await act().catch((reason: unknown) => reason);
  if (error instanceof StandinError) return error;
  throw new Error(`not refused: ${error}`);
}

/** Serves once and stops, with what `change` does meanwhile. */
async function run(file: string, change: (acme: ReturnType<typeof tenantOf>) => void = () => {}): Promise<void> {
  const standin = await startFixture({ state: file });
  change(tenantOf(standin));
  await standin.close();
}

const tenantOf = (standin: Awaited<ReturnType<typeof startFixture>>) => standin.provider("acme").tenant("mine");

describe("a file of states", () => {
  it("keeps scenario and clock of a tenant, and neither faults nor limits", async () => {
    const file = createFile();
    await run(file, (acme) => {
      acme.scenario("empty");
      acme.clock.set({ mode: "frozen", now: "2026-03-31T23:59:00Z" });
      acme.faults.arm({ kind: "reset" });
      acme.limits.set();
    });
    const standin = await startFixture({ state: file });
    const acme = tenantOf(standin);
    const kept = [acme.state(), acme.clock.read(), acme.faults.list(), acme.limits.list()];
    acme.reset();
    expect(kept).toEqual([{ tasks: new Map() }, { mode: "frozen", now: "2026-03-31T23:59:00.000Z" }, [], []]);
    expect((acme.state() as { tasks: Map<string, unknown> }).tasks.size).toBe(2);
    await standin.close();
  });

  it("is refused with what the contract says of its records, and let go", async () => {
    const file = createFile();
    await run(file, (acme) => acme.patch({ state: {} }));
    const text = readFileSync(file, "utf8").replace('"title":"Water the plants"', '"title":5');
    writeFileSync(file, text);
    for (const _ of [1, 2]) {
      const { code, message } = await refusalOf(() => startFixture({ state: file }));
      expect(code).toBe("STATE_INVALID");
      expect(message.replace(file, "FILE")).toMatchInlineSnapshot(`
        "FILE:2: the tenant "mine" cannot go on. Mend the line, or delete it for the tenant to begin anew. [acme] The state is refused, 1 place is broken:
        tasks "task-1": getTask response.body /title type: must be string, and is the number 5 (test/fixtures/providers/contracts/acme/openapi.yaml:149, documented)"
      `);
    }
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it("has all other states where one cannot be told as JSON", async () => {
    const file = createFile();
    const standin = await startFixture({ state: file });
    const acme = standin.provider("acme");
    acme.tenant("odd").clock.advance("1s");
    Object.assign(acme.tenant("odd").state() as object, { tasks: () => {} });
    tenantOf(standin).state();
    const { code, message } = await refusalOf(() => standin.close());
    expect([code, message]).toMatchInlineSnapshot(`
      [
        "STATE_INVALID",
        "All states are saved but that of the tenant "odd": [acme] The mock's state cannot be told as JSON: /tasks is a function: JSON does not have it. A state is plain data, with the members that its scenario has. One from before an edit of the mock may have others: a reset begins anew. The file had nothing of it.",
      ]
    `);
    expect(statesIn(file).map(({ tenant }) => tenant)).toEqual(["mine"]);
  });

  const refused =
    "2 tenants have states that cannot be restored, as a start does. Take the edit back or reset, or mend the line in the file of states.";
  const busy = "scenarios: { busy: () => ({ tasks: [] }),";
  it.each([
    [
      "has a member more",
      "scenarios: { busy: () => ({ tasks: [], members: new Map() }),",
      ' in the scenario "busy": /members is missing: it is an object of records in the scenario.',
    ],
    ["is gone", "scenarios: {", ': it has no scenario "busy". Its scenarios are: documented.'],
  ])("keeps what it had of tenants whose scenario %s meanwhile", { timeout: 30_000 }, async (_, edited, said) => {
    const file = createFile();
    const folder = createWatchedFolder();
    folder.replace(mockFile, "scenarios: {", busy);
    const first = await folder.start({ state: file });
    for (const tenant of ["one", "two"]) first.provider("acme").tenant(tenant).scenario("busy");
    await first.close();
    const before = statesIn(file);
    expect(before.length).toBe(2);
    const second = await folder.start({ state: file });
    second.provider("acme").tenant("other").state();
    folder.replace(mockFile, busy, edited);
    expect(await second.line(2)).toBe(`[acme] ${refused} The tenant "two"${said}`);
    const { code, message } = await refusalOf(() => second.close());
    expect(code).toBe("STATE_INVALID");
    expect(message).toMatch(/ And 1 more\. The file keeps what it had of 2 of them\.$/);
    const [other, ...rest] = statesIn(file);
    expect([other?.tenant, rest]).toEqual(["other", before]);
  });

  const shown = "records: { tasks: { operation: 'listTasks', request: () => ({}) } }, refusals:";
  const schema = "content: { application/json: { schema: {} } }";
  const short = schema.replace("{} }", "{ properties: { greeting: { maxLength: 2 }, tasks: {} } } }");

  function createShown() {
    const folder = createWatchedFolder();
    folder.replace(mockFile, "refusals:", shown);
    folder.replace(mockFile, "tasks: []", "tasks: new Map([['task-1', {}]])");
    return folder;
  }

  it("is told when an edit has made its states invalid, at once and at the stop, and refused", async () => {
    const file = createFile();
    const folder = createShown();
    const standin = await folder.start({ state: file });
    for (const tenant of ["one", "two"]) standin.provider("acme").tenant(tenant).state();
    folder.replace(contractFile, schema, short);
    const place =
      'tasks "task-1": listTasks response.body /greeting maxLength: must have at most 2 characters, and has 3 (DIR/contracts/acme/openapi.yaml:11, documented)';
    expect(await standin.line(3)).toBe(`[acme] ${refused} The tenant "two" in the scenario "documented": ${place}.`);
    standin.provider("acme").tenant("two").reset();
    await standin.close();
    const one = refused.replace("2 tenants have states", "1 tenant has a state");
    expect(standin.lines.slice(3)).toEqual([`[acme] ${one} The tenant "one" in the scenario "documented": ${place}.`]);
    const { code, message } = await refusalOf(() => folder.start({ state: file }));
    expect([code, message.replaceAll(folder.dir, "DIR").replace(file, "FILE")]).toEqual([
      "STATE_INVALID",
      `FILE:2: the tenant "one" cannot go on. Mend the line, or delete it for the tenant to begin anew. [acme] The state is refused, 1 place is broken:\n${place}`,
    ]);
  });

  it.each([
    ["contract", contractFile, schema, short],
    ["scenario", mockFile, "documented: () => ({", "documented: () => ({ more: 1,"],
  ])("is told nothing of when an edit of the %s is taken back", async (_, edited, from, to) => {
    const file = createFile();
    const folder = createShown();
    const standin = await folder.start({ state: file });
    standin.provider("acme").tenant("one").state();
    folder.replace(edited, from, to);
    expect(await standin.line(3)).toContain("[acme] 1 tenant has a state that cannot be restored, as a start does.");
    folder.replace(edited, to, from);
    expect(await standin.line(4)).toBe(`[acme] reloaded: DIR/${edited}`);
    await standin.close();
    expect(standin.lines.length).toBe(4);
    expect(statesIn(file).length).toBe(1);
  });

  it("is loaded while others have their turn, and says so where it takes long", { timeout: 30_000 }, async () => {
    const file = createFile();
    writeStates(file, 1000);
    const lines: string[] = [];
    let turns = 0;
    let started = false;
    const count = (): void => {
      turns++;
      if (!started) setImmediate(count);
    };
    setImmediate(count);
    const standin = await startFixture({ state: file, log: (line) => lines.push(line) });
    started = true;
    expect(turns).toBeGreaterThan(1000);
    expect(lines).toEqual([`${file}: 1000 states are loaded; requests wait for those of their provider.`]);
    const before = statesIn(file).map(({ tenant }) => tenant);
    await standin.close();
    expect(statesIn(file).map(({ tenant }) => tenant)).toEqual(before);
  });

  it("is refused where it has more tenants than there may be, and keeps them", async () => {
    const file = createFile();
    writeStates(file, 3);
    const before = readFileSync(file, "utf8");
    const { code, message } = await refusalOf(() => startFixture({ state: file, tenantLimit: 2 }));
    expect([code, message.replace(file, "FILE")]).toEqual([
      "STATE_INVALID",
      "FILE has 3 tenants of acme, and the option tenantLimit allows 2: one would be lost. Allow as many, or delete lines.",
    ]);
    expect(readFileSync(file, "utf8")).toBe(before);
    const standin = await startFixture({ state: file, tenantLimit: 3 });
    await standin.close();
    expect(statesIn(file).length).toBe(3);
  });

  it("keeps its permissions", async () => {
    const file = createFile();
    await run(file);
    for (const mode of [0o600, 0o666]) {
      chmodSync(file, mode);
      await run(file);
      expect(statSync(file).mode & 0o777).toBe(mode);
    }
  });

  it("leaves alone what stands beside it, whatever its name", async () => {
    const file = createFile();
    writeFileSync(`${file}.next`, "mine");
    await run(file);
    expect(readdirSync(dirname(file))).toEqual(["states.ndjson", "states.ndjson.next"]);
    expect(readFileSync(`${file}.next`, "utf8")).toBe("mine");
  });

  it("leaves nothing beside it when it cannot be replaced", async () => {
    const file = createFile();
    await run(file);
    const standin = await startFixture({ state: file });
    rmSync(file);
    mkdirSync(file);
    const { code } = await refusalOf(() => standin.close());
    expect([code, readdirSync(dirname(file))]).toEqual(["STATE_UNAVAILABLE", ["states.ndjson"]]);
  });

  it.each([
    ["a device", "/dev/null", " is a device, and states are kept in a file. Name one."],
    ["itself", "link", " cannot be read: ELOOP: too many symbolic links encountered, stat 'LINK'."],
    ["a folder that there is not", "none/states.ndjson", " cannot be made: there is no folder DIR/none."],
  ])("is refused where a link leads to %s, and nothing is made", async (_, target, message) => {
    const dir = dirname(createFile());
    const link = join(dir, "link");
    symlinkSync(target, link);
    const refusal = await refusalOf(() => startFixture({ state: link }));
    expect(refusal.code).toBe("STATE_UNAVAILABLE");
    expect(refusal.message.replaceAll(link, "LINK").replaceAll(dir, "DIR")).toBe(`LINK${message}`);
    expect(readdirSync(dir)).toEqual(["link"]);
  });

  it("is refused where it is a socket", async () => {
    const file = createFile();
    const server = createServer().listen(file);
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { message } = await refusalOf(() => startFixture({ state: file }));
    expect(message).toBe(`${file} is a socket, and states are kept in a file. Name one.`);
  });

  it("is made where a link leads to that is not there yet, with the lock beside it", async () => {
    const file = createFile();
    const dir = dirname(file);
    mkdirSync(join(dir, "links"));
    const links = [join(dir, "links", "first"), join(dir, "links", "second")] as const;
    symlinkSync("second", links[0]);
    symlinkSync("../states.ndjson", links[1]);
    await run(links[0], (acme) => {
      acme.scenario("empty");
      expect(readdirSync(dir)).toEqual(["links", "states.ndjson.lock"]);
    });
    expect(statesIn(file).map(({ tenant }) => tenant)).toEqual(["mine"]);
    await run(links[0], (acme) => expect(acme.snapshot().state).toEqual({ tasks: {} }));
    expect(links.map((link) => readlinkSync(link))).toEqual(["second", "../states.ndjson"]);
    expect(readdirSync(dir)).toEqual(["links", "states.ndjson"]);
  });

  it("is taken as an editor saves it, with a byte order mark and carriage returns", async () => {
    const file = createFile();
    writeStates(file, 2);
    writeFileSync(file, `\ufeff${readFileSync(file, "utf8").replaceAll("\n", "\r\n")}`);
    await run(file);
    expect(statesIn(file).map(({ tenant }) => tenant)).toEqual(["tenant-0", "tenant-1"]);
    expect(readFileSync(file, "utf8").startsWith('{"standin":"states"')).toBe(true);
  });

  it("is left alone when another program has changed what is to be kept of it", async () => {
    const file = createFile();
    writeStates(file, 2);
    const standin = await startFixture({ state: file, providers: ["zeta"] });
    writeStates(file, 1);
    const changed = readFileSync(file, "utf8");
    const { code, message } = await refusalOf(() => standin.close());
    expect([code, message.replace(file, "FILE")]).toEqual([
      "STATE_UNAVAILABLE",
      "FILE cannot be written, and is as it was: another program has changed it since Standin was started.",
    ]);
    expect(readFileSync(file, "utf8")).toBe(changed);
  });

  it("is left alone when another server has taken it over, which goes on to have it", async () => {
    const file = createFile();
    await run(file);
    const before = readFileSync(file, "utf8");
    const standin = await startFixture({ state: file });
    tenantOf(standin).state();
    const owner = join(`${file}.lock`, "owner.json");
    writeFileSync(
      owner,
      JSON.stringify({ ...JSON.parse(readFileSync(owner, "utf8")), pid: process.ppid, host: "other" }),
    );
    const { code, message } = await refusalOf(() => standin.close());
    expect([code, message.replace(file, "FILE").replace(String(process.ppid), "N")]).toEqual([
      "STATE_UNAVAILABLE",
      "FILE cannot be written, and is as it was: process N of other has taken it over while this one stood still.",
    ]);
    expect([readFileSync(file, "utf8"), JSON.parse(readFileSync(owner, "utf8")).host]).toEqual([before, "other"]);
  });

  it("is let go when the start fails", async () => {
    const file = createFile();
    await refusalOf(() => startFixture({ state: file, scenario: "none" }));
    await run(file);
    expect(statesIn(file)).toEqual([]);
  });

  it("gives a provider that comes while it is watched what it had", { timeout: 30_000 }, async () => {
    const file = createFile();
    const folder = createWatchedFolder();
    const first = await folder.start({ state: file });
    await fetch(`${first.url}/acme/v1/tasks`, { method: "POST", headers: { authorization: "Bearer standin-key" } });
    const before = first.provider("acme").tenant("default").snapshot();
    await first.close();
    folder.copy("contracts/acme", "contracts/_kept");
    folder.remove("contracts/acme");
    folder.copy("mocks/acme", "mocks/_kept");
    folder.remove("mocks/acme");
    const second = await folder.start({ state: file, providers: undefined as never });
    folder.copy("contracts/_kept", "contracts/acme");
    folder.copy("mocks/_kept", "mocks/acme");
    while (!second.providers.includes("acme")) await second.line(second.lines.length + 1);
    expect(second.provider("acme").tenant("default").snapshot()).toEqual(before);
  });
});
