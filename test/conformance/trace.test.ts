import { describe, expect, it } from "vitest";
import {
  isSame,
  listRoutes,
  parsedBody,
  type SentLeaf,
  sentLeaves,
  traceEncoded,
  traceInput,
  traceResult,
} from "../../src/conformance/trace.ts";
import type { Exchange } from "../../src/exchange.ts";
import { contractOf } from "../contract/sequence-fixture.ts";

const sent = (url: string, body?: string, method = "GET") =>
  sentLeaves(contractOf("acme"), {
    request: { method, url, headers: {}, ...(body === undefined ? {} : { body }) },
  } as Exchange).map(({ part, pointer, value }) => [part, pointer, value]);

describe("sentLeaves", () => {
  it("tells what stands in path, query and body, decoded", () => {
    expect(sent("https://api.acme.example/v2/tasks/a%2Fb%20c?limit=2&a/b=%C3%A9", '{"tags":["x"]}', "GET")).toEqual([
      ["request.path", "/id", "a/b c"],
      ["request.query", "/limit", "2"],
      ["request.query", "/a~1b", "é"],
      ["request.body", "/tags/0", "x"],
    ]);
  });

  it("tells as it is what cannot be decoded, and nothing of a path or a body that nobody knows", () => {
    expect(sent("https://api.acme.example/v2/tasks/a%zz")).toContainEqual(["request.path", "/id", "a%zz"]);
    expect(sent("https://api.acme.example/v2/none/1", "no JSON")).toEqual([["request.body", "", undefined]]);
  });
});

describe("traceEncoded", () => {
  const sent = (...values: unknown[]): SentLeaf[] =>
    values.map((value, index) => ({ part: "request.query", pointer: `/${index}`, value }));

  it("finds where a text went that was encoded once too often", () => {
    const input = { name: "Ada & Bo", site: "a/b c", age: 36, id: "ab" };
    expect([...traceEncoded(input, sent("Ada%20%26%20Bo", "a/b%20c", "36", "ab"))]).toEqual([
      ["/name", { part: "request.query", pointer: "/0", value: "Ada%20%26%20Bo" }],
      ["/site", { part: "request.query", pointer: "/1", value: "a/b%20c" }],
    ]);
  });

  it("says nothing of what went as it is, nowhere, or to several places", () => {
    expect([...traceEncoded({ name: "Ada", other: "a b c" }, sent("Ada", "a b c"))]).toEqual([]);
    expect([...traceEncoded({ other: "a b c" }, sent("a%20b%20c", "a%20b%20c"))]).toEqual([]);
  });
});

describe("traceInput", () => {
  const leaves = (...values: unknown[]): SentLeaf[] =>
    values.map((value, index) => ({ part: "request.body", pointer: `/${index}`, value }));
  const trace = (input: unknown, ...values: unknown[]) =>
    [...traceInput(input, leaves(...values))].map(([from, { pointer }]) => [from, pointer]);

  it("finds where a value went", () => {
    expect(trace({ name: "Ada", age: 36 }, "x", "Ada", "36")).toEqual([
      ["/name", "/1"],
      ["/age", "/2"],
    ]);
  });

  it("says nothing of values that stand in several places, or in none", () => {
    expect(trace({ name: "Ada" }, "Ada", "Ada")).toEqual([]);
    expect(trace({ name: "Ada", other: "Ada" }, "Ada")).toEqual([]);
    expect(trace({ name: "Ada" }, "Bo")).toEqual([]);
  });

  it("says nothing of values that many others could be", () => {
    expect(trace({ a: "12", b: 9, c: true, d: null }, "12", 9, true, null)).toEqual([]);
    expect(trace({ a: "abc", b: -10 }, "abc", -10)).toHaveLength(2);
  });

  it("finds by its name what many others could be, as the same item of a list", () => {
    const found = traceInput({ list: { isOpen: true, sizes: [1, 2] }, other: true }, [
      { part: "request.body", pointer: "/is_open", value: true },
      { part: "request.body", pointer: "/sizes/0/size", value: 2 },
      { part: "request.body", pointer: "/sizes/1", value: 2 },
      { part: "request.query", pointer: "/other", value: "true" },
    ]);
    expect([...found].map(([from, { part, pointer }]) => [from, part, pointer])).toEqual([
      ["/list/isOpen", "request.body", "/is_open"],
      ["/list/sizes/1", "request.body", "/sizes/1"],
      ["/other", "request.query", "/other"],
    ]);
  });
});

describe("listRoutes", () => {
  it("says where lists go, by their items", () => {
    const body = (pointer: string) => ({ part: "request.body" as const, pointer });
    const routes = new Map([
      ["/id", body("/id")],
      ["/emails/0", body("/data/0/email/value")],
      ["/groups/0/members/1/name", body("/groups/0/people/1")],
      ["/tags/0", body("/tag")],
      ["/phones/0/2nd", body("/phones/0/second")],
    ]);
    expect([...listRoutes(routes)].map(([from, { pointer }]) => [from, pointer])).toEqual([
      ["/emails", "/data"],
      ["/groups/0/members", "/groups/0/people"],
      ["/phones", "/phones"],
    ]);
  });
});

describe("traceResult", () => {
  it("finds what a member of a result is taken from", () => {
    const answered = { data: { id: "note-1", title: "A title", tags: ["A title"], size: 40, no: 4 } };
    expect([...traceResult({ noteId: "note-1", title: "A title", size: 40, text: "40", no: 4 }, answered)]).toEqual([
      ["/noteId", "/data/id"],
      ["/size", "/data/size"],
    ]);
  });
});

describe("isSame", () => {
  it("takes a number or a truth in a path or a query for itself, and a text for no number", () => {
    expect([isSame("7", 7), isSame(7, 7), isSame(7, "7"), isSame("x", "x"), isSame("true", true)]).toEqual([
      ...[true, true, false, true, true],
    ]);
  });
});

it("parses a body of JSON, and takes any other for none", () => {
  expect([parsedBody('{"a":1}'), parsedBody("null"), parsedBody("{"), parsedBody(undefined)]).toEqual([
    ...[{ a: 1 }, null, undefined, undefined],
  ]);
});
