import { expect, it } from "vitest";
import { checkExchange, splitUrl } from "../../src/contract/check-exchange.ts";
import { formatViolation } from "../../src/contract/violation.ts";
import { loadYaml } from "./contract-fixture.ts";

const contract = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test/v1" }]
paths:
  /things/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string, maxLength: 5 } }]
    put:
      operationId: putThing
      deprecated: true
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 10 } }
        - { name: old, in: query, deprecated: true }
        - { name: X-Trace, in: header, required: true, schema: { format: uuid } }
        - { name: theme, in: cookie, schema: { enum: [dark, light] } }
      requestBody: { content: { application/json: { schema: { properties: { name: { type: string } } } } } }
      responses: { 200: { description: Done, content: { application/json: { schema: { properties: { name: { type: string } } } } } } }
`);

function lines(exchange: Parameters<typeof checkExchange>[1]): string[] {
  return checkExchange(contract, exchange).violations.map(formatViolation);
}

it("tells everything that is wrong with a request and its response, place by place", () => {
  const headers = { "x-trace": "1", cookie: "theme=blue", accept: "text/html", "content-type": "text/plain" };
  const request = {
    method: "put",
    url: "https://api.acme.test/v1/things/too%20long?limit=11&old=1&lmit=1",
    headers,
    body: '{"name":1,"nam":2}',
  };
  const response = { status: 200, headers: { "content-type": "application/json" }, body: '{"name":2,"more":1}' };
  expect(lines({ request, response })).toMatchInlineSnapshot(`
    [
      "[acme] putThing request.path deprecated: the operation is deprecated (openapi.yaml:8, documented)",
      "[acme] putThing request.path /id maxLength: must have at most 5 characters, and has 8 (openapi.yaml:5, documented)",
      "[acme] putThing request.query /limit maximum: must be at most 10, and is 11 (openapi.yaml:10, documented)",
      "[acme] putThing request.query /old deprecated: the parameter is deprecated (openapi.yaml:11, documented)",
      "[acme] putThing request.headers /x-trace format: must match format "uuid", and is "1" (openapi.yaml:12, documented)",
      "[acme] putThing request.headers /cookie/theme enum: must be one of "dark", "light", and is "blue" (openapi.yaml:13, documented)",
      "[acme] putThing request.query /lmit undocumented-parameter: the contract names no query parameter "lmit"; did you mean "limit"? (openapi.yaml:9, documented)",
      "[acme] putThing request.headers /accept accept: takes none of the documented types application/json: "text/html" (openapi.yaml:15, documented)",
      "[acme] putThing request.headers /content-type content-type: must be application/json, and is "text/plain" (openapi.yaml:14, documented)",
      "[acme] putThing request.body /name type: must be string, and is the number 1 (openapi.yaml:14, documented)",
      "[acme] putThing request.body /nam undocumented-property: the contract names no property "nam"; did you mean "name"? (openapi.yaml:14, documented)",
      "[acme] putThing response.body /name type: must be string, and is the number 2 (openapi.yaml:15, documented)",
      "[acme] putThing response.body /more undocumented-property: the contract names no property "more" (openapi.yaml:15, documented)",
    ]
  `);
});

it("has nothing against an exchange whose connection ended without a response", () => {
  const request = {
    method: "PUT",
    url: "https://api.acme.test/v1/things/1",
    headers: { "x-trace": "3c90c3cc-0d44-4b50-8888-8dd25736052a" },
  };
  expect(lines({ request, response: null })).toEqual([
    "[acme] putThing request.path deprecated: the operation is deprecated (openapi.yaml:8, documented)",
  ]);
});

it("reads bodies in base64", () => {
  const base64 = (text: string) => ({ body: Buffer.from(text).toString("base64"), bodyEncoding: "base64" as const });
  const headers = { "x-trace": "3c90c3cc-0d44-4b50-8888-8dd25736052a", "content-type": "application/json" };
  const request = { method: "PUT", url: "https://api.acme.test/v1/things/1", headers, ...base64('{"name":"é","x":1}') };
  const response = { status: 200, headers, ...base64('{"name":1}') };
  expect(lines({ request, response }).slice(1)).toEqual([
    '[acme] putThing request.body /x undocumented-property: the contract names no property "x" (openapi.yaml:14, documented)',
    "[acme] putThing response.body /name type: must be string, and is the number 1 (openapi.yaml:15, documented)",
  ]);
});

it("names the first byte of a body that is no UTF-8, and shows what was sent", () => {
  const base64 = (bytes: Buffer) => ({ body: bytes.toString("base64"), bodyEncoding: "base64" as const });
  const headers = { "x-trace": "3c90c3cc-0d44-4b50-8888-8dd25736052a", "content-type": "application/json" };
  const latin1 = base64(Buffer.from('{"name":"Ren\u00e9"}', "latin1"));
  // The replacement character may be sent like any other.
  const late = base64(Buffer.concat([Buffer.from('{"name":"\uFFFD\uFFFDé'), Buffer.from([0xe2, 0x82, 0x22, 0x7d])]));
  const request = { method: "PUT", url: "https://api.acme.test/v1/things/1", headers, ...latin1 };
  const { violations } = checkExchange(contract, { request, response: { status: 200, headers, ...late } });
  expect(violations.slice(1).map(({ part, rule, message, actual }) => [part, rule, message, actual])).toEqual([
    ["request.body", "malformed-body", "the body is not UTF-8 (byte 13)", '{"name":"Ren\uFFFD"}'],
    ["response.body", "malformed-body", "the body is not UTF-8 (byte 18)", '{"name":"\uFFFD\uFFFDé\uFFFD"}'],
  ]);
});

it("reads bodies in the charset that their content type names", () => {
  const headers = {
    "x-trace": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
    "content-type": "application/json; charset=iso-8859-1",
  };
  const body = Buffer.from('{"name":"René"}', "latin1").toString("base64");
  const request = { method: "PUT", url: "https://api.acme.test/v1/things/1", headers, body };
  expect(lines({ request: { ...request, bodyEncoding: "base64" }, response: null })).toHaveLength(1);
});

it.each<[string, string, string]>([
  [
    "POST",
    "https://api.acme.test/v1/things/1",
    "method: POST is not documented for this path; documented is PUT; the nearest operation is putThing (PUT /v1/things/{id}) (openapi.yaml:4, documented)",
  ],
  [
    "PUT",
    "https://api.acme.test/v1/thing/1",
    'operation: no operation has the path "/v1/thing/1"; the nearest is putThing (PUT /v1/things/{id}) (openapi.yaml:4, documented)',
  ],
  [
    "PUT",
    "https://api.acme.test",
    'operation: no operation has the path "/"; the nearest is putThing (PUT /v1/things/{id}) (openapi.yaml:4, documented)',
  ],
  [
    "PUT",
    "",
    'operation: no operation has the path "/"; the nearest is putThing (PUT /v1/things/{id}) (openapi.yaml:4, documented)',
  ],
  [
    "PUT",
    "nonsense\n\u001b[31m",
    'operation: no operation has the path "nonsense\\n\\u001b[31m"; the nearest is putThing (PUT /v1/things/{id}) (openapi.yaml:4, documented)',
  ],
])("says of %s %j that no operation takes it", (method, url, line) => {
  const checked = checkExchange(contract, {
    request: { method, url, headers: {} },
    response: { status: 200, headers: {} },
  });
  expect(checked.operation).toBeNull();
  expect(checked.violations.map(formatViolation)).toEqual([`[acme] - request.path ${line}`]);
});

it.each([
  ["https://api.acme.test/a/b?c=d", "/a/b", "c=d"],
  ["https://api.acme.test", "/", ""],
  ["https://api.acme.test?c", "/", "c"],
  ["https://user:pw@api.acme.test:8080/a", "/a", ""],
  ["/a/../b/%2e?c=?d#e?f", "/a/../b/%2e", "c=?d"],
  ["//host/a", "//host/a", ""],
  ["https://api.acme.test/a#b?c", "/a", ""],
  ["https://api.acme.test/a?b=https://c/d", "/a", "b=https://c/d"],
  ["", "/", ""],
])("splits %s into %s and %s", (url, path, query) => {
  expect(splitUrl(url)).toEqual({ path, query });
});
