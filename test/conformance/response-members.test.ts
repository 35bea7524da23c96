import { expect, it } from "vitest";
import { answersList, fullSuccess, responseMembers } from "../../src/conformance/response-members.ts";
import type { Operation } from "../../src/contract/contract.ts";
import { contractOf } from "../contract/contract-fixture.ts";

const done = (schema: unknown, type = "application/json") => ({ description: "Done", content: { [type]: { schema } } });

/** A contract of one operation, and that operation. */
function answering(responses: object, schemas: Record<string, unknown> = {}) {
  const contract = contractOf(schemas, { paths: { "/things": { post: { operationId: "createThing", responses } } } });
  return { contract, operation: contract.operations[0] as Operation };
}

/** The members of what is answered by this schema, each with what is so of it. */
function membersOf(schema: unknown, schemas: Record<string, unknown> = {}): string[] {
  const { contract, operation } = answering({ 200: done(schema) }, schemas);
  return responseMembers(contract, operation).map(({ pointer, ofEachType, listed, ...flags }) =>
    [
      pointer,
      ...Object.entries(flags).flatMap(([name, isSo]) => (isSo ? [name] : [])),
      ...(ofEachType.length === 0 ? [] : [`of each type: ${JSON.stringify(ofEachType)}`]),
      ...(listed.length === 0 ? [] : [`listed: ${listed}`]),
    ].join(" "),
  );
}

it("are of the first success that has a body of JSON", () => {
  const statusOf = (responses: object) => fullSuccess(answering(responses).operation)?.status;
  expect(statusOf({ 400: done({}), 204: { description: "Done" }, 201: done({}), 202: done({}) })).toBe("201");
  expect(statusOf({ 200: done({}, "text/plain"), "2XX": done({}, "application/vnd.acme+json") })).toBe("2XX");
  expect(statusOf({ 200: done({}, "text/plain"), 420: done({}) })).toBeUndefined();
  const { contract, operation } = answering({
    200: {
      description: "Done",
      content: { "text/plain": { schema: { type: "array", items: {} } }, "application/json": {} },
    },
  });
  expect([responseMembers(contract, operation), answersList(contract, operation)]).toEqual([[], false]);
});

it("have what the contract says of each, those of the first items of lists too", () => {
  expect(
    membersOf({
      required: ["id", "owner"],
      properties: {
        id: { type: "string", minLength: 1 },
        "a/b": { type: ["integer", "null"] },
        owner: { required: ["name"], properties: { name: { type: "string" }, size: { type: "number" } } },
        extra: { type: "object" },
        tags: { type: "array", items: { type: "string" } },
        rows: { type: "array", items: { type: "object", required: ["no"], properties: { no: { type: "boolean" } } } },
      },
    }),
  ).toEqual([
    "/id required",
    "/a~1b nullable isWhole",
    "/owner required",
    "/owner/name required mayBeEmpty",
    "/owner/size isWhole",
    "/extra isMap",
    "/tags isList",
    "/tags/0 required mayBeEmpty",
    "/rows isList",
    "/rows/0 required",
    "/rows/0/no required",
  ]);
});

it("are null only where nothing keeps them from it", () => {
  expect(
    membersOf({
      properties: {
        first: { type: ["string", "null"], enum: ["a"] },
        second: { anyOf: [{ type: "null" }, { type: "string", minLength: 1 }] },
        third: {},
      },
    }),
  ).toEqual(["/first listed: a", "/second nullable", "/third"]);
});

it("have a value of each of several types that one may be of, as far as such a one is allowed", () => {
  const types = ["string", "integer", "number", "boolean", "object", "array", "null"];
  expect(
    membersOf({
      properties: {
        all: { type: types },
        short: { type: ["string", "integer"], maxLength: 3 },
        one: { type: ["string", "null"] },
        other: { oneOf: [{ type: "boolean" }, { type: "integer" }] },
        open: { additionalProperties: true, type: ["object", "boolean"], properties: { a: { type: "boolean" } } },
      },
    }),
  ).toEqual([
    '/all nullable isMap mayBeEmpty isWhole of each type: ["Standin text",42,4.5,true,{"standin":"text"},["Standin text"]]',
    "/short mayBeEmpty isWhole of each type: [42]",
    "/one nullable mayBeEmpty",
    "/other isWhole of each type: [42,true]",
    '/open of each type: [true,{"standin":"text"}]',
    "/open/a",
  ]);
});

it("have the values that are listed, of many a dozen, and none of a list that is assumed", () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => index);
  expect(
    membersOf({
      properties: {
        state: { type: ["string", "null"], enum: ["open", "done", null, 4] },
        either: { oneOf: [{ enum: ["a", "b"] }, { enum: ["c", "a"] }] },
        guessed: { enum: ["x"], "x-evidence": "assumed" },
        twelve: { enum: many(12) },
        hundred: { enum: many(100) },
        odd: { type: "string", enum: ["a"] },
      },
    }),
  ).toEqual([
    "/state nullable listed: open,done",
    "/either listed: b,c",
    "/guessed",
    `/twelve listed: ${many(12)}`,
    "/hundred listed: 0,9,18,27,36,45,54,63,72,81,90,99",
    "/odd listed: a",
  ]);
});

it("end after five levels, and where there are two hundred", () => {
  const node = { properties: { next: { $ref: "#/components/schemas/Node" } } };
  expect(membersOf({ $ref: "#/components/schemas/Node" }, { Node: node })).toEqual([
    "/next",
    "/next/next",
    "/next/next/next",
    "/next/next/next/next",
    "/next/next/next/next/next",
  ]);
  const nested = { type: "array", items: { $ref: "#/components/schemas/List" } };
  expect(membersOf({ $ref: "#/components/schemas/List" }, { List: nested }).map((line) => line.split(" ")[0])).toEqual([
    ...["/0", "/0/0", "/0/0/0", "/0/0/0/0", "/0/0/0/0/0"],
  ]);
  const wide = Object.fromEntries(Array.from({ length: 198 }, (_, index) => [`m${index}`, {}]));
  const two = { properties: { one: { properties: { a: {} } } } };
  expect(membersOf({ properties: { ...wide, two } }).slice(198)).toEqual(["/two", "/two/one"]);
});

it("tell whether there is a list among them, or the answer is one", () => {
  const answers = (schema: unknown) => {
    const { contract, operation } = answering({ 200: done(schema) });
    return answersList(contract, operation);
  };
  const list = { type: "array", items: { type: "string" } };
  expect([answers(list), answers({ properties: { a: {}, of: { properties: { list } } } })]).toEqual([true, true]);
  expect([answers({ properties: { a: { type: "string" } } }), answers({})]).toEqual([false, false]);
});
