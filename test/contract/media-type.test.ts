import { expect, it } from "vitest";
import type { MediaType } from "../../src/contract/contract.ts";
import { accepts, findMediaType, parseMediaType } from "../../src/contract/media-type.ts";

const node = { document: "", pointer: "", value: {} };

function content(...types: string[]): MediaType[] {
  return types.map((type) => ({ type, exact: null, node, schema: null }));
}

it.each([
  ["application/json", "application/json", {}],
  [" Application/JSON ; Charset=UTF-8 ;", "application/json", { charset: "UTF-8" }],
  ['multipart/form-data; boundary="a b"', "multipart/form-data", { boundary: "a b" }],
  ["application/vnd.api+json;ext", "application/vnd.api+json", { ext: "" }],
  ["text/plain; __proto__=1", "text/plain", {}],
])("reads %j", (text, type, parameters) => {
  expect(parseMediaType(text)).toEqual({ type, parameters });
});

it.each(["", "json", "application/", "/json", "application/json, text/plain", "a b/c"])("does not read %j", (text) => {
  expect(parseMediaType(text)).toBeUndefined();
});

it.each([
  ["application/json", ["*/*", "application/*", "application/json"], "application/json"],
  ["application/xml", ["*/*", "application/*", "application/json"], "application/*"],
  ["image/png", ["*/*", "application/*", "application/json"], "*/*"],
  ["image/png", ["application/*"], undefined],
  ["application/json", ["application/vnd.api+json"], undefined],
  ["applications/json", ["application/*"], undefined],
])("finds what %s is among %j", (type, types, found) => {
  expect(findMediaType(content(...types), { type, parameters: {} })?.type).toBe(found);
});

it.each<[string, string, boolean]>([
  ["application/json", "application/json", true],
  ["*/*", "application/json", true],
  ["application/*", "application/json", true],
  ["text/html, application/json;q=0.1", "application/json", true],
  ["text/html", "application/json", false],
  ["application/json;q=0", "application/json", false],
  ["application/json;q=0.000, */*", "application/json", false],
  ["*/*;q=0, application/json", "application/json", true],
  ["application/*;q=0, */*", "application/json", false],
  ["application/json; charset=utf-8", "application/json", true],
  ["APPLICATION/JSON", "application/json", true],
  ["application/json", "application/vnd.api+json", true],
  ["application/vnd.api+json", "application/json", false],
  ["", "application/json", true],
  ["json", "application/json", true],
  ["*", "application/json", true],
  ["text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "application/json", true],
])("Accept %j takes %s: %s", (accept, type, taken) => {
  expect(accepts(accept, content(type))).toBe(taken);
});
