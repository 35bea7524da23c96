import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
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
      /^schemas\/[\w.]+\.schema\.json$/,
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

  it("holds the declarations that the public ones lead to, no others, and they need no types that are not installed with it", () => {
    const { exports } = readJson("package.json");
    const entries = Object.values<{ types?: string }>(exports).flatMap(({ types }) => types?.slice(2) ?? []);
    const reached = new Set(entries);
    const packages = new Set<string>();
    for (const file of reached) {
      const text = readFileSync(join(root, file), "utf8");
      for (const { fileName } of ts.preProcessFile(text).importedFiles)
        if (fileName.startsWith(".")) reached.add(posix.join(dirname(file), fileName).replace(/\.ts$/, ".d.ts"));
        else packages.add(fileName);
    }
    expect(files.filter((file) => file.endsWith(".d.ts")).sort()).toEqual([...reached].sort());
    const { dependencies, peerDependencies } = readJson("package.json");
    const bringsTypes = (name: string) =>
      name in { ...dependencies, ...peerDependencies } && "types" in readJson(`node_modules/${name}/package.json`);
    expect([...packages].filter((name) => !name.startsWith("node:") && !bringsTypes(name))).toEqual([]);
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
  it("are installed with the package where it loads them, and are the build's alone where it joins them", async () => {
    const { dependencies, devDependencies, peerDependencies } = readJson("package.json");
    const { joined } = await import(join(root, "scripts", "joined.js"));
    expect(joined.filter((name: string) => name in dependencies || !(name in devDependencies))).toEqual([]);
    const loaded = readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".js"))
      .flatMap((name) => ts.preProcessFile(readFileSync(join(root, "dist", name), "utf8"), true, true).importedFiles)
      .map(({ fileName }) => fileName)
      .filter((name) => !/^(\.|node:)/.test(name));
    expect(loaded.filter((name) => !Object.keys({ ...dependencies, ...peerDependencies }).includes(name))).toEqual([]);
  });

  it("are pinned exactly", () => {
    const { dependencies, devDependencies } = readJson("package.json");
    const loose = Object.entries<string>({ ...dependencies, ...devDependencies });
    expect(loose.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it("need no install script, which .npmrc forbids", () => {
    const packages = Object.entries<{ hasInstallScript?: boolean }>(readJson("package-lock.json").packages);
    expect(packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([]);
  });
});
