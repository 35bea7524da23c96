import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, providersDir, standin } from "./standin.ts";

const folder = mkdtempSync(join(tmpdir(), "standin-check-"));
beforeAll(build, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const authorization = "Bearer anything";
const json = { "content-type": "application/json" };
const good = {
  request: { method: "GET", url: "https://api.acme.test/v1/tasks/1", headers: { authorization } },
  response: { status: 200, headers: json, body: '{"id":"1","title":"a"}' },
};
const create = (body: unknown) => ({
  request: {
    method: "POST",
    url: "https://api.acme.test/v1/tasks",
    headers: { authorization, ...json },
    body: JSON.stringify(body),
  },
  response: { status: 201, headers: json, body: '{"id":"1","title":"a"}' },
});
const drifting = { ...good, response: { ...good.response, body: '{"id":1}' } };
const elsewhere = { request: { method: "GET", url: "https://cdn.test/a.js", headers: {} }, response: null };

const toNdjson = (...exchanges: unknown[]) => exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join("");

/** Checks what comes on standard input. The folder of the providers is shown as PROVIDERS. */
async function check(input: string, ...args: string[]) {
  const finished = await standin(["check", "-", "--providers", providersDir, ...args], { input });
  return { ...finished, stdout: finished.stdout.replaceAll(providersDir, "PROVIDERS") };
}

describe("standin check", () => {
  it("passes exchanges that keep to the contract, with status 0", async () => {
    expect(await check(toNdjson(good, create({ title: "a" })))).toEqual({
      code: 0,
      stdout: "2 exchanges: 0 errors, 0 warnings, 0 notes, 0 skipped\n",
      stderr: "",
    });
  });

  it("judges what the adapter does over time, at the line where it does it", async () => {
    const refused = (second: number) => ({
      ...create({ title: "a" }),
      response: { status: 400, headers: json, body: '{"error":"no"}' },
      startedAt: `2026-11-02T09:30:0${second}Z`,
      durationMs: 20,
    });
    const { code, stdout, stderr } = await check(toNdjson(refused(1), refused(2), refused(3)));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "stdin:3: warning: [acme] createTask sequence retry-refused: the same request was sent a third time; line 1 and line 2 were refused with 400, which no repeat cures (PROVIDERS/contracts/acme/openapi.yaml:63, inferred)
      3 exchanges: 0 errors, 1 warning, 0 notes, 0 skipped, 3 refused (adapter: 1 warning)
      "
    `);
  });

  it("says what it cannot judge over time", async () => {
    const refused = { ...create({ title: "a" }), response: { status: 400, headers: json, body: '{"error":"no"}' } };
    const { stderr } = await check(toNdjson(refused, refused));
    expect(stderr).toMatchInlineSnapshot(`
      "hint: standard input: 1 request came again after no success, and without startedAt and durationMs (in HAR startedDateTime and time) nobody can tell whether as a repeat: not judged.
      "
    `);
  });

  it("prints one line for each violation, by side and severity, with status 1", async () => {
    const { code, stdout, stderr } = await check(
      toNdjson(
        good,
        create({ titel: "a", note: "too long" }),
        create({ title: "a", note: "x" }),
        drifting,
        elsewhere,
        elsewhere,
      ),
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "stdin:2: error: [acme] createTask request.body /title required: the property is missing (PROVIDERS/contracts/acme/openapi.yaml:74, documented)
      stdin:2: error: [acme] createTask request.body /titel undocumented-property: the contract names no property "titel"; did you mean "title"? (PROVIDERS/contracts/acme/openapi.yaml:75, documented)
      stdin:2: warning: [acme] createTask request.body /note maxLength: must have at most 5 characters, and has 8 (PROVIDERS/contracts/acme/openapi.yaml:77, inferred)
      stdin:3: note: [acme] createTask request.body /note minLength: must have at least 2 characters, and has 1 (PROVIDERS/contracts/acme/openapi.yaml:77, assumed)
      stdin:4: drift error: [acme] getTask response.body /title required: the property is missing (PROVIDERS/contracts/acme/openapi.yaml:80, documented)
      stdin:4: drift error: [acme] getTask response.body /id type: must be string, and is the number 1 (PROVIDERS/contracts/acme/openapi.yaml:82, documented)
      skipped: 2 exchanges with cdn.test, which is no provider's host
      6 exchanges: 4 errors, 1 warning, 1 note, 2 skipped (adapter: 2 errors, 1 warning, 1 note; drift: 2 errors)
      "
    `);
  });

  it("does not fail for warnings and notes", async () => {
    expect(await check(toNdjson(create({ title: "a", note: "too long" })))).toMatchObject({ code: 0 });
  });

  it("says no more of a body that no stand-in read, and of Standin's word on it, than the stand-in did", async () => {
    const sent = { ...create({}).request, body: undefined };
    const refusal = { "content-type": "application/problem+json", "standin-problem": "body-too-large" };
    const journal = [
      {
        request: { ...sent, headers: { ...sent.headers, "content-length": "2000000" } },
        response: { status: 413, headers: refusal, body: '{"status":413}' },
      },
      { request: { ...sent, headers: { ...sent.headers, "transfer-encoding": "chunked" } }, response: null },
    ].map((exchange) => ({ ...exchange, provider: "acme", tenant: "default" }));
    expect(await check(JSON.stringify({ items: journal }))).toEqual({
      code: 0,
      stdout:
        "2 exchanges: 0 errors, 0 warnings, 0 notes, 0 skipped, 1 refused by Standin itself, 1 without a response, 2 without their recorded body\n",
      stderr: "",
    });
  });

  it("tells what a stand-in answered and what was planned from the vendor's drift", async () => {
    const journal = [
      { ...drifting, id: "x-000001", provider: "acme", tenant: "default" },
      {
        ...drifting,
        id: "x-000002",
        provider: "acme",
        tenant: "default",
        fault: { id: "f", kind: "invalid-response" },
      },
    ];
    const { code, stdout } = await check(JSON.stringify({ items: journal, total: 2, next: null }));
    expect(code).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "stdin#1: stand-in error: [acme] getTask response.body /title required: the property is missing (PROVIDERS/contracts/acme/openapi.yaml:80, documented)
      stdin#1: stand-in error: [acme] getTask response.body /id type: must be string, and is the number 1 (PROVIDERS/contracts/acme/openapi.yaml:82, documented)
      stdin#2: planned error: [acme] getTask response.body /title required: the property is missing (PROVIDERS/contracts/acme/openapi.yaml:80, documented)
      stdin#2: planned error: [acme] getTask response.body /id type: must be string, and is the number 1 (PROVIDERS/contracts/acme/openapi.yaml:82, documented)
      2 exchanges: 2 errors, 0 warnings, 0 notes, 0 skipped (stand-in: 2 errors; planned: 2 errors)
      "
    `);
    expect(await check(JSON.stringify({ items: journal.slice(1) }))).toMatchObject({ code: 0 });
  });

  it.each(["status", "reply", "invalid-response", "variant"])("takes for planned what a %s breaks", async (kind) => {
    const exchange = { ...drifting, provider: "acme", tenant: "default", fault: { id: "f", kind } };
    expect(await check(JSON.stringify(exchange))).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("(planned: 2 errors)"),
    });
  });

  it.each([{ id: "f", kind: "delay" }, { kind: "nonsense" }, "x", null])(
    "takes what a stand-in answered under the fault %j for its own",
    async (fault) => {
      const exchange = { ...drifting, provider: "acme", tenant: "default", fault };
      const { code, stdout } = await check(JSON.stringify(exchange));
      expect([code, stdout.includes("stand-in: 2 errors)")]).toEqual([1, true]);
    },
  );

  it("finds the provider by host, by a stand-in's URL, or as it is told", async () => {
    const at = (url: string) => ({ ...good, request: { ...good.request, url } });
    const urls = ["http://localhost:4010/acme/v1/tasks/1", "http://standin/acme//v1/tasks/1?a#b"];
    expect((await check(toNdjson(...urls.map(at)))).stdout).toMatchInlineSnapshot(`
      "stdin:2: error: [acme] getTask request.query /a undocumented-parameter: the contract names no query parameter "a" (PROVIDERS/contracts/acme/openapi.yaml:43, documented)
      2 exchanges: 1 error, 0 warnings, 0 notes, 0 skipped (adapter: 1 error)
      "
    `);
    const gateway = toNdjson(at("https://gateway.test/v1/tasks/1"));
    expect(await check(gateway)).toMatchObject({ code: 2 });
    expect(await check(gateway, "--provider", "acme")).toMatchObject({ code: 0 });
  });

  it("reports a broken line with its number and judges the rest, with status 1", async () => {
    expect(await check(`${toNdjson(good)}{"request":\n${toNdjson(good)}`)).toEqual({
      code: 1,
      stdout:
        "stdin:2: broken: the line is not JSON\n2 exchanges: 0 errors, 0 warnings, 0 notes, 0 skipped, 1 broken\n",
      stderr: "",
    });
  });

  it("does not judge a body that a HAR archive lacks", async () => {
    const entry = {
      request: { method: "GET", url: good.request.url, headers: [{ name: "Authorization", value: authorization }] },
      response: { status: 200, headers: [{ name: "Content-Type", value: "application/json" }], content: { size: 22 } },
    };
    expect(await check(JSON.stringify({ log: { entries: [entry] } }))).toEqual({
      code: 0,
      stdout: "1 exchange: 0 errors, 0 warnings, 0 notes, 0 skipped, 1 without their recorded body\n",
      stderr: "",
    });
  });

  it("skips a body that is nested deeper than Standin reads, and says whose limit it is", async () => {
    const deep = create(0);
    deep.request.body = `${"[".repeat(513)}${"]".repeat(513)}`;
    expect(await check(toNdjson(good, deep))).toEqual({
      code: 0,
      stdout: `skipped: 1 exchange with a body nested more than 512 levels deep, the most that Standin reads
2 exchanges: 0 errors, 0 warnings, 0 notes, 1 skipped
`,
      stderr: "",
    });
  });

  it("counts documented refusals, which are no violations, and what had no response", async () => {
    const refused = { ...good, response: { status: 401, headers: json, body: '{"error":"unknown"}' } };
    const aborted = { ...good, response: null };
    expect(await check(toNdjson(good, refused, refused, aborted))).toEqual({
      code: 0,
      stdout: "4 exchanges: 0 errors, 0 warnings, 0 notes, 0 skipped, 2 refused, 1 without a response\n",
      stderr: expect.stringMatching(/^hint: .* came again after no success, /),
    });
    const undocumented = { ...good, response: { ...refused.response, status: 418 } };
    expect((await check(toNdjson(undocumented))).stdout).toContain(
      "1 exchange: 1 error, 0 warnings, 0 notes, 0 skipped (",
    );
  });

  it("skips what is no call of a provider's API, and says what it was", async () => {
    const at = (url: string, more: object = {}) => ({ ...good, request: { ...good.request, url, ...more } });
    const headers = { "access-control-request-method": "GET", origin: "https://app.test" };
    const exchanges = [
      at(good.request.url, { method: "OPTIONS", headers }),
      at("wss://api.acme.test/v1/live"),
      at("http://127.0.0.1:4010/zeta/v1/tasks/1"),
      { ...good, provider: "zeta" },
      good,
    ];
    expect(await check(toNdjson(...exchanges))).toEqual({
      code: 0,
      stdout: [
        "skipped: 1 exchange with a browser's CORS preflight\n",
        "skipped: 1 exchange with a wss: address, which is no HTTP\n",
        "skipped: 1 exchange with 127.0.0.1:4010/zeta, which is no provider that is defined here (--providers names another folder)\n",
        'skipped: 1 exchange with the provider "zeta", which no folder defines (--providers names another)\n',
        "5 exchanges: 0 errors, 0 warnings, 0 notes, 4 skipped\n",
      ].join(""),
      stderr: "",
    });
  });

  it("judges the request alone where a condition was answered with 304", async () => {
    const unmodified = (headers: object) => ({
      request: { ...good.request, headers: { ...good.request.headers, ...headers } },
      response: { status: 304, headers: {}, body: "" },
    });
    const { code, stdout } = await check(toNdjson(unmodified({ "if-none-match": 'W/"1"' }), good));
    expect([code, stdout]).toEqual([0, "2 exchanges: 0 errors, 0 warnings, 0 notes, 0 skipped, 1 not modified\n"]);
    expect((await check(toNdjson(unmodified({})))).stdout).toContain("304 is not documented");
  });

  it("hints at an archive that a browser has saved without its credentials", async () => {
    const entry = (headers: object[]) => ({
      request: { method: "GET", url: good.request.url, headers },
      response: { status: 200, headers: [{ name: "Content-Type", value: "application/json" }], content: { size: 22 } },
    });
    const har = (...entries: object[]) => JSON.stringify({ log: { entries } });
    const stripped = await check(har(entry([]), entry([])));
    expect(stripped.code).toBe(1);
    expect(stripped.stderr).toMatchInlineSnapshot(`
      "hint: No request in standard input has an Authorization header. Browsers leave it out of what they save, unless they are told to keep sensitive data; then the authentication errors are the archive's, not the adapter's.
      "
    `);
    const forgotten = await check(har(entry([]), entry([{ name: "Authorization", value: authorization }])));
    expect(forgotten).toMatchObject({ code: 1, stderr: "" });
    const journal = { ...good, request: { ...good.request, headers: {} }, provider: "acme", tenant: "default" };
    expect(await check(JSON.stringify({ items: [journal] }))).toMatchObject({ code: 1, stderr: "" });
  });

  it("holds interactions against their contract, but for what they violate on purpose", async () => {
    const body = (value: unknown) => ({ headers: { authorization, ...json }, body: value });
    const interaction = {
      operation: "createTask",
      outcome: "no-title",
      request: { method: "POST", url: "https://api.acme.test/v1/tasks", ...body({}) },
      response: { status: 400, headers: json, body: { error: "invalid" } },
      violates: [{ part: "request.body", pointer: "/title", rule: "required" }],
    };
    const file = join(folder, "createTask.no-title.json");
    const run = (...changes: object[]) => {
      writeFileSync(file, JSON.stringify(Object.assign({}, interaction, ...changes), undefined, 2));
      return standin([
        "check",
        file,
        join(providersDir, "contracts/acme/interactions/getTask.documented.json"),
        "--providers",
        providersDir,
      ]);
    };
    expect(await run()).toEqual({
      code: 0,
      stdout: "2 exchanges: 0 errors, 0 warnings, 0 notes, 0 skipped, 1 refused\n",
      stderr: "",
    });
    const [title] = interaction.violates;
    const foreseen = [
      { ...title, rule: "type" },
      { ...title, pointer: "", rule: "type" },
    ];
    const wrong = await run({ operation: "getTask", violates: foreseen });
    expect(wrong.code).toBe(1);
    expect(wrong.stdout.replaceAll(providersDir, "PROVIDERS").replaceAll(file, "FILE")).toMatchInlineSnapshot(`
      "FILE#1: broken: the entry says that it is of getTask, and is of createTask
      FILE#1: broken: the entry says that it violates request.body /title type, and does not
      FILE#1: broken: the entry says that it violates request.body type, and does not
      FILE#1: error: [acme] createTask request.body /title required: the property is missing (PROVIDERS/contracts/acme/openapi.yaml:74, documented)
      2 exchanges: 1 error, 0 warnings, 0 notes, 0 skipped, 1 refused, 3 broken (adapter: 1 error)
      "
    `);
    const unrouted = { request: { ...interaction.request, url: "https://api.acme.test/v1/nothing" } };
    const outside = { operation: null, violates: [{ part: "request.path", pointer: "", rule: "operation" }] };
    expect((await run(unrouted, outside)).code).toBe(0);
    expect((await run(outside)).stdout).toContain("says that it is of no operation, and is of createTask\n");
    expect((await run({ violates: "title" })).stdout).toContain(
      `${file}#1: broken: the entry has violates that are no list of { part, pointer, rule }\n`,
    );
  });

  it("prints one JSON document with --json", async () => {
    const { code, stdout, stderr } = await check(`${toNdjson(drifting, elsewhere)}[]\n`, "--json");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    const { violations, ...rest } = JSON.parse(stdout);
    expect(
      violations.map(({ file, line, side, rule }: Record<string, unknown>) => ({ file, line, side, rule })),
    ).toEqual([
      { file: "stdin", line: 1, side: "drift", rule: "required" },
      { file: "stdin", line: 1, side: "drift", rule: "type" },
    ]);
    expect(rest).toMatchInlineSnapshot(`
      {
        "broken": [
          {
            "file": "stdin",
            "line": 3,
            "reason": "is no JSON object",
          },
        ],
        "exchanges": 2,
        "notModified": 0,
        "refused": 0,
        "refusedByStandin": 0,
        "sides": {
          "adapter": {
            "error": 0,
            "note": 0,
            "warning": 0,
          },
          "drift": {
            "error": 2,
            "note": 0,
            "warning": 0,
          },
          "planned": {
            "error": 0,
            "note": 0,
            "warning": 0,
          },
          "stand-in": {
            "error": 0,
            "note": 0,
            "warning": 0,
          },
        },
        "skipped": [
          {
            "exchanges": 1,
            "subject": "cdn.test, which is no provider's host",
          },
        ],
        "totals": {
          "error": 2,
          "note": 0,
          "warning": 0,
        },
        "unanswered": 0,
        "unrecordedBodies": 0,
      }
    `);
  });

  it("judges the other files when one cannot be read, with status 2", async () => {
    const file = join(folder, "good.ndjson");
    writeFileSync(file, toNdjson(good));
    const files = ["/no/such/file", folder, join(providersDir, "contracts/acme/openapi.yaml"), file];
    expect(await standin(["check", ...files, "--providers", providersDir])).toEqual({
      code: 2,
      stdout: "1 exchange: 0 errors, 0 warnings, 0 notes, 0 skipped\n",
      stderr: [
        'standin: Cannot read "/no/such/file": there is no such file.\n',
        `standin: Cannot read "${folder}": it is a folder.\n`,
        `standin: Cannot read "${files[2]}": it is neither HAR nor NDJSON of exchanges nor a journal's export.\n`,
      ].join(""),
    });
  });

  it("gives no verdict on nothing, with status 2", async () => {
    expect(await check("")).toEqual({
      code: 2,
      stdout: "",
      stderr: "standin: Cannot read standard input: it is empty.\n",
    });
    expect(await check('{"log":{"entries":[]}}')).toEqual({
      code: 2,
      stdout: "",
      stderr: "standin: Nothing was judged: there is no exchange.\n",
    });
    expect(await check(toNdjson(elsewhere))).toEqual({
      code: 2,
      stdout:
        "skipped: 1 exchange with cdn.test, which is no provider's host\n1 exchange: 0 errors, 0 warnings, 0 notes, 1 skipped\n",
      stderr: "standin: Nothing was judged: every exchange was skipped (--provider says whose they are).\n",
    });
  });

  it("comes to its verdict when nobody reads on", async () => {
    const input = toNdjson(...Array.from({ length: 2000 }, () => drifting));
    const { code, stderr } = await standin(["check", "-", "--providers", providersDir], { input, readOnly: 1 });
    // On a busy machine it takes longer than a second, and says how far it is.
    expect({ code, stderr: stderr.replace(/^\d+ exchanges, \d+ MiB\n/gm, "") }).toEqual({ code: 1, stderr: "" });
  });
});
