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
const authorized = "-H 'authorization: Bearer standin-key' -H 'content-type: application/json'";
const example = { id: "task-1", title: "Water the plants", due: null, createdAt: "2026-01-01T08:00:00Z" };

describe.each(["in a folder of its own", "in the repository"])(
  "the provider of README.md, %s",
  { timeout: 60_000 },
  (place) => {
    const inRepository = place === "in the repository";
    const elsewhere = mkdtempSync(join(tmpdir(), "standin providers-"));
    const option = inRepository ? "" : ` --providers '${elsewhere}'`;
    let copy: RepositoryCopy;
    let session: Session;
    beforeAll(() => {
      copy = new RepositoryCopy(builtIn);
      for (const { path, text } of files) {
        if (inRepository) copy.write(path, text.replace('"standin/define"', '"../../src/define.ts"'));
        else copy.write(join(elsewhere, path), text);
      }
      copy.setUp();
      session = new Session(copy);
    }, 120_000);
    afterAll(async () => {
      await session?.end();
      copy?.remove();
      rmSync(elsewhere, { recursive: true, force: true });
    }, 30_000);

    it("is listed beside the others", async () => {
      const { providers } = JSON.parse(await session.run(`npx standin list --json${option}`));
      expect(providers.map(({ id }: { id: string }) => id)).toEqual(["errands", ...builtIn].sort());
    });

    it("is served, with the curl command of its own interaction", async () => {
      const banner = await session.run(`npx standin serve${option}`);
      const command = banner.split("\n").find((line) => line.startsWith("curl") && line.includes("/errands/"));
      expect(JSON.parse(await session.run(`${command}`))).toEqual(example);
    });

    it("keeps what is written", async () => {
      const tasks = "http://127.0.0.1:4010/errands/v1/tasks";
      const created = JSON.parse(await session.run(`curl -s ${tasks} ${authorized} -d '{"title":"Feed the cat"}'`));
      expect(created).toMatchObject({ title: "Feed the cat", due: null });
      expect(JSON.parse(await session.run(`curl -s ${tasks}/${created.id} ${authorized}`))).toEqual(created);
      expect(JSON.parse(await session.run(`curl -s ${tasks}/none ${authorized}`))).toEqual({
        error: "There is no such task.",
      });
    });

    it("is checked by its contract", async () => {
      await session.run("curl -s -X DELETE http://127.0.0.1:4010/_standin/exchanges");
      await session.run(`curl -s http://127.0.0.1:4010/errands/v1/tasks ${authorized} -d '{"titel":"Feed the cat"}'`);
      const journal = "curl -s http://127.0.0.1:4010/_standin/exchanges";
      const output = await session.run(`${journal} | npx standin check -${option}; echo "exit status $?"`);
      expect(output).toMatchInlineSnapshot(`
        "-#1: error: [errands] createTask request.body /title required: the property is missing (contracts/errands/openapi.yaml:24, documented)
        -#1: error: [errands] createTask request.body /titel undocumented-property: the contract names no property "titel"; did you mean "title"? (contracts/errands/openapi.yaml:25, documented)
        1 exchange: 2 errors, 0 warnings, 0 notes, 0 skipped (adapter: 2 errors)
        exit status 1
        "
      `);
    });

    it.runIf(inRepository)("keeps to the lint", async () => {
      await session.run("npx biome check contracts/errands mocks/errands");
    });

    it.runIf(inRepository)("passes the tests that look at all providers, without an edit elsewhere", async () => {
      const tests = "test/providers.test.ts test/architecture.test.ts test/docs/facts.test.ts";
      const output = await session.run(`npx vitest run --reporter=verbose ${tests}`);
      expect(output).toMatch(/Test Files +3 passed/);
      expect(output).toContain("errands > createTask.documented > is what the stand-in answers");
    });
  },
);
