import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { watchImport } from "../../src/catalog/watch-import.ts";
import { build, standin } from "../cli/standin.ts";

beforeAll(build, 120_000);

it.each([
  [undefined, ""],
  ["Until then it rains.", " Until then it rains."],
])("tells the file whose import takes long, and what goes on meanwhile: %s", async (meanwhile, rest) => {
  const lines: string[] = [];
  let finish = () => {};
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const warn = (line: string) => {
    lines.push(line);
    finish();
  };
  await watchImport({ file: "[acme] mocks/acme/index.mjs", warn, patience: 1, meanwhile }, () => work);
  expect(lines).toEqual([`[acme] mocks/acme/index.mjs is still being imported: what does it wait for?${rest}`]);
});

it.each(["process.exit(0);", "process.exit(3);", "await new Promise(() => {});"])(
  "tells the file in whose import the process ends: %s",
  async (text) => {
    const dir = mkdtempSync(join(tmpdir(), "standin-import-"));
    for (const folder of ["contracts/acme", "mocks/acme"]) mkdirSync(join(dir, folder), { recursive: true });
    writeFileSync(
      join(dir, "contracts/acme/openapi.yaml"),
      `openapi: 3.1.0
servers: [{ url: "https://acme.example" }]
paths: { /tasks: { get: { operationId: listTasks, responses: { 200: { description: Tasks } } } } }
`,
    );
    writeFileSync(join(dir, "mocks/acme/index.mjs"), text);
    const { code, stderr } = await standin(["list", "acme", "--providers", dir]);
    expect(code).toBe(2);
    expect(stderr).toContain(`The process ends while [acme] ${dir}/mocks/acme/index.mjs is being imported.\n`);
    expect(stderr).toContain(
      "standin: The process ends before its work is done, as it does when a mock calls process.exit.\n",
    );
    rmSync(dir, { recursive: true });
  },
);
