import { expect, it } from "vitest";
import { membersWithItems, type Schema } from "../../src/conformance/input-schema.ts";
import { otherValues } from "../../src/conformance/other-values.ts";
import type { Subject } from "../../src/conformance/subject.ts";
import type { Route, Routes } from "../../src/conformance/trace.ts";
import type { Operation } from "../../src/contract/contract.ts";
import { compileJsonSchema } from "../../src/contract/json-schema.ts";
import { contractOf } from "../contract/contract-fixture.ts";

interface Unusual {
  /** What the contract says of the member, where it is not what the adapter's schema does. */
  contract?: object;
  /** Where the member goes. */
  route?: Route;
  /** What the input has there. */
  documented?: unknown;
  full?: unknown;
  isOptional?: boolean;
}

/** What is tried of one member of an input, the first item of lists too. */
function tried(
  name: string,
  schema: object,
  { contract: said = schema, route, documented, full, isOptional }: Unusual = {},
  pointer = `/${name}`,
) {
  const content = { "application/json": { schema: { properties: { [name]: said } } } };
  const parameters = [{ name: "list", in: "query", schema: said }];
  const post = {
    operationId: "addThing",
    parameters,
    requestBody: { content },
    responses: { 200: { description: "Done" } },
  };
  const contract = contractOf({}, { paths: { "/things": { post } } });
  const inputSchema = { properties: { [name]: schema } };
  const withValue = (value: unknown) => (value === undefined ? {} : { [name]: value });
  const subject = {
    ...{ contract, operation: contract.operations[0] as Operation, inputSchema },
    checkInput: compileJsonSchema(inputSchema, "the input"),
    documentedInput: withValue(isOptional ? undefined : documented),
    fullInput: withValue(full ?? documented),
  } as unknown as Subject;
  const member = membersWithItems(inputSchema as Schema).find((one) => one.pointer === pointer);
  if (member === undefined) throw new Error(`there is no ${pointer}`);
  const routes: Routes = new Map(route === undefined ? [] : [[pointer, route]]);
  return otherValues(subject, routes, member);
}

const text = { type: "string" };
const large = [1001, 65_537, 4_294_967_297];

it("are numbers, small, negative, large and fractional, and those around the limits", () => {
  expect(tried("size", { type: "integer" }, { documented: 40 })).toEqual([2, 1, 0, -1, -2, ...large]);
  expect(tried("size", { type: "number" }, { documented: 0 })).toEqual([2, 1, -1, -2, ...large, 0.5, 19.99, -2.25]);
  expect(tried("size", { type: "integer", minimum: 10, maximum: 20 }, { documented: 15 })).toEqual([
    10, 11, 12, 20, 19, 18,
  ]);
  expect(
    tried(
      "size",
      { type: ["integer", "null"] },
      { documented: 1, contract: { type: "integer", minimum: 0, maximum: 5 } },
    ),
  ).toEqual([2, 0]);
  expect(tried("size", { type: "integer", enum: [1, 2] }, { documented: 1 })).toEqual([]);
  const within = { allOf: [{ minimum: 0 }, { maximum: 1 }] };
  expect(tried("idle", { type: "integer" }, { documented: 1, contract: within })).toEqual([0]);
});

it("are none of ids, of what turns pages, and of what has no known place", () => {
  expect([
    tried("thingId", { type: "integer" }),
    tried("limit", { type: "integer" }),
    tried("page", { type: "integer" }),
  ]).toEqual([[], [], []]);
  expect(tried("size", { type: "integer" }, { route: { part: "request.body", pointer: "/none" } })).toEqual([]);
  expect(
    tried("size", { type: "integer", maximum: 2 }, { route: { part: "request.query", pointer: "/list" } }),
  ).toEqual([2, 1, 0, -1, -2]);
  expect(
    tried("size", { type: "integer", maximum: 0 }, { route: { part: "request.query", pointer: "/size" } }),
  ).toEqual([]);
});

it("are texts of a format that is written in several ways", () => {
  expect(tried("at", { type: "string", format: "date-time" }, { documented: "2026-01-01T00:00:00Z" })).toEqual([
    ...["2026-02-03T04:05:06Z", "2026-01-31T23:30:00-05:00", "2024-02-29T01:15:30.250+05:30"],
  ]);
  expect(tried("day", { type: "string", format: "date" }, { documented: "2024-02-29" })).toEqual([
    "2026-01-01",
    "2025-12-31",
  ]);
  expect(tried("mail", { type: "string", format: "email" }, { documented: "a@b.c" })).toEqual([
    ...["ada+list@example.com", "a.b-c@mail.example.org"],
  ]);
  expect([
    tried("title", text, { documented: "a" }),
    tried("at", { type: "integer", format: "date", minimum: 9, maximum: 9 }),
  ]).toEqual([[], [9]]);
});

it("are addresses at the same host, with a query", () => {
  for (const format of ["uri", "url"])
    expect(tried("link", { type: "string", format }, { documented: "https://a.test/b?c=d", contract: text })).toEqual([
      "https://a.test/b?part=a%20b&other=c",
    ]);
  for (const none of [undefined, "no address", "mailto:a@b.c"])
    expect(tried("link", { type: "string", format: "uri" }, { documented: none, contract: text })).toEqual([]);
});

it("are of items all that they may be, null and texts of any words too", () => {
  const item = (schema: object, more: Unusual = {}, name = "value") =>
    tried(
      "rows",
      { type: "array", items: { properties: { [name]: schema } } },
      { documented: [{ [name]: "a" }], route: { part: "request.body", pointer: `/rows/0/${name}` }, ...more },
      `/rows/0/${name}`,
    );
  expect(item(text, {}, "country")).toEqual([]);
  expect(item({ type: "boolean" })).toEqual([true, false]);
  expect(item({ type: ["string", "boolean", "null"] })).toEqual([
    ...[true, false, "4", "Standin", "true", "two words", "Ünïcode, comma", null],
  ]);
  expect(item({ enum: ["a", "b", null, 4, { of: 1 }] })).toEqual(["b", 4, null]);
  expect(item(text, { route: { part: "request.body", pointer: "/none" } })).toEqual([]);
  const unknown = tried(
    "rows",
    { type: "array", items: { properties: { value: text } } },
    { documented: [{ value: "a" }] },
    "/rows/0/value",
  );
  expect(unknown).toEqual([]);
});

it("are lists of none, of one and of several, sorted as an adapter may", () => {
  const list = (items: object, more: Unusual = {}) =>
    tried("sizes", { type: "array", items }, { documented: [1], ...more }) as unknown[][];
  const numbers = list({ type: "integer", maximum: 5 });
  expect(numbers.filter((one) => one.length < 2)).toEqual([[], ...[2, 0, -1, -2, 5, 4, 3].map((one) => [one])]);
  expect(numbers.filter((one) => one.length > 1)).toEqual([
    [-2, -1],
    [-2, -1, 0],
    [-2, -1, 0, 2, 5],
  ]);
  expect(list({ type: "integer", enum: [9, 1, 10, 100] }).at(-1)).toEqual([9, 10, 100]);
  expect(list({ enum: ["b", 10, "c", 9] }, { documented: ["b"] }).at(-1)).toEqual([9, 10, "c"]);
  const words = list(text, { documented: ["a"] });
  expect(words.at(-1)).toEqual(["4", "Standin", "true", "two words", "Ünïcode, comma"]);
  expect(list({ enum: ["b", "c", "a"] }, { documented: ["b"] })).toEqual([
    [],
    ["c"],
    ["a"],
    ...Array(3).fill(["a", "c"]),
  ]);
});

it("are no lists of objects, of what goes elsewhere than into a body, nor beyond what is allowed", () => {
  const schema = { type: "array", items: { type: "integer", maximum: 2 } };
  const inQuery: Route = { part: "request.query", pointer: "/list" };
  expect(tried("sizes", schema, { documented: [1], route: inQuery })).toEqual([]);
  expect(tried("sizes", schema, { contract: { type: "array", maxItems: 1 }, documented: [1] }).at(-1)).toEqual([-2]);
  const ids = { type: "array", items: { type: "integer", maximum: 2 } };
  expect(tried("userIds", ids, { documented: [1] })).toEqual([[], [], [], []]);
  expect([tried("sizes", schema, {}), tried("sizes", schema, { documented: null })]).toEqual([[], []]);
  const objects = { type: "array", items: { properties: { a: {} } } };
  expect(tried("rows", objects, { documented: [{ a: 1 }] })).toEqual([]);
  // In the place of the documented one, that of the input with all members is another.
  expect(tried("rows", objects, { full: [{ a: 1 }], isOptional: true })).toEqual([[{ a: 1 }]]);
});

it("find the place of a list by those of its items", () => {
  const schema = { type: "array", items: { type: "integer", maximum: 2 } };
  const routes: Routes = new Map([["/numbers/0", { part: "request.body", pointer: "/sizes/0" }]]);
  const content = { "application/json": { schema: { properties: { sizes: schema } } } };
  const post = { operationId: "addThing", requestBody: { content }, responses: { 200: { description: "Done" } } };
  const contract = contractOf({}, { paths: { "/things": { post } } });
  const subject = {
    ...{ contract, operation: contract.operations[0] as Operation, inputSchema: null, checkInput: () => [] },
    documentedInput: { numbers: [1] },
  } as unknown as Subject;
  const member = { pointer: "/numbers", name: "numbers", schema, required: false, nullable: false };
  expect(otherValues(subject, routes, member)).toContainEqual([2]);
  expect(otherValues(subject, new Map(), member)).toEqual([]);
});
