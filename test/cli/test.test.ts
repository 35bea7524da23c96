import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AdapterFolder } from "./adapter-file.ts";
import { build, providersDir, standin } from "./standin.ts";

beforeAll(build, 120_000);

let folder: AdapterFolder;
beforeEach(() => {
  folder = new AdapterFolder();
});
afterEach(() => folder.remove());

const documented = ["--operation", "createTask", "--case", "createTask documented"];

it("passes over what is good, and says how far it came on standard error", async () => {
  folder.describe();
  expect(await folder.test(...documented)).toMatchInlineSnapshot(`
    {
      "code": 0,
      "stderr": "createTask: 1 case, 0 failed, TIME s
    ",
      "stdout": "acme: 1 case: 1 passed in TIME s (seed 1, 0 generated inputs an operation)
    ",
    }
  `);
});

it("tells what is wrong as one line with case and exchange, and ends with status 1", async () => {
  folder.describe("misspelt");
  expect(await folder.test(...documented)).toMatchInlineSnapshot(`
    {
      "code": 1,
      "stderr": "createTask: 1 case, 1 failed, TIME s
    ",
      "stdout": "createTask documented: error: [acme] createTask request.body /title required: the property is missing (PROVIDERS/contracts/acme/openapi.yaml:74, documented), x-000001 POST /v1/tasks 400
    createTask documented: error: [acme] createTask request.body /titel undocumented-property: the contract names no property "titel"; did you mean "title"? (PROVIDERS/contracts/acme/openapi.yaml:75, documented), x-000001 POST /v1/tasks 400
    createTask documented: error: [acme] createTask adapter unexpected-error: the adapter reports an error: 400, acme answers 400 (PROVIDERS/contracts/acme/openapi.yaml:24, documented), x-000001 POST /v1/tasks 400
    acme: 1 case: 0 passed, 1 failed in TIME s (seed 1, 0 generated inputs an operation)
    ",
    }
  `);
});

it("goes on with a new process after a driver that dies", async () => {
  folder.describe("dies at createTask");
  const { code, stdout } = await folder.test("--case", "Task documented");
  expect({ code, stdout: stdout.replace(/\([^()]*driver\.mjs\)/, "(DRIVER)") }).toMatchInlineSnapshot(`
    {
      "code": 1,
      "stdout": "createTask documented: error: [acme] createTask adapter crash: The driver has ended with status 1. (DRIVER) (PROVIDERS/contracts/acme/openapi.yaml:24, documented)
    acme: 2 cases: 1 passed, 1 failed in TIME s (seed 1, 0 generated inputs an operation)
    ",
    }
  `);
});

it("ends where the suite cannot be made, with what is wrong", async () => {
  folder.write(
    "standin.adapter.yaml",
    "provider: acme\ndriver: { command: [x] }\noperations: { getTask: { input: { type: object }, examples: [1] } }\n",
  );
  expect(await folder.test()).toEqual({
    code: 2,
    stdout: "",
    stderr: `standin: [acme] getTask: the first example breaks the input schema:  must be object. Give "examples" with one that works.\n`,
  });
});

it("gives up on a driver that answers nothing at all, with status 2", async () => {
  folder.describe("dies");
  const { code, stderr } = await folder.test("--operation", "getTask");
  expect([code, stderr.split("\n").at(-2)]).toEqual([
    2,
    expect.stringMatching(
      /^standin: The driver has failed 3 calls and answered none: The driver has ended with status 1\. \(/,
    ),
  ]);
});

it("ends with the first failure with --bail", async () => {
  folder.describe("misspelt");
  const { stdout } = await folder.test("--bail", "--operation", "createTask");
  expect(stdout).toMatch(/acme: 1 case: 0 passed, 1 failed/);
});

it("skips with a reason, and fails for a skip that names nothing", async () => {
  folder.describe(
    "misspelt",
    `skip:
  - { case: documented, operation: createTask, reason: it is being mended }
  - { case: documentd, reason: once it was there }
`,
  );
  const { code, stdout } = await folder.test("--operation", "createTask", "--bail");
  expect(code).toBe(1);
  expect(stdout).toContain('error: The skip of "documentd" names no case. Did you mean documented? Groups: ');
  expect(stdout).toMatch(/acme: 2 cases: 0 passed, 1 failed, 1 skipped in/);
});

it("holds a baseline: what is known to fail does not fail the run, and what passes does", async () => {
  const file = folder.write("known.txt", "");
  folder.describe("misspelt");
  const updated = await folder.test(...documented, "--baseline", file, "--update-baseline");
  expect(updated.code).toBe(0);
  expect(readFileSync(file, "utf8")).toMatch(/^# .*\ncreateTask documented\n$/);
  expect(await folder.test(...documented, "--baseline", file)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("0 passed, 1 known to fail"),
  });
  // What stands behind a name is for the reader, and stays.
  folder.write("known.txt", "# Ours.\ncreateTask documented # T-1\n");
  const again = await folder.test(...documented, "--baseline", file, "--update-baseline");
  expect(again.stderr).toMatch(/\n1 known failure of this run is written to .*known\.txt\.\n$/);
  expect(readFileSync(file, "utf8")).toBe("# Ours.\ncreateTask documented # T-1\n");
  folder.describe();
  folder.write("known.txt", "createTask documented\ncreateTask documnted\n");
  const { code, stdout } = await folder.test(...documented, "--baseline", file);
  expect({ code, stdout }).toMatchInlineSnapshot(`
    {
      "code": 1,
      "stdout": "createTask documented: error: the case passes, and the baseline has it as a known failure: it has to go from there
    error: FOLDER/known.txt has the known failure "createTask documnted", which names no case. Did you mean "createTask documented"?
    acme: 1 case: 0 passed, 1 passed and known to fail in TIME s (seed 1, 0 generated inputs an operation)
    ",
    }
  `);
  // What names no case goes with what passes; another operation's, which was not run, stays.
  const other = "getTask documented";
  folder.write(
    "known.txt",
    `# Ours.\n\n# T-1\ncreateTask documented # T-1\ncreateTask documnted\n\n# T-2\n${other} # T-2\n`,
  );
  const rest = await folder.test(...documented, "--baseline", file, "--update-baseline");
  expect(rest.code).toBe(0);
  expect(rest.stderr.split("\n").slice(-4)).toEqual([
    expect.stringMatching(/^0 known failures of this run are written to .*known\.txt\.$/),
    '"createTask documented" is dropped from it: it passes.',
    '"createTask documnted" is dropped from it: it names no case.',
    "",
  ]);
  expect(readFileSync(file, "utf8")).toBe(`# Ours.\n\n# T-1\n\n# T-2\n${other} # T-2\n`);
});

it("writes several reports into a folder, and one alone to standard output", async () => {
  folder.describe("misspelt");
  const reports = ["junit", "sarif", "html", "json", "text"].flatMap((format) => ["--report", format]);
  await folder.test(...documented, ...reports, "--output", join(folder.path, "reports"));
  expect(readdirSync(join(folder.path, "reports")).sort()).toEqual([
    ...["standin.html", "standin.json", "standin.junit.xml", "standin.sarif", "standin.txt"],
  ]);
  const { stdout } = await folder.test(...documented, "--json");
  expect(JSON.parse(stdout).cases).toMatchObject([{ status: "failed", operation: "createTask", group: "documented" }]);
  const file = join(folder.path, "reports", "standin.json");
  const again = await standin(["report", file, "--providers", providersDir]);
  expect([again.code, again.stdout]).toEqual([1, readFileSync(join(folder.path, "reports", "standin.txt"), "utf8")]);
});

describe("a mistake is told in one message, with status 2", () => {
  const command = (line: string, problem: string) => `standin: FOLDER/standin.adapter.yaml:${line}: ${problem}\n`;

  const files: [string, string, string][] = [
    ["nothing in it", "", command("1", 'provider is missing. It is the id of a provider; "standin list" has them.')],
    [
      "an unknown member",
      "provider: acme\nopertions: {}\n",
      command(
        "2",
        "opertions is nothing that there is. Did you mean operations? Allowed: provider, driver, operations, output, retries, timeout, seed, runs, skip, baseline.",
      ),
    ],
    ["no YAML", "provider: [\n", "standin: FOLDER/standin.adapter.yaml:2:1: "],
    [
      "an unknown provider",
      "provider: acmee\ndriver: { command: [x] }\noperations: { a: { examples: [1] } }\n",
      command("1", 'provider is "acmee". Did you mean acme? There are: acme, ctrl-hub, stackone, stuut, truto, weeek.'),
    ],
    [
      "a command as one text",
      "provider: acme\ndriver:\n  command: python3 adapter.py\noperations: { a: { examples: [1] } }\n",
      command("3", 'driver.command is "python3 adapter.py". It is a list of texts, such as [python3, adapter.py].'),
    ],
    [
      "a folder that is not there",
      "provider: acme\ndriver: { command: [x], cwd: nowhere }\noperations: { a: { examples: [1] } }\n",
      command("2", "driver.cwd is no folder: FOLDER/nowhere."),
    ],
    [
      "a variable that is a number",
      "provider: acme\ndriver: { command: [x], env: { PORT: 80 } }\noperations: { a: { examples: [1] } }\n",
      command("2", "driver.env.PORT is 80. It is a text; write it in quotes."),
    ],
    [
      "an unknown operation",
      "provider: acme\ndriver: { command: [x] }\noperations:\n  getTsk: { examples: [1] }\n",
      command(
        "4",
        "operations.getTsk is no operation of acme. Did you mean getTask? There are: listTasks, createTask, getTask, archiveTask.",
      ),
    ],
    [
      "an operation of which nothing is said",
      "provider: acme\ndriver: { command: [x] }\noperations: { getTask: { output: true } }\n",
      command(
        "3",
        "operations.getTask has neither input nor examples. Give it a JSON Schema as input, or a list of examples.",
      ),
    ],
    [
      "a schema that is not there",
      "provider: acme\ndriver: { command: [x] }\noperations: { getTask: { input: ./no.json } }\n",
      command("3", "FOLDER/no.json cannot be read: it does not exist."),
    ],
    [
      "a time without its unit",
      "provider: acme\ndriver: { command: [x] }\noperations: { getTask: { examples: [1] } }\ntimeout: 5\n",
      command("4", 'timeout is 5. It is a duration such as "250ms" or "90s" (ms, s, m, h, d), of 24 days at most.'),
    ],
    [
      "a skip without a reason",
      "provider: acme\ndriver: { command: [x] }\noperations: { getTask: { examples: [1] } }\nskip:\n  - case: wire\n",
      command("5", "skip[0].reason is missing. It is a text that says why."),
    ],
    [
      "a skip of an operation that is not tested",
      "provider: acme\ndriver: { command: [x] }\noperations: { getTask: { examples: [1] } }\nskip:\n  - { case: wire, operation: createTask, reason: x }\n",
      command("5", 'skip[0].operation is "createTask". There are: getTask.'),
    ],
    [
      "an input schema that cannot be compiled",
      "provider: acme\ndriver: { command: [x] }\noperations:\n  getTask:\n    input: { type: strng }\n",
      "standin: FOLDER/standin.adapter.yaml:5: operations.getTask.input cannot be compiled: ",
    ],
    [
      "an output schema that cannot be compiled",
      "provider: acme\ndriver: { command: [x] }\noperations: { getTask: { examples: [1] } }\noutput: { $ref: '#/nowhere' }\n",
      "standin: FOLDER/standin.adapter.yaml:4: output cannot be compiled: ",
    ],
    [
      "a number of runs below zero",
      "provider: acme\ndriver: { command: [x] }\noperations: { getTask: { examples: [1] } }\nruns: -1\n",
      command("4", "runs is -1. It is a whole number from 0 to 100000."),
    ],
    [
      "a command that there is not",
      "provider: acme\ndriver: { command: [no-such-command, a.py] }\noperations: { getTask: { examples: [{ id: '1' }] } }\n",
      "standin: The driver cannot be started: there is no such command (no-such-command a.py).\n",
    ],
  ];

  it.each(files)("in the file: %s", async (_, text, message) => {
    folder.write("standin.adapter.yaml", text);
    const { code, stdout, stderr } = await folder.test();
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(message.endsWith("\n") ? stderr : stderr.slice(0, message.length)).toBe(message);
  });

  const options: [string, string[], string][] = [
    [
      "a case that there is not",
      ["--case", "refusl"],
      '--case: "refusl" is part of no case\'s name. Did you mean refusal? Groups: ',
    ],
    [
      "a case that only another operation has",
      ["--operation", "getTask", "--case", "reset-after-write"],
      "--case: \"reset-after-write\" is part of no name of getTask's cases, but of createTask's. Groups: ",
    ],
    [
      "a case that the operation does not have, and no other",
      ["--operation", "getTask", "--case", "refusl"],
      '--case: "refusl" is part of no name of getTask\'s cases. Did you mean refusal? Groups: ',
    ],
    [
      "an operation that is not tested",
      ["--operation", "creatTask"],
      '--operation: "creatTask" is not tested. Did you mean createTask? There are: createTask, getTask.',
    ],
    ["an output of nothing", ["--output", "x"], "--output needs a --report: text, junit, sarif, html, json."],
    [
      "two reports on standard output",
      ["--report", "junit", "--json"],
      "Several reports do not go to standard output together. Name a folder for them with --output.",
    ],
    [
      "an unknown format",
      ["--report", "junitt"],
      "option '--report <format>' argument 'junitt' is invalid. Allowed choices are text, junit, sarif, html, json. Did you mean junit?",
    ],
    [
      "a baseline that is not there",
      ["--baseline", "/no/such/file"],
      "There is no file /no/such/file with known failures. --update-baseline writes it.",
    ],
    ["no file for the baseline", ["--update-baseline"], "--update-baseline needs a file: name it with --baseline."],
  ];

  it.each(options)("in the call: %s", async (_, args, message) => {
    folder.describe();
    const { code, stdout, stderr } = await folder.test(...args);
    expect({ code, stdout, stderr: stderr.slice(0, `standin: ${message}`.length) }).toEqual({
      code: 2,
      stdout: "",
      stderr: `standin: ${message}`,
    });
  });

  it("of nothing that was run: all that is chosen is skipped", async () => {
    folder.describe("", "skip: [{ case: documented, reason: for a test }]\n");
    const { code, stderr } = await folder.test("--case", "getTask documented");
    expect([code, stderr]).toEqual([
      2,
      "getTask: 1 case, 0 failed, 1 skipped, TIME s\nstandin: Nothing was tested: every case that was chosen is skipped.\n",
    ]);
  });
});
