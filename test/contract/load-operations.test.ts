import { expect, it } from "vitest";
import { done, head, refusalOf, withOperation } from "./contract-fixture.ts";

it.each<[name: string, contract: string, refusal: string]>([
  [
    "with a field that is misspelt",
    withOperation(`${done}requestbody: {}`),
    'CONTRACT_INVALID openapi.yaml:8:7 at /paths/~1things/post/requestbody: OpenAPI 3.1 knows no field "requestbody" in an operation. Did you mean "requestBody"?',
  ],
  [
    "without an operationId",
    `${head}paths:\n  /things:\n    get:\n      ${done}`,
    "CONTRACT_INVALID openapi.yaml:5:5 at /paths/~1things/get: GET /things has no operationId.",
  ],
  [
    "with an operationId that is taken",
    `${head}paths:\n  /things:\n    get:\n      operationId: things\n      ${done}    post:\n      operationId: things\n      ${done}`,
    'CONTRACT_INVALID openapi.yaml:9:7 at /paths/~1things/post/operationId: the operationId "things" is taken by GET /things.',
  ],
  [
    "without responses",
    withOperation("summary: Creates a thing"),
    "CONTRACT_INVALID openapi.yaml:5:5 at /paths/~1things/post: POST /things documents no response.",
  ],
  [
    "with responses that are null",
    withOperation("responses:"),
    'CONTRACT_INVALID openapi.yaml:7:7 at /paths/~1things/post/responses: "responses" must be an object, not null.',
  ],
  [
    "with a status that is none",
    withOperation("responses: { ok: { description: Done } }"),
    'CONTRACT_INVALID openapi.yaml:7:20 at /paths/~1things/post/responses/ok: a response stands under a status such as 200, under 2XX or under default, not under "ok".',
  ],
  [
    "with a response that is null",
    withOperation("responses:\n  200:"),
    "CONTRACT_INVALID openapi.yaml:8:9 at /paths/~1things/post/responses/200: a response is an object, not null.",
  ],
  [
    "with a header that is null",
    withOperation("responses:\n  200:\n    description: Done\n    headers: { Location: }"),
    "CONTRACT_INVALID openapi.yaml:10:22 at /paths/~1things/post/responses/200/headers/Location: a header is an object, not null.",
  ],
  [
    "with content that is null",
    withOperation(`${done}requestBody: { content: }`),
    'CONTRACT_INVALID openapi.yaml:8:22 at /paths/~1things/post/requestBody/content: "content" must be an object, not null.',
  ],
  [
    "with a media type that is null",
    withOperation(`${done}requestBody: { content: { application/json: } }`),
    "CONTRACT_INVALID openapi.yaml:8:33 at /paths/~1things/post/requestBody/content/application~1json: a media type is an object, not null.",
  ],
  [
    "with a media type that is none",
    withOperation(`${done}requestBody: { content: { json: { schema: {} } } }`),
    'CONTRACT_INVALID openapi.yaml:8:33 at /paths/~1things/post/requestBody/content/json: content stands under a media type such as application/json, not under "json".',
  ],
  [
    "with a schema that is null",
    withOperation(`${done}requestBody:\n  content:\n    application/json: { schema: }`),
    'CONTRACT_INVALID openapi.yaml:10:31 at /paths/~1things/post/requestBody/content/application~1json/schema: "schema" must be a schema, not null.',
  ],
  [
    "with a body of no media type",
    withOperation(`${done}requestBody: { content: {} }`),
    "CONTRACT_INVALID openapi.yaml:8:7 at /paths/~1things/post/requestBody: the request body names no media type.",
  ],
  [
    "with a body that is a list",
    withOperation(`${done}requestBody: []`),
    'CONTRACT_INVALID openapi.yaml:8:7 at /paths/~1things/post/requestBody: "requestBody" must be an object, not [].',
  ],
  [
    "with a text for a flag",
    withOperation(`${done}deprecated: "yes"`),
    'CONTRACT_INVALID openapi.yaml:8:7 at /paths/~1things/post/deprecated: "deprecated" must be true or false, not "yes".',
  ],
  [
    "with servers of its own",
    withOperation(`${done}servers: [{ url: "https://other.acme.test" }]`),
    'CONTRACT_INVALID openapi.yaml:8:7 at /paths/~1things/post/servers: "servers" stands at the contract\'s root only: all operations are below those.',
  ],
  [
    "that is null",
    `${head}paths:\n  /things:\n    get:\n`,
    'CONTRACT_INVALID openapi.yaml:5:5 at /paths/~1things/get: "get" must be an object, not null.',
  ],
  [
    "below paths that are null",
    `${head}paths:\n`,
    'CONTRACT_INVALID openapi.yaml:3:1 at /paths: "paths" must be an object, not null.',
  ],
  [
    "below a path without a slash",
    `${head}paths:\n  things: {}\n`,
    'CONTRACT_INVALID openapi.yaml:4:3 at /paths/things: a path begins with "/", and "things" does not.',
  ],
  [
    "below a path that is there already",
    `${head}paths:\n  /a/{b}:\n    parameters: [&b { name: b, in: path, required: true }]\n  /a/{c}: {}\n`,
    "CONTRACT_INVALID openapi.yaml:6:3 at /paths/~1a~1{c}: the path /a/{c} is the same as /a/{b}.",
  ],
  [
    "below a path with a query",
    withOperation(done, "/things?all=1"),
    "CONTRACT_INVALID openapi.yaml:5:5 at /paths/~1things?all=1/post: the path /things?all=1 has a query or a fragment.",
  ],
  [
    "below a path with an open brace",
    withOperation(done, '"/things/{id"'),
    "CONTRACT_INVALID openapi.yaml:5:5 at /paths/~1things~1{id/post: the braces of the path /things/{id do not match.",
  ],
  [
    "with an empty operationId",
    `${head}paths:\n  /things:\n    get:\n      operationId: ""\n      ${done}`,
    "CONTRACT_INVALID openapi.yaml:5:5 at /paths/~1things/get: GET /things has no operationId.",
  ],
  [
    "with nothing among its responses but extensions",
    withOperation("responses: { x-note: {} }"),
    "CONTRACT_INVALID openapi.yaml:5:5 at /paths/~1things/post: POST /things documents no response.",
  ],
  ...["2000", "x200", "600", "20X", "9XX", "12XX", "defaults", "200x-"].map((status): [string, string, string] => [
    `with the status ${status}`,
    withOperation(`responses: { "${status}": { description: Done } }`),
    `CONTRACT_INVALID openapi.yaml:7:20 at /paths/~1things/post/responses/${status}: a response stands under a status such as 200, under 2XX or under default, not under "${status}".`,
  ]),
  [
    "with parameters of a media type that nobody knows",
    withOperation(`${done}requestBody: { content: { text/plain: { x-media-type-parameters: { allow: some } } } }`),
    'CONTRACT_INVALID openapi.yaml:8:47 at /paths/~1things/post/requestBody/content/text~1plain/x-media-type-parameters: x-media-type-parameters is none, or an object with allow: none, not {"allow":"some"}.',
  ],
  [
    "below a path with one name twice",
    withOperation(`${done}parameters: [{ name: id, in: path, required: true }]`, "/things/{id}/parts/{id}"),
    'CONTRACT_INVALID openapi.yaml:5:5 at /paths/~1things~1{id}~1parts~1{id}/post: the path /things/{id}/parts/{id} has "{id}" twice.',
  ],
  [
    "below a path that differs in names alone",
    `${head}paths:\n  /a/{b}/{cd}:\n    parameters: [{ name: b, in: path, required: true }, { name: cd, in: path, required: true }]\n  /a/{long}/{e}: {}\n`,
    "CONTRACT_INVALID openapi.yaml:6:3 at /paths/~1a~1{long}~1{e}: the path /a/{long}/{e} is the same as /a/{b}/{cd}.",
  ],
])("refuses an operation %s", (_, contract, refusal) => {
  expect(refusalOf(contract)).toBe(refusal);
});

it("loads statuses, ranges of them, and what stands for all others", () => {
  const responses = ["100", "204", "599", "1XX", "5XX", "default"].map(
    (status) => `"${status}": { description: Done }`,
  );
  expect(refusalOf(withOperation(`responses: { ${responses.join(", ")} }`))).toBe("loads");
});

it("loads two paths of which one has a name where the other has a text", () => {
  const item = (id: string) => `    get:\n      operationId: ${id}\n      ${done}`;
  const named = "    parameters: [{ name: b, in: path, required: true }]\n";
  expect(refusalOf(`${head}paths:\n  /a/b:\n${item("one")}  /a/{b}:\n${named}${item("two")}`)).toBe("loads");
});
