import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { compileAhead, importMock, type MockImport } from "../../src/catalog/import-mock.ts";
import { createCatalog } from "../../src/catalog.ts";

const root = join(import.meta.dirname, "../..");

function writeMock(files: Readonly<Record<string, string>>): MockImport {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "standin-ahead-")));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { file: join(folder, "index.ts"), folder, alias: {}, way: "anew" };
}

async function compiledNow(mock: MockImport, isOver = () => false): Promise<string[]> {
  return (await compileAhead(mock, isOver)).map((file) => basename(file));
}

const files = {
  "index.ts": 'import { name } from "./name.ts";\nexport default name as string;\n',
  "name.ts": 'import { first } from "./first.ts";\nexport const name: string = first + " Acme";\n',
  "first.ts": 'export const first: string = "The";\n',
};

it("leaves an import nothing to compile but what has changed since", async () => {
  const mock = writeMock(files);
  expect(await compiledNow(mock)).toEqual(["index.ts", "name.ts", "first.ts"]);
  expect(await compiledNow(mock)).toEqual([]);
  writeFileSync(join(mock.folder, "name.ts"), files["name.ts"].replace("Acme", "Zeta"));
  expect(await importMock(mock)).toMatchObject({ default: "The Zeta" });
  expect(await compiledNow(mock)).toEqual([]);
});

it("goes by what an import compiles", async () => {
  const mock = writeMock(files);
  await importMock(mock);
  expect(await compiledNow(mock)).toEqual([]);
});

it("ends when it is told to, and at a file that cannot be compiled, of which the import tells", async () => {
  const mock = writeMock({ ...files, "first.ts": "export const = 1;\n" });
  let asked = 0;
  expect(await compiledNow(mock, () => ++asked > 2)).toEqual(["index.ts"]);
  expect(await compiledNow(mock)).toEqual(["name.ts", "first.ts"]);
  await expect(importMock(mock)).rejects.toThrow(/first\.ts/);
});

it("has the sources of the mocks that are served compiled before one of them changes, and of no other", async () => {
  const catalog = createCatalog({ watch: true, warn: () => {} });
  const [first = "", second = ""] = catalog.listProviders();
  await catalog.loadProvider(first);
  await catalog.warmUp(() => false);
  const mock = (id: string): MockImport => {
    const folder = join(root, "mocks");
    return { file: join(folder, id, "index.ts"), folder, alias: {}, way: "anew" };
  };
  expect(await compiledNow(mock(first))).toEqual([]);
  expect(await compiledNow(mock(second))).toContain("index.ts");
});
