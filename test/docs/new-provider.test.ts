import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readBlocks } from "./markdown.ts";
import { readProviderTable } from "./provider-table.ts";
import { RepositoryCopy } from "./repository-copy.ts";
import { Session } from "./session.ts";

const readme = readFileSync(join(import.meta.dirname, "..", "..", "README.md"), "utf8");
/** The files of the provider that README.md adds, by their paths below a user's standin/. */
const files = readBlocks(readme)
  .filter(({ label }) => label.startsWith("standin/"))
  .map(({ label, text }) => ({ path: label.slice("standin/".length), text }));
const builtIn = readProviderTable(readme).map(({ id }) => id);

const tasks = "http://127.0.0.1:4010/errands/v1/tasks";
const headers = "-H 'authorization: Bearer standin-key' -H 'content-type: application/json'";
const journal = "http://127.0.0.1:4010/_standin/exchanges";

const elsewhere = mkdtempSync(join(tmpdir(), "standin providers-"));
let copy: RepositoryCopy;
beforeAll(() => {
  copy = new RepositoryCopy(builtIn);
}, 120_000);
afterAll(() => {
  copy?.remove();
  rmSync(elsewhere, { recursive: true, force: true });
});

// The second half finds the copy as the first one leaves it.
describe("the provider of README.md, in a folder of its own", { timeout: 60_000 }, () => {
  beforeAll(() => {
    for (const { path, text } of files) copy.write(join(elsewhere, path), text);
  });
  holdProvider(` --providers '${elsewhere}'`);
});

describe("the provider of README.md, in the repository", { timeout: 60_000 }, () => {
  beforeAll(() => {
    for (const { path, text } of files) copy.write(path, text.replace('"standin/define"', '"../../src/define.ts"'));
    copy.setUp();
  }, 120_000);
  holdProvider("");

  it("keeps to the lint", () => {
    expect(copy.run("npx", ["biome", "check", "contracts/errands", "mocks/errands"])).toMatchObject({ status: 0 });
  });

  it("passes the tests that look at all providers, without an edit elsewhere", () => {
    const tests = ["test/providers.test.ts", "test/architecture.test.ts", "test/docs/facts.test.ts"];
    const names = "errands|keep to the rules|README.md|ARCHITECTURE.md|the table of providers|the layout";
    const { stdout } = copy.run("npx", ["vitest", "run", "--reporter=verbose", ...tests, "-t", names]);
    expect(stdout).toMatch(/Test Files +3 passed/);
    expect(stdout).toContain("errands > createTask.documented > is what the stand-in answers");
  });
});

/** Goes the steps of README.md. `option` says where the provider is. */
function holdProvider(option: string): void {
  let session: Session;
  beforeAll(() => {
    session = new Session(copy);
  });
  afterAll(() => session.end(), 30_000);

  it("is listed beside the others", async () => {
    const { providers } = JSON.parse(await session.run(`npx standin list --json${option}`));
    expect(providers.map(({ id }: { id: string }) => id)).toEqual(["errands", ...builtIn].sort());
  });

  it("is served, with the curl command of its own interaction", async () => {
    const banner = await session.run(`npx standin serve${option}`);
    const command = banner.split("\n").find((line) => line.startsWith("curl") && line.includes("/errands/"));
    expect(JSON.parse(await session.run(`${command}`))).toEqual({
      id: "task-1",
      title: "Water the plants",
      due: null,
      createdAt: "2026-01-01T08:00:00Z",
    });
  });

  it("keeps what is written", async () => {
    const created = JSON.parse(await session.run(`curl -s ${tasks} ${headers} -d '{"title":"Feed the cat"}'`));
    expect(created).toMatchObject({ title: "Feed the cat", due: null });
    expect(JSON.parse(await session.run(`curl -s ${tasks}/${created.id} ${headers}`))).toEqual(created);
    const refusal = JSON.parse(await session.run(`curl -s ${tasks}/none ${headers}`));
    expect(refusal).toEqual({ error: "There is no such task." });
  });

  it("is checked by its contract", async () => {
    await session.run(`curl -s -X DELETE ${journal}`);
    await session.run(`curl -s ${tasks} ${headers} -d '{"titel":"Feed the cat"}'`);
    const output = await session.run(`curl -s ${journal} | npx standin check -${option}; echo "exit status $?"`);
    expect(output.replaceAll(`(${elsewhere}/`, "(")).toMatchInlineSnapshot(`
      "stdin#1: error: [errands] createTask request.body /title required: the property is missing (contracts/errands/openapi.yaml:24, documented)
      stdin#1: error: [errands] createTask request.body /titel undocumented-property: the contract names no property "titel"; did you mean "title"? (contracts/errands/openapi.yaml:25, documented)
      1 exchange: 2 errors, 0 warnings, 0 notes, 0 skipped, 1 refused (adapter: 2 errors)
      exit status 1
      "
    `);
  });
}
