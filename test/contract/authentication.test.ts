import { expect, it } from "vitest";
import { readCredential } from "../../src/contract/authentication.ts";
import { checkExchange } from "../../src/contract/check-exchange.ts";
import { redactHeaders, redactUrl } from "../../src/contract/redaction.ts";
import { formatViolation } from "../../src/contract/violation.ts";
import type { Headers } from "../../src/exchange.ts";
import { loadYaml } from "./contract-fixture.ts";

const operations = {
  basic: "[{ basic: [] }]",
  bearer: "[{ bearer: [] }]",
  loose: "[{ loose: [] }]",
  bare: "[{ bare: [] }]",
  key: "[{ key: [] }]",
  header: "[{ header: [] }]",
  query: "[{ query: [] }]",
  cookie: "[{ cookie: [] }]",
  either: "[{ header: [] }, { bearer: [] }]",
  both: "[{ header: [], query: [] }]",
  optional: "[{}, { bearer: [] }]",
  oauth: "[{ oauth: [read] }]",
  tls: "[{ tls: [] }]",
  none: "[]",
};

const contract = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths:
${Object.entries(operations)
  .map(
    ([name, security]) =>
      `  /${name}: { get: { operationId: ${name}, security: ${security}, responses: { 200: { description: Done } } } }\n`,
  )
  .join("")}components:
  securitySchemes:
    basic: { type: http, scheme: Basic }
    bearer: { type: http, scheme: bearer }
    loose: { type: http, scheme: basic, x-basic-without-colon: true }
    bare: { type: http, scheme: basic, x-basic-without-colon: true, x-basic-empty-password: true }
    key: { type: http, scheme: basic, x-basic-empty-password: true, x-evidence: inferred }
    header: { type: apiKey, in: header, name: X-Key }
    query: { type: apiKey, in: query, name: api_key }
    cookie: { type: apiKey, in: cookie, name: session }
    oauth: { type: oauth2, flows: {} }
    tls: { type: mutualTLS }
`);

type Name = keyof typeof operations;

function exchangeOf(name: Name, headers: Headers, query = "") {
  const url = `https://api.acme.test/${name}${query === "" ? "" : `?${query}`}`;
  return { request: { method: "GET", url, headers }, response: null };
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** What was sent, and what is the matter with it; null when a credential was found. */
const cases: [Name, Headers, query: string, problem: string | null][] = [
  ["basic", { authorization: `Basic ${base64("user:secret")}` }, "", null],
  ["basic", { authorization: `bAsIc   ${base64("user:")}` }, "", null],
  ["basic", { authorization: `Basic ${base64("größe:secret")}` }, "", null],
  [
    "basic",
    { authorization: `Basic ${base64("user")}` },
    "",
    "malformed: the base64 holds no colon between user name and password",
  ],
  ["basic", { authorization: `Basic ${base64(":secret")}` }, "", "malformed: the user name is empty"],
  ["basic", { authorization: "Basic user:secret" }, "", "malformed: what follows Basic is not base64"],
  ["basic", { authorization: "Basic c2VjcmV0c" }, "", "malformed: what follows Basic is not base64"],
  ["basic", { authorization: "Basic" }, "", "malformed: nothing follows Basic"],
  ["basic", { authorization: "Basic " }, "", "malformed: nothing follows Basic"],
  ["basic", { authorization: "secret" }, "", "malformed: its scheme is not Basic"],
  ["basic", { authorization: "Bearer secret" }, "", "malformed: its scheme is not Basic"],
  ["basic", { authorization: "Bearer" }, "", "malformed: its scheme is not Basic"],
  ["basic", { authorization: "" }, "", "malformed: its scheme is not Basic"],
  ["basic", {}, "", "missing"],
  ["loose", { authorization: `Basic ${base64("secret")}` }, "", null],
  ["key", { authorization: `Basic ${base64("secret:")}` }, "", null],
  ["key", { authorization: `Basic ${base64("secret:secret:")}` }, "", null],
  ["bearer", { authorization: "Bearer secret" }, "", null],
  ["bearer", { authorization: ["Bearer secret", "Bearer other"] }, "", null],
  ["bearer", { authorization: "Bearer secret secret" }, "", "malformed: the token has white space in it"],
  ["bearer", { authorization: "Basic secret" }, "", "malformed: its scheme is not Bearer"],
  ["bearer", { authorization: "secret with words" }, "", "malformed: its scheme is not Bearer"],
  ["bearer", { "x-key": "secret" }, "", "missing"],
  ["header", { "x-key": "secret" }, "", null],
  ["header", { "x-key": "" }, "", "malformed: it is empty"],
  ["header", { "x-key": "  " }, "", "malformed: it is empty"],
  ["header", {}, "x-key=secret", "missing"],
  ["query", {}, "api_key=secret", null],
  ["query", {}, "a=1&api%5Fkey=secret&b=2", null],
  ["query", {}, "api_key=se%63ret&api_key=secret", null],
  ["query", {}, "api_key=", "malformed: it is empty"],
  ["query", {}, "api_key=%20+", null],
  ["query", {}, "api_key", "malformed: it is empty"],
  ["query", {}, "API_KEY=secret", "missing"],
  ["cookie", { cookie: "session=secret" }, "", null],
  ["cookie", { cookie: "a=1;session=secret; b=2" }, "", null],
  ["cookie", { cookie: "a=1; session=" }, "", "malformed: it is empty"],
  ["cookie", { cookie: "" }, "", "missing"],
  ["cookie", {}, "", "missing"],
  ["either", { "x-key": "secret" }, "", null],
  ["either", { authorization: "Bearer secret" }, "", null],
  ["either", { authorization: "Basic secret" }, "", "malformed: its scheme is not Bearer"],
  ["both", { "x-key": "secret" }, "api_key=secret", null],
  ["both", { "x-key": "secret" }, "", "missing"],
  ["oauth", { authorization: "Bearer secret" }, "", null],
  ["optional", { authorization: "Bearer secret" }, "", null],
];

it.each(cases)("reads the credential of %s from %j and %j", (name, headers, query, problem) => {
  const operation = contract.operations.find(({ id }) => id === name);
  const credential = readCredential(contract, operation as never, { headers, query });
  const found = credential.kind === "malformed" ? `malformed: ${credential.reason}` : credential.kind;
  expect(found).toBe(problem ?? "value");
});

it.each<[Name, Headers, query: string, value: string]>([
  ["basic", { authorization: `Basic ${base64("user:secret:more")}` }, "", "user"],
  ["loose", { authorization: `Basic ${base64("user")}` }, "", "user"],
  ["bearer", { authorization: " Bearer  token " }, "", "token"],
  ["header", { "x-key": " key " }, "", "key"],
  // The plus sign before a tenant's name, sent for itself or in percent.
  ["query", {}, "api_key=key+tenant", "key+tenant"],
  ["query", {}, "api_key=key%2Btenant", "key+tenant"],
  ["cookie", { cookie: "a=1; session = 2; session=key=1 ; session=other" }, "", "key=1"],
])("reads of %s with %j and %j the value %s", (name, headers, query, value) => {
  const operation = contract.operations.find(({ id }) => id === name);
  expect(readCredential(contract, operation as never, { headers, query })).toEqual({
    kind: "value",
    scheme: name,
    value,
  });
});

it.each<[Name, Headers]>([
  ["none", {}],
  ["tls", {}],
  ["optional", {}],
])("asks for no credential where %s is due", (name, headers) => {
  expect(checkExchange(contract, exchangeOf(name, headers)).violations).toEqual([]);
});

it.each(cases)(
  "says the same of %s with %j and %j once it is redacted, and keeps no secret",
  (name, headers, query) => {
    const { request } = exchangeOf(name, headers, query);
    const redacted = { ...request, headers: redactHeaders(contract, headers), url: redactUrl(contract, request.url) };
    const rulesOf = (each: typeof request) =>
      checkExchange(contract, { request: each, response: null })
        .violations.filter(({ rule }) => rule === "authentication")
        .map(formatViolation);
    expect(rulesOf(redacted)).toEqual(rulesOf(request));
    expect(JSON.stringify(redacted)).not.toMatch(/secret|c2VjcmV0|se%63ret/);
  },
);

it("tells what is due, and nothing of what was sent", () => {
  const { violations } = checkExchange(contract, exchangeOf("either", { authorization: "Basic secret" }));
  expect(violations.map(({ actual }) => actual)).toEqual([null]);
  expect(violations.map(formatViolation)).toEqual([
    "[acme] either request.headers /authorization authentication: the credential is malformed: its scheme is not Bearer; due is header X-Key, or Authorization: Bearer (openapi.yaml:12, documented)",
  ]);
});

it("reports a password where none is due, with the evidence of the scheme, and reads the user name", () => {
  const told = (password: string, name: Name = "key") => {
    const headers = { authorization: `Basic ${base64(`user:${password}`)}` };
    return checkExchange(contract, exchangeOf(name, headers)).violations.map(formatViolation);
  };
  expect(told("secret")).toEqual([
    "[acme] key request.headers /authorization authentication: the credential is malformed: the password is not empty (openapi.yaml:24, inferred)",
  ]);
  expect([told(":"), told(""), told("secret", "basic")]).toMatchObject([{ length: 1 }, [], []]);
  const headers = { authorization: `Basic ${base64("user")}` };
  expect(checkExchange(contract, exchangeOf("bare", headers)).violations).toEqual([]);
});

it("reports a credential that is sent twice, and reads the first", () => {
  const headers = { authorization: ["Bearer one", "Bearer two"] };
  const { violations } = checkExchange(contract, exchangeOf("bearer", headers));
  expect(violations.map(({ pointer, rule, message }) => [pointer, rule, message])).toEqual([
    ["/authorization", "authentication", "the credential is malformed: the header stands 2 times"],
  ]);
  expect(checkExchange(contract, exchangeOf("bearer", { authorization: ["Bearer one"] })).violations).toEqual([]);
});

it.each([
  ["https://user:pa@ss@api.acme.test/a?b=1", "https://api.acme.test/a?b=1"],
  ["https://api.acme.test/a@b?c=d@e", "https://api.acme.test/a@b?c=d@e"],
  [
    "https://api.acme.test/query?api_key=secret&a=1#api_key=x",
    "https://api.acme.test/query?api_key=redacted&a=1#api_key=redacted",
  ],
  ["/query?api_key=secret", "/query?api_key=redacted"],
  ["/query?api_keys=1&x=api_key", "/query?api_keys=1&x=api_key"],
])("redacts %s", (url, redacted) => {
  expect(redactUrl(contract, url)).toBe(redacted);
});

it("leaves headers that hold no credential as they are", () => {
  const headers = { "content-type": "application/json", "idempotency-key": "a", "x-page-token": "b", cookie: "" };
  expect(redactHeaders(contract, headers)).toEqual(headers);
});
