import { expect, it } from "vitest";
import { checkExchange } from "../../src/contract/check-exchange.ts";
import { loadYaml } from "./contract-fixture.ts";

const contract = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths:
  /password/{password}:
    get:
      operationId: getThing
      parameters:
        - { name: password, in: path, required: true, schema: { type: integer } }
        - { name: client_secret, in: query, deprecated: true, schema: { type: integer } }
        - { name: access_token, in: header, required: true, schema: { type: integer } }
        - { name: color, in: query, schema: { type: integer } }
        - name: filter
          in: query
          style: deepObject
          schema:
            type: object
            properties:
              name: { type: string }
              password: { type: string }
              size: { type: integer }
              secret: { enum: [a] }
              user: { type: string }
            if: { properties: { password: { type: string } } }
            then: { properties: { user: { maxLength: 3 } } }
            else: { properties: { user: { maxLength: 2 } } }
        - { name: client_password, in: query, style: deepObject, schema: { type: object } }
        - { name: X-Filter, in: header, content: { application/json: { schema: { type: object } } } }
        - { name: Sizes, in: header, schema: { type: array, items: { type: integer } } }
        - name: login
          in: query
          style: form
          explode: true
          deprecated: true
          schema: { type: object, properties: { user: { type: string, maxLength: 3 }, passwd: { type: integer }, key: { type: integer }, rank: { type: [integer, "null"] } } }
      responses: { 200: { description: Done } }
`);

/** Pointer, rule and what is shown as sent of each finding. */
function told(query: string, path = "1", headers: Record<string, string> = { access_token: "1" }): unknown[] {
  const url = `https://api.acme.test/password/${path}?${query}`;
  const { violations } = checkExchange(contract, { request: { method: "GET", url, headers }, response: null });
  return violations.map(({ pointer, rule, actual }) => [pointer, rule, actual]);
}

it.each<[claim: string, query: string, found: unknown[]]>([
  ["the value of a parameter that is a credential", "client_secret=abc", [["/client_secret", "deprecated", null]]],
  [
    "both values of one that stands twice",
    "client_secret=a&client_secret=b",
    [
      ["/client_secret", "repeated", null],
      ["/client_secret", "deprecated", null],
    ],
  ],
  [
    "both values of a member that stands twice",
    "filter[password]=a&filter[password]=b",
    [["/filter/password", "repeated", null]],
  ],
  [
    "a member's form, and shows the value without it",
    "user=long&passwd=abc",
    [
      ["/login/user", "maxLength", "long"],
      ["/login", "deprecated", { user: "long", passwd: "redacted" }],
    ],
  ],
  [
    "a member's form where its name alone tells what it is",
    "key=abc&rank=null",
    [["/login", "deprecated", { key: "redacted", rank: null }]],
  ],
  ["the broken escape of one", "client_secret=%zz", [["/client_secret", "deprecated", null]]],
  ["the members of one", "client_password[a]=1&client_password[a]=2", []],
  [
    "the broken escape of a member",
    "filter[password]=%zz",
    [["/filter", "malformed-parameter", "filter[password]=redacted%"]],
  ],
  ["a member that the contract has as one of few", "filter[secret]=b", []],
  ["what hangs upon a member", "filter[user]=long&filter[password]=b", []],
])("does not tell %s", (_, query, found) => {
  expect(told(query)).toEqual(found);
});

it.each<[claim: string, query: string, found: unknown[]]>([
  ["both values of a parameter that is none", "color=1&color=2", [["/color", "repeated", [1, 2]]]],
  ["both values of a member that is none", "filter[name]=a&filter[name]=b", [["/filter/name", "repeated", ["a", "b"]]]],
  [
    "what is wrong with a member beside a credential",
    "filter[size]=a&filter[password]=b",
    [["/filter/size", "type", "a"]],
  ],
  [
    "a member that nobody documents beside a credential",
    "filter[other]=a&filter[password]=b",
    [["/filter/other", "undocumented-parameter", "a"]],
  ],
  ["the name whose brackets are broken", "filter[name=a", [["/filter", "malformed-parameter", "filter[name"]]],
  [
    "a credential that nobody documents there, without its value",
    "filter[client_secret]=a",
    [["/filter/client_secret", "undocumented-parameter", "redacted"]],
  ],
  [
    "what stands under the name of a credential and is none, without its members",
    "filter[password][hint]=a",
    [["/filter/password", "type", { hint: "redacted" }]],
  ],
])("tells %s", (_, query, found) => {
  expect(told(query)).toEqual(found);
});

it("tells of a credential that it is missing, in whatever form it would have to be", () => {
  expect(told("", "1", {})).toEqual([["/access_token", "required", null]]);
  expect(told("", "1", { access_token: "abc" })).toEqual([]);
});

it("tells what stands in a header that is no credential, as it was sent", () => {
  const headers = { access_token: "1", "x-filter": "key=abc", sizes: "1,b" };
  expect(told("", "1", headers)).toEqual([
    ["/x-filter", "malformed-parameter", "key=abc"],
    ["/sizes/1", "type", "b"],
  ]);
});

it("judges what stands in the path, whatever it is called", () => {
  expect(told("", "abc")).toEqual([["/password", "type", "abc"]]);
});
