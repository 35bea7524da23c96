import { expect, it } from "vitest";
import { checkExchange } from "../../src/contract/check-exchange.ts";
import { formatViolation } from "../../src/contract/violation.ts";
import type { Violation } from "../../src/exchange.ts";
import { loadYaml } from "./contract-fixture.ts";

const contract = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths:
  /things:
    post:
      operationId: createThing
      parameters:
        - { name: limit, in: query, schema: { type: integer } }
        - { name: filter, in: query, style: deepObject, schema: { type: object, properties: { a: { type: string } } } }
        - { name: ids, in: query, schema: { type: array, items: { type: integer }, uniqueItems: true } }
      requestBody:
        content:
          application/json: { schema: { $ref: "#/components/schemas/Thing" } }
          application/x-www-form-urlencoded: { schema: { properties: { a: { type: string } } } }
      responses: { 200: { description: Done, content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } } } }
components:
  schemas:
    Thing:
      properties:
        name: { type: string, pattern: "^[a-z ]*$", maxLength: 100 }
        closed: { properties: { firstName: true, lastName: true }, additionalProperties: false }
        list: { type: array, uniqueItems: true, items: { anyOf: [{ type: integer }, { $ref: "#/components/schemas/Thing" }] } }
        kind: { enum: [a, b] }
        more: { $ref: "#/components/schemas/Thing" }
        strange: { type: object, propertyNames: { maxLength: 3 } }
`);

function check(body: string, query = "", contentType = "application/json"): Violation[] {
  const headers = { "content-type": contentType };
  const url = `https://api.acme.test/things${query === "" ? "" : `?${query}`}`;
  return checkExchange(contract, { request: { method: "POST", url, headers, body }, response: null }).violations;
}

const many = (count: number, make: (index: number) => string, separator = ",") =>
  Array.from({ length: count }, (_, index) => make(index)).join(separator);
const members = (count: number) => `{${many(count, (index) => `"frstName${index}":1`)}}`;
const nested = (open: string, depth: number, inner: string, close: string) =>
  open.repeat(depth) + inner + close.repeat(depth);

/** A body or a query, and the rules that it breaks. */
const traps: [string, body: string, query: string, rules: string[]][] = [
  ["100,000 undocumented properties", members(100_000), "", ["undocumented-property"]],
  ["100,000 properties of a closed object", `{"closed":${members(100_000)}}`, "", ["additionalProperties"]],
  ["100,000 names that may not be", `{"strange":${members(100_000)}}`, "", ["propertyNames"]],
  ["a text of a mebibyte", `{"name":"${"a".repeat(1 << 20)}"}`, "", ["maxLength"]],
  ["a wrong text of a mebibyte", `{"name":"${"A".repeat(1 << 20)}"}`, "", ["maxLength", "pattern"]],
  ["a wrong value of a mebibyte", `{"kind":[${many(300_000, () => "{}")}]}`, "", ["enum"]],
  ["a name of a mebibyte", `{"${"a".repeat(1 << 20)}":1}`, "", ["undocumented-property"]],
  ["a name of a mebibyte above many", `{"more":{"closed":{"${"a".repeat(1 << 20)}":1}}}`, "", ["additionalProperties"]],
  ["100,000 wrong items", `{"list":[${many(100_000, () => '{"kind":1}')}]}`, "", ["enum", "uniqueItems"]],
  ["100,000 items that differ", `{"list":[${many(100_000, (index) => `{"list":[${index}]}`)}]}`, "", []],
  ["objects nested to the limit", nested('{"more":', 510, '{"x":1}', "}"), "", ["undocumented-property"]],
  ["lists nested to the limit", nested('{"list":[', 255, '{"x":1}', "]}"), "", ["undocumented-property"]],
  [
    "something wrong on every level",
    nested('{"x":1,"kind":1,"more":', 510, "{}", "}"),
    "",
    ["enum", "undocumented-property"],
  ],
  ["lists of two nested to the limit", nested('{"list":[1,', 255, '{"x":1}', "]}"), "", ["undocumented-property"]],
  ["what is no JSON at the end of a mebibyte", `[${many(500_000, () => "1")}`, "", ["malformed-body"]],
  ["50,000 undocumented parameters", "{}", many(50_000, (index) => `limt${index}=1`, "&"), ["undocumented-parameter"]],
  ["50,000 members of a filter", "{}", many(50_000, (index) => `filter[b${index}]=1`, "&"), ["undocumented-parameter"]],
  ["a member that is given 50,000 times", "{}", many(50_000, () => "filter[a]=1", "&"), ["repeated"]],
  ["a parameter that is given 50,000 times", "{}", many(50_000, () => "limit=1", "&"), ["repeated"]],
  ["50,000 wrong items of a parameter", "{}", many(50_000, (index) => `ids=a${index}`, "&"), ["type"]],
];

it.each(traps)("answers %s at once, with few words, and says how much it leaves out", (_, body, query, rules) => {
  const started = performance.now();
  const violations = check(body, query);
  const elapsed = performance.now() - started;
  expect([...new Set(violations.map(({ rule }) => rule))].sort()).toEqual(rules);
  expect(violations.length).toBeLessThanOrEqual(110);
  expect(JSON.stringify(violations).length).toBeLessThan(500_000);
  expect(violations.map(formatViolation).join("\n").length).toBeLessThan(200_000);
  // Quadratic work on this many parts takes minutes.
  expect(elapsed).toBeLessThan(20_000);
});

it("tells a hundred findings one by one, and counts the others by rule and statement", () => {
  const violations = check(`{"closed":${members(1000)},"kind":"c",${members(250).slice(1)}`);
  expect(violations).toHaveLength(103);
  expect(violations.slice(98).map(formatViolation)).toEqual([
    '[acme] createThing request.body /closed/frstName98 additionalProperties: the contract names no property "frstName98"; did you mean "firstName"? (openapi.yaml:21, documented)',
    '[acme] createThing request.body /closed/frstName99 additionalProperties: the contract names no property "frstName99"; did you mean "firstName"? (openapi.yaml:21, documented)',
    "[acme] createThing request.body additionalProperties: 900 more like this, not listed (openapi.yaml:21, documented)",
    "[acme] createThing request.body enum: 1 more like this, not listed (openapi.yaml:23, documented)",
    "[acme] createThing request.body undocumented-property: 250 more like this, not listed (openapi.yaml:19, documented)",
  ]);
});

it("counts what a parameter leaves out once more where there are other parameters", () => {
  const query = `${many(150, (index) => `filter[b${index}]=1`, "&")}&${many(20, (index) => `x${index}=1`, "&")}`;
  expect(
    check("{}", query)
      .slice(100)
      .map(({ message, expected, actual }) => [message, expected, actual]),
  ).toEqual([
    ["50 more like this, not listed", null, null],
    ["20 more like this, not listed", null, null],
  ]);
});

it("reads a form of 100,000 fields at once", () => {
  const started = performance.now();
  const violations = check(
    many(100_000, (index) => `b${index % 1000}=1`, "&"),
    "",
    "application/x-www-form-urlencoded",
  );
  expect(violations).toHaveLength(101);
  expect(performance.now() - started).toBeLessThan(20_000);
});
