import { expect, it } from "vitest";
import { checkExchange } from "../../src/contract/check-exchange.ts";
import type { Headers, Violation } from "../../src/exchange.ts";
import { loadYaml } from "./contract-fixture.ts";

const contract = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths:
  /things:
    get:
      operationId: listThings
      responses:
        204: { description: None }
        200:
          description: Done
          content: { application/json: {}, text/csv: {} }
        201: { description: More, content: { application/json: {} } }
        400: { description: Refused, content: { text/html: {} } }
    post:
      operationId: createThing
      requestBody: { content: { application/json: {}, text/csv: {} } }
      responses: { 204: { description: Done }, 400: { description: Refused, content: { text/html: {} } } }
  /key: { get: { operationId: byKey, security: [{ key: [] }], responses: { 200: { description: Done } } } }
  /query: { get: { operationId: byQuery, security: [{ query: [] }], responses: { 200: { description: Done } } } }
  /cookie: { get: { operationId: byCookie, security: [{ cookie: [] }], responses: { 200: { description: Done } } } }
  /oauth: { get: { operationId: byToken, security: [{ oauth: [] }], responses: { 200: { description: Done } } } }
  /both: { get: { operationId: byBoth, security: [{ query: [], key: [] }, { oauth: [] }], responses: { 200: { description: Done } } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    query: { type: apiKey, in: query, name: api_key }
    cookie: { type: apiKey, in: cookie, name: session }
    oauth: { type: oauth2, flows: {} }
`);

function check(method: string, path: string, headers: Headers, body?: string): Violation[] {
  const request = { method, url: `https://api.acme.test${path}`, headers, ...(body === undefined ? {} : { body }) };
  return checkExchange(contract, { request, response: null }).violations;
}

function lines(violations: readonly Violation[]): string[] {
  return violations.map(({ part, pointer, rule, message }) => `${part} ${pointer} ${rule}: ${message}`);
}

it.each<[path: string, line: string]>([
  ["/key", "request.headers /x-key authentication: the credential is missing: header X-Key"],
  ["/query", "request.query /api_key authentication: the credential is missing: query api_key"],
  ["/cookie", "request.headers /cookie authentication: the credential is missing: cookie session"],
  ["/oauth", "request.headers /authorization authentication: the credential is missing: Authorization: Bearer"],
  [
    "/both",
    "request.query /api_key authentication: the credential is missing: query api_key with header X-Key, or Authorization: Bearer",
  ],
])("says of a request to %s that the credential is missing, and where it belongs", (path, line) => {
  expect(lines(check("GET", path, {}))).toEqual([line]);
});

it("reports a content type that is named twice, and reads the body by the first", () => {
  const headers = { "content-type": ["application/json", "text/csv"] };
  const found = check("POST", "/things", headers, "[1");
  expect(lines(found)).toEqual([
    'request.headers /content-type content-type: the header stands 2 times: "application/json" and "text/csv"',
    "request.body  malformed-body: the body is not JSON: it ends too early at line 1, column 3",
  ]);
  expect(found[0]).toMatchObject({
    expected: ["application/json", "text/csv"],
    actual: ["application/json", "text/csv"],
    contract: { pointer: "/paths/~1things/post/requestBody" },
  });
});

it("has nothing against content types of no body, nor against one in a list", () => {
  expect(check("POST", "/things", { "content-type": ["application/json", "text/csv"] })).toEqual([]);
  expect(check("GET", "/things", { "content-type": ["application/json", "text/csv"] })).toEqual([]);
  expect(check("POST", "/things", { "content-type": ["application/json"] }, "[]")).toEqual([]);
});

it("holds Accept to the types of all successes, and to no refusal's", () => {
  const found = check("GET", "/things", { accept: "text/html" });
  expect(lines(found)).toEqual([
    'request.headers /accept accept: takes none of the documented types application/json, text/csv: "text/html"',
  ]);
  expect(found[0]).toMatchObject({
    expected: ["application/json", "text/csv"],
    contract: { pointer: "/paths/~1things/get/responses/200" },
  });
  expect(check("GET", "/things", { accept: "text/csv" })).toEqual([]);
});

it("takes any Accept where no success has a body", () => {
  expect(check("POST", "/things", { accept: "text/html" })).toEqual([]);
});

it("names all methods that a path has", () => {
  expect(lines(check("PUT", "/things", {}))).toEqual([
    "request.path  method: PUT is not documented for this path; documented is GET, POST, HEAD; the nearest operation is createThing (POST /things)",
  ]);
});
