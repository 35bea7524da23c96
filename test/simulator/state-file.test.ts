import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { StandinError } from "../../src/index.ts";
import { startFixture } from "./fixture.ts";
import { createWatchedFolder } from "./watched-folder.ts";

function createFile(): string {
  const dir = mkdtempSync(join(tmpdir(), "standin-state-file-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return join(dir, "states.json");
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
    const text = readFileSync(file, "utf8").replace('"title": "Water the plants"', '"title": 5');
    writeFileSync(file, text);
    for (const _ of [1, 2]) {
      const { code, message } = await refusalOf(() => startFixture({ state: file }));
      expect(code).toBe("STATE_INVALID");
      expect(message.replace(file, "FILE").replace(/\(\S*\//g, "(")).toMatchInlineSnapshot(`
        "FILE: the tenant "mine" cannot go on. [acme] The state is refused, 1 place is broken:
        tasks "task-1": getTask response.body /title type: must be string, and is the number 5 (openapi.yaml:149, documented)"
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
        "All states are saved but that of the tenant "odd": [acme] The mock's state cannot be told as JSON: /tasks is a function: JSON does not have it. A state is plain data, with the members that its scenario has. One from before an edit of the mock may have others: a reset begins anew.",
      ]
    `);
    const { states } = JSON.parse(readFileSync(file, "utf8"));
    expect(states.map(({ tenant }: { tenant: string }) => tenant)).toEqual(["mine"]);
  });

  it("is let go when the start fails", async () => {
    const file = createFile();
    await refusalOf(() => startFixture({ state: file, scenario: "none" }));
    await run(file);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ version: 1, states: [] });
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
