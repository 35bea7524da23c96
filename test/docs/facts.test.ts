import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createProgram } from "../../src/cli/program.ts";
import { severityOf } from "../../src/contract/violation.ts";
import type { Evidence } from "../../src/exchange.ts";
import { createApp } from "../../src/index.ts";
import { controlRoutes } from "../../src/simulator/control/routes.ts";
import { readBlocks, readCode, readProse, readSection, readTable } from "./markdown.ts";
import { readProviderTable } from "./provider-table.ts";
import { listTopics } from "./topics.ts";

const root = join(import.meta.dirname, "..", "..");
const read = (name: string) => readFileSync(join(root, name), "utf8");
const documents = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md", "CHANGELOG.md", ...listTopics()];
const readme = read("README.md");
const rows = readProviderTable(readme);
const code = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text as string);

/** The paths that a name stands for: one, or one for each provider of the table. */
function pathsOf(name: string): string[] {
  return name.includes("<provider>") ? rows.map(({ id }) => name.replaceAll("<provider>", id)) : [name];
}

function missing(names: readonly string[]): string[] {
  return names.flatMap(pathsOf).filter((name) => !existsSync(join(root, name)));
}

describe.each(documents)("%s", (name) => {
  const text = read(name);

  it("links to files and headings that exist", () => {
    const targets = [...readProse(text).matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target]) => target as string);
    const broken = targets.filter((target) => {
      const [file = "", anchor] = target.split("#");
      const path = file === "" ? name : join(dirname(name), file);
      if (!existsSync(join(root, path))) return true;
      return anchor !== undefined && !anchorsOf(read(path)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it("names folders and files that exist", () => {
    const tops = [...readdirSync(root, { withFileTypes: true })].filter((entry) => entry.isDirectory());
    const isPath = (word: string) => /^[\w.<>/-]+$/.test(word) && tops.some((top) => word.startsWith(`${top.name}/`));
    const trees = readBlocks(text).filter(({ label }) => label === "tree");
    const inTrees = trees.flatMap((tree) => tree.text.split("\n").map((line) => line.split(" ")[0] as string));
    const examples = ["contracts/errands", "mocks/errands", "standin/define"];
    expect(missing([...readCode(text).filter(isPath), ...inTrees].filter((path) => !examples.includes(path)))).toEqual(
      [],
    );
  });

  it("names commands of standin that exist", () => {
    const commands = createProgram().commands.map((command) => command.name());
    const codes = [...readCode(text), ...readBlocks(text).map((block) => block.text)];
    const named = codes.flatMap((each) => [...each.matchAll(/\bstandin ([a-z]+)\b/g)].map(([, command]) => command));
    expect(named.filter((command) => !commands.includes(command as string))).toEqual([]);
  });

  it("names scripts of package.json that exist", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const named = [...text.matchAll(/npm (?:run ([\w:]+)|(start|test))/g)].map(([, script, short]) => script ?? short);
    expect(named.filter((script) => scripts[script as string] === undefined)).toEqual([]);
  });
});

it("README.md leads to every page of docs/", () => {
  expect(listTopics().filter((name) => !readme.includes(`](${name}`))).toEqual([]);
});

describe("the layout", () => {
  it.each(["README.md", "ARCHITECTURE.md"])("in %s leaves out no folder of src", (name) => {
    const [tree] = readBlocks(read(name)).filter(({ label }) => label === "tree");
    const folders = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((folder) => `src/${folder.name}/`).filter((folder) => !tree?.text.includes(folder))).toEqual([]);
  });
});

describe("the table of providers", () => {
  it("has base URL, fixed points and number of operations as they are served", async () => {
    const { app } = createApp();
    const { body } = await request(app).get("/_standin/providers").set("host", "127.0.0.1:4010");
    const served = body.items as {
      id: string;
      baseUrl: string;
      operations: unknown[];
      fixtures: { value: string }[];
    }[];
    const told = rows.map(({ id, baseUrl, partition, record, operations }) => ({
      id,
      baseUrl: code(baseUrl)[0],
      fixedPoints: [...code(partition).map((text) => text.split(/[=:] ?/).at(-1)), ...code(record)],
      operations: Number(operations),
    }));
    const actual = told.map(({ id, fixedPoints }) => {
      const provider = served.find((candidate) => candidate.id === id);
      const values = provider?.fixtures.map(({ value }) => value) ?? [];
      return {
        id: provider?.id,
        baseUrl: provider?.baseUrl,
        fixedPoints: fixedPoints.filter((value) => values.includes(value as string)),
        operations: provider?.operations.length,
      };
    });
    expect(told).toEqual(actual);
  });

  it.each(rows)("has a credential of $id that opens it, as it is printed", async ({ id, credential, partition }) => {
    const [shown = ""] = code(credential);
    const header = shown.includes(":") ? shown : `Authorization: Basic ${btoa(`${shown}:`)}`;
    const [name = "", value = ""] = header.split(": ");
    const { app } = createApp({ providers: [id] });
    const { request: sent } = readUpdate(id);
    const { pathname, search } = new URL(sent.url);
    const send = (key: string) =>
      request(app)
        [sent.method.toLowerCase() as "put"](`/${id}${pathname}${search}`)
        .set("content-type", sent.headers["content-type"])
        .set(partitionHeader(partition))
        .set(name, key)
        .send(JSON.stringify(sent.body));
    expect((await send(value)).status).toBe(200);
    const wrong = shown.includes(":") ? value.replace("standin-key", "wrong") : `Basic ${btoa("wrong:")}`;
    expect((await send(wrong)).status).toBe(401);
  });
});

describe("the command line in README.md", () => {
  const section = readSection(readme, "Command line");
  // What help prints is there for each command as --help.
  const commands = createProgram().commands.filter((command) => command.name() !== "help");

  it("has the commands of the program", () => {
    const usage = commands.map((command) => command.createHelp().commandUsage(command).replace(" [options]", ""));
    expect(readTable(section).map(([command = ""]) => code(command)[0])).toEqual(usage);
  });

  it("has every option with its default, and no other", () => {
    const rows = readTable(section.slice(section.indexOf("| command | option")));
    const told = rows.flatMap(([command = "", option = "", value = ""]) => {
      const named = command === "all" ? commands.map((each) => each.name()) : [command];
      const isText = value === "" || value.includes(" ");
      return named.map((each) => `${each} ${code(option)[0]} ${isText ? "" : value}`);
    });
    const actual = commands.flatMap((command) =>
      command
        .createHelp()
        .visibleOptions(command)
        .map(({ flags, defaultValue }) => `${command.name()} ${flags} ${defaultValue ?? ""}`),
    );
    expect(told.sort()).toEqual(actual.sort());
  });
});

describe("the control API in README.md", () => {
  it("has the routes that there are", async () => {
    const { app } = createApp({ providers: ["stuut"] });
    const { body } = await request(app).get("/_standin/no-such-route");
    const told = readTable(readSection(readme, "Control API")).map(([route = ""]) => code(route)[0]);
    expect(told).toEqual(body.routes);
  });

  it("takes the parameters that are named, and no others", () => {
    const allowed = new Set(controlRoutes.flatMap(({ parameters }) => parameters));
    const words = readCode(readSection(readme, "Control API")).filter((word) => /^[a-z]+$/.test(word));
    expect(new Set(words.filter((word) => word !== "next"))).toEqual(allowed);
  });
});

describe("the grades of evidence in README.md", () => {
  it("weigh what they are said to weigh", () => {
    const told = readTable(readSection(readme, "What is documented and what is assumed"));
    const weights = told.map(([grade = "", , weight]) => [code(grade)[0], weight?.replace(/^an? /, "")]);
    const grades: Evidence[] = ["documented", "client", "observed", "inferred", "assumed"];
    expect(weights).toEqual(grades.map((grade) => [grade, severityOf("required", "request.body", grade)]));
  });
});

function anchorsOf(markdown: string): string[] {
  return [...readProse(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading as string)
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
}

/** The documented update of a provider. */
function readUpdate(id: string) {
  const folder = join(root, "contracts", id, "interactions");
  const file = readdirSync(folder).find((name) => /^update\w*\.documented\.json$/.test(name)) as string;
  return JSON.parse(readFileSync(join(folder, file), "utf8"));
}

/** "x-account-id: standin-account" as a header; other partitions stand in the path or the query already. */
function partitionHeader(cell: string): Record<string, string> {
  const [name, value] = code(cell)[0]?.split(": ") ?? [];
  return name === undefined || value === undefined ? {} : { [name]: value };
}
