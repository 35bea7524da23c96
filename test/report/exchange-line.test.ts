import { describe, expect, it } from "vitest";
import type { Exchange, Violation } from "../../src/exchange.ts";
import { colorsFor } from "../../src/report/colors.ts";
import { formatExchange, formatStray } from "../../src/report/exchange-line.ts";

const plain = colorsFor({ isTTY: false } as NodeJS.WriteStream);
const format = (exchange: Exchange) => formatExchange(exchange, plain, (violation) => violation);
const exchange: Exchange = {
  id: "x-000001",
  provider: "acme",
  tenant: "default",
  operation: "listTasks",
  startedAt: "2026-01-01T00:00:01.000Z",
  recordedAt: "2026-11-02T09:30:00.000Z",
  durationMs: 1.4,
  request: { method: "GET", url: "https://api.acme.example/v2/tasks", headers: {} },
  response: { status: 200, headers: {} },
  violations: [],
};

it("tells provider, method, target, status, operation and time", () => {
  expect(format(exchange)).toBe("acme GET /v2/tasks 200 listTasks 1 ms\n");
});

it("cuts a target that would fill the terminal", () => {
  const url = `${exchange.request.url}?${"a".repeat(200_000)}`;
  const line = format({ ...exchange, request: { ...exchange.request, url } });
  expect(line).toBe(`acme GET /v2/tasks?${"a".repeat(290)}… 200 listTasks 1 ms\n`);
});

it("tells what reached no provider, and cuts it alike", () => {
  const stray = { method: "GET", target: `/${"a".repeat(400)}`, status: 404, detail: `no\n${"b".repeat(400)}` };
  expect(formatStray(stray, plain)).toBe(`- GET /${"a".repeat(299)}… 404, Standin itself: no ${"b".repeat(197)}…\n`);
  expect(formatStray({ method: null, target: null, status: 400, detail: "" }, plain)).toBe("- 400, Standin itself\n");
});

describe("a refusal", () => {
  const refused = (status: number, body?: string, more: Partial<Exchange> = {}) =>
    format({ ...exchange, response: { status, headers: {}, ...(body === undefined ? {} : { body }) }, ...more });

  it("that the contract gives no reason for is told in the vendor's words", () => {
    expect(refused(412, '{"message":"Precondition failed"}')).toBe(
      'acme GET /v2/tasks 412 listTasks 1 ms, refused: {"message":"Precondition failed"}\n',
    );
    expect(refused(404)).toBe("acme GET /v2/tasks 404 listTasks 1 ms, refused\n");
    expect(refused(400, `<p>\u001b[2J\r\n${"a".repeat(300)}`)).toBe(
      `acme GET /v2/tasks 400 listTasks 1 ms, refused: <p> [2J ${"a".repeat(191)}…\n`,
    );
  });

  it("with status 401 is told to be one of the credential", () => {
    expect(refused(401, '"Who are you?"')).toBe(
      'acme GET /v2/tasks 401 listTasks 1 ms, credential refused: "Who are you?"\n',
    );
  });

  it("of what broke the contract is told by what was broken", () => {
    const violation: Violation = {
      provider: "acme",
      operation: "listTasks",
      part: "request.query",
      pointer: "/limit",
      rule: "type",
      severity: "error",
      evidence: "documented",
      message: "must be integer",
      expected: "integer",
      actual: "many",
      contract: { file: "contracts/acme/openapi.yaml", line: 15, column: 1, pointer: "" },
      source: null,
    };
    expect(refused(400, "invalid", { violations: [violation] })).toBe(
      [
        "acme GET /v2/tasks 400 listTasks 1 ms\n",
        "error: [acme] listTasks request.query /limit type: must be integer (contracts/acme/openapi.yaml:15, documented)\n",
      ].join(""),
    );
  });

  it("of Standin's own is not put into the vendor's mouth", () => {
    const own = (body?: string) => {
      const response = { status: 413, headers: { "standin-problem": "body-too-large" }, ...(body && { body }) };
      return format({ ...exchange, response });
    };
    expect(own('{"status":413,"detail":"The request body has more than 9 bytes."}')).toBe(
      "acme GET /v2/tasks 413 listTasks 1 ms, Standin itself: The request body has more than 9 bytes.\n",
    );
    expect(own('{"status":413,"detail":"cut o')).toBe("acme GET /v2/tasks 413 listTasks 1 ms, Standin itself\n");
    expect(own()).toBe("acme GET /v2/tasks 413 listTasks 1 ms, Standin itself\n");
  });
});
