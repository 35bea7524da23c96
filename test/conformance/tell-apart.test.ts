import { expect, it } from "vitest";
import { freeMembers, markedInput } from "../../src/conformance/mark.ts";
import type { Subject } from "../../src/conformance/subject.ts";
import { allowedAnswer, tellApart, tellIdsApart } from "../../src/conformance/tell-apart.ts";
import type { Operation } from "../../src/contract/contract.ts";
import { contractOf } from "../contract/contract-fixture.ts";

/** An operation that answers by this schema. */
function answering(schema: object) {
  const content = { "text/plain": { schema: { type: "boolean" } }, "application/json": { schema } };
  const responses = { 200: { description: "Done", content }, 204: { description: "Done" } };
  const contract = contractOf({}, { paths: { "/things": { post: { operationId: "createThing", responses } } } });
  return { contract, operation: contract.operations[0] as Operation };
}

const apart = (body: unknown, { schema = {}, isPaged = false } = {}) =>
  tellApart({ ...answering(schema), isPaged }, { status: 200, body });

it("makes others of values that stand more than once, or that many others could be", () => {
  expect(apart({ a: "Ada", b: "Ada", c: "Ada", d: 4, e: 40, f: 40, g: "", h: null, i: true, j: "x" })).toEqual({
    ...{ a: "Ada", b: "Ada2", c: "Ada3", d: 17, e: 40, f: 46, g: "", h: null, i: true, j: "x17" },
  });
  expect(apart({ a: "Ada3", b: "Ada", c: "Ada" })).toEqual({ a: "Ada3", b: "Ada", c: "Ada12" });
});

it("leaves those as they are that the contract has room for alone", () => {
  const schema = { properties: { b: { maxLength: 3 }, c: { maximum: 41 }, d: { maximum: 60 } } };
  expect(apart({ a: "Ada", b: "Ada", e: 40, c: 40, d: 40 }, { schema })).toEqual({
    ...{ a: "Ada", b: "Ada", e: 40, c: 40, d: 43 },
  });
});

it("makes others of ids alone where the contract does not allow the whole", () => {
  const body = { id: "a-1", ofId: "a-1", link: "a-1", idea: "Ada", name: "Ada", no: 40, size: 40, more: { ID: "b-1" } };
  const told = { ...body, ofId: "a-11", link: "a-12" };
  expect(apart(body, { schema: { required: ["none"] } })).toEqual(told);
  expect(tellIdsApart(body)).toEqual(told);
  expect(tellIdsApart({ rows: [{ id: 40 }, { id: 40 }, { id: null }] })).toEqual({
    rows: [{ id: 40 }, { id: 40 }, { id: null }],
  });
});

it("leaves alone what stands beside the records of a page", () => {
  const rows = Array(11).fill({ name: "Ada" });
  const answer = { total: 11, size: 11, next: "Zoe", rows, tags: ["Eve", "Eve"], 7: "Eve" };
  const told = apart(answer, { isPaged: true }) as typeof answer;
  expect(told).toMatchObject({ total: 11, size: 11, next: "Zoe" });
  expect(new Set(told.rows.map(({ name }) => name)).size).toBe(11);
  expect(new Set(told.tags).size).toBe(2);
  expect(apart(answer)).toMatchObject({ size: 14 });
});

it("asks the contract for the status, and takes anything where it says nothing", () => {
  const subject = answering({ type: "object" });
  const [full, empty, other] = [200, 204, 500].map((status) => allowedAnswer(subject, status));
  expect([full?.({}), full?.([]), empty?.([]), other?.([])]).toEqual([true, false, true, true]);
});

it("marks the members of an input whose text may be any", () => {
  const inputSchema = {
    properties: {
      title: { type: "string" },
      short: { type: "string" },
      state: { type: "string", enum: ["open"] },
      email: { type: "string" },
      size: { type: ["string", "integer"] },
      none: { type: "string" },
      of: { properties: { line: { type: "string" } } },
    },
  };
  const documentedInput = { title: "a", short: "b", state: "open", email: "c", size: 4, of: { line: "d" } };
  const checkInput = (input: unknown) =>
    (input as { short: string }).short === "b" ? [] : [{ instancePath: "/short", message: "is too long" }];
  const subject = { inputSchema, documentedInput, checkInput } as unknown as Subject;
  expect(freeMembers(subject)).toEqual(["/title", "/of/line"]);
  expect(freeMembers(subject, { short: "b", none: "x" })).toEqual(["/none"]);
  expect(freeMembers({ ...subject, inputSchema: null })).toEqual([]);
  expect(markedInput(subject, documentedInput)).toEqual({
    ...documentedInput,
    ...{ title: "Standin mark /title", of: { line: "Standin mark /of/line" } },
  });
});
