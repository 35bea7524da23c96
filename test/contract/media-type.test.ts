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

it.each<[accept: string, type: string, taken: boolean]>([
  ["application/json", "application/json", true],
  ["application/json; charset=utf-8", "application/json", true],
  ["application/json; q=0.5", "application/json", true],
  ["application/json; profile=a", "application/json", false],
  ["application/json; profile=a; charset=utf-8", "application/json", false],
  ["application/*; profile=a", "application/json", true],
  ["application/json; profile=a", "application/vnd.api+json", true],
  ["text/plain; charset=utf-8", "text/plain", false],
  ["text/plain; q=1", "text/plain", true],
])("Accept %j takes %s where that has no parameters: %s", (accept, type, taken) => {
  expect(accepts(accept, [{ type, exact: node, node, schema: null }])).toBe(taken);
});

it("takes one of several types, and finds none with parameters where they may not be", () => {
  expect(accepts("text/html", content("application/json", "text/html"))).toBe(true);
  expect(accepts("text/html; profile=a", content("text/html"))).toBe(true);
  const exact: MediaType[] = [{ type: "text/*", exact: node, node, schema: null }, ...content("*/*")];
  expect(findMediaType(exact, { type: "text/html", parameters: {} })?.type).toBe("text/*");
  expect(findMediaType(exact, { type: "text/html", parameters: { a: "b" } })?.type).toBe("*/*");
  expect(findMediaType(content("text/*", "text/*"), { type: "text/html", parameters: {} })).toBeDefined();
});

it.each(['text/plain; a="b', 'text/plain; a=b"', 'text/plain; a="b"c'])(
  "leaves alone what is not all in quotation marks: %s",
  (text) => {
    expect(parseMediaType(text)?.parameters.a).toBe(text.slice(text.indexOf("=") + 1));
  },
);
