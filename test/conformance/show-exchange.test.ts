import { expect, it } from "vitest";
import { showExchange } from "../../src/conformance/show-exchange.ts";
import type { Exchange } from "../../src/exchange.ts";

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
