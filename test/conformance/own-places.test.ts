import { describe, expect, it } from "vitest";
import { expectOwnPlaces } from "../../src/conformance/cases/own-places.ts";
import type { Learnt } from "../../src/conformance/subject.ts";
import type { SentLeaf } from "../../src/conformance/trace.ts";
import type { Visit } from "../../src/conformance/visit.ts";
import { loadNoted } from "./noted/contract.ts";

const { contract, operation } = await loadNoted();

type Body = Record<string, unknown>;

interface Given {
  /** The input schema's members. */
  properties: Record<string, object>;
  input: Body;
  /** Where members of the input are known to go, all of them in the body. */
  routes?: Record<string, string>;
  /** What comes to the vendor. */
  sent: readonly (Omit<SentLeaf, "part"> & { part?: SentLeaf["part"] })[];
  /** The bodies of all requests. */
  bodies?: readonly Body[];
}

function find({ properties, input, routes = {}, sent, bodies = [] }: Given): string[] {
  const visit = {
    subject: { contract, operation: operation("updateNote"), inputSchema: { type: "object", properties } },
    plan: { inputs: [input] },
    exchanges: bodies.map((body) => ({
      request: { method: "PATCH", url: "/v1/notes/note-1", headers: {}, body: JSON.stringify(body) },
    })),
  };
  const known = Object.entries(routes).map(([from, pointer]) => [from, { part: "request.body", pointer }] as const);
  const learnt = { routes: new Map(known) } as unknown as Learnt;
  const leaves = sent.map((leaf) => ({ part: "request.body" as const, ...leaf }));
  return expectOwnPlaces(visit as unknown as Visit, learnt, leaves).map(
    ({ pointer, message, expected, actual }) => `${pointer}: ${message} (${expected}, ${actual})`,
  );
}

const text = { type: "string" };

describe("members that have changed places", () => {
  const properties = { title: text, text };
  const routes = { "/title": "/text", "/text": "/title" };
  const input = { title: "A", text: "B" };

  it("are found at both places", () => {
    const sent = [
      { pointer: "/title", value: "B" },
      { pointer: "/text", value: "A" },
    ];
    expect(find({ properties, routes, input, sent })).toMatchInlineSnapshot(`
      [
        "/title: "A" reaches the vendor in request.body /text, and at the place of its name, /title, there is "B", which the input has at /text (A, B)",
        "/text: "B" reaches the vendor in request.body /title, and at the place of its name, /text, there is "A", which the input has at /title (B, A)",
      ]
    `);
  });

  it("are none in a call that has not both, or sends something else there", () => {
    const ofTitle = (value: unknown) => find({ properties, routes, input, sent: [{ pointer: "/title", value }] });
    expect(ofTitle("B")).toHaveLength(1);
    expect(ofTitle("A")).toEqual([]);
    expect(ofTitle("C")).toEqual([]);
    expect(find({ properties, routes, input, sent: [] })).toEqual([]);
    const sent = [{ pointer: "/title", value: "B" }];
    expect(find({ properties, routes, input: { text: "B" }, sent })).toEqual([]);
    expect(
      find({ properties, routes, input, sent: [{ pointer: "/title", value: "B", part: "request.query" }] }),
    ).toEqual([]);
  });

  it("are none where only one stands at another's place", () => {
    const sent = [{ pointer: "/title", value: "B" }];
    expect(find({ properties, routes: { "/text": "/title" }, input, sent })).toEqual([]);
    expect(find({ properties, routes: { "/text": "/title", "/title": "/contact" }, input, sent })).toEqual([]);
    expect(find({ properties, routes: { "/text": "/text", "/title": "/title" }, input, sent })).toEqual([]);
  });

  it("are found of lists, of which each has its own", () => {
    const lists = { tags: { type: "array", items: text }, votes: { type: "array", items: text } };
    const given = { tags: ["A"], votes: ["B"] };
    const between = { "/tags/0": "/votes/0", "/votes/0": "/tags/0" };
    const sent = [
      { pointer: "/tags/0", value: "B" },
      { pointer: "/votes/0", value: "A" },
    ];
    expect(find({ properties: lists, routes: between, input: given, sent })).toHaveLength(2);
    const listAndText = { properties: { tags: lists.tags, text }, input: { tags: ["A"], text: "B" } };
    expect(find({ ...listAndText, routes: { "/tags/0": "/text", "/text": "/tags" }, sent })).toEqual([]);
  });
});

describe("a value of those that are listed", () => {
  const listing = (...values: unknown[]) => ({ state: { enum: values } });
  const properties = listing("open", "done");
  const input = { state: "open" };
  const sent = [{ pointer: "/state", value: "done" }];

  it("is found as another one", () => {
    expect(find({ properties, input, sent })).toMatchInlineSnapshot(`
      [
        "/state: "open" reaches the vendor as "done", in request.body /state, where the contract lists what the input schema lists (open, done)",
      ]
    `);
    expect(find({ properties: listing("done", null, "open"), input, sent })).toHaveLength(1);
    expect(find({ properties: listing("done", "open", "open"), input, sent })).toHaveLength(1);
  });

  it("is none where it arrives, is not sent, or is null", () => {
    expect(find({ properties, input, sent: [{ pointer: "/state", value: "open" }] })).toEqual([]);
    expect(find({ properties, input, sent: [] })).toEqual([]);
    expect(find({ properties, input, sent: [{ pointer: "/state", value: "done", part: "request.query" }] })).toEqual(
      [],
    );
    expect(find({ properties, input: { state: null }, sent })).toEqual([]);
    expect(find({ properties, input: {}, sent })).toEqual([]);
  });

  it("is none where it is known to go elsewhere, or arrives in another request by its name", () => {
    expect(find({ properties, input, sent, routes: { "/state": "/title" } })).toEqual([]);
    expect(find({ properties, input, sent, bodies: [{ state: "done" }, { state: "open", title: "A" }] })).toEqual([]);
    expect(find({ properties, input, sent, bodies: [{ state: "done" }, { title: "open" }] })).toHaveLength(1);
  });

  it("is none where the adapter lists others than the contract, or none", () => {
    for (const values of [["open"], ["open", "done", "rejected"], [1, 2]])
      expect(find({ properties: listing(...values), input, sent })).toEqual([]);
    expect(find({ properties: { state: text }, input, sent })).toEqual([]);
    expect(find({ properties: { title: { enum: ["A"] } }, input: { title: "A" }, sent })).toEqual([]);
  });

  it("may stand in another item where there are several", () => {
    const kinds = { enum: ["call", "letter", "visit"] };
    const steps = { type: "array", items: { type: "object", properties: { kind: kinds } } };
    const arrived = [{ pointer: "/steps/0/kind", value: "visit" }];
    const ofSteps = (...given: string[]) =>
      find({ properties: { steps }, input: { steps: given.map((kind) => ({ kind })) }, sent: arrived });
    expect(ofSteps("call")).toHaveLength(1);
    expect(ofSteps("call", "letter")).toEqual([]);
  });
});
