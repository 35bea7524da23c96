import { expect, it } from "vitest";
import { checkSequence } from "../../src/contract/sequence.ts";
import { vendor } from "./sequence-contract.ts";
import { findingsIn, live, type Sent } from "./sequence-fixture.ts";

const thing: Sent = { to: "GET /things/1" };
const throttled: Sent = { ...thing, status: 429, answered: { "retry-after": "7" } };
const create: Sent = { to: "POST /things", body: "{}" };
const keyed = (value: string): Sent => ({ ...create, to: `POST /things?idempotency_key=${value}` });
const refused: Sent = { ...create, status: 400 };
const list = (query: string, answer: unknown = {}): Sent => ({ to: `GET /things?${query}`, answer });
const page = (query: string, answer: unknown = {}): Sent => ({ to: `GET /pages?${query}`, answer });
const every = (pause: number, count: number, sent: Sent): Sent[] =>
  Array.from({ length: count }, (_, index) => ({ ...sent, at: index * (pause + 50) }));

it("is a violation of the sequence as a whole, by the statement that speaks of it", () => {
  expect(checkSequence(vendor, live(vendor, [throttled, thing]))).toEqual([
    {
      provider: "acme",
      operation: "getThing",
      part: "sequence",
      pointer: "",
      rule: "retry-after",
      severity: "error",
      evidence: "documented",
      message: "the same request was sent again after 20 ms; e1 was answered with 429 and asked to wait 7 s",
      expected: { waitMs: 7000 },
      actual: { waitMs: 20, after: "e1" },
      contract: {
        file: "openapi.yaml",
        line: 66,
        column: 61,
        pointer: "/paths/~1things~1{id}/get/responses/429/headers/Retry-After",
      },
      source: null,
    },
  ]);
});

it.each<[what: string, sent: Sent[], expected: unknown, actual: unknown, oneCall?: boolean]>([
  [
    "a repeat before a date",
    [{ ...throttled, answered: { "retry-after": "Mon, 02 Nov 2026 09:30:10 GMT" } }, thing],
    { until: "2026-11-02T09:30:10.000Z" },
    { waitMs: 20, after: "e1" },
  ],
  [
    "a write sent again without a key",
    [{ ...create, status: null }, create],
    { idempotency_key: "the same for both" },
    { after: "e1" },
  ],
  [
    "a write sent again without the key that it had",
    [{ ...keyed("a"), status: null }, create],
    { idempotency_key: "a" },
    { after: "e1" },
  ],
  [
    "a write sent again with another key",
    [{ ...keyed("a"), status: null }, keyed("b")],
    { idempotency_key: "a" },
    { after: "e1", idempotency_key: "b" },
  ],
  [
    "a write sent again where no key is documented",
    [{ to: "POST /notes", status: null }, { to: "POST /notes" }],
    null,
    { after: "e1" },
  ],
  ["a refused request sent again", [refused, refused, refused], null, { times: 3, first: "e1", after: "e2" }],
  ["repeats without pauses", every(100, 12, { ...thing, status: 500 }), null, { times: 10, first: "e1", after: "e9" }],
  ["a cursor made of nothing", [list("cursor=null")], null, { cursor: "null" }],
  [
    "a cursor encoded twice",
    [list("", { next: "a+b" }), list("cursor=a%252Bb")],
    { cursor: "a+b" },
    { cursor: "a%2Bb" },
  ],
  ["a cursor of another list", [{ to: "GET /parts", answer: { next: "c" } }, list("cursor=c")], null, { after: "e1" }],
  [
    "another filter half way",
    [list("shape=a", { next: "c" }), list("shape=b&cursor=c")],
    { shape: "a" },
    { shape: "b", after: "e1" },
  ],
  [
    "a filter from the second page on",
    [list("", { next: "c" }), list("shape=b&cursor=c")],
    { shape: null },
    { shape: "b", after: "e1" },
  ],
  ["a page that is left out", [page("page=1"), page("page=3")], { page: 2 }, { page: 3, after: "e1" }, true],
  ["a page behind the last", [page("", { hasMore: false }), page("page=2")], null, { page: 2, after: "e1" }, true],
  [
    "another page size half way",
    [page("limit=2"), page("page=2&limit=5")],
    { limit: "2" },
    { limit: "5", after: "e1" },
    true,
  ],
  ["no page size half way", [page("limit=2"), page("page=2")], { limit: "2" }, { limit: null, after: "e1" }, true],
  ["a page size from then on", [page(""), page("page=2&limit=5")], { limit: null }, { limit: "5", after: "e1" }, true],
  ["the credential in the path", [{ to: "GET /things/vendor-key-1234" }], null, null],
])("tells of %s what was expected and what was sent", (_, sent, expected, actual, oneCall = false) => {
  const violations = checkSequence(vendor, live(vendor, sent), { oneCall });
  expect(violations.map((violation) => [violation.expected, violation.actual])).toEqual([[expected, actual]]);
});

it.each<[found: string, sent: Sent[]]>([
  [
    "warning pagination: limit is not sent on page 2, and was 2 on page 1 (e1) (/paths/~1pages/get/parameters/3)",
    [page("limit=2"), page("page=2")],
  ],
  [
    "warning pagination: limit is 5 on page 2, and was not sent on page 1 (e1) (/paths/~1pages/get/parameters/3)",
    [page(""), page("page=2&limit=5")],
  ],
  [
    'warning pagination: shape is "b" on this page, and was not sent when e1 gave its cursor (/paths/~1things/get/parameters/7)',
    [list("", { next: "c" }), list("shape=b&cursor=c")],
  ],
  [
    'error pagination: color is "b" on this page, and was "a" when e1 gave its cursor (/paths/~1things/get/parameters/6)',
    [list("color=a", { next: "c" }), list("color=b&cursor=c")],
  ],
  [
    'warning pagination: size is "5" on this page, and was "2" when e1 gave its cursor (/paths/~1parts/get/parameters/0)',
    [{ to: "GET /parts?size=2", answer: { next: "c" } }, { to: "GET /parts?size=5&cursor=c" }],
  ],
  [
    "note hammering: the same request was sent 10 times since e1, answered with 429 the last time; 100 ms apart on the average, and the pauses do not grow (/paths/~1reports/delete/responses/429)",
    every(100, 12, { to: "DELETE /reports", status: 429 }),
  ],
  [
    "warning hammering: the same request was sent 10 times since e1, answered with 500 the last time; 100 ms apart on the average, and the pauses do not grow (/paths/~1things~1{id}/get/responses/500)",
    every(100, 12, { ...thing, status: 500 }),
  ],
  [
    "warning hammering: the same request was sent 10 times since e1, without an answer; 100 ms apart on the average, and the pauses do not grow (/paths/~1things~1{id}/get)",
    every(100, 12, { ...thing, status: null }),
  ],
  [
    "warning hammering: the same request was sent 10 times since e1, answered with 429 the last time; 100 ms apart on the average, and the pauses do not grow (/paths/~1pages/get)",
    every(100, 12, { to: "GET /pages", status: 429 }),
  ],
  [
    "warning retry-unsafe: the write was sent again, though e1, which had no answer, may have been kept: then there are two; the contract documents no key that would make it safe to repeat (/paths/~1notes/post)",
    [{ to: "POST /notes", status: null }, { to: "POST /notes" }],
  ],
  [
    "error retry-unsafe: the write was sent again, though e1, which had no answer, may have been kept: then there are two; a repeat has the idempotency_key of the first (/paths/~1things/post/parameters/0)",
    [{ ...keyed("a"), status: null }, create],
  ],
  [
    "error retry-unsafe: the write was sent again, though e1, which had no answer, may have been kept: then there are two; a repeat has the idempotency_key of the first (/paths/~1things/post/parameters/0)",
    [{ ...create, status: null }, keyed("a")],
  ],
  [
    "note retry-after: the same request was sent again after 20 ms; e1 was answered with 429 and asked to wait 7 s (/paths/~1reports/delete/responses/429)",
    [{ to: "DELETE /reports", status: 429, answered: { "retry-after": "7" } }, { to: "DELETE /reports" }],
  ],
])("rests a finding on what the contract says: %s", (found, sent) => {
  expect(findingsIn(vendor, live(vendor, sent), { oneCall: true })).toEqual([found]);
});

it("numbers the exchanges that have no names", () => {
  const nameless = live(vendor, [throttled, thing]).map(({ id: _, ...exchange }) => exchange);
  expect(checkSequence(vendor, nameless)[0]?.actual).toEqual({ waitMs: 20, after: "exchange 1" });
});
