import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { build } from "../cli/standin.ts";

const root = join(import.meta.dirname, "..", "..");
const readJson = (name: string) => JSON.parse(readFileSync(join(root, name), "utf8"));

describe("the package", () => {
  let files: string[];
  beforeAll(async () => {
    await build();
    const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json"], { cwd: root });
    files = JSON.parse(stdout)[0].files.map(({ path }: { path: string }) => path);
  }, 120_000);

  it("holds what was built, the contracts and the documents, and nothing else", () => {
    const expected = [
      /^package\.json$/,
      /^(README|CHANGELOG)\.md$/,
      /^LICENSE$/,
      /^dist\/THIRD-PARTY-LICENSES\.txt$/,
      /^dist\/parsed\/\w+\.json$/,
      /^dist\/src\/.+\.(js|d\.ts)$/,
      /^dist\/mocks\/.+\.js$/,
      /^contracts\/[^/]+\/[^/]+\.(ya?ml|json|md)$/,
      /^contracts\/[^/]+\/interactions\/\w+\.[\w-]+\.json$/,
    ];
    expect(files.filter((file) => !expected.some((pattern) => pattern.test(file)))).toEqual([]);
    expect(files.filter((file) => /\.test\.|^test|^src|^scripts/.test(file))).toEqual([]);
    for (const pattern of expected.slice(3)) expect(files.some((file) => pattern.test(file))).toBe(true);
  });

  it("holds every file that package.json points at", () => {
    const { bin, exports } = readJson("package.json");
    const targets = [
      ...Object.values(bin),
      ...Object.values(exports).flatMap((target) => Object.values(target as object)),
    ];
    const names = targets.filter((target) => typeof target === "string" && target.startsWith("./"));
    expect(names.filter((name) => !files.includes(name.slice(2)))).toEqual([]);
  });
});

describe("the dependencies", () => {
  it("are pinned exactly", () => {
    const { dependencies, devDependencies } = readJson("package.json");
    const loose = Object.entries<string>({ ...dependencies, ...devDependencies });
    expect(loose.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it("need no install script, which .npmrc forbids", () => {
    const packages = Object.entries<{ hasInstallScript?: boolean }>(readJson("package-lock.json").packages);
    expect(packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([]);
  });
});
