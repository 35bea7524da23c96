import { expect, it } from "vitest";
import { differencesOf } from "../../src/conformance/request-difference.ts";
import type { Operation } from "../../src/contract/contract.ts";
import type { Exchange } from "../../src/exchange.ts";
import { contractOf } from "../contract/contract-fixture.ts";

const parameters = [
  { name: "thing_id", in: "path", required: true, schema: { type: "string" } },
  { name: "X-Account", in: "header", schema: { type: "string" } },
  { name: "Idempotency-Key", in: "header", schema: { type: "string" } },
  { name: "session", in: "cookie", schema: { type: "string" } },
];
const put = { operationId: "putThing", parameters, responses: { 200: { description: "Done" } } };
const contract = contractOf({}, { paths: { "/things/{thing_id}": { put } } });
const operation = contract.operations[0] as Operation;

interface Request {
  path?: string;
  headers?: Record<string, string>;
  body?: unknown;
  startedAt?: string;
}

function exchangeOf({ path = "/things/1", headers = {}, body, startedAt = "2026-01-01T00:00:01Z" }: Request) {
  const text = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
  const request = {
    method: "PUT",
    url: `https://api.acme.test${path}`,
    headers,
    ...(text === undefined ? {} : { body: text }),
  };
  return { startedAt, recordedAt: "2026-05-01T00:00:00Z", request } as unknown as Exchange;
}

/** A line for each place in which the two are not alike. */
function differences(first: Request, other: Request): string[] {
  return differencesOf({ contract, operation }, exchangeOf(first), exchangeOf(other)).map(
    ({ part, pointer, values }) =>
      `${part} ${pointer}: ${values.map((value) => JSON.stringify(value) ?? "nothing").join(" -> ")}`,
  );
}

it("tells where path, query and body differ, by either request's places", () => {
  expect(
    differences({ path: "/things/1?a=x&b=y", body: { c: 1, d: [2] } }, { path: "/things/2?a=z", body: { c: 1, e: 3 } }),
  ).toEqual([
    'request.path /thing_id: "1" -> "2"',
    'request.query /a: "x" -> "z"',
    'request.query /b: "y" -> nothing',
    "request.body /d/0: 2 -> nothing",
    "request.body /e: nothing -> 3",
  ]);
  expect(
    differences(
      { path: "/things/1?b=y&a=x", body: '{"c":1, "d":2}' },
      { path: "/things/1?a=x&b=y", body: '{"d":2,"c":1}' },
    ),
  ).toEqual([]);
});

it("tells all values of a name that stands more than once", () => {
  expect(differences({ path: "/things/1?a=x&a=y&a=z" }, { path: "/things/1?a=x&a=y" })).toEqual([
    'request.query /a: ["x","y","z"] -> ["x","y"]',
  ]);
});

it("tells of the headers that the contract has, and of the content type", () => {
  const headers = {
    "x-account": "1",
    "x-other": "1",
    thing_id: "1",
    authorization: "a",
    "idempotency-key": "k",
    cookie: "session=1",
  };
  const others = {
    "x-account": "2",
    "x-other": "2",
    thing_id: "2",
    authorization: "b",
    "idempotency-key": "l",
    cookie: "session=1",
  };
  expect(differences({ headers: { ...headers, "content-type": "text/a" } }, { headers: others })).toEqual([
    'request.headers /content-type: "text/a" -> nothing',
    'request.headers /x-account: "1" -> "2"',
  ]);
});

it("leaves out what each attempt has anew, keys, and sizes of pages", () => {
  const at = (second: number) => `2026-01-01T00:00:0${second}Z`;
  const first = {
    path: "/things/1?limit=10&idempotency_key=a&request_id=1",
    body: { nonce: "a", sent: at(1) },
    startedAt: at(1),
  };
  const other = {
    path: "/things/1?limit=5&idempotency_key=b&request_id=2",
    body: { nonce: "b", sent: at(2) },
    startedAt: at(2),
  };
  expect(differences(first, other)).toEqual([]);
  expect(
    differences({ ...first, startedAt: "2025-01-01T00:00:00Z" }, { ...other, startedAt: "2025-01-01T00:00:00Z" }),
  ).toEqual([`request.body /sent: "${at(1)}" -> "${at(2)}"`]);
  expect(differences({ body: { limit: 10 } }, { body: { limit: 5 } })).toEqual(["request.body /limit: 10 -> 5"]);
});

it("reads forms, takes other text as it is, and looks into no parts of several", () => {
  const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  expect(differences({ headers: form, body: "a=1&b=2" }, { headers: form, body: "b=2&a=3" })).toEqual([
    'request.body /a: "1" -> "3"',
  ]);
  expect(differences({ body: "a=1" }, { body: "a=2" })).toEqual(['request.body : "a=1" -> "a=2"']);
  expect(differences({ body: "" }, {})).toEqual([]);
  const parts = (boundary: string) => ({ "content-type": `multipart/form-data; boundary=${boundary}` });
  expect(differences({ headers: parts("a"), body: "--a" }, { headers: parts("b"), body: "--b" })).toEqual([]);
});
