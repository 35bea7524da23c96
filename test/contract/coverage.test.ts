import { describe, expect, it } from "vitest";
import type { CoveredExchange } from "../../src/contract/coverage/outcomes.ts";
import { type Coverage, CoverageTally } from "../../src/contract/coverage.ts";
import { contractOf, loadFiles } from "./contract-fixture.ts";

const json = { "content-type": "application/json" };

/** An operation `POST /things/{id}` with parameters everywhere; its bodies have the schema Thing. */
function thingsWith(schemas: Record<string, unknown>) {
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } };
  const schema = { type: "string" };
  return contractOf(schemas, {
    paths: {
      "/things/{id}": {
        post: {
          operationId: "changeThing",
          parameters: [
            { name: "id", in: "path", required: true, schema },
            { name: "page", in: "query", schema },
            { name: "blank", in: "query", schema, allowEmptyValue: true },
            { name: "tags", in: "query", schema: { type: "array", items: schema }, "x-array-format": "brackets" },
            { name: "X-Trace", in: "header", schema },
            { name: "session", in: "cookie", schema },
          ],
          requestBody: { content },
          responses: {
            200: { description: "Done", headers: { "X-Rest": { schema } }, content },
            "4XX": { description: "Refused", content: { "application/json": { schema: { type: "object" } } } },
          },
        },
      },
      "/other": { get: { operationId: "other", responses: { 204: { description: "Done" } } } },
    },
  });
}

const plain = thingsWith({ Thing: { type: "object", properties: { a: { type: "string" }, b: { type: "string" } } } });

function exchange(parts: {
  url?: string;
  headers?: Record<string, string>;
  body?: unknown;
  response?: Partial<NonNullable<CoveredExchange["response"]>> | null;
  fault?: unknown;
}): CoveredExchange {
  const { url = "/things/1", headers = {}, body, response = {}, fault } = parts;
  return {
    request: {
      method: "POST",
      url: `https://api.acme.test${url}`,
      headers: { ...json, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
    response: response === null ? null : { status: 200, headers: json, body: "{}", ...response },
    ...(fault === undefined ? {} : { fault }),
  };
}

function coverageOf(contract: typeof plain, ...exchanges: CoveredExchange[]): Coverage {
  const tally = new CoverageTally(contract);
  for (const one of exchanges) tally.add(one);
  return tally.toCoverage();
}

const changeThing = (coverage: Coverage) => coverage.operations[0] as Coverage["operations"][number];

/** "/a 1" for each, with a "?" behind what the contract does not name. */
function show(
  all: readonly { documented: boolean; exchanges: number; pointer?: string; name?: string; status?: string }[],
) {
  return all.map(({ documented, exchanges, ...one }) => {
    const { pointer, name, status } = one;
    return `${pointer ?? name ?? status}${documented ? "" : "?"} ${exchanges}`;
  });
}

describe("what is counted", () => {
  it("is everything that the contract has, before there is an exchange", () => {
    const { operations, ...rest } = coverageOf(plain);
    expect(rest).toEqual({
      provider: "acme",
      exchanges: { counted: 0, read: 0, cut: 0 },
      totals: {
        operations: { seen: 0, of: 2 },
        statuses: { seen: 0, of: 3 },
        parameters: { seen: 0, of: 6 },
        requestBody: { seen: 0, of: 2 },
        responseHeaders: { seen: 0, of: 1 },
        responseBody: { seen: 0, of: 2 },
      },
      cutLists: [],
      unmatched: { exchanges: 0, requests: [] },
    });
    expect(operations.map(({ operation, method, path, exchanges }) => [operation, method, path, exchanges])).toEqual([
      ["changeThing", "POST", "/things/{id}", 0],
      ["other", "GET", "/other", 0],
    ]);
  });

  it("is each status by what the contract writes, and those that it does not have", () => {
    const statuses = [200, 404, 422, 500, 500].map((status) => exchange({ response: { status } }));
    expect(show(changeThing(coverageOf(plain, ...statuses)).statuses)).toEqual(["200 1", "4XX 2", "500? 2"]);
  });

  it("is no answer that a fault has altered, that never came, or that is Standin's own", () => {
    const coverage = coverageOf(
      plain,
      exchange({ body: { a: "" }, response: { body: '{"a":""}' }, fault: { id: "f-1", kind: "variant" } }),
      exchange({ response: null }),
      exchange({ response: { status: 404, headers: { ...json, "standin-problem": "handler" } } }),
      exchange({ response: { body: '{"b":""}' } }),
    );
    const { exchanges, faulted, unanswered, standin, statuses, requestBody, responses } = changeThing(coverage);
    expect({ exchanges, faulted, unanswered, standin }).toEqual({
      exchanges: 4,
      faulted: 1,
      unanswered: 1,
      standin: 1,
    });
    expect(show(statuses)).toEqual(["200 1", "4XX 0"]);
    expect(show(requestBody)).toEqual(["/a 1", "/b 0"]);
    expect(show(responses[0]?.body ?? [])).toEqual(["/a 0", "/b 1"]);
  });

  it("is each parameter wherever it stands, however it is spelt", () => {
    const coverage = coverageOf(
      plain,
      exchange({ url: "/things/1?page=2&blank=&tags[]=x&tags[]=y&pgae=3" }),
      exchange({ headers: { "x-trace": "t", cookie: "a=1; session=s" } }),
    );
    expect(show(changeThing(coverage).parameters)).toEqual([
      ...["id 2", "page 1", "blank 1", "tags 1", "X-Trace 1", "session 1", "pgae? 1"],
    ]);
  });

  it("is each header of a response that the contract names", () => {
    const coverage = coverageOf(plain, exchange({ response: { headers: { ...json, "x-rest": "1", server: "x" } } }));
    expect(show(changeThing(coverage).responses[0]?.headers ?? [])).toEqual(["x-rest 1"]);
  });

  it("is a request that no operation takes, by itself", () => {
    const lost = exchange({ url: "/thing/1?secret=x" });
    const { unmatched, exchanges } = coverageOf(plain, lost, lost);
    expect(unmatched).toEqual({ exchanges: 2, requests: [{ request: "POST /thing/1", exchanges: 2 }] });
    expect(exchanges.counted).toBe(2);
  });

  it("tells a hundred names apart that no contract has", () => {
    const all = Array.from({ length: 150 }, (_, index) => exchange({ url: `/things/1?n${index}=1` }));
    const undocumented = changeThing(coverageOf(plain, ...all)).parameters.filter(({ documented }) => !documented);
    expect(undocumented).toHaveLength(101);
    expect(undocumented.at(-1)).toEqual({ name: "…", in: "query", documented: false, exchanges: 50 });
  });

  it("says of which bodies the properties are not counted, for they were not kept whole", () => {
    const cut = exchange({ body: { a: "" } });
    cut.request.bodySize = 100_000;
    const coverage = coverageOf(plain, cut);
    expect(coverage.exchanges).toEqual({ counted: 1, read: 1, cut: 1 });
    expect(show(changeThing(coverage).requestBody)).toEqual(["/a 0", "/b 0"]);
  });

  it("narrows to one operation", () => {
    const tally = new CoverageTally(plain, "other");
    tally.add(exchange({}));
    expect(tally.toCoverage().operations.map(({ operation }) => operation)).toEqual(["other"]);
  });
});

const tree = {
  type: "object",
  properties: { name: { type: "string" }, parts: { type: "array", items: { $ref: "#/components/schemas/Thing" } } },
};
const kinds = {
  oneOf: [
    { type: "object", properties: { kind: { const: "cat" }, lives: { type: "integer" } }, required: ["kind"] },
    { type: "object", properties: { kind: { const: "dog" }, tricks: { type: "array" } }, required: ["kind"] },
  ],
};

/** The schema of a body, a body, and the properties that are listed and counted. */
const bodies: [claim: string, schemas: Record<string, unknown>, body: unknown, seen: string[]][] = [
  [
    "follows references and allOf",
    {
      Thing: { allOf: [{ $ref: "#/components/schemas/Base" }, { type: "object", properties: { own: {} } }] },
      Base: { type: "object", properties: { id: {}, deep: { type: "object", properties: { "a/b": {} } } } },
    },
    { id: 1, own: 2, deep: { "a/b": 3 } },
    ["/id 1", "/deep 1", "/own 1", "/deep/a~1b 1"],
  ],
  [
    "counts a property once for an exchange, over all items",
    { Thing: { type: "array", items: { type: "object", properties: { id: {}, x: {} } } } },
    [{ id: 1 }, { id: 2, x: 1 }],
    ["/*/id 1", "/*/x 1"],
  ],
  [
    "lists the branches of a union",
    { Thing: kinds },
    { kind: "dog", tricks: [] },
    ["/kind 1", "/lives 0", "/tricks 1"],
  ],
  [
    "takes what another branch names for undocumented",
    { Thing: kinds },
    { kind: "dog", lives: 9 },
    ["/kind 1", "/lives 0", "/tricks 0", "/lives? 1"],
  ],
  [
    "counts members without a name together",
    { Thing: { type: "object", additionalProperties: { type: "object", properties: { v: {} } } } },
    { one: { v: 1 }, two: {} },
    ["/* 1", "/*/v 1"],
  ],
  [
    "says nothing of members of what is free-form",
    { Thing: { type: "object", properties: { a: {} }, additionalProperties: true } },
    { b: 1 },
    ["/a 0"],
  ],
  [
    "names what is not documented",
    {
      Thing: {
        type: "object",
        properties: { list: { type: "array", items: { type: "object", properties: { a: {} } } } },
      },
    },
    { list: [{ a: 1 }, { b: 2 }] },
    ["/list 1", "/list/*/a 1", "/list/*/b? 1"],
  ],
  [
    "leaves out what is read-only, and what may never stand there",
    { Thing: { type: "object", properties: { id: { readOnly: true }, never: false, a: {} } } },
    { a: 1 },
    ["/a 1"],
  ],
  [
    "keeps what one branch forbids and another names",
    { Thing: { anyOf: [{ properties: { x: false } }, { type: "object", properties: { x: { type: "string" } } }] } },
    { x: "1" },
    ["/x 1"],
  ],
  [
    "ends where a schema comes again below itself",
    { Thing: tree },
    { name: "a", parts: [{ name: "b", parts: [{ name: "c", size: 1 }] }] },
    ["/name 1", "/parts 1", "/parts/*/parts/*/size? 1"],
  ],
];

describe("the properties of a body", () => {
  it.each(bodies)("%s", (_, schemas, body, seen) => {
    const { requestBody } = changeThing(coverageOf(thingsWith(schemas), exchange({ body })));
    expect(show(requestBody)).toEqual(seen);
  });

  it("are listed up to a number, and the coverage says where there are more", () => {
    const names = Array.from({ length: 12 }, (_, index) => `S${index}`);
    const references = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/schemas/${name}` }]));
    const tangled = Object.fromEntries(names.map((name) => [name, { type: "object", properties: references }]));
    const coverage = coverageOf(thingsWith({ ...tangled, Thing: { $ref: "#/components/schemas/S0" } }));
    expect(coverage.cutLists).toEqual(["changeThing request", "changeThing 200"]);
    expect(changeThing(coverage).requestBody).toHaveLength(2000);
  });

  it("are read by the media type that was sent", () => {
    const content = {
      "application/*": { schema: { properties: { a: {} } } },
      "text/csv": { schema: { type: "string" } },
    };
    const post = { operationId: "changeThing", requestBody: { content }, responses: { 200: { description: "Done" } } };
    const document = {
      openapi: "3.1.0",
      servers: [{ url: "https://api.acme.test" }],
      paths: { "/things/1": { post } },
    };
    const contract = loadFiles({ "openapi.json": JSON.stringify(document) });
    const sent = [json, { "content-type": "application/vnd.x+json" }, { "content-type": "text/csv" }];
    const coverage = coverageOf(contract, ...sent.map((headers) => exchange({ headers, body: { a: 1 } })));
    expect(show(changeThing(coverage).requestBody)).toEqual(["/a 2"]);
  });
});

it("counts the same text by the schema of the media type that it comes as", () => {
  const members = (...names: string[]) => ({
    schema: { type: "object", properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])) },
  });
  const content = {
    "application/json": { ...members("a", "c"), "x-media-type-parameters": "none" },
    "application/*": members("b", "c"),
  };
  const contract = contractOf(
    {},
    {
      paths: {
        "/things/{id}": {
          post: {
            operationId: "changeThing",
            parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
            responses: { 200: { description: "Done", content } },
          },
        },
      },
    },
  );
  const answers = ["", ";charset=utf-8", ""].map((parameters) =>
    exchange({
      response: { headers: { "content-type": `application/json${parameters}` }, body: '{"a":"x","b":"x"}' },
    }),
  );
  const [operation] = coverageOf(contract, ...answers).operations;
  const seen = operation?.responses[0]?.body.map(({ pointer, documented, exchanges }) => [
    pointer,
    documented,
    exchanges,
  ]);
  expect(seen).toEqual([
    ["/a", true, 2],
    ["/c", true, 0],
    ["/b", true, 1],
    ["/b", false, 2],
    ["/a", false, 1],
  ]);
});
