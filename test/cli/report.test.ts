import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { compileJsonSchema } from "../../src/contract/json-schema.ts";
import { AdapterFolder } from "./adapter-file.ts";
import { build, providersDir, standin } from "./standin.ts";

beforeAll(build, 120_000);

let folder: AdapterFolder;
beforeEach(() => {
  folder = new AdapterFolder();
});
afterEach(() => folder.remove());

const headers = {
  authorization: "Bearer a-real-secret",
  "x-api-key": "a-real-secret",
  cookie: "sid=a-real-secret",
  "content-type": "application/json",
};
const answered = (body: unknown, status = 201) => ({
  status,
  headers: { "content-type": "application/json", "set-cookie": "sid=a-real-secret; Path=/" },
  body: JSON.stringify(body),
});
const create = (body: string, response: unknown) => ({
  request: { method: "POST", url: "https://api.acme.test/v1/tasks", headers, body },
  response,
});
const exchanges = [
  create('{"title":"a"}', answered({ id: "1", title: "a" })),
  create('{"titel":"a"}', answered({ error: "invalid" }, 400)),
  create('{"titel":"a"}', answered({ error: "invalid" }, 400)),
  create('{"title":"a"}', answered({ title: "a" })),
  { request: { method: "GET", url: "https://api.acme.test/v1/tsks", headers }, response: null },
];

function write(lines: readonly unknown[]): string {
  return folder.write("capture.ndjson", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

const report = (file: string, ...args: string[]) => standin(["report", file, "--providers", providersDir, ...args]);

it("makes a case of each operation, and one finding of the same in many exchanges", async () => {
  const { code, stdout } = await report(write(exchanges));
  expect({
    code,
    stdout: stdout.replaceAll(providersDir, "PROVIDERS").replaceAll(folder.path, "FOLDER"),
  }).toMatchInlineSnapshot(`
    {
      "code": 1,
      "stdout": "createTask exchanges: error: [acme] createTask request.body /title required: the property is missing (2 times) (PROVIDERS/contracts/acme/openapi.yaml:74, documented), FOLDER/capture.ndjson:2 POST /v1/tasks 400
    createTask exchanges: error: [acme] createTask request.body /titel undocumented-property: the contract names no property "titel"; did you mean "title"? (2 times) (PROVIDERS/contracts/acme/openapi.yaml:75, documented), FOLDER/capture.ndjson:2 POST /v1/tasks 400
    createTask exchanges: error: [acme] createTask response.body /id required: drift: the property is missing (PROVIDERS/contracts/acme/openapi.yaml:80, documented), FOLDER/capture.ndjson:4 POST /v1/tasks 201
    no operation: error: [acme] - request.path operation: no operation has the path "/v1/tsks"; the nearest is listTasks (GET /v1/tasks) (PROVIDERS/contracts/acme/openapi.yaml:10, documented), FOLDER/capture.ndjson:5 GET /v1/tsks without an answer
    acme: 2 operations: 0 passed, 2 failed
    ",
    }
  `);
});

it("makes all formats of it, in which no credential stands", async () => {
  const formats = ["junit", "sarif", "html", "json"];
  const to = join(folder.path, "reports");
  const url = "https://api.acme.test/v1/tasks?access_token=a-real-secret";
  const leaking = { request: { method: "GET", url, headers }, response: null };
  const { code, stdout } = await report(
    write([...exchanges, leaking]),
    ...formats.flatMap((one) => ["--format", one]),
    "--output",
    to,
  );
  expect([code, stdout]).toEqual([1, "acme: 3 operations: 0 passed, 3 failed\n"]);
  const texts = ["standin.junit.xml", "standin.sarif", "standin.html", "standin.json"].map((name) =>
    readFileSync(join(to, name), "utf8"),
  );
  expect(texts.filter((text) => text.includes("a-real-secret"))).toEqual([]);
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, "../../schemas/report.schema.json"), "utf8"));
  expect(compileJsonSchema(schema, "The schema of reports")(JSON.parse(texts[3] as string))).toEqual([]);
});

it("tells a broken line as a problem, and judges the rest", async () => {
  const file = folder.write("capture.ndjson", `${JSON.stringify(exchanges[0])}\n{"no":"exchange"}\n`);
  const { code, stdout } = await report(file);
  expect([code, stdout.replaceAll(folder.path, "FOLDER")]).toEqual([
    1,
    "error: FOLDER/capture.ndjson:2: the line has no request\nacme: 1 operation: 1 passed\n",
  ]);
});

it("ends with status 0 where all conforms", async () => {
  expect(await report(write(exchanges.slice(0, 1)))).toEqual({
    code: 0,
    stdout: "acme: 1 operation: 1 passed\n",
    stderr: "",
  });
});

it("prints how many have passed where the report goes into a file, as standin test does", async () => {
  const to = join(folder.path, "report.sarif");
  expect(await report(write(exchanges.slice(0, 1)), "--format", "sarif", "--output", to)).toEqual({
    code: 0,
    stdout: "acme: 1 operation: 1 passed\n",
    stderr: "",
  });
  expect((await report(write(exchanges.slice(0, 1)), "--format", "sarif")).stdout).toMatch(/^\{/);
});

it.each([
  ["a file that is not there", "/no/such/file", 'standin: Cannot read "/no/such/file": there is no such file.\n'],
  [
    "a report that is none",
    '{"version": 1, "kind": "suite", "cases": 3}',
    "standin: Cannot read \"FILE\": it must have required property 'seed', so that it is no report.\n",
  ],
  [
    "a report of another form",
    '{"version": 2, "kind": "suite"}',
    "standin: Cannot read \"FILE\": it must have required property 'seed', so that it is no report.\n",
  ],
])("is told in one message, with status 2: %s", async (_, content, message) => {
  const file = content.startsWith("/") ? content : folder.write("report.json", content);
  const { code, stderr } = await report(file);
  expect([code, stderr.replaceAll(file, message.includes("FILE") ? "FILE" : file)]).toEqual([2, message]);
});

it("finds nothing in an answer that a fault has cut off, and counts nothing of it as covered", async () => {
  const cut = create('{"title":"a"}', { ...answered({}), body: '{"id":"1","ti' });
  const journalled = { ...cut, provider: "acme", tenant: "default", fault: { id: "acme-1", kind: "truncate" } };
  const { code, stdout } = await report(write([journalled]), "--format", "json");
  const { cases, coverage } = JSON.parse(stdout);
  expect([code, cases]).toEqual([0, [expect.objectContaining({ operation: "createTask", findings: [] })]]);
  const operation = coverage[0].operations.find((one: { operation: string }) => one.operation === "createTask");
  const seen = operation.statuses.filter(({ exchanges }: { exchanges: number }) => exchanges > 0);
  expect([operation.exchanges, operation.faulted, seen]).toEqual([1, 1, []]);
});
