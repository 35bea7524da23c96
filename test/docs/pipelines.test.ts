import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readBlocks } from "./markdown.ts";
import { RepositoryCopy } from "./repository-copy.ts";

const blocks = readBlocks(readFileSync(join(import.meta.dirname, "../../docs/ci.md"), "utf8"));

const schemas = "examples/adapters/weeek/schemas";
const config = `provider: weeek
driver: { command: [node, examples/adapters/weeek/driver.mjs] }
operations:
  getContact: { input: ${schemas}/contact-id.input.schema.json, output: ${schemas}/contact.schema.json }
retries: true
`;

interface Step {
  run?: string;
  uses?: string;
  with?: Record<string, unknown>;
}

interface Pipeline {
  /** The commands of a job, in order. */
  commands: readonly string[];
  /** Files that the job hands on. */
  kept: readonly string[];
}

/** What the pipelines of docs/ci.md do, in the words of their hosts. */
const pipelines: Readonly<Record<string, (file: never) => Pipeline>> = {
  ".github/workflows/adapter.yml": ({ jobs }: { jobs: { standin: { steps: Step[] } } }) => {
    const { steps } = jobs.standin;
    return {
      commands: steps.flatMap(({ run }) => run ?? []),
      kept: steps
        .flatMap(({ with: given = {} }) => [given.sarif_file, given.path].filter((one) => one !== undefined))
        .map(String),
    };
  },
  ".gitlab-ci.yml": ({
    adapter,
  }: {
    adapter: { script: string[]; artifacts: { paths: string[]; reports: { junit: string } } };
  }) => ({
    commands: adapter.script,
    kept: [...adapter.artifacts.paths, adapter.artifacts.reports.junit],
  }),
};

describe.each(Object.keys(pipelines))("%s", { timeout: 120_000 }, (name) => {
  const copy = new RepositoryCopy(["weeek"]);
  afterAll(() => copy.remove());

  it("makes, of an adapter that conforms, all the reports that it hands on", () => {
    const text = blocks.find(({ label }) => label === name)?.text ?? expect.unreachable("docs/ci.md has no such file");
    const { commands, kept } = (pipelines[name] as (file: unknown) => Pipeline)(parse(text));
    copy.write("standin.adapter.yaml", config);
    // The copy has what `npm ci` brings.
    expect(commands[0]).toBe("npm ci");
    for (const command of commands.slice(1)) {
      const { status, stdout, stderr } = copy.run("sh", ["-c", command]);
      expect(status, stdout + stderr).toBe(0);
    }
    expect(kept.filter((path) => !existsSync(copy.path(path)))).toEqual([]);
  });
});

it("docs/ci.md has no pipeline that is not run", () => {
  const shown = blocks.filter(({ language }) => language === "yaml").map(({ label }) => label);
  expect(shown).toEqual(Object.keys(pipelines));
});
