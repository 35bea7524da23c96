import { expect, it } from "vitest";
import type { SequencedExchange } from "../../src/contract/sequence/step.ts";
import { checkSequence } from "../../src/contract/sequence.ts";
import { vendor } from "./sequence-contract.ts";
import { live, real, type Sent, stepped } from "./sequence-fixture.ts";

const thing: Sent = { to: "GET /things/1" };
const failed: Sent = { ...thing, status: 500 };
const throttled: Sent = { ...thing, status: 429, answered: { "retry-after": "1" } };
const create: Sent = { to: "POST /things", body: "{}" };
const refused: Sent = { ...create, status: 400 };
const many = (count: number, sent: Sent): Sent[] => Array.from({ length: count }, () => sent);

/** Sent with these pauses after the answers before. */
function paced(pauses: readonly number[], sent: Sent): Sent[] {
  let at = 0;
  return [0, ...pauses].map((pause, index) => {
    at += index === 0 ? 0 : pause + 50;
    return { ...sent, at };
  });
}
const times = (count: number, pause: number): number[] => Array.from({ length: count }, () => pause);

/** Which rule is broken by the which of the exchanges. */
function foundIn(exchanges: readonly SequencedExchange[], oneCall = false): string[] {
  const numbered = exchanges.map((exchange, index) => ({ ...exchange, id: `${index + 1}` }));
  return checkSequence(vendor, numbered, { oneCall }).map(({ rule, actual }) => {
    const { after } = actual as { after: string };
    return `${rule} ${Number(after) + 1}`;
  });
}

it.each<[what: string, sent: Sent[], found: string[]]>([
  ["repeats with less than a second in between", paced(times(11, 999), failed), ["hammering 10"]],
  ["repeats with a second in between", paced(times(11, 1000), failed), []],
  ["pauses that double", paced([...times(5, 100), ...times(4, 200)], failed), []],
  ["pauses that nearly double", paced([...times(5, 100), ...times(4, 199)], failed), ["hammering 10"]],
  ["repeats with less than five seconds in between", paced(times(34, 4999), failed), ["hammering 32"]],
  ["repeats with five seconds in between", paced(times(34, 5000), failed), []],
  ["repeats of what is not there, often", paced(times(11, 100), { ...thing, status: 404 }), []],
  [
    "failures of many kinds",
    paced(times(11, 100), failed).map((sent, index) => ({ ...sent, status: [500, 502, null][index % 3] ?? null })),
    ["hammering 10"],
  ],
  [
    "failures after what was not there",
    paced(times(10, 100), failed).map((sent, index) => (index === 0 ? { ...sent, status: 404 } : sent)),
    ["hammering 11"],
  ],
  [
    "failures with an answer of Standin's own in between",
    paced(times(11, 100), failed).map((sent, index) => ({
      ...sent,
      answered: index === 5 ? { "standin-problem": "handler" } : {},
    })),
    [],
  ],
  ["pauses that were long at first", paced([...times(70, 10_000), ...times(50, 100)], failed), ["hammering 104"]],
  ["repeats each after the pause that was asked for", paced(times(34, 1050), throttled), []],
  [
    "repeats after the pauses that were asked for, until one comes early",
    paced([...times(32, 1050), 100], throttled),
    ["retry-after 34", "hammering 34"],
  ],
  [
    "repeats of which the first came early",
    paced([600, ...times(33, 1050)], throttled),
    ["retry-after 2", "hammering 32"],
  ],
  [
    "repeats after a pause that nobody can read",
    paced(times(11, 100), { ...failed, answered: { "retry-after": "soon" } }),
    ["hammering 10"],
  ],
  ["a request that fails at once, many times", many(40, { ...failed, at: 0 }), []],
  ["a refused request, a third time at once", many(3, refused), ["retry-refused 3"]],
  ["a refused request, a fourth time", many(4, refused), ["retry-refused 3"]],
  ["a refused request, a third time after a minute", paced([20, 60_000], refused), ["retry-refused 3"]],
  ["a refused request, a third time after more than that", paced([20, 60_001], refused), []],
  ["refusals with something else after the first", [refused, thing, refused, refused, refused], []],
  ["refusals with something else before the last", [refused, refused, thing, refused], []],
  ["a write that has no answer, three times", many(3, { ...create, status: null }), ["retry-unsafe 2"]],
  ["a write after a minute", paced([60_000], { ...create, status: null }), ["retry-unsafe 2"]],
  ["a write after 503", [{ ...create, status: 503 }, create], ["retry-unsafe 2"]],
  ["a write after 501", [{ ...create, status: 501 }, create], []],
  [
    "a write after a failure that asks for a pause",
    [
      { ...create, status: 500, answered: { "retry-after": "1" } },
      { ...create, at: 1050 },
    ],
    ["retry-unsafe 2"],
  ],
  ["a change with a key", [{ to: "PUT /things/1", status: null }, { to: "PUT /things/1" }], ["retry-unsafe 2"]],
  [
    "a write with another key in its query",
    [
      { ...create, to: "POST /things?color=a&idempotency_key=1", status: null },
      { ...create, to: "POST /things?color=a&idempotency_key=2" },
    ],
    ["retry-unsafe 2"],
  ],
  [
    "a write with its key in the query",
    [
      { ...create, to: "POST /things?idempotency_key=1&color=a", status: null },
      { ...create, to: "POST /things?color=a&idempotency_key=1" },
    ],
    [],
  ],
  [
    "two writes that differ in more than the key",
    [
      { ...create, to: "POST /things?color=a&idempotency_key=1", status: null },
      { ...create, to: "POST /things?color=b&idempotency_key=2" },
    ],
    [],
  ],
  ["two questions", [{ ...throttled, to: "GET /pages?color=a" }, { to: "GET /pages?color=b" }], []],
  ["a question with a key", [{ to: "GET /reports", status: null }, { to: "GET /reports" }], []],
  [
    "a long write",
    [
      { ...create, body: "a".repeat(500), status: null },
      { ...create, body: "a".repeat(500) },
    ],
    ["retry-unsafe 2"],
  ],
  [
    "two long writes",
    [
      { ...create, body: "a".repeat(500), status: null },
      { ...create, body: "b".repeat(500) },
    ],
    [],
  ],
  [
    "one body in two types",
    [
      { ...create, status: null, headers: { "content-type": "application/json" } },
      { ...create, headers: { "content-type": "text/plain" } },
    ],
    [],
  ],
  ["a request with a credential, after one without", [{ ...throttled, headers: { authorization: "" } }, thing], []],
  [
    "a request with other headers, which the contract does not name",
    [
      { to: "DELETE /reports", status: 429, answered: { "retry-after": "1" }, headers: { "x-trace": "a" } },
      { to: "DELETE /reports", headers: { "x-trace": "b" } },
    ],
    ["retry-after 2"],
  ],
  [
    "a request with a header that is called as a parameter of the query",
    [
      { to: "GET /pages", status: 429, answered: { "retry-after": "1" }, headers: { page: "1" } },
      { to: "GET /pages", headers: { page: "2" } },
    ],
    ["retry-after 2"],
  ],
])("finds in %s what is broken, and by which", (_, sent, found) => {
  expect(foundIn(live(vendor, sent))).toEqual(found);
});

it("tells a third refusal from a later one that is the first to be surely a repeat", () => {
  const sent = real(live(vendor, paced([1, 20, 20], refused)));
  expect(checkSequence(vendor, sent).map(({ message }) => message)).toEqual([
    "the same request was sent another time; e1 to e3 were refused with 400, which no repeat cures",
  ]);
});

it("judges no repeat that may have been sent at once, as a stand-in has it", () => {
  expect(foundIn(real(live(vendor, paced([4], { ...create, status: null }))))).toEqual([]);
  expect(foundIn(real(live(vendor, paced([5], { ...create, status: null }))))).toEqual(["retry-unsafe 2"]);
  expect(foundIn(real(live(vendor, paced(times(11, 2), failed))))).toEqual([]);
});

it("finds in one call only what may be cured by no repeat", () => {
  const twice = (sent: Sent) => foundIn(live(vendor, [sent, sent]), true);
  expect(twice(refused)).toEqual(["retry-refused 2"]);
  expect(twice({ ...create, status: 409 })).toEqual([]);
  expect(twice(failed)).toEqual([]);
  expect(twice({ ...refused, fault: "truncate" })).toEqual(["retry-unsafe 2"]);
});

it("finds repeats without end where nobody can tell how long was waited", () => {
  const untimed = (count: number, answered = {}) => stepped(live(vendor, many(count, { ...failed, answered })));
  expect(foundIn(untimed(101))).toEqual([]);
  expect(foundIn(untimed(102))).toEqual(["hammering 102"]);
  expect(foundIn(untimed(21), true)).toEqual([]);
  expect(foundIn(untimed(22), true)).toEqual(["hammering 22"]);
  expect(checkSequence(vendor, untimed(102))[0]?.message).toBe(
    "the same request was sent 102 times since e1, answered with 500 the last time; without end",
  );
  expect(foundIn(untimed(130, { "retry-after": "7" }))).toEqual(["hammering 102"]);
  expect(foundIn(untimed(130, { "retry-after": "0" }))).toEqual([]);
});

it("takes an answer for lost that any of its faults has cut", () => {
  const [first, second] = live(vendor, [create, create]) as [SequencedExchange, SequencedExchange];
  expect(foundIn([{ ...first, fault: { kind: "latency", also: ["truncate"] } }, second])).toEqual(["retry-unsafe 2"]);
  expect(foundIn([{ ...first, fault: { kind: "latency", also: ["skew"] } }, second])).toEqual([]);
  expect(foundIn([{ ...first, fault: { kind: "reset" } }, second])).toEqual(["retry-unsafe 2"]);
});

it("remembers 500 requests without success", () => {
  const others = (count: number): Sent[] =>
    Array.from({ length: count }, (_, index) => ({ to: `GET /things/${index + 2}`, status: 500, took: 1 }));
  const asked = { ...throttled, answered: { "retry-after": "3600" } };
  const found = (count: number) => checkSequence(vendor, live(vendor, [asked, ...others(count), thing]));
  expect(found(499)).toHaveLength(1);
  expect(found(500)).toHaveLength(0);
});
