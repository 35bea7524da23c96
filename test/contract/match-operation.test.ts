import { expect, it } from "vitest";
import { type Match, matchOperation } from "../../src/contract/match-operation.ts";
import { loadYaml } from "./contract-fixture.ts";

const paths: Record<string, string[]> = {
  "/things": ["GET", "POST"],
  "/things/{id}": ["GET", "PATCH", "DELETE"],
  "/things/mine": ["GET"],
  "/things/{id}.json": ["GET"],
  "/things/{from}..{to}": ["GET"],
  "/{collection}/{id}": ["GET", "PUT"],
  "/{collection}/mine/parts": ["GET"],
  "/things/{id}/parts": ["GET"],
  "/größe/{id}": ["GET"],
  "/with space": ["GET"],
  "/": ["GET"],
};

const contract = loadYaml(`openapi: 3.1.0
servers:
  - url: https://api.acme.test/v1/
  - url: https://eu.acme.test/v1
  - url: https://{region}.acme.test/api/{version}
    variables: { region: { default: us }, version: { default: v2 } }
paths:
${Object.entries(paths)
  .map(([path, methods]) => {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `{ name: ${name}, in: path, required: true }`);
    const operations = methods.map(
      (method) =>
        `    ${method.toLowerCase()}: { operationId: "${method} ${path}", responses: { 200: { description: Done } } }\n`,
    );
    return `  "${path}":\n    parameters: [${names.join(", ")}]\n${operations.join("")}`;
  })
  .join("")}`);

/** The operation with its parameters, or what is said instead of it. */
function matched(method: string, path: string): unknown {
  const match: Match = matchOperation(contract, method, path);
  if (match.kind === "operation") return [match.operation.id, match.pathParameters];
  return match.kind === "method" ? [match.allowed, match.nearest.id] : (match.nearest?.id ?? null);
}

it("reads where the servers are, with the defaults of their variables", () => {
  expect(contract.servers).toEqual([
    { origin: "https://api.acme.test", host: "api.acme.test", basePath: "/v1" },
    { origin: "https://eu.acme.test", host: "eu.acme.test", basePath: "/v1" },
    { origin: "https://us.acme.test", host: "us.acme.test", basePath: "/api/v2" },
  ]);
});

it.each<[string, string, string, Record<string, string>]>([
  ["GET", "/v1/things", "GET /things", {}],
  ["GET", "/api/v2/things", "GET /things", {}],
  ["GET", "/v1/things/7", "GET /things/{id}", { id: "7" }],
  ["GET", "/v1/things/mine", "GET /things/mine", {}],
  ["GET", "/v1/things/%6Dine", "GET /things/mine", {}],
  ["GET", "/v1/things/Mine", "GET /things/{id}", { id: "Mine" }],
  ["DELETE", "/v1/things/mine", "DELETE /things/{id}", { id: "mine" }],
  ["GET", "/v1/things/7.json", "GET /things/{id}.json", { id: "7" }],
  ["GET", "/v1/things/.json", "GET /things/{id}", { id: ".json" }],
  ["GET", "/v1/things/1..9", "GET /things/{from}..{to}", { from: "1", to: "9" }],
  ["GET", "/v1/others/7", "GET /{collection}/{id}", { collection: "others", id: "7" }],
  ["PUT", "/v1/things/7", "PUT /{collection}/{id}", { collection: "things", id: "7" }],
  ["GET", "/v1/things/mine/parts", "GET /things/{id}/parts", { id: "mine" }],
  ["GET", "/v1/others/mine/parts", "GET /{collection}/mine/parts", { collection: "others" }],
  ["GET", "/v1/things/a%2Fb", "GET /things/{id}", { id: "a%2Fb" }],
  ["GET", "/v1/things/%E4%BD%A0", "GET /things/{id}", { id: "%E4%BD%A0" }],
  ["GET", "/v1/things/%zz", "GET /things/{id}", { id: "%zz" }],
  ["GET", "/v1/things/a\nb", "GET /things/{id}", { id: "a\nb" }],
  ["GET", "/v1/gr%C3%B6%C3%9Fe/1", "GET /größe/{id}", { id: "1" }],
  ["GET", "/v1/with%20space", "GET /with space", {}],
  ["GET", "/v1/", "GET /", {}],
  ["HEAD", "/v1/things", "GET /things", {}],
])("matches %s %s", (method, path, id, parameters) => {
  expect(matched(method, path)).toEqual([id, parameters]);
});

it.each([
  ["//v1/things", "before the base path"],
  ["/v1//things", "after the base path"],
  ["///v1////things", "several at either"],
])("takes the doubled slash of %s, %s, for one", (path) => {
  expect(matched("GET", path)).toEqual(["GET /things", {}]);
});

it.each([
  ["/v1/things/", "GET /things"],
  ["/v1/things//7", "GET /things/{id}"],
  ["/v1/things/7/", "GET /things/{id}"],
  ["/v1/thing", "GET /things"],
  ["/v1/things/7/part", "GET /things/{id}/parts"],
  ["/v1", "GET /"],
  ["/things", "GET /things"],
  ["/v2/things", "GET /things"],
  ["/v1things", "GET /"],
  ["/V1/things", "GET /things"],
  ["/v1/things;a=1", "GET /things"],
  ["*", "GET /"],
  ["", "GET /"],
])("matches nothing at %j, and names the nearest operation", (path, nearest) => {
  expect(matched("GET", path)).toBe(nearest);
});

it("names the nearest operation of the same method where paths are alike", () => {
  expect(matched("PATCH", "/v1/thing/7/x")).toBe("PATCH /things/{id}");
});

it.each([
  ["PUT", "/v1/things", ["GET", "POST", "HEAD"], "POST /things"],
  ["PATCH", "/v1/things", ["GET", "POST", "HEAD"], "PATCH /things/{id}"],
  ["DELETE", "/v1/things", ["GET", "POST", "HEAD"], "DELETE /things/{id}"],
  ["POST", "/v1/things/7", ["GET", "DELETE", "PATCH", "HEAD"], "PATCH /things/{id}"],
  ["OPTIONS", "/v1/things/mine", ["GET", "HEAD"], "GET /things/mine"],
  ["get", "/v1/things", ["GET", "POST", "HEAD"], "GET /things"],
  ["constructor", "/v1/things", ["GET", "POST", "HEAD"], "GET /things"],
])("says which methods there are instead of %s at %s", (method, path, allowed, nearest) => {
  expect(matched(method, path)).toEqual([allowed, nearest]);
});

it("names the nearest operation of a path of any length at once", () => {
  const started = performance.now();
  expect(matched("GET", `/v1/${"x/".repeat(50_000)}`)).toBeTypeOf("string");
  expect(matched("GET", `/v1/things/${"-.".repeat(8_000)}`)).toEqual(["GET /things/{id}", { id: "-.".repeat(8_000) }]);
  expect(performance.now() - started).toBeLessThan(2_000);
});
