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
          schema: { type: object, properties: { name: { type: string }, password: { type: string }, size: { type: integer } } }
        - name: login
          in: query
          style: form
          explode: true
          deprecated: true
          schema: { type: object, properties: { user: { type: string, maxLength: 3 }, passwd: { type: integer } } }
      responses: { 200: { description: Done } }
`);

/** Pointer, rule and what is shown as sent of each finding. */
function told(query: string, path = "1", token: string | string[] = "1"): unknown[] {
  const url = `https://api.acme.test/password/${path}?${query}`;
  const { violations } = checkExchange(contract, {
    request: { method: "GET", url, headers: token === "" ? {} : { access_token: token } },
    response: null,
  });
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
])("tells %s", (_, query, found) => {
  expect(told(query)).toEqual(found);
});

it("tells of a credential that it is missing, in whatever form it would have to be", () => {
  expect(told("", "1", "")).toEqual([["/access_token", "required", null]]);
  expect(told("", "1", "abc")).toEqual([]);
});

it("judges what stands in the path, whatever it is called", () => {
  expect(told("", "abc")).toEqual([["/password", "type", "abc"]]);
});
