import { expect, it } from "vitest";
import type { Subject } from "../../src/conformance/subject.ts";
import { sentOfNothing } from "../../src/conformance/text-of-nothing.ts";
import type { Visit } from "../../src/conformance/visit.ts";
import type { Exchange } from "../../src/exchange.ts";
import { contractOf } from "../contract/contract-fixture.ts";

const text = { type: "string" };
const query = (name: string, schema: object = text) => ({ name, in: "query", schema });
const get = {
  operationId: "listThings",
  parameters: [
    { name: "shelf", in: "path", required: true, schema: text },
    query("folder"),
    query("cursor"),
    query("before"),
    query("state", { ...text, enum: ["null", "undefined"] }),
    query("shown", { ...text, examples: ["other", "NaN"] }),
    query("one", { ...text, example: "undefined" }),
    query("same", { const: "undefined" }),
    query("any", {}),
  ],
  responses: { 200: { description: "Things" } },
};
const put = {
  operationId: "putThings",
  parameters: get.parameters.slice(0, 1),
  requestBody: { content: { "application/json": { schema: { properties: { title: text } } } } },
  responses: get.responses,
};
const contract = contractOf({}, { paths: { "/shelves/{shelf}": { get, put } } });

function exchangeOf(target: string, more: Partial<Exchange> = {}, body: string | null = null): Exchange {
  const { pathname, search } = new URL(target, "https://api.acme.test");
  const request = { method: "GET", url: `https://api.acme.test${pathname}${search}`, headers: {}, body };
  return { id: target, operation: "listThings", request, violations: [], ...more } as unknown as Exchange;
}

/** What is told of requests that are sent for inputs, each as "part pointer value". */
function told(exchanges: readonly Exchange[], ...inputs: readonly unknown[]): string[] {
  const visit = { subject: { contract } as Subject, plan: { inputs }, exchanges } as unknown as Visit;
  return sentOfNothing(visit).map(({ leaf, exchange }) => {
    expect(exchanges).toContain(exchange);
    return `${leaf.part} ${leaf.pointer} ${leaf.value}`;
  });
}

it("tells of each such text in a path or a query, at its own request", () => {
  const exchanges = [
    exchangeOf("/shelves/undefined"),
    exchangeOf("/shelves/a?folder=NaN&any=null"),
    exchangeOf("/shelves/b?folder=nulls"),
  ];
  expect(told(exchanges, {})).toEqual([
    "request.path /shelf undefined",
    "request.query /folder NaN",
    "request.query /any null",
  ]);
});

it("says nothing where an input has it, or null that may be meant so", () => {
  const exchange = exchangeOf("/shelves/undefined?folder=null");
  expect(told([exchange], { shelf: "undefined" })).toEqual(["request.query /folder null"]);
  expect(told([exchange], { shelf: "undefined" }, { folder: null })).toEqual([]);
  expect(told([exchange], { folder: null, other: ["x"] })).toEqual(["request.path /shelf undefined"]);
  expect(told([exchange], { folder: "null" })).toEqual(["request.path /shelf undefined"]);
});

it("says nothing where the contract names it, nor of cursors, of which another rule tells", () => {
  expect(told([exchangeOf("/shelves/a?state=null&shown=NaN&one=undefined&same=undefined")], {})).toEqual([]);
  expect(told([exchangeOf("/shelves/a?state=NaN&shown=null&one=NaN&same=null")], {})).toHaveLength(4);
  expect(told([exchangeOf("/shelves/a?cursor=undefined")], {})).toEqual([]);
  expect(told([exchangeOf("/shelves/a?cursor=undefined&folder=undefined")], {})).toEqual([
    "request.query /folder undefined",
  ]);
});

it("says nothing of a body, where text is one type of several, and tells of what no operation takes", () => {
  const headers = { "content-type": "application/json" };
  const request = { ...exchangeOf("/shelves/a").request, method: "PUT", headers };
  const put = { operation: "putThings", request: { ...request, body: '{"title":"undefined"}' } } as Partial<Exchange>;
  expect(told([exchangeOf("/shelves/a", put)], {})).toEqual([]);
  expect(told([exchangeOf("/shelves/a?folder=null", { operation: null })], {})).toEqual(["request.query /folder null"]);
});
