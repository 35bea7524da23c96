import { expect, it } from "vitest";
import { checkSequence } from "../../src/contract/sequence.ts";
import { loadYaml } from "./contract-fixture.ts";
import { vendor } from "./sequence-contract.ts";
import { findingsIn, live, type Sent, stepped } from "./sequence-fixture.ts";

const json = { "content-type": "application/json" };
const write = (body: unknown, more: Partial<Sent> = {}): Sent => ({
  to: "POST /things?idempotency_key=a",
  body: typeof body === "string" ? body : JSON.stringify(body),
  ...more,
  headers: { ...json, ...more.headers },
});
const one = write({ name: "one" });
const other = write({ name: "other" });
const put = (to: string, headers: Record<string, string>, name: string): Sent => ({
  ...write({ name }),
  to: `PUT ${to}`,
  headers: { ...json, "idempotency-key": "a", ...headers },
});
const day = 86_400_000;
/** Sent at 09:30 and so many milliseconds, as JSON has it. */
const at = (ms: number): string => new Date(Date.UTC(2026, 10, 2, 9, 30) + ms).toISOString();

const found = (sent: readonly Sent[], contract = vendor) => findingsIn(contract, live(contract, sent));

it("finds another write with the key of one before it, whatever came in between, and tells it once", () => {
  const message =
    'error key-reuse: idempotency_key is "a", as it was in e1, which has another body: to the vendor this is that write again, and no second one (/paths/~1things/post/parameters/0)';
  expect(found([one, { to: "GET /things" }, one, other])).toEqual([message]);
  expect(found([one, other, write({ name: "third" }), one])).toEqual([message]);
  const [violation] = checkSequence(vendor, live(vendor, [one, other]));
  expect([violation?.expected, violation?.actual]).toEqual([
    { idempotency_key: "another for each write" },
    { after: "e1", idempotency_key: "a" },
  ]);
});

it("finds it in a header, at one record, and where both are on their way at once", () => {
  expect(found([put("/things/1", {}, "one"), put("/things/1", {}, "other")])).toEqual([
    'error key-reuse: Idempotency-Key is "a", as it was in e1, which has another body: to the vendor this is that write again, and no second one (/paths/~1things~1{id}/put/parameters/0)',
  ]);
  expect(found([one, { ...other, at: 1 }])).toHaveLength(1);
});

it.each<[what: string, before: Partial<Sent>]>([
  ["has no answer", { status: null }],
  ["has failed", { status: 500 }],
  ["is lost", { fault: "after-commit" }],
])("finds another write with the key of one that %s, for it may have been kept", (_, before) => {
  expect(found([{ ...one, ...before }, other])).toEqual([expect.stringContaining("key-reuse")]);
});

it.each<[what: string, sent: Sent[]]>([
  ["the same write again", [one, one, one]],
  [
    "the same in another order and spacing",
    [write('{"a":1,"b":{"c":2,"d":3}}'), write('{ "b": {"d":3, "c":2}, "a": 1 }')],
  ],
  ["the write that was meant after one that was refused", [{ ...one, status: 422 }, other]],
  ["one after another that was refused for a while", [{ ...one, status: 429 }, other]],
  [
    "one after another that the vendor asked to send again",
    [
      { ...one, status: 503, answered: { "retry-after": "1" } },
      { ...other, at: 2000 },
    ],
  ],
  ["one after an answer of Standin's own", [{ ...one, answered: { "standin-problem": "handler" } }, other]],
  ["a key of its own", [one, { ...other, to: "POST /things?idempotency_key=b" }]],
  ["no key", [write({ name: "one" }, { to: "POST /things" }), write({ name: "other" }, { to: "POST /things" })]],
  [
    "an empty key",
    [write({}, { to: "POST /things?idempotency_key=" }), write(1, { to: "POST /things?idempotency_key=" })],
  ],
  ["the key of another operation", [one, put("/things/1", {}, "other")]],
  ["the key of another record", [put("/things/1", {}, "one"), put("/things/2", {}, "other")]],
  [
    "the key of another account, in the query",
    [
      write(1, { to: "POST /things?idempotency_key=a&account=1" }),
      write(2, { to: "POST /things?idempotency_key=a&account=2" }),
    ],
  ],
  [
    "the key of another host",
    [put("/things/1", {}, "one"), { ...put("/things/1", {}, "other"), host: "eu.acme.test/v1" }],
  ],
  [
    "the key of a day before",
    [
      { ...one, at: 0 },
      { ...other, at: day + 1 },
    ],
  ],
  [
    "a time of its own for each attempt",
    [
      write({ sent: at(0), name: "one" }, { status: null, at: 0 }),
      write({ sent: at(4000), name: "one" }, { at: 4000 }),
    ],
  ],
  [
    "a time in seconds for each attempt",
    [write({ sent: 1_793_611_800 }, { at: 0 }), write({ sent: 1_793_611_804 }, { at: 4000 })],
  ],
  [
    "a number for each attempt",
    [write({ attempt: 1, requestId: "p" }, { status: null }), write({ attempt: 2, requestId: "q" })],
  ],
  [
    "a form in another order",
    [
      write("a=1&b=2", { headers: { "content-type": "application/x-www-form-urlencoded" } }),
      write("b=2&a=1", { headers: { "content-type": "application/x-www-form-urlencoded" } }),
    ],
  ],
  [
    "parts with another boundary",
    [
      write("--1\r\n", { headers: { "content-type": "multipart/form-data; boundary=1" } }),
      write("--2\r\n", { headers: { "content-type": "multipart/form-data; boundary=2" } }),
    ],
  ],
])("says nothing of %s", (_, sent) => {
  expect(found(sent).filter((finding) => finding.includes("key-reuse"))).toEqual([]);
});

it("tells a time that the write is about from that of an attempt", () => {
  expect(found([write({ due: "2026-12-01T10:00:00Z" }), write({ due: "2026-12-02T10:00:00Z" })])).toHaveLength(1);
  expect(found([write({ due: 1_600_000_000 }), write({ due: 1_600_000_001 })])).toHaveLength(1);
});

it("finds other forms and other texts", () => {
  const form = { headers: { "content-type": "application/x-www-form-urlencoded" } };
  expect(found([write("a=1", form), write("a=2", form)])).toHaveLength(1);
  const text = { headers: { "content-type": "text/plain" } };
  expect(found([write("one", text), write("other", text)])).toHaveLength(1);
  expect(found([write("a".repeat(500)), write("b".repeat(500))])).toHaveLength(1);
});

it("does not judge bodies that are not at hand whole", () => {
  const [first, second] = live(vendor, [one, other]);
  const cut = { ...second, unrecorded: ["request.body"] } as NonNullable<typeof second>;
  expect(checkSequence(vendor, [first as NonNullable<typeof first>, cut])).toEqual([]);
});

it("is inferred at best where several accounts may look like one, or nobody knows how long it was in between", () => {
  const severities = (exchanges: ReturnType<typeof live>) =>
    checkSequence(vendor, exchanges).map(({ rule, severity }) => `${rule} ${severity}`);
  const blotted = live(vendor, [one, other]).map(({ request, ...rest }) => ({
    ...rest,
    request: { ...request, headers: { ...request.headers, authorization: "Bearer redacted" } },
  }));
  expect(severities(blotted)).toEqual(["key-reuse warning"]);
  // Whose they are is known by the tenant.
  expect(severities(stepped(blotted))).toEqual(["key-reuse error"]);
  const untimed = live(vendor, [one, other]).map(({ startedAt: _, ...rest }) => rest);
  expect(severities(untimed)).toEqual(["key-reuse warning"]);
});

it("holds a key for as long as the contract says", () => {
  const short = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test/v1" }]
paths:
  /things:
    post:
      operationId: createThing
      parameters: [{ name: idempotency_key, in: query, x-key-lifetime: 600, schema: { type: string } }]
      responses: { 200: { description: Done } }
`);
  const rules = (apart: number) =>
    checkSequence(
      short,
      live(short, [
        { ...one, at: 0 },
        { ...other, at: apart },
      ]),
      { oneCall: true },
    ).map(({ rule }) => rule);
  expect([rules(600_000), rules(600_001)]).toEqual([["key-reuse"], []]);
});

it("goes by the first write of a key that the vendor has not forgotten", () => {
  const first = { ...one, at: 0 };
  expect(found([first, { ...other, at: day }])).toHaveLength(1);
  expect(found([first, { ...other, at: day + 1 }, { ...other, at: day + 2000 }])).toEqual([]);
  expect(found([first, { ...other, at: day + 1 }, { ...one, at: day + 2000 }])).toEqual([
    expect.stringContaining("as it was in e2"),
  ]);
});

it("remembers 500 keys", () => {
  const others = (count: number): Sent[] =>
    Array.from({ length: count }, (_, index) => write(index, { to: `POST /things?idempotency_key=${index}` }));
  expect(found([one, ...others(499), other])).toHaveLength(1);
  expect(found([one, ...others(500), other])).toHaveLength(0);
});
