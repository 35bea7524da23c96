import { expect, it } from "vitest";
import type { Exchange } from "../../src/exchange.ts";
import { colorsFor } from "../../src/report/colors.ts";
import { formatExchange } from "../../src/report/exchange-line.ts";

const plain = colorsFor({ isTTY: false } as NodeJS.WriteStream);
const exchange: Exchange = {
  id: "x-000001",
  provider: "acme",
  tenant: "default",
  operation: "listTasks",
  startedAt: "2026-01-01T00:00:01.000Z",
  durationMs: 1.4,
  request: { method: "GET", url: "https://api.acme.example/v2/tasks", headers: {} },
  response: { status: 200, headers: {} },
  violations: [],
};

it("tells provider, method, target, status, operation and time", () => {
  expect(formatExchange(exchange, plain)).toBe("acme GET /v2/tasks 200 listTasks 1 ms\n");
});

it("cuts a target that would fill the terminal", () => {
  const url = `${exchange.request.url}?${"a".repeat(200_000)}`;
  const line = formatExchange({ ...exchange, request: { ...exchange.request, url } }, plain);
  expect(line).toBe(`acme GET /v2/tasks?${"a".repeat(290)}… 200 listTasks 1 ms\n`);
});
