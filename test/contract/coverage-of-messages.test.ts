import { expect, it } from "vitest";
import type { CoveredExchange } from "../../src/contract/coverage/outcomes.ts";
import { type Coverage, CoverageTally, type Seen } from "../../src/contract/coverage.ts";
import { loadYaml } from "./contract-fixture.ts";

const contract = loadYaml(
  `openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
security: [{ key: [] }]
paths:
  /things:
    post:
      operationId: makeThing
      parameters:
        - { name: page, in: query, schema: { type: string } }
        - { name: blank, in: query, allowEmptyValue: true, schema: { type: string } }
        - { name: trace, in: header, schema: { type: string } }
        - { name: theme, in: cookie, schema: { type: string } }
      requestBody:
        content:
          application/json: { schema: &thing { type: object, properties: { a: { type: string }, b: { type: string } } } }
          application/xml: { schema: { type: object, properties: { xml: {} } } }
      responses: &responses
        200:
          description: Done
          headers: { X-Rest: { schema: { type: string } }, X-More: { schema: { type: string } } }
          content:
            application/json: { schema: *thing }
            application/pdf: { schema: { type: object, properties: { pdf: {} } } }
            text/csv: {}
        204: { description: Done }
    head: { operationId: seeThing, responses: *responses }
  /lists:
    post:
      operationId: makeList
      requestBody: { content: { application/json: { schema: {} } } }
      responses: { 200: { description: Done } }
components: { securitySchemes: { key: { type: apiKey, in: query, name: acme } } }
`.replace("SCHEMA", "{}"),
);

const json = { "content-type": "application/json" };

interface Parts {
  method?: string;
  query?: string;
  headers?: Record<string, string>;
  body?: string;
  status?: number;
  answered?: Record<string, string>;
  answer?: string;
}

function exchange({ method = "POST", query = "", headers = json, status = 200, ...parts }: Parts): CoveredExchange {
  const { body, answered = json, answer } = parts;
  return {
    request: {
      ...{ method, url: `https://api.acme.test/things${query}`, headers },
      ...(body === undefined ? {} : { body }),
    },
    response: { status, headers: answered, ...(answer === undefined ? {} : { body: answer }) },
  };
}

function coverageOf(...exchanges: CoveredExchange[]): Coverage {
  const tally = new CoverageTally(contract);
  for (const one of exchanges) tally.add(one);
  return tally.toCoverage();
}

/** "a 1" for each that was seen, with a "?" behind what the contract does not name. */
function seen(all: readonly (Seen & { name?: string; pointer?: string; status?: string })[] = []): string[] {
  return all
    .filter(({ exchanges }) => exchanges > 0)
    .map((one) => `${one.name ?? one.pointer ?? one.status}${one.documented ? "" : "?"} ${one.exchanges}`);
}

const makeThing = (coverage: Coverage) => coverage.operations[0] as Coverage["operations"][number];

it.each<[sent: Parts, parameters: string[]]>([
  [{}, []],
  [{ query: "?page=1" }, ["page 1"]],
  [{ query: "?blank=" }, ["blank 1"]],
  [{ query: "?pages=1&trace=1&theme=1" }, ["pages? 1", "trace? 1", "theme? 1"]],
  [{ query: "?other=1&other=2" }, ["other? 1"]],
  [{ query: "?acme=secret" }, []],
  [{ headers: { trace: "a", page: "1" } }, ["trace 1"]],
  [{ headers: { cookie: "theme=dark; page=1" } }, ["theme 1"]],
  [{ headers: { cookie: "other=dark" } }, []],
])("counts of a request %j the parameters %j", (sent, parameters) => {
  expect(seen(makeThing(coverageOf(exchange(sent))).parameters)).toEqual(parameters);
});

it.each<[sent: Parts, properties: string[]]>([
  [{ body: '{"a":"x"}' }, ["/a 1"]],
  [{ body: '{"a":' }, []],
  [{ body: "" }, []],
  [{ body: '{"a":"x"}', headers: {} }, ["/a 1"]],
  [{ body: '{"a":"x"}', headers: { "content-type": "application/xml" } }, []],
])("counts of a request %j the properties %j", (sent, properties) => {
  expect(seen(makeThing(coverageOf(exchange(sent))).requestBody)).toEqual(properties);
});

it.each<[sent: Parts, properties: string[]]>([
  [{ answer: '{"b":"x","c":1}' }, ["/b 1", "/c? 1"]],
  [{ answer: '{"b":' }, []],
  [{}, []],
  [{ answer: '{"b":"x"}', answered: {} }, []],
  [{ answer: '{"b":"x"}', answered: { "content-type": "text/csv" } }, []],
  [{ answer: '{"b":"x"}', answered: { "content-type": "application/pdf" } }, []],
  [{ answer: '{"b":"x"}', answered: { "content-type": "text/html" } }, []],
  [{ answer: '{"b":"x"}', status: 204 }, []],
  [{ answer: '{"b":"x"}', status: 500 }, []],
])("counts of an answer %j the properties %j", (sent, properties) => {
  const { responses } = makeThing(coverageOf(exchange(sent)));
  expect(seen(responses.flatMap(({ body }) => body))).toEqual(properties);
});

it("lists no properties of bodies that nobody reads", () => {
  const { requestBody, responses } = makeThing(coverageOf());
  expect(requestBody.map(({ pointer }) => pointer)).toEqual(["/a", "/b"]);
  expect(responses.map(({ body }) => body.map(({ pointer }) => pointer))).toEqual([["/a", "/b"], []]);
});

it("counts the headers of an answer that it has, and no others", () => {
  const sent = exchange({ answered: { "x-rest": "1" } });
  const { responses } = makeThing(
    coverageOf(sent, sent, exchange({}), exchange({ status: 204, answered: { "x-rest": "1" } })),
  );
  expect(seen(responses[0]?.headers)).toEqual(["x-rest 2"]);
});

it("counts of an answer to HEAD its status and headers, for it has no body", () => {
  const coverage = coverageOf(exchange({ method: "head", answered: { ...json, "x-more": "1" }, answer: '{"a":"x"}' }));
  const { statuses, responses } = coverage.operations[1] as Coverage["operations"][number];
  expect([seen(statuses), seen(responses[0]?.headers), seen(responses[0]?.body)]).toEqual([
    ["200 1"],
    ["x-more 1"],
    [],
  ]);
});

it("says of answers that were not kept whole how many there are, and counts nothing of their bodies", () => {
  const whole = exchange({ body: '{"a":"x"}', answer: '{"a":"x"}' });
  const cut = { ...whole, response: { status: 200, headers: json, body: '{"a":"x"}', bodySize: 70_000 } };
  const coverage = coverageOf(whole, cut, cut);
  const { requestBody, responses } = makeThing(coverage);
  expect(coverage.exchanges).toEqual({ counted: 3, read: 3, cut: 2 });
  expect([seen(requestBody), seen(responses[0]?.body)]).toEqual([["/a 3"], ["/a 1"]]);
});

it("counts every body, however many others came before it, and however long it is", () => {
  const answers = Array.from({ length: 30 }, (_, index) => exchange({ answer: `{"a":"${index % 10}"}` }));
  const long = exchange({ answer: `{"b":"${"x".repeat(70_000)}"}` });
  expect(seen(makeThing(coverageOf(...answers, long, long, ...answers)).responses[0]?.body)).toEqual(["/a 60", "/b 2"]);
});

it("cuts names that are too long to be shown", () => {
  const names = ["n".repeat(200), "n".repeat(201), `${"n".repeat(200)}x`];
  const { parameters } = makeThing(coverageOf(...names.map((name) => exchange({ query: `?${name}=1` }))));
  expect(seen(parameters)).toEqual([`${"n".repeat(200)}? 1`, `${"n".repeat(200)}…? 2`]);
});

it("sums up how much was seen of what the contract has, and nothing else", () => {
  const coverage = coverageOf(
    exchange({ query: "?page=1&other=1", body: '{"a":"x","c":1}', answer: '{"a":"x","d":1}' }),
    exchange({ status: 500 }),
  );
  expect(coverage.totals).toEqual({
    operations: { seen: 1, of: 3 },
    statuses: { seen: 1, of: 5 },
    parameters: { seen: 1, of: 4 },
    requestBody: { seen: 1, of: 2 },
    responseHeaders: { seen: 0, of: 4 },
    responseBody: { seen: 1, of: 4 },
  });
});

it("counts what was counted elsewhere in place of what it has seen", () => {
  const tally = new CoverageTally(contract);
  tally.add(exchange({}));
  const coverage = tally.toCoverage(
    new Map([
      [
        "makeThing",
        [
          { outcome: 200, exchanges: 5 },
          { outcome: "faulted", exchanges: 2 },
          { outcome: 500, exchanges: 1 },
        ],
      ],
      [null, [{ outcome: 404, exchanges: 3 }]],
    ]),
  );
  const { exchanges, faulted, unanswered, standin, statuses } = makeThing(coverage);
  expect(coverage.exchanges).toEqual({ counted: 11, read: 1, cut: 0 });
  expect(coverage.unmatched).toEqual({ exchanges: 3, requests: [] });
  expect({ exchanges, faulted, unanswered, standin }).toEqual({ exchanges: 8, faulted: 2, unanswered: 0, standin: 0 });
  expect(seen(statuses)).toEqual(["200 5", "500? 1"]);
});

it("takes down nothing of another operation than the one that it tells of, but that it came", () => {
  const tally = new CoverageTally(contract, "makeList");
  tally.add(exchange({ query: "?page=1" }));
  tally.add({ ...exchange({}), request: { method: "GET", url: "https://api.acme.test/nothing", headers: {} } });
  const { exchanges, operations, unmatched } = tally.toCoverage();
  expect(exchanges).toEqual({ counted: 2, read: 2, cut: 0 });
  expect(operations.map(({ operation, exchanges }) => [operation, exchanges])).toEqual([["makeList", 0]]);
  expect(unmatched).toEqual({ exchanges: 1, requests: [{ request: "GET /nothing", exchanges: 1 }] });
});
