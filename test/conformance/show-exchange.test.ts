import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { showExchange } from "../../src/conformance/show-exchange.ts";
import { loadContract } from "../../src/contract/load.ts";
import type { Exchange, Violation } from "../../src/exchange.ts";

const exchange = {
  ...{ id: "x-000001", operation: "createTask", violations: [] as Exchange["violations"] },
  request: { method: "POST", url: "https://api.acme.example/v2/tasks?limit=2", headers: {}, body: '{"a":1}' },
  response: { status: 201, headers: {}, body: "" },
} as unknown as Exchange;

it("shows what was sent and answered, and leaves out bodies that are empty", () => {
  expect(showExchange(exchange)).toBe('  x-000001 POST /v2/tasks?limit=2 -> 201 (createTask)\n    sent {"a":1}');
});

it("says that there was no answer, no operation, and which fault", () => {
  const lost: Exchange = { ...exchange, operation: null, response: null, fault: { id: "f-1", kind: "reset" } };
  const { body: _, ...request } = exchange.request;
  expect(showExchange({ ...lost, request })).toBe(
    "  x-000001 POST /v2/tasks?limit=2 -> no answer (no operation, fault reset)",
  );
});

it("shortens what is long, and shows no bytes that are no text", () => {
  const answered = (body: string, more = {}) => ({
    ...exchange,
    response: { status: 200, headers: {}, body, ...more },
  });
  expect(showExchange(answered("x".repeat(400)))).toMatch(/\n {4}answered x{400}$/);
  expect(showExchange(answered("x".repeat(401)))).toMatch(/\n {4}answered x{400}…$/);
  expect(showExchange(answered("AAAA", { bodyEncoding: "base64" }))).toMatch(/answered bytes that are no text$/);
  const url = `http://127.0.0.1:4010/acme/${"t".repeat(400)}`;
  expect(showExchange({ ...exchange, request: { ...exchange.request, url } })).toContain(
    ` /acme/${"t".repeat(394)}… -> 201`,
  );
});

it("names the contract as it opens from the working directory, unless there are several of the provider", () => {
  const base = join(import.meta.dirname, "noted/providers");
  const file = join(base, "contracts/noted/openapi.yaml");
  loadContract({ provider: "noted", file, base });
  const place = { file: "contracts/noted/openapi.yaml", line: 3, column: 1, pointer: "/paths" };
  const violation: Violation = {
    ...{
      provider: "noted",
      operation: "createTask",
      part: "request.body",
      pointer: "",
      rule: "type",
      message: "is no object",
    },
    ...{ severity: "error", evidence: "documented", expected: null, actual: null, source: null, contract: place },
  };
  const shown = () => /\((\S+):3, documented\)$/.exec(showExchange({ ...exchange, violations: [violation] }))?.[1];
  expect(shown()).toBe("test/conformance/noted/providers/contracts/noted/openapi.yaml");
  expect(existsSync(shown() as string)).toBe(true);
  loadContract({ provider: "noted", file, base: join(base, "contracts") });
  expect(shown()).toBe(place.file);
});
