import { expect, it } from "vitest";
import { checkExchange } from "../../src/contract/check-exchange.ts";
import { loadYaml } from "./contract-fixture.ts";

const text = "schema: { type: object, required: [a] }";
const contract = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths:
  /one: { post: { operationId: one, requestBody: { required: true, content: { application/json: { ${text} } } }, responses: { 200: { description: Done } } } }
  /two: { post: { operationId: two, requestBody: { content: { text/csv: {}, application/json: { ${text} } } }, responses: { 200: { description: Done } } } }
  /same: { post: { operationId: same, requestBody: { content: { application/json: { ${text} }, application/x+json: { ${text} } } }, responses: { 200: { description: Done } } } }
  /other: { post: { operationId: other, requestBody: { content: { application/json: { ${text} }, application/x+json: {} } }, responses: { 200: { description: Done } } } }
  /exact:
    post:
      operationId: exact
      requestBody:
        content:
          text/csv: {}
          application/x+json: {}
          application/json: { x-media-type-parameters: none }
      responses: { 200: { description: Done } }
  /none: { post: { operationId: none, responses: { 200: { description: Done } } } }
`);

/** What there is to say of a body: part, pointer, message, and the statement below the operation. */
function told(operation: string, contentType: string | undefined, body: string): unknown[] {
  const headers = contentType === undefined ? {} : { "content-type": contentType };
  const request = { method: "POST", url: `https://api.acme.test/${operation}`, headers, body };
  return checkExchange(contract, { request, response: null }).violations.map(
    ({ part, pointer, message, contract: { pointer: at } }) => [
      `${part} ${pointer}: ${message}`,
      at.replace(`/paths/~1${operation}/post/requestBody`, "#"),
    ],
  );
}

const wrong = "request.headers /content-type: must be";
const missing = ["request.body /a: the property is missing", "#/content/application~1json/schema/required/0"];

it.each<[operation: string, contentType: string | undefined, body: string, found: unknown[]]>([
  // One type is told at that type, several at all of them.
  ["one", "text/html", "<p>", [[`${wrong} application/json, and is "text/html"`, "#/content/application~1json"]]],
  ["two", "text/html", "<p>", [[`${wrong} text/csv or application/json, and is "text/html"`, "#/content"]]],
  // What only stands beside the type is told by the statement that nothing may.
  ["exact", "application/json", "{}", []],
  [
    "exact",
    "application/json; charset=utf-8",
    "{}",
    [
      [
        `${wrong} exactly application/json, without parameters, and is "application/json; charset=utf-8"`,
        "#/content/application~1json/x-media-type-parameters",
      ],
    ],
  ],
  [
    "exact",
    "text/html",
    "{}",
    [[`${wrong} text/csv or application/x+json or application/json, and is "text/html"`, "#/content"]],
  ],
  // JSON under a wrong name is judged as the JSON that was due, where that is clear.
  ["two", "text/html", "{}", [[`${wrong} text/csv or application/json, and is "text/html"`, "#/content"], missing]],
  [
    "same",
    "text/html",
    "{}",
    [[`${wrong} application/json or application/x+json, and is "text/html"`, "#/content"], missing],
  ],
  ["other", "text/html", "{}", [[`${wrong} application/json or application/x+json, and is "text/html"`, "#/content"]]],
  ["one", "application/json", "", [["request.body : the body is missing", "#/required"]]],
])("says of %s with %j and %j", (operation, contentType, body, found) => {
  expect(told(operation, contentType, body)).toEqual(found);
});

it("shows which types a missing body may have, and what was sent where none may be", () => {
  const violations = (path: string, body: string) =>
    checkExchange(contract, {
      request: { method: "POST", url: `https://api.acme.test/${path}`, headers: {}, body },
      response: null,
    }).violations;
  expect(violations("one", "")).toMatchObject([{ rule: "required", expected: ["application/json"] }]);
  expect(violations("none", "text")).toMatchObject([{ rule: "undocumented-property", expected: null, actual: "text" }]);
});
