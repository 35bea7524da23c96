import { expect, it } from "vitest";
import { type DocumentedRequest, readKnownValues } from "../../src/conformance/known-values.ts";
import { contractOf } from "../contract/sequence-fixture.ts";

const request: DocumentedRequest = {
  method: "GET",
  url: "https://api.acme.example/v2/tasks/a%2Fb?limit=20&page%5Bsize%5D=3",
  headers: { "X-Account-Id": "account-1", "x-trace": "t" },
  body: {
    note: "near",
    owner: { first_name: "Ada", note: "far", tags: ["x"], address: { city: "London", note: "farthest" } },
  },
};
const values = () =>
  readKnownValues(contractOf("acme"), [request, { ...request, url: "https://api.acme.example/v2/tasks/c?limit=9" }]);

it.each([
  ["limit", "20"],
  ["pageSize", "3"],
  ["first_name", "Ada"],
  ["firstName", "Ada"],
  ["FIRST-NAME", "Ada"],
  ["city", "London"],
  ["trace", "t"],
  ["accountId", "account-1"],
  ["x-account-id", "account-1"],
  ["tags", ["x"]],
  ["none", undefined],
])("finds the value of %s, whatever its spelling", (name, value) => {
  expect(values().find(name)).toEqual(value);
});

it("counts the member that is nearer to the top, and the first request", () => {
  expect(values().find("note")).toBe("near");
  expect(values().find("id")).toBe("a/b");
});

it("takes no list and no object for a value that has nothing in it", () => {
  const first = { ...request, body: { tags: [], address: {}, note: "" } };
  const known = readKnownValues(contractOf("acme"), [first, request]);
  expect(["tags", "address", "note"].map(known.find)).toEqual([["x"], { city: "London", note: "farthest" }, ""]);
});

it("takes the id of the path for any id that nothing else names", () => {
  expect(values().find("taskId")).toBe("a/b");
  expect(values().find("idle")).toBeUndefined();
  expect(readKnownValues(contractOf("acme"), []).find("taskId")).toBeUndefined();
});

it("passes over what is no operation of the contract", () => {
  const other = readKnownValues(contractOf("acme"), [
    { method: "GET", url: "https://api.acme.example/v2/x?y=1", headers: {} },
  ]);
  expect([other.find("y"), other.find("xId")]).toEqual(["1", undefined]);
});
