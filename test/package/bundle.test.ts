import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLocatedYaml } from "../../src/contract/located-yaml.ts";
import { build, standin } from "../cli/standin.ts";

const root = join(import.meta.dirname, "..", "..");
const { joined, joinedWithThem } = await import(join(root, "scripts", "joined.js"));
const folder = mkdtempSync(join(tmpdir(), "standin-bundle-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const parsedName = (text: string) => `${createHash("sha256").update(text).digest("hex")}.json`;

describe("the bundle", { timeout: 60_000 }, () => {
  beforeAll(async () => {
    await promisify(execFile)(process.execPath, [join(root, "scripts", "bundle.js"), folder]);
  });

  it.each(readdirSync(join(root, "contracts")))("has the contract of %s as the exact reader reads it", (provider) => {
    const text = readFileSync(join(root, "contracts", provider, "openapi.yaml"), "utf8");
    const parsed = JSON.parse(readFileSync(join(folder, "parsed", parsedName(text)), "utf8"));
    expect(parsed).toStrictEqual(readLocatedYaml(text).value());
  });

  it("is all that a start loads for a contract: no reader of YAML", async () => {
    await build();
    const { stderr } = await standin(["list", "weeek"], { env: { NODE_DEBUG: "module" } });
    expect(stderr).toContain("picocolors");
    expect(stderr).not.toContain("yaml");
  });

  it("has the licences of the packages that became part of it", () => {
    const text = readFileSync(join(folder, "THIRD-PARTY-LICENSES.txt"), "utf8");
    expect(text.match(/^[@a-z/-]+ \d+\.\d+\.\d+$/gm)?.map((line) => line.split(" ")[0])).toEqual(
      [...joined, ...joinedWithThem].sort(),
    );
  });
});
