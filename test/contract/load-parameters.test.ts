import { expect, it } from "vitest";
import { done, refusalOf, withOperation } from "./contract-fixture.ts";

it.each<[name: string, contract: string, refusal: string]>([
  [
    "in a list that is none",
    withOperation(`${done}parameters: {}`),
    'CONTRACT_INVALID openapi.yaml:8:7 at /paths/~1things/post/parameters: "parameters" must be a list, not {}.',
  ],
  [
    "that is null",
    withOperation(`${done}parameters: [null]`),
    "CONTRACT_INVALID openapi.yaml:8:20 at /paths/~1things/post/parameters/0: a parameter is an object, not null.",
  ],
  [
    "without a place",
    withOperation(`${done}parameters: [{ name: id }]`),
    'CONTRACT_INVALID openapi.yaml:8:20 at /paths/~1things/post/parameters/0: a parameter needs "name", and "in" of path, query, header or cookie.',
  ],
  [
    "of an unknown place",
    withOperation(`${done}parameters: [{ name: id, in: body }]`),
    'CONTRACT_INVALID openapi.yaml:8:20 at /paths/~1things/post/parameters/0: a parameter needs "name", and "in" of path, query, header or cookie.',
  ],
  [
    "that stands twice",
    withOperation(`${done}parameters: [{ name: id, in: query }, { name: id, in: query }]`),
    'CONTRACT_INVALID openapi.yaml:8:45 at /paths/~1things/post/parameters/1: the query parameter "id" stands in the list twice.',
  ],
  [
    "with a style of another place",
    withOperation(`${done}parameters: [{ name: id, in: query, style: matrix }]`),
    'CONTRACT_INVALID openapi.yaml:8:43 at /paths/~1things/post/parameters/0/style: a query parameter has a style of form, spaceDelimited, pipeDelimited, deepObject, not "matrix".',
  ],
  [
    "with a schema and content",
    withOperation(`${done}parameters: [{ name: id, in: query, schema: {}, content: { text/plain: {} } }]`),
    'CONTRACT_INVALID openapi.yaml:8:55 at /paths/~1things/post/parameters/0/content: "content" and "schema" stand side by side, and only one may.',
  ],
  [
    "with two media types",
    withOperation(`${done}parameters: [{ name: id, in: query, content: { text/plain: {}, text/html: {} } }]`),
    'CONTRACT_INVALID openapi.yaml:8:43 at /paths/~1things/post/parameters/0/content: "content" has exactly one media type here, and this has 2.',
  ],
  [
    "with an array format that nobody knows",
    withOperation(`${done}parameters: [{ name: id, in: query, x-array-format: [bracket] }]`),
    'CONTRACT_INVALID openapi.yaml:8:43 at /paths/~1things/post/parameters/0/x-array-format: x-array-format is a list of brackets, indices, comma, repeat, and has "bracket".',
  ],
  [
    "of the path that is not in it",
    withOperation(`${done}parameters: [{ name: id, in: path, required: true }]`),
    'CONTRACT_INVALID openapi.yaml:8:20 at /paths/~1things/post/parameters/0: the path parameter "id" is not in /things.',
  ],
  [
    "of the path that is not described",
    withOperation(done, "/things/{id}"),
    'CONTRACT_INVALID openapi.yaml:5:5 at /paths/~1things~1{id}/post: the path /things/{id} has "{id}", and no path parameter of that name.',
  ],
  [
    "of the path that is optional",
    withOperation(`${done}parameters: [{ name: id, in: path }]`, "/things/{id}"),
    'CONTRACT_INVALID openapi.yaml:8:20 at /paths/~1things~1{id}/post/parameters/0: the path parameter "id" must be required: true.',
  ],
  [
    "whose name is no text",
    withOperation(`${done}parameters: [{ name: 1, in: query }]`),
    'CONTRACT_INVALID openapi.yaml:8:22 at /paths/~1things/post/parameters/0/name: "name" must be a text, not 1.',
  ],
  [
    "without a name",
    withOperation(`${done}parameters: [{ in: query }]`),
    'CONTRACT_INVALID openapi.yaml:8:20 at /paths/~1things/post/parameters/0: a parameter needs "name", and "in" of path, query, header or cookie.',
  ],
  [
    "that is a header and stands twice, in another case",
    withOperation(`${done}parameters: [{ name: X-Id, in: header }, { name: x-ID, in: header }]`),
    'CONTRACT_INVALID openapi.yaml:8:48 at /paths/~1things/post/parameters/1: the header parameter "x-ID" stands in the list twice.',
  ],
  [
    "with no media type",
    withOperation(`${done}parameters: [{ name: id, in: query, content: {} }]`),
    'CONTRACT_INVALID openapi.yaml:8:43 at /paths/~1things/post/parameters/0/content: "content" has exactly one media type here, and this has 0.',
  ],
  [
    "with a field of its media type that is misspelt",
    withOperation(`${done}parameters: [{ name: id, in: query, content: { text/plain: { shema: {} } } }]`),
    'CONTRACT_INVALID openapi.yaml:8:68 at /paths/~1things/post/parameters/0/content/text~1plain/shema: OpenAPI 3.1 knows no field "shema" in a media type. Did you mean "schema"?',
  ],
  [
    "with an empty list of array formats",
    withOperation(`${done}parameters: [{ name: id, in: query, x-array-format: [] }]`),
    "CONTRACT_INVALID openapi.yaml:8:43 at /paths/~1things/post/parameters/0/x-array-format: x-array-format is a list of brackets, indices, comma, repeat, and has none.",
  ],
  [
    "with a lifetime of keys that is none",
    withOperation(`${done}parameters: [{ name: key, in: query, x-key-lifetime: 24h }]`),
    'CONTRACT_INVALID openapi.yaml:8:44 at /paths/~1things/post/parameters/0/x-key-lifetime: x-key-lifetime is a number of seconds above 0, not "24h".',
  ],
  [
    "of the path that is described under another name",
    withOperation(`${done}parameters: [{ name: key, in: path, required: true }]`, "/things/{id}"),
    'CONTRACT_INVALID openapi.yaml:5:5 at /paths/~1things~1{id}/post: the path /things/{id} has "{id}", and no path parameter of that name.',
  ],
  [
    "of the query in place of one of the path",
    withOperation(`${done}parameters: [{ name: id, in: query }]`, "/things/{id}"),
    'CONTRACT_INVALID openapi.yaml:5:5 at /paths/~1things~1{id}/post: the path /things/{id} has "{id}", and no path parameter of that name.',
  ],
])("refuses a parameter %s", (_, contract, refusal) => {
  expect(refusalOf(contract)).toBe(refusal);
});
