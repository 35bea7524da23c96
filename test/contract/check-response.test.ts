import { expect, it } from "vitest";
import { checkExchange } from "../../src/contract/check-exchange.ts";
import { checkResponse, findResponse, type ResponseInput } from "../../src/contract/check-response.ts";
import type { Operation } from "../../src/contract/contract.ts";
import { formatViolation } from "../../src/contract/violation.ts";
import type { Headers } from "../../src/exchange.ts";
import { loadYaml } from "./contract-fixture.ts";

const contract = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths:
  /things:
    get:
      operationId: listThings
      responses:
        200:
          description: Done
          headers:
            X-Total: { required: true, schema: { type: integer } }
            X-Page: { schema: { type: integer } }
            Content-Type: { required: true, schema: { const: never } }
          content: { application/json: { schema: { type: array, items: { type: string } } } }
        204: { description: None }
        404: { description: Gone, content: { text/plain: { schema: { maxLength: 4 } } } }
        4XX: { description: Refused, content: { application/problem+json: { schema: { required: [title] } } } }
        502: { description: Upstream, content: { "*/*": {} } }
  /any:
    get:
      operationId: any
      responses: { default: { description: Any, content: { application/json: { schema: { type: object } } } } }
`);

const json = { "content-type": "application/json", "x-total": "1" };
const problem = { "content-type": "application/problem+json" };

function lines(status: number, headers: Headers, body?: string, method = "GET", path = "/things"): string[] {
  const request = { method, url: `https://api.acme.test${path}`, headers: {} };
  const response = { status, headers, ...(body === undefined ? {} : { body }) };
  const { violations } = checkExchange(contract, { request, response });
  return violations.map((violation) => formatViolation(violation).replace(/^\[acme\] \w+ | \(openapi.*$/g, ""));
}

it.each<[number, Headers, string | undefined, string[]]>([
  [200, json, '["a"]', []],
  [200, json, "[1]", ["response.body /0 type: must be string, and is the number 1"]],
  [200, json, "[1", ["response.body malformed-body: the body is not JSON: it ends too early at line 1, column 3"]],
  [200, json, undefined, ["response.body required: the body is missing"]],
  [200, json, "", ["response.body required: the body is missing"]],
  [
    200,
    { "x-total": "1" },
    "[]",
    ["response.headers /content-type content-type: the header is missing; it must be application/json"],
  ],
  [
    200,
    { ...json, "content-type": "text/html" },
    "<p>",
    ['response.headers /content-type content-type: must be application/json, and is "text/html"'],
  ],
  [200, { ...json, "x-total": [] }, "[]", ["response.headers /x-total response-header: the header is missing"]],
  [
    200,
    { ...json, "x-total": "many", "x-page": "1.5" },
    "[]",
    [
      'response.headers /x-total type: must be integer, and is the string "many"',
      'response.headers /x-page type: must be integer, and is the string "1.5"',
    ],
  ],
  [200, { ...json, "x-total": ["1", "2"] }, "[]", ["response.headers /x-total repeated: the value is given 2 times"]],
  [204, {}, undefined, []],
  [204, {}, "", []],
  [
    204,
    { "content-type": "application/json" },
    "{}",
    ["response.body undocumented-property: the response documents no body"],
  ],
  [404, { "content-type": "text/plain" }, "gone", []],
  [
    404,
    { "content-type": "text/plain; charset=utf-8" },
    "it is gone",
    ["response.body maxLength: must have at most 4 characters, and has 10"],
  ],
  [422, problem, '{"title":"no"}', []],
  [499, problem, "{}", ["response.body /title required: the property is missing"]],
  [502, { "content-type": "text/html" }, "<p>", []],
  [201, {}, undefined, ["response.status status: 201 is not documented; documented is 200, 204, 404, 502, 4XX"]],
  [500, json, "[]", ["response.status status: 500 is not documented; documented is 200, 204, 404, 502, 4XX"]],
  [0, {}, undefined, ["response.status status: 0 is not documented; documented is 200, 204, 404, 502, 4XX"]],
])("says of %d with %j and %j", (status, headers, body, found) => {
  expect(lines(status, headers, body)).toEqual(found);
});

it("asks an answer to HEAD for its headers, and for no body", () => {
  expect(lines(200, json, undefined, "HEAD")).toEqual([]);
  expect(lines(200, {}, undefined, "HEAD")).toEqual([
    "response.headers /x-total response-header: the header is missing",
  ]);
  expect(lines(201, {}, undefined, "HEAD")).toHaveLength(1);
});

it("prefers the status to its range, and the range to the default", () => {
  const [list, any] = contract.operations as [Operation, Operation];
  expect([404, 418, 500, 200].map((status) => findResponse(list, status)?.status)).toEqual([
    "404",
    "4XX",
    undefined,
    "200",
  ]);
  expect(findResponse(any, 599)?.status).toBe("default");
  expect(lines(503, json, "[]", "GET", "/any")).toEqual(["response.body type: must be object, and is array"]);
});

it.each<[claim: string, status: number, body: string, finding: object]>([
  [
    "a status that is not documented at the responses",
    500,
    "",
    { part: "response.status", expected: ["200", "204", "404", "502", "4XX"], contract: { pointer: "/responses" } },
  ],
  [
    "a body that is not documented at the response, and shows it",
    204,
    "text",
    { part: "response.body", actual: "text", contract: { pointer: "/responses/204" } },
  ],
  [
    "a body that is missing at the content, and which types there are",
    404,
    "",
    { part: "response.body", expected: ["text/plain"], contract: { pointer: "/responses/404/content" } },
  ],
])("tells %s", (_, status, body, finding) => {
  const request = { method: "GET", url: "https://api.acme.test/things", headers: {} };
  const { violations } = checkExchange(contract, { request, response: { status, headers: {}, body } });
  const shown = violations.map(({ contract: { pointer }, ...rest }) => ({
    ...rest,
    contract: { pointer: pointer.replace("/paths/~1things/get", "") },
  }));
  expect(shown).toMatchObject([finding]);
});

it("judges a body that is at hand as JSON as it would its text", () => {
  const [list, any] = contract.operations as [Operation, Operation];
  const told = (operation: Operation, response: ResponseInput) =>
    checkResponse(contract, operation, { method: "GET" }, response).map(({ pointer, rule, actual }) => [
      pointer,
      rule,
      actual,
    ]);
  expect(told(any, { status: 200, headers: json, json: {}, text: "not read" })).toEqual([]);
  expect(told(list, { status: 200, headers: json, json: ["a", 1] })).toEqual([["/1", "type", 1]]);
  expect(told(list, { status: 204, headers: {}, json: ["a"] })).toEqual([["", "undocumented-property", ["a"]]]);
  expect(told(list, { status: 204, headers: {}, bytes: Buffer.from("a") })).toEqual([
    ["", "undocumented-property", "a"],
  ]);
});
