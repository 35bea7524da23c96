import { expect, it } from "vitest";
import { checkExchange } from "../../src/contract/check-exchange.ts";
import { formatViolation } from "../../src/contract/violation.ts";
import { loadYaml } from "./contract-fixture.ts";

const contract = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths:
  /json: { post: { operationId: json, requestBody: { $ref: "#/components/requestBodies/Json" }, responses: { 200: { description: Done } } } }
  /optional: { post: { operationId: optional, requestBody: { content: { application/json: { schema: { type: object } } } }, responses: { 200: { description: Done } } } }
  /none: { post: { operationId: none, responses: { 200: { description: Done } } } }
  /form: { post: { operationId: form, requestBody: { content: { application/x-www-form-urlencoded: { schema: { $ref: "#/components/schemas/Form" } } } }, responses: { 200: { description: Done } } } }
  /text: { post: { operationId: text, requestBody: { content: { text/plain: { schema: { type: integer } } } }, responses: { 200: { description: Done } } } }
  /file: { post: { operationId: file, requestBody: { content: { multipart/form-data: { schema: { type: object } }, "*/*": { schema: { type: object } } } }, responses: { 200: { description: Done } } } }
components:
  requestBodies:
    Json:
      required: true
      content: { application/json: { schema: { type: object, properties: { a: { type: string } }, required: [a] } } }
  schemas:
    Form:
      type: object
      required: [name]
      properties: { name: { type: string }, age: { type: integer }, tags: { type: array, items: { type: string } } }
`);

function lines(operation: string, contentType: string | undefined, body: string | undefined): string[] {
  const headers = contentType === undefined ? {} : { "content-type": contentType };
  const request = {
    method: "POST",
    url: `https://api.acme.test/${operation}`,
    headers,
    ...(body === undefined ? {} : { body }),
  };
  const { violations } = checkExchange(contract, { request, response: null });
  return violations.map((violation) => formatViolation(violation).replace(/^\[acme\] \w+ | \(openapi.*$/g, ""));
}

it.each<[string, string | undefined, string | undefined, string[]]>([
  ["json", "application/json", '{"a":"b"}', []],
  ["json", "Application/JSON; charset=utf-8", ' {"a":"b"}\n', []],
  ["json", undefined, undefined, ["request.body required: the body is missing"]],
  ["json", "application/json", "", ["request.body required: the body is missing"]],
  [
    "json",
    undefined,
    '{"a":"b"}',
    ["request.headers /content-type content-type: the header is missing; it must be application/json"],
  ],
  [
    "json",
    "text/plain",
    '{"a":1}',
    [
      'request.headers /content-type content-type: must be application/json, and is "text/plain"',
      "request.body /a type: must be string, and is the number 1",
    ],
  ],
  ["json", "json", "x", ['request.headers /content-type content-type: must be application/json, and is "json"']],
  ["json", "application/json", "null", ["request.body type: must be object, and is null"]],
  [
    "json",
    "application/json",
    " ",
    ["request.body malformed-body: the body is not JSON: it ends too early at line 1, column 2"],
  ],
  ["optional", undefined, undefined, []],
  ["optional", "application/json", "", []],
  ["none", undefined, undefined, []],
  ["none", "application/json", "{}", ["request.body undocumented-property: the operation documents no request body"]],
  ["form", "application/x-www-form-urlencoded", "name=a+b%26&age=7&tags=x&tags=y", []],
  [
    "form",
    "application/x-www-form-urlencoded",
    "name=&age=old&nmae=1",
    [
      'request.body /age type: must be integer, and is the string "old"',
      'request.body /nmae undocumented-property: the contract names no property "nmae"; did you mean "name"?',
    ],
  ],
  [
    "form",
    "application/x-www-form-urlencoded",
    "name=a&name=b",
    ["request.body /name repeated: the value is given 2 times"],
  ],
  [
    "form",
    "application/x-www-form-urlencoded",
    "name=%zz",
    ["request.body /name malformed-parameter: a percent-escape is broken"],
  ],
  [
    "form",
    "application/x-www-form-urlencoded",
    "__proto__=1&name=a",
    ['request.body /__proto__ undocumented-property: the contract names no property "__proto__"'],
  ],
  ["text", "text/plain", "12", []],
  ["text", "text/plain; charset=utf-8", "twelve", ['request.body type: must be integer, and is the string "twelve"']],
  ["file", "multipart/form-data; boundary=x", "--x\r\n", []],
  ["file", "application/octet-stream", "\u0000", []],
])("says of %s with %j and %j", (operation, contentType, body, found) => {
  expect(lines(operation, contentType, body)).toEqual(found);
});

it.each([
  ['{"a":"b"', "it ends too early at line 1, column 9"],
  ['{"a":', "it ends too early at line 1, column 6"],
  ['{"a":"b', "it ends too early at line 1, column 8"],
  ['{\n  "a": 1,\n}', 'unexpected "}" at line 3, column 1'],
  ["{'a': 1}", `unexpected "'" at line 1, column 2`],
  ["{a: 1}", 'unexpected "a" at line 1, column 2'],
  ['{"a": undefined}', 'unexpected "u" at line 1, column 7'],
  ['{"a": NaN}', 'unexpected "N" at line 1, column 7'],
  ['{"a": 01}', 'unexpected "1" at line 1, column 8'],
  ['{"a": 1.}', 'unexpected "." at line 1, column 8'],
  ['{"a": "\t"}', 'unexpected "\\t" at line 1, column 8'],
  ['{"a": "\\x"}', 'unexpected "\\\\" at line 1, column 8'],
  ['{"a" "b"}', 'unexpected "\\"b\\"" at line 1, column 6'],
  ['{"a": 1} {', 'unexpected "{" at line 1, column 10'],
  ["[1,,2]", 'unexpected "," at line 1, column 4'],
  ["a=1&b=2", 'unexpected "a" at line 1, column 1'],
  ["👍", 'unexpected "👍" at line 1, column 1'],
])("names the place where %j is no JSON", (body, problem) => {
  expect(lines("json", "application/json", body)).toEqual([
    `request.body malformed-body: the body is not JSON: ${problem}`,
  ]);
});

it("tells a byte order mark before JSON, and reads on behind it", () => {
  const marked =
    "request.body malformed-body: a byte order mark (U+FEFF) stands before the JSON, which RFC 8259, section 8.1, does not allow";
  expect(lines("json", "application/json", '\ufeff{"a":"b"}')).toEqual([marked]);
  expect(lines("json", "application/json", '\ufeff{"a":1}')).toEqual([
    marked,
    "request.body /a type: must be string, and is the number 1",
  ]);
  expect(lines("json", "application/json", "\ufeff{")).toEqual([
    marked,
    "request.body malformed-body: the body is not JSON: it ends too early at line 1, column 2",
  ]);
  expect(lines("json", "application/json", "\ufeff")).toEqual(["request.body required: the body is missing"]);
});

it("says nothing of a byte order mark before other texts, and passes over it", () => {
  expect(lines("text", "text/plain", "\ufeff12")).toEqual([]);
  expect(lines("form", "application/x-www-form-urlencoded", "\ufeffname=Ada")).toEqual([]);
});

it("finds the same in bytes as in text", () => {
  const body = Buffer.from('\ufeff{"a":"b"}').toString("base64");
  const headers = { "content-type": "application/json" };
  const request = { method: "POST", url: "https://api.acme.test/json", headers, body, bodyEncoding: "base64" as const };
  const { violations } = checkExchange(contract, { request, response: { status: 200, headers: {} } });
  expect(violations.map(({ part, rule }) => `${part} ${rule}`)).toEqual(["request.body malformed-body"]);
});

it("reads JSON that is nested 512 levels deep, and none that is deeper", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  expect(lines("json", "application/json", nested(512))).toEqual(["request.body type: must be object, and is array"]);
  expect(lines("json", "application/json", nested(513))).toEqual([
    "request.body malformed-body: the JSON is nested more than 512 levels deep",
  ]);
  expect(lines("json", "application/json", `{"a":"${"[{".repeat(1000)}"}`)).toEqual([]);
  expect(lines("json", "application/json", "[".repeat(1_000_000))).toHaveLength(1);
});
