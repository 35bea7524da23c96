import { expect, it } from "vitest";
import { nearestOperations } from "../../src/contract/nearest-operations.ts";
import { loadYaml } from "./contract-fixture.ts";

const operations = [
  "GET /things",
  "POST /things",
  "GET /things/{id}",
  "PATCH /things/{id}",
  "GET /things/{id}.json",
  "GET /größe",
];
const contract = loadYaml(`openapi: 3.1.0
servers:
  - url: https://api.acme.test/v1
  - url: https://eu.acme.test/v2
paths:
${[...new Set(operations.map((operation) => operation.split(" ")[1] as string))]
  .map((path) => {
    const here = operations.filter((operation) => operation.endsWith(` ${path}`));
    const methods = here.map(
      (id) =>
        `    ${id.split(" ")[0]?.toLowerCase()}: { operationId: "${id}", responses: { 200: { description: Done } } }\n`,
    );
    return `  "${path}":\n    parameters: [${path.includes("{") ? "{ name: id, in: path, required: true }" : ""}]\n${methods.join("")}`;
  })
  .join("")}`);

it.each([
  ["GET", "/v1/thing", "/v1/things", [{ part: "path", segment: 2, sent: "thing", expected: "things" }]],
  ["GET", "/v2/thing", "/v2/things", [{ part: "path", segment: 2, sent: "thing", expected: "things" }]],
  ["GET", "/things", "/v1/things", [{ part: "path", segment: 1, sent: "things", expected: "v1" }]],
  ["GET", "/v1/things/", "/v1/things", [{ part: "path", segment: 3, sent: "", expected: null }]],
  ["PUT", "/v1/things/7", "/v1/things/{id}", [{ part: "method", sent: "PUT", expected: "PATCH" }]],
  ["PATCH", "/v1/things", "/v1/things/{id}", [{ part: "path", segment: 3, sent: null, expected: "{id}" }]],
  ["GET", "/v1/things/7.xml/x", "/v1/things/{id}", [{ part: "path", segment: 4, sent: "x", expected: null }]],
  ["HEAD", "/v1/thing", "/v1/things", [{ part: "path", segment: 2, sent: "thing", expected: "things" }]],
  ["PUT", "/v1/gr%C3%B6%C3%9Fe", "/v1/größe", [{ part: "method", sent: "PUT", expected: "GET" }]],
  [
    "put",
    "//v1/thing/7",
    "/v1/things/{id}",
    [
      { part: "method", sent: "put", expected: "GET" },
      { part: "path", segment: 2, sent: "thing", expected: "things" },
    ],
  ],
])("the nearest to %s %s is %s", (method, path, nearest, differs) => {
  const [first] = nearestOperations(contract, method, path, 1);
  expect([first?.path, first?.differs]).toEqual([nearest, differs]);
});

it("several are named in order, as many as are wanted", () => {
  const named = nearestOperations(contract, "POST", "/v1/thing", 3).map(({ operation }) => operation);
  expect(named).toEqual(["POST /things", "GET /things", "PATCH /things/{id}"]);
  expect(nearestOperations(contract, "POST", "/v1/thing", 99)).toHaveLength(operations.length);
});
