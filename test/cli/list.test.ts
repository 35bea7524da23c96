import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { build, providersDir, standin } from "./standin.ts";

beforeAll(build, 120_000);

const builtIn = readdirSync(join(import.meta.dirname, "..", "..", "contracts"));

describe("standin list", () => {
  it("lists every provider that a folder defines, with what a client needs", async () => {
    const { code, stdout, stderr } = await standin(["list", "--providers", providersDir]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [head, ...rows] = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ {2,}/));
    expect(head).toEqual(["PROVIDER", "OPERATIONS", "BASE URL", "CREDENTIAL"]);
    expect(rows.map(([id]) => id)).toEqual(["acme", ...builtIn].sort());
    expect(rows).toContainEqual(["acme", "4", "http://127.0.0.1:4010/acme/v1", "standin-key"]);
  });

  it("tells of one provider its operations, credentials and scenarios", async () => {
    const { code, stdout, stderr } = await standin(["list", "acme", "--providers", providersDir]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "acme
      base URL       http://127.0.0.1:4010/acme/v1
      credential     standin-key, and standin-key+NAME for a tenant of its own
      vendor's host  api.acme.test
      scenarios      documented, empty

      OPERATION    METHOD  PATH         EVIDENCE    MODELLED
      listTasks    GET     /tasks       documented  yes
      createTask   POST    /tasks       documented  yes
      getTask      GET     /tasks/{id}  documented  yes
      archiveTask  DELETE  /tasks/{id}  inferred    no: nobody has seen it answered

      KIND        VALUE      WHAT IT IS
      credential  read-only  may not create
      task        1          the example of the reference page
      "
    `);
  });

  it("lists the others where providers of one's own are broken, and ends with what is wrong", async () => {
    const own = mkdtempSync(join(tmpdir(), "standin-list-"));
    onTestFinished(() => rmSync(own, { recursive: true }));
    cpSync(providersDir, own, { recursive: true });
    mkdirSync(join(own, "mocks", "halfway"));
    cpSync(join(own, "contracts", "acme"), join(own, "contracts", "zeta"), { recursive: true });
    mkdirSync(join(own, "mocks", "zeta"));
    writeFileSync(join(own, "mocks", "zeta", "index.mjs"), "export default {};");
    const { code, stdout, stderr } = await standin(["list", "--providers", own]);
    expect(code).toBe(2);
    expect(stdout).toBe((await standin(["list", "--providers", providersDir])).stdout);
    expect(stderr.replaceAll(own, "DIR")).toMatchInlineSnapshot(`
      "standin: [halfway] has no contract. Looked in DIR/contracts/halfway for openapi.yaml, openapi.yml, openapi.json.
      standin: [zeta] DIR/mocks/zeta defines no "scenarios". It is an object of defineProvider({ … }).
      "
    `);
    const json = await standin(["list", "--json", "--providers", own]);
    expect([json.code, json.stderr]).toEqual([code, stderr]);
    expect(JSON.parse(json.stdout).providers).toHaveLength(builtIn.length + 1);
  });

  it.each([
    ['// One\n\nimport "standin/defin";', `Cannot find module 'standin/defin' (MOCK:3). Did you mean standin/define?`],
    ['import "./stat.mjs";', "Cannot find module './stat.mjs' (MOCK:1)"],
    ['\nthrow new Error("not\\ntoday");', "not today (MOCK:2)"],
    ["export default {\n  a: ;\n};", "ParseError: Unexpected token MOCK:2:5"],
    ['throw "text";', "text"],
  ])("says why a mock cannot be imported, and where: %j", async (text, reason) => {
    const own = mkdtempSync(join(tmpdir(), "standin-mock-"));
    onTestFinished(() => rmSync(own, { recursive: true }));
    cpSync(providersDir, own, { recursive: true });
    const mock = join(own, "mocks", "acme", "index.mjs");
    writeFileSync(mock, text);
    expect(await standin(["list", "acme", "--providers", own])).toEqual({
      code: 2,
      stdout: "",
      stderr: `standin: [acme] ${mock} cannot be loaded: ${reason.replace("MOCK", mock)}\n`,
    });
  });

  // Note: the test runner has an import of its own, which takes everything; only a process of its own can tell.
  it.each([
    ["index.js", "export default", "commonjs"],
    ["index.js", "module.exports =", "commonjs"],
    ["index.js", "export default", "module"],
    ["index.mjs", "export default", "commonjs"],
    ["index.ts", "export default", "commonjs"],
    ["index.mts", "export default", "commonjs"],
  ])("reads a mock in %s with %s in a project of type %s", async (file, exporting, type) => {
    const own = mkdtempSync(join(tmpdir(), "standin-mock-"));
    onTestFinished(() => rmSync(own, { recursive: true }));
    cpSync(providersDir, own, { recursive: true });
    const mock = join(own, "mocks", "acme", "index.mjs");
    const text = readFileSync(mock, "utf8").replace("export default", exporting);
    rmSync(mock);
    writeFileSync(join(own, "mocks", "acme", file), text);
    writeFileSync(join(own, "package.json"), JSON.stringify({ type }));
    const { code, stdout, stderr } = await standin(["list", "acme", "--json", "--providers", own]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout).scenarios).toEqual(["documented", "empty"]);
  });

  it("prints one JSON document with --json", async () => {
    const all = JSON.parse((await standin(["list", "--json", "--providers", providersDir])).stdout);
    const one = JSON.parse((await standin(["list", "acme", "--json", "--providers", providersDir])).stdout);
    expect(all.providers.map(({ id }: { id: string }) => id)).toEqual(["acme", ...builtIn].sort());
    expect(all.providers[0]).toEqual(one);
    expect(one.operations[3]).toEqual({
      id: "archiveTask",
      method: "DELETE",
      path: "/tasks/{id}",
      summary: "Archive a task",
      evidence: "inferred",
      source: null,
      deprecated: false,
      notModelled: "nobody has seen it answered",
    });
  });

  it("ends quietly when nobody reads on", async () => {
    const { code, stderr } = await standin(["list", "acme", "--json", "--providers", providersDir], { readOnly: 1 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("has colours where they are forced, and none where they are unwanted", async () => {
    const args = ["list", "acme", "--providers", providersDir];
    expect((await standin(args, { env: { FORCE_COLOR: "1" } })).stdout).toContain("\u001b[1macme\u001b[22m");
    expect((await standin(args, { env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).stdout).not.toContain("\u001b");
    expect((await standin(args)).stdout).not.toContain("\u001b");
  });
});
