import { expect, it } from "vitest";
import { namesakesOf } from "../../src/conformance/namesakes.ts";
import { readLimits } from "../../src/conformance/request-limits.ts";
import { placeNamed, requestPlaces } from "../../src/conformance/request-places.ts";
import type { Subject } from "../../src/conformance/subject.ts";
import type { Route } from "../../src/conformance/trace.ts";
import type { Operation } from "../../src/contract/contract.ts";
import { contractOf } from "../contract/contract-fixture.ts";

/** A contract of one operation with such a body of JSON, and that operation. */
function taking(schema: unknown, { schemas = {}, ...more }: Record<string, object> = {}) {
  const content = { "text/plain": { schema: { type: "string" } }, "application/json": { schema } };
  const responses = { 200: { description: "Done" } };
  const put = { operationId: "putThing", requestBody: { content }, responses, ...more };
  const contract = contractOf(schemas as Record<string, unknown>, { paths: { "/things/{thing_id}": { put } } });
  return { contract, operation: contract.operations[0] as Operation };
}

const text = { type: "string" };
const thingId = { name: "thing_id", in: "path", required: true, schema: text };
const parameters = [
  { ...thingId, schema: { ...text, maxLength: 9 } },
  { name: "a/b", in: "query", deprecated: true, schema: text },
  { name: "size", in: "query", content: { "application/json": {} } },
  { name: "X-Size", in: "header", schema: text },
];

const body = {
  properties: {
    title: {
      allOf: [
        { minLength: 1, maxLength: 40 },
        { minLength: 2, maxLength: 50 },
      ],
    },
    old: { type: "string", deprecated: true },
    owner: { anyOf: [{ type: "null" }, { properties: { name: text, "e~f": text } }] },
    rows: { type: "array", maxItems: 4, items: { properties: { name: text, price: { minimum: 1, maximum: 5 } } } },
    sizes: { type: "array", items: { type: "integer", minimum: 3 } },
  },
};

it("are the members of path, query and body, at whatever depth", () => {
  const { contract, operation } = taking(body, { parameters });
  expect(
    requestPlaces(contract, operation).map(({ part, pointer, name, deprecated }) => [
      ...[`${part} ${pointer}`, name],
      ...(deprecated ? ["deprecated"] : []),
    ]),
  ).toEqual([
    ["request.path /thing_id", "thing_id"],
    ["request.query /a~1b", "a/b", "deprecated"],
    ["request.query /size", "size"],
    ["request.body /title", "title"],
    ["request.body /old", "old", "deprecated"],
    ["request.body /owner", "owner"],
    ["request.body /owner/name", "name"],
    ["request.body /owner/e~0f", "e~f"],
    ["request.body /rows", "rows"],
    ["request.body /rows/0", "0"],
    ["request.body /rows/0/name", "name"],
    ["request.body /rows/0/price", "price"],
    ["request.body /sizes", "sizes"],
    ["request.body /sizes/0", "0"],
  ]);
  const recursive = taking(
    { $ref: "#/components/schemas/Node" },
    { parameters, schemas: { Node: { properties: { next: { $ref: "#/components/schemas/Node" } } } } },
  );
  const deepest = requestPlaces(recursive.contract, recursive.operation).at(-1);
  expect(deepest?.pointer).toBe("/next/next/next/next/next");
  const nested = taking(
    { $ref: "#/components/schemas/List" },
    { parameters, schemas: { List: { type: "array", items: { $ref: "#/components/schemas/List" } } } },
  );
  expect(requestPlaces(nested.contract, nested.operation).at(-1)?.pointer).toBe("/0/0/0/0/0");
  const bare = taking(text, { parameters, requestBody: { content: { "text/plain": { schema: body } } } });
  expect(requestPlaces(bare.contract, bare.operation)).toHaveLength(3);
});

it("are found by a name that one of them has, whatever its case and punctuation", () => {
  const { contract, operation } = taking(body, { parameters });
  const find = (pointer: string) => placeNamed(contract, operation, pointer)?.pointer;
  expect([find("/thingId"), find("/of/TITLE"), find("/name"), find("/old"), find("/none")]).toEqual([
    ...["/thing_id", "/title", undefined, undefined, undefined],
  ]);
});

it("are found by what a name has in brackets where none has the name alone", () => {
  const query = (name: string, more: object = {}) => ({ name, in: "query", schema: text, ...more });
  const deep = (name: string, ...members: string[]) => {
    const properties = Object.fromEntries(members.map((member) => [member, text]));
    return query(name, { style: "deepObject", explode: true, schema: { type: "object", properties } });
  };
  const { contract, operation } = taking(body, {
    parameters: [
      ...parameters,
      query("updated_at[gt]"),
      deep("filter", "state", "from"),
      deep("range", "from"),
      deep("sort", "rank"),
    ],
  });
  const find = (pointer: string) => placeNamed(contract, operation, pointer)?.pointer;
  expect(["/gt", "/state", "/filter", "/from", "/updated_at", "/rank"].map(find)).toEqual([
    ...["/updated_at[gt]", "/filter[state]", "/filter", undefined, undefined, undefined],
  ]);
});

it("have limits, of several statements the narrower", () => {
  const { contract, operation } = taking(body, { parameters });
  const limits = readLimits(contract, operation);
  const at = (pointer: string, part: Route["part"] = "request.body") => limits.at({ part, pointer });
  expect(at("/title")).toEqual({ minLength: 2, maxLength: 40 });
  expect(at("/thing_id", "request.path")).toEqual({ maxLength: 9 });
  expect([at("/rows"), at("/rows/0/price"), at("/old")]).toEqual([{ maxItems: 4 }, { minimum: 1, maximum: 5 }, {}]);
  expect(limits.kinds).toEqual(["minLength", "maxLength", "maxItems", "minimum", "maximum"]);
  const none = taking({ properties: { a: { type: "string" }, b: true } }, { parameters: [thingId] });
  expect(readLimits(none.contract, none.operation).kinds).toEqual([]);
});

it("may have a value, whatever its limits are", () => {
  const { contract, operation } = taking(body, { parameters });
  const { mayStand } = readLimits(contract, operation);
  const inBody = (pointer: string, value: unknown) => mayStand({ part: "request.body", pointer }, value);
  expect([inBody("/sizes/0", 2), inBody("/sizes/0", 3.5), inBody("/sizes", ["a"])]).toEqual([true, false, false]);
  expect([inBody("/rows", Array(9).fill({})), inBody("/title", "x"), inBody("/none", {})]).toEqual([true, true, true]);
});

it("are namesakes of members of an input, by what these stand in where several have the name", () => {
  const input = (properties: object) => ({ inputSchema: { properties }, ...taking(body, { parameters }) });
  const find = (subject: object) =>
    namesakesOf(subject as unknown as Subject).map(({ pointer, place }) => `${pointer} -> ${place.pointer}`);
  const item = { properties: { Name: text, price: {}, other: {}, old: {} } };
  const subject = input({
    ...{ thingId: text, Title: text, name: text },
    owner: { properties: { name: text, none: text } },
    rows: { type: "array", items: item },
    others: { type: "array", items: { properties: { name: text } } },
  });
  expect(find(subject)).toEqual([
    "/Title -> /title",
    "/owner -> /owner",
    "/owner/name -> /owner/name",
    "/rows -> /rows",
    "/rows/0/Name -> /rows/0/name",
    "/rows/0/price -> /rows/0/price",
  ]);
  expect(namesakesOf(subject as unknown as Subject)).toBe(namesakesOf(subject as unknown as Subject));
  expect(find({ ...subject, inputSchema: null })).toEqual([]);
});
