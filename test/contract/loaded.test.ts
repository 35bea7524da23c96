import { expect, it } from "vitest";
import type { Contract, Operation, Parameter } from "../../src/contract/contract.ts";
import { done, head, loadFiles, loadYaml, refusalOf, withOperation } from "./contract-fixture.ts";

function operationOf(text: string): Operation {
  return loadYaml(text).operations[0] as Operation;
}

/** What is read of a parameter, but for where it stands. */
function said({ node: _, schema, ...read }: Parameter): unknown {
  return { ...read, schema: schema?.value ?? null };
}

const plain = { required: false, deprecated: false, allowEmptyValue: false, arrayFormats: [], mediaType: null };

it.each<[what: string, parameter: string, read: unknown]>([
  [
    "a parameter of the query",
    "{ name: a, in: query, schema: { type: string } }",
    { ...plain, name: "a", in: "query", style: "form", explode: true, schema: { type: "string" } },
  ],
  [
    "one with all that may be said of it",
    "{ name: a, in: query, required: true, deprecated: true, allowEmptyValue: true, style: pipeDelimited, explode: false, x-array-format: comma, schema: true }",
    {
      ...{ name: "a", in: "query", required: true, deprecated: true, allowEmptyValue: true },
      ...{ style: "pipeDelimited", explode: false, arrayFormats: ["comma"], mediaType: null, schema: true },
    },
  ],
  [
    "one of which all is denied",
    "{ name: a, in: query, required: false, deprecated: false, allowEmptyValue: false, style: deepObject, explode: true }",
    { ...plain, name: "a", in: "query", style: "deepObject", explode: true, schema: null },
  ],
  [
    "one in any of several spellings",
    "{ name: a, in: query, x-array-format: [brackets, repeat] }",
    {
      ...plain,
      name: "a",
      in: "query",
      style: "form",
      explode: true,
      arrayFormats: ["brackets", "repeat"],
      schema: null,
    },
  ],
  [
    "one with content",
    "{ name: a, in: query, content: { application/json: { schema: { type: object } } } }",
    {
      ...{ ...plain, name: "a", in: "query", style: "form", explode: true },
      ...{ mediaType: "application/json", schema: { type: "object" } },
    },
  ],
  [
    "a header",
    "{ name: A, in: header, schema: { type: string } }",
    { ...plain, name: "A", in: "header", style: "simple", explode: false, schema: { type: "string" } },
  ],
  [
    "a cookie",
    "{ name: a, in: cookie }",
    { ...plain, name: "a", in: "cookie", style: "form", explode: true, schema: null },
  ],
])("reads %s", (_, parameter, read) => {
  const { parameters } = operationOf(withOperation(`${done}parameters: [${parameter}]`));
  expect(parameters.map(said)).toEqual([read]);
});

it("gives an operation the parameters of its path, but for those that it has itself", () => {
  const { operations } = loadYaml(`${head}paths:
  /things/{id}:
    parameters:
      - { name: id, in: path, required: true }
      - { name: X-Trace, in: header }
      - { name: page, in: query }
      - { name: page, in: cookie }
    get: { operationId: getThing, responses: { 200: { description: Done } } }
    put:
      operationId: putThing
      parameters: [{ name: x-trace, in: header, required: true }, { name: Page, in: query }]
      responses: { 200: { description: Done } }
`);
  const names = operations.map(({ parameters }) => parameters.map(({ name, in: place }) => `${place} ${name}`));
  expect(names).toEqual([
    ["path id", "header X-Trace", "query page", "cookie page"],
    ["path id", "header x-trace", "query page", "cookie page", "query Page"],
  ]);
});

it("reads of an operation what it is called, what it takes and what it answers", () => {
  const operation = operationOf(
    withOperation(`summary: Makes a thing
deprecated: true
x-evidence: client
x-source: SDK
requestBody:
  required: true
  content:
    application/json: { schema: { type: object }, x-media-type-parameters: none }
    text/plain: { x-media-type-parameters: { allow: none } }
    application/xml: { schema: true }
responses:
  x-source: Page
  2XX:
    description: Done
    headers: { X-Rate: { required: true, schema: { type: integer } } }
    content: { application/json: { schema: { type: array } } }
  default: { description: Odd }`),
  );
  const { parameters, requestBody, responses, node, securityNode, ...rest } = operation;
  expect(rest).toEqual({
    ...{ id: "createThing", method: "POST", path: "/things", summary: "Makes a thing", deprecated: true },
    ...{ evidence: "client", source: "SDK", security: [] },
  });
  expect([parameters, securityNode]).toEqual([[], node]);
  expect(requestBody?.required).toBe(true);
  expect(requestBody?.content.map(({ type, schema, exact }) => [type, schema?.value, exact?.value])).toEqual([
    ["application/json", { type: "object" }, "none"],
    ["text/plain", undefined, { allow: "none" }],
    ["application/xml", true, undefined],
  ]);
  expect(responses.map(({ status, headers, content }) => [status, headers.map(said), content.length])).toEqual([
    [
      "2XX",
      [
        {
          ...{ ...plain, name: "x-rate", in: "header", required: true, style: "simple", explode: false },
          schema: { type: "integer" },
        },
      ],
      1,
    ],
    ["default", [], 0],
  ]);
});

it("takes for optional, current and unnamed what does not say otherwise", () => {
  const operation = operationOf(withOperation(`${done}requestBody: { content: { text/plain: {} } }`));
  expect([operation.requestBody?.required, operation.deprecated, operation.summary]).toEqual([false, false, ""]);
  expect(operationOf(withOperation(done)).requestBody).toBeNull();
});

it("gives an operation the contract's security where it has none of its own", () => {
  const contract = loadYaml(`${head}security: [{ token: [] }, { key: [], pass: [] }]
paths:
  /things:
    get: { operationId: getThing, responses: { 200: { description: Done } } }
    put: { operationId: putThing, security: [{ pass: [] }], responses: { 200: { description: Done } } }
    head: { operationId: seeThing, security: [], responses: { 200: { description: Done } } }
components:
  securitySchemes:
    token: { type: http, scheme: Bearer }
    pass: { type: http, scheme: basic, x-basic-without-colon: true, x-basic-empty-password: true }
    key: { type: apiKey, in: query, name: api-key }
    oauth: { type: oauth2, flows: {}, x-basic-without-colon: false }
`);
  expect(contract.operations.map(({ security, securityNode }) => [security, securityNode.pointer])).toEqual([
    [[["token"], ["key", "pass"]], "/security"],
    [[["pass"]], "/paths/~1things/put/security"],
    [[], "/paths/~1things/head/security"],
  ]);
  const schemes = Object.values(contract.securitySchemes).map(({ node: _, ...scheme }) => scheme);
  const none = { parameter: null, scheme: null, withoutColon: false, emptyPassword: false };
  expect(schemes).toEqual([
    { ...none, name: "token", type: "http", scheme: "bearer" },
    { ...none, name: "pass", type: "http", scheme: "basic", withoutColon: true, emptyPassword: true },
    { ...none, name: "key", type: "apiKey", parameter: { name: "api-key", in: "query" } },
    { ...none, name: "oauth", type: "oauth2" },
  ]);
});

it.each<[url: string, server: Contract["servers"][number]]>([
  ["https://API.acme.test", { origin: "https://api.acme.test", host: "api.acme.test", basePath: "" }],
  ["https://api.acme.test/v1//", { origin: "https://api.acme.test", host: "api.acme.test", basePath: "/v1" }],
  [
    "http://api.acme.test:8080/a/b/",
    { origin: "http://api.acme.test:8080", host: "api.acme.test:8080", basePath: "/a/b" },
  ],
  ["https://{region}.acme.test/{v}", { origin: "https://eu.acme.test", host: "eu.acme.test", basePath: "/v2" }],
])("reads the server %s", (url, server) => {
  const { servers } = loadYaml(
    `openapi: 3.1.0\nservers: [{ url: "${url}", variables: { region: { default: eu, enum: [eu, us] }, v: { default: v2 } } }]\n${withOperation(done).replace(head, "")}`,
  );
  expect(servers).toEqual([server]);
});

it.each<[what: string, url: string]>([
  ["of another protocol", "ftp://api.acme.test"],
  ["of a protocol that begins alike", "httpsx://api.acme.test"],
  ["of a protocol that ends alike", "xhttp://api.acme.test"],
  ["with a variable that nobody describes", "https://api.acme.test/{v}"],
])("refuses a server %s", (_, url) => {
  const refusal = refusalOf(`openapi: 3.1.0\nservers: [{ url: "${url}" }]\n${withOperation(done).replace(head, "")}`);
  expect(refusal).toBe(
    `CONTRACT_INVALID openapi.yaml:2:13 at /servers/0/url: a server has the absolute URL of the vendor's API, and "${url}" is none.`,
  );
});

it("passes over what is an extension among paths and responses, and reads methods in one order", () => {
  const { operations, paths } = loadYaml(
    `${head}paths:\n  x-note: {}\n  /things:\n    post: { operationId: b, responses: { x-note: {}, 404: { description: Gone } } }\n    get: { operationId: a, responses: { 200: { description: Done } } }\n`,
  );
  expect(operations.map(({ id, responses }) => [id, responses.map(({ status }) => status)])).toEqual([
    ["a", ["200"]],
    ["b", ["404"]],
  ]);
  expect(paths.pointer).toBe("/paths");
});

it("warns of a schema of bodies that nobody reads, once, and of no other", () => {
  const files = {
    "openapi.yaml": withOperation(`responses:
  200:
    description: Done
    content: { application/xml: { schema: {} }, text/csv: {}, application/json: { schema: {} }, "image/*": { schema: {} } }
  201: { $ref: "shared.yaml#/Sheet" }
  202: { $ref: "shared.yaml#/Sheet" }
requestBody: { content: { application/pdf: { schema: {} } } }`),
    "shared.yaml": "Sheet: { description: Done, content: { application/zip: { schema: {} } } }\n",
  };
  expect(loadFiles(files).warnings).toEqual([
    "openapi.yaml:13:33 at /paths/~1things/post/requestBody/content/application~1pdf: bodies of type application/pdf are not read, so their schema is not checked.",
    "openapi.yaml:10:22 at /paths/~1things/post/responses/200/content/application~1xml: bodies of type application/xml are not read, so their schema is not checked.",
    "shared.yaml:1:40 at /Sheet/content/application~1zip: bodies of type application/zip are not read, so their schema is not checked.",
  ]);
});
