import { expect, it } from "vitest";
import { checkParameters } from "../../src/contract/check-parameters.ts";
import type { Operation } from "../../src/contract/contract.ts";
import type { Headers } from "../../src/exchange.ts";
import { loadYaml } from "./contract-fixture.ts";

const contract = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths:
  /things:
    get:
      operationId: listThings
      security: [{ query: [], header: [] }]
      parameters:
        - { name: page, in: header, schema: { type: integer } }
        - { name: limit, in: query, required: true, schema: { type: integer, maximum: 10 } }
        - { name: old, in: query, deprecated: true, schema: { type: integer } }
        - { name: tags, in: query, x-array-format: brackets, schema: { type: array, items: { type: string } } }
        - { name: ids, in: query, x-array-format: indices, schema: { type: array, items: { type: string } } }
        - { name: filter, in: query, style: deepObject, schema: { type: object, properties: { name: { type: string } } } }
        - { name: theme, in: cookie, required: true, deprecated: true, schema: { enum: [dark, light] } }
      responses: { 200: { description: Done } }
components:
  securitySchemes:
    query: { type: apiKey, in: query, name: api_key }
    header: { type: apiKey, in: header, name: X-Key }
`);

const good = { cookie: "theme=dark" };

function check(query: string, headers: Headers = good) {
  const operation = contract.operations[0] as Operation;
  return checkParameters(contract, operation, {}, { method: "GET", path: "/things", query, headers, text: undefined });
}

/** Part, pointer, rule and message of each finding but that of the cookie, which is deprecated. */
function lines(query: string, headers?: Headers): string[] {
  return check(query, headers)
    .findings.filter(({ rule, pointer }) => rule !== "deprecated" || pointer !== "/cookie/theme")
    .map(({ part, pointer, rule, message }) => `${part} ${pointer} ${rule}: ${message}`);
}

const undocumented = (name: string, hint = "") =>
  `request.query /${name} undocumented-parameter: the contract names no query parameter "${name}"${hint}`;

it.each<[query: string, found: string[]]>([
  ["limit=1", []],
  ["", ["request.query /limit required: the parameter is missing"]],
  ["limit=1&old=1", ["request.query /old deprecated: the parameter is deprecated"]],
  // What an object in the query has besides is a parameter that nobody documents.
  [
    "limit=1&filter[nam]=a",
    ['request.query /filter/nam undocumented-parameter: the contract names no property "nam"; did you mean "name"?'],
  ],
  // A name that is right in another way of writing is told with the way that is due.
  ["limit=1&tags=a", [undocumented("tags", "; it is written tags[]")]],
  ["limit=1&tags[0]=a", [undocumented("tags[0]", "; it is written tags[]")]],
  ["limit=1&ids[]=a", [undocumented("ids[]", "; it is written ids[0]")]],
  ["limit=1&filter=a", [undocumented("filter", "; it is written filter[...]")]],
  ["limit=1&limit[]=a", [undocumented("limit[]", "; it is written limit")]],
  // Neither a header's name nor that of another operation's credential is meant.
  ["limit=1&pages=1", [undocumented("pages")]],
  ["limit=1&api_key=secret", []],
])("says of the query %j", (query, found) => {
  expect(lines(query)).toEqual(found);
});

it("says of a cookie that it is missing, wrong or deprecated at the cookie", () => {
  expect(lines("limit=1", {})).toEqual(["request.headers /cookie/theme required: the parameter is missing"]);
  expect(lines("limit=1", { cookie: "theme=blue" })).toEqual([
    'request.headers /cookie/theme enum: must be one of "dark", "light", and is "blue"',
  ]);
  expect(check("limit=1").findings).toMatchObject([
    { part: "request.headers", pointer: "/cookie/theme", rule: "deprecated", expected: null, actual: "dark" },
  ]);
});

it("rests what it says on the statement that says so", () => {
  const statements = [...check("old=x&more=1", {}).findings].map(({ rule, pointer, statement }) => [
    rule,
    pointer,
    statement.pointer.replace("/paths/~1things/get/parameters", "#"),
  ]);
  expect(statements).toEqual([
    ["required", "/limit", "#/1/required"],
    ["required", "/cookie/theme", "#/6/required"],
    ["type", "/old", "#/2/schema/type"],
    ["deprecated", "/old", "#/2/deprecated"],
    ["undocumented-parameter", "/more", "#"],
  ]);
});

it("shows the parameters that there are, and what was sent under another name", () => {
  const finding = check("limit=1&other=a&other=b").findings.find(({ rule }) => rule === "undocumented-parameter");
  expect(finding?.expected).toEqual(["limit", "old", "tags[]", "ids[0]", "filter[...]"]);
  expect(finding?.actual).toBe("b");
});

it("keeps what nobody documents as it was sent, once or several times", () => {
  expect(check("limit=1&a=1&b=1&b=2&b=3").query).toEqual({ limit: 1, a: "1", b: ["1", "2", "3"] });
});
