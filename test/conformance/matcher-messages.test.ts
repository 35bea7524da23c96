import { expect, it } from "vitest";
import { matchers, type Received } from "../../src/conformance/matchers.ts";
import type { Exchange, Violation } from "../../src/exchange.ts";

const violation = {
  ...{ provider: "acme", operation: "createTask", part: "request.body", pointer: "/title", rule: "required" },
  ...{ severity: "error", evidence: "documented", message: "the property is missing", expected: null, actual: null },
  contract: { file: "contracts/acme/openapi.yaml", line: 12, column: 1, pointer: "/paths" },
  source: null,
} satisfies Violation;

let count = 0;

function exchangeOf(given: Partial<Exchange> & { body?: string; url?: string } = {}): Exchange {
  const { body, url = "https://api.acme.example/tasks", ...others } = given;
  return {
    ...{ id: `x-${++count}`, provider: "acme", tenant: "default", operation: "createTask" },
    ...{ startedAt: "2026-01-01T00:00:01.000Z", recordedAt: "2026-11-02T09:30:00.000Z", durationMs: 1 },
    request: { method: "POST", url, headers: {}, ...(body === undefined ? {} : { body }) },
    response: { status: 200, headers: {} },
    violations: [],
    ...others,
  } as Exchange;
}

const broken = (pointer = "/title", rule = "required") =>
  exchangeOf({ violations: [{ ...violation, pointer, rule } as Violation] });

/** The first line of a message, without what it shows of exchanges. */
const firstLine = (result: { message(): string }) => result.message().split("\n")[0];

it("counts exchanges in words that fit", () => {
  const several = matchers.toConform([exchangeOf(), exchangeOf()]);
  expect(firstLine(several)).toBe("Nothing breaks the contract in 2 exchanges, and something should.");
  expect(firstLine(matchers.toConform([broken(), exchangeOf(), broken()]))).toBe(
    "2 of 3 exchanges break the contract:",
  );
  const asked = { status: 404 };
  expect(firstLine(matchers.toHaveReceived([exchangeOf()], "createTask", asked))).toBe(
    "createTask was received once, and not as asked for. The nearest:",
  );
  const others = [exchangeOf({ operation: null }), exchangeOf({ operation: null }), exchangeOf()];
  expect(firstLine(matchers.toHaveReceived(others, "listTasks"))).toBe(
    "listTasks was not received. Received: no operation (2 times), createTask.",
  );
});

it("shows requests that matched no operation where the one that is asked for was not received", () => {
  const message = 'no operation has the path "/v2/tasks"; the nearest is createTask (POST /tasks)';
  const stray = { ...violation, operation: null, part: "request.path", pointer: "", rule: "operation", message };
  const url = "https://api.acme.example/v2/tasks";
  const received = [exchangeOf({ url, operation: null, violations: [stray as Violation] }), exchangeOf()];
  expect(matchers.toHaveReceived(received, "listTasks").message().replace(/x-\d+/, "x-1")).toMatchInlineSnapshot(`
    "listTasks was not received. Received: no operation, createTask.
      x-1 POST /v2/tasks -> 200 (no operation)
        error: [acme] - request.path operation: no operation has the path "/v2/tasks"; the nearest is createTask (POST /tasks) (contracts/acme/openapi.yaml:12, documented)"
  `);
});

it("shows five exchanges, and how many more there are", () => {
  const shownOf = (length: number) =>
    matchers
      .toConform(Array.from({ length }, () => broken()))
      .message()
      .split("\n")
      .filter((line) => /^ {2}(x-|and)/.test(line))
      .map((line) => line.trim().replace(/^x-.*/, "one"));
  expect(shownOf(5)).toEqual(Array(5).fill("one"));
  expect(shownOf(6)).toEqual([...Array(5).fill("one"), "and 1 more"]);
});

it("names the violation that is nearest: of the rule, else at the place", () => {
  const seen = [broken("/other", "type"), broken("/title", "minLength"), broken("/note", "required")];
  expect(firstLine(matchers.toViolate(seen, "required", "/title"))).toBe(
    "/title required is not violated. The nearest is request.body /note required.",
  );
  expect(firstLine(matchers.toViolate(seen, "maxLength", "/title"))).toBe(
    "/title maxLength is not violated. The nearest is request.body /title minLength.",
  );
  expect(firstLine(matchers.toViolate(seen, "maxLength", "/name"))).toBe("/name maxLength is not violated.");
  expect(matchers.toViolate(seen, "type", "/title").pass).toBe(false);
});

it("compares a body that is no JSON as text, and none as undefined", () => {
  const has = (exchange: Exchange, body: unknown) => matchers.toHaveReceived([exchange], "createTask", { body }).pass;
  expect(has(exchangeOf({ body: "a=1" }), "a=1")).toBe(true);
  expect(has(exchangeOf({ body: "\ufeff[1]" }), [1])).toBe(true);
  expect(has(exchangeOf(), undefined)).toBe(true);
  expect(has(exchangeOf({ body: "null" }), undefined)).toBe(false);
});

it.each([
  ["no violations", { request: {} }],
  ["no request", { violations: [] }],
  ["a request that is no object", { request: "GET", violations: [] }],
  ["nothing", null],
])("takes what has %s for no exchange", (_, one) => {
  expect(() => matchers.toConform([exchangeOf(), one] as unknown as Received)).toThrow(/^This matcher takes/);
});
