import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkArchitecture } from "./architecture-rules.ts";

const root = join(import.meta.dirname, "..");

describe("the sources", () => {
  it("keep to the rules of the architecture", async () => {
    const sources = Object.fromEntries(
      ["src", "mocks"]
        .flatMap((folder) =>
          readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
        )
        .map((path) => path.replaceAll("\\", "/"))
        .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
        .map((path) => [path, readFileSync(join(root, path), "utf8")]),
    );
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const { joined } = await import(join(root, "scripts", "joined.js"));
    const providers = readdirSync(join(root, "contracts"));
    expect(
      checkArchitecture(sources, {
        providers,
        joined,
        dependencies: Object.keys({ ...dependencies, ...peerDependencies }),
      }),
    ).toEqual([]);
  });
});

describe("the rules", () => {
  const acme = {
    providers: ["acme", "big-corp"],
    dependencies: ["express", "yaml", "jiti", "commander", "left-pad"],
    joined: ["ajv"],
  };
  const offenders: [string, string, string, string][] = [
    ["a leaf imports upwards", "src/exchange.ts", 'import "./errors.ts";', "imports errors; exchange may import none"],
    [
      "the contract imports the simulator",
      "src/contract/load.ts",
      'export { a } from "../simulator/store.ts";',
      "imports simulator; contract may import exchange, errors, page",
    ],
    [
      "a type import points upwards",
      "src/define.ts",
      'import type { A } from "./simulator/store.ts";',
      "imports simulator; define may import exchange, errors, page, contract",
    ],
    [
      "a dynamic import points upwards",
      "src/report/text.ts",
      'await import("../simulator/store.ts");',
      "imports simulator; report may import exchange, errors, contract, conformance",
    ],
    [
      "the suite imports the simulator",
      "src/conformance/suite.ts",
      'import "../simulator/store.ts";',
      "imports simulator; conformance may import exchange, errors, contract",
    ],
    [
      "a public entry imports the command line",
      "src/index.ts",
      'import "./cli/standin.ts";',
      "imports cli; index may import all but cli",
    ],
    ["a new module has no rule", "src/utils/clone.ts", "", 'belongs to the module "utils", which no rule knows'],
    [
      "src imports from outside",
      "src/index.ts",
      'import "../bench/peers.ts";',
      "imports ../bench/peers.ts, which lies outside src",
    ],
    [
      "Express is imported elsewhere",
      "src/simulator/journal.ts",
      'import express from "express";',
      "imports express, which another place has to itself",
    ],
    [
      "ajv is imported elsewhere",
      "src/define.ts",
      'import { Ajv2020 } from "ajv/dist/2020.js";',
      "imports ajv, which another place has to itself",
    ],
    [
      "YAML is imported elsewhere",
      "src/catalog.ts",
      'import { parse } from "yaml";',
      "imports yaml, which another place has to itself",
    ],
    [
      "a package is not declared",
      "src/cli/serve.ts",
      'import "right-pad/x.js";',
      "imports right-pad, which is neither in package.json's dependencies nor joined by the build",
    ],
    ["src names a provider", "src/simulator/pipeline.ts", "// as Acme does", "names the provider acme"],
    [
      "src names a provider in another spelling",
      "src/simulator/pipeline.ts",
      "const bigCorp = 1;",
      "names the provider big-corp",
    ],
    [
      "src knows the folders",
      "src/cli/list.ts",
      'const a = join(root, "contracts", id);',
      'knows the path "contracts"; only the catalog does',
    ],
    [
      "a mock imports another mock",
      "mocks/acme/index.ts",
      'import "../big-corp/state.ts";',
      "imports ../big-corp/state.ts; a mock may import src/define.ts, its own folder and npm packages",
    ],
    [
      "a mock imports more of src",
      "mocks/acme/index.ts",
      'import "../../src/exchange.ts";',
      "imports ../../src/exchange.ts; a mock may import src/define.ts, its own folder and npm packages",
    ],
    [
      "a mock imports a module of Node",
      "mocks/acme/index.ts",
      'import "node:crypto";',
      "imports node:crypto; a mock may import src/define.ts, its own folder and npm packages",
    ],
    [
      "a mock imports an undeclared package",
      "mocks/acme/index.ts",
      'import "@right/pad";',
      "imports @right/pad, which is neither in package.json's dependencies nor joined by the build",
    ],
    [
      "a mock reads the time",
      "mocks/acme/operations/a.ts",
      "const a = new Date();",
      "reads new Date(); time, ids and chance come from the context",
    ],
    [
      "a mock reads the time in numbers",
      "mocks/acme/operations/a.ts",
      "const a = Date.now();",
      "reads Date.now; time, ids and chance come from the context",
    ],
    [
      "a mock throws dice",
      "mocks/acme/operations/a.ts",
      "const a = Math.random();",
      "reads Math.random; time, ids and chance come from the context",
    ],
    [
      "a mock makes an id",
      "mocks/acme/operations/a.ts",
      "const a = crypto.randomUUID();",
      "reads crypto.randomUUID; time, ids and chance come from the context",
    ],
  ];

  it.each(offenders)("notice when %s", (_claim, path, text, finding) => {
    expect(checkArchitecture({ [path]: text }, acme)).toEqual([`${path} ${finding}`]);
  });

  it("let good sources pass", () => {
    const sources = {
      "src/contract/load.ts":
        'import { parse } from "yaml"; import "../errors.ts"; import "./schema.ts"; import "node:fs";',
      "src/simulator/create-app.ts":
        'import express from "express"; import "../contract/load.ts"; import "../define.ts";',
      "src/catalog.ts": 'const folder = "contracts"; const a = "mocks/";',
      "src/cli/serve.ts": 'import "../index.ts"; const text = "All contracts are loaded"; const macmen = 1;',
      "mocks/acme/index.ts":
        'import "../../src/define.ts"; import "./operations/a.ts"; import "left-pad"; import type { A } from "types-only";',
      "mocks/acme/operations/a.ts": "const a = new Date(0); const b = context.clock.now();",
    };
    expect(checkArchitecture(sources, acme)).toEqual([]);
  });
});
