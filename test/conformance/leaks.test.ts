import { describe, expect, it } from "vitest";
import { leaksOf } from "../../src/conformance/leaks.ts";
import type { Visit } from "../../src/conformance/visit.ts";
import type { Contract, Operation } from "../../src/contract/contract.ts";

const credential = "standin-key+case-1-own";

type Place = { name: string; in: "header" | "query" | "cookie" } | null;

interface Seen {
  /** Of the contract's security schemes; null for those of HTTP itself. */
  schemes?: readonly Place[];
  parameters?: readonly { name: string; in: string }[];
  headers?: Record<string, string | string[]>;
  /** Of the vendor's answers; null where none came. */
  bodies?: readonly (string | undefined | null)[];
  printed?: readonly string[];
  error?: { message: string; kind?: string };
}

function find({ schemes = [], parameters = [], headers = {}, bodies = [""], printed = [""], error }: Seen): string[] {
  const ofContract = Object.fromEntries(schemes.map((parameter, index) => [index, { parameter }]));
  const answer = error === undefined ? { kind: "result", result: null } : { kind: "error", error };
  const visit = {
    subject: {
      contract: { securitySchemes: ofContract } as unknown as Contract,
      operation: { parameters } as unknown as Operation,
    },
    outcomes: printed.map((text) => ({ answer, printed: text })),
    exchanges: bodies.map((body) => ({ response: body === null ? null : { status: 400, body } })),
    credential,
    sentHeaders: () => headers,
  };
  return leaksOf(visit as unknown as Visit).map(({ message }) => message);
}

it("finds it in what any of several calls prints", () => {
  expect(find({ printed: ["", `key ${credential}`] })).toEqual(["what the adapter prints has the credential in it"]);
  expect(find({ printed: ["", "key"] })).toEqual([]);
});

describe("in an error", () => {
  const found = ["the error that the adapter reports has the credential in it"];

  it("finds it in the words and in the kind", () => {
    expect(find({ error: { message: `with ${credential}` } })).toEqual(found);
    expect(find({ error: { message: "refused", kind: credential } })).toEqual(found);
    expect(find({ error: { message: "refused" } })).toEqual([]);
  });

  it("says nothing where some answer of the vendor's shows it", () => {
    const error = { message: `with ${credential}` };
    expect(find({ error, bodies: ["{}", `there is no key ${credential}`] })).toEqual([]);
    expect(find({ error, bodies: ["{}", undefined, null] })).toEqual(found);
  });
});

describe("in a header", () => {
  const leak = (name: string) => [
    `the header ${name} has the credential in it, and the contract does not document that`,
  ];

  it("finds it wherever the contract has no place for it", () => {
    expect(find({ headers: { authorization: credential }, schemes: [{ name: "key", in: "query" }] })).toEqual(
      leak("authorization"),
    );
    expect(find({ headers: { "x-key": ["one", credential] }, schemes: [null] })).toEqual(leak("x-key"));
    expect(find({ headers: { "x-key": ["standin-key+", "case-1-own"] } })).toEqual([]);
  });

  it("says nothing where a scheme or the operation documents it, in any case of its letters", () => {
    expect(find({ headers: { authorization: credential }, schemes: [null] })).toEqual([]);
    expect(find({ headers: { "x-api-key": credential }, schemes: [{ name: "X-Api-Key", in: "header" }] })).toEqual([]);
    expect(find({ headers: { cookie: credential }, schemes: [{ name: "session", in: "cookie" }] })).toEqual([]);
    expect(find({ headers: { "x-session": credential }, parameters: [{ name: "X-Session", in: "header" }] })).toEqual(
      [],
    );
    expect(find({ headers: { "x-session": credential }, parameters: [{ name: "x-session", in: "query" }] })).toEqual(
      leak("x-session"),
    );
  });

  it("takes no header for the query that is named so", () => {
    expect(find({ headers: { query: credential }, schemes: [{ name: "token", in: "query" }] })).toHaveLength(1);
  });

  it("takes no header for a cookie that only has the same name", () => {
    expect(find({ headers: { session: credential }, schemes: [{ name: "session", in: "cookie" }] })).toEqual(
      leak("session"),
    );
  });
});
