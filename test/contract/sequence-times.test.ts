import { expect, it } from "vitest";
import type { SequencedExchange } from "../../src/contract/sequence/step.ts";
import { sentAt } from "../../src/contract/sequence/times.ts";
import { checkSequence, SequenceCheck } from "../../src/contract/sequence.ts";
import { vendor } from "./sequence-contract.ts";
import { live, real, type Sent, stepped } from "./sequence-fixture.ts";

const thing: Sent = { to: "GET /things/1" };

/** An answer that asks for a pause, and the same request after another one. */
function asking(retryAfter: string, pause: number, more: Partial<Sent> = {}): SequencedExchange[] {
  const { answered, ...rest } = more;
  const first = { ...thing, at: 0, status: 429, answered: { "retry-after": retryAfter, ...answered }, ...rest };
  return live(vendor, [first, { ...thing, at: 50 + pause }]);
}

function messages(exchanges: readonly SequencedExchange[], driven = false): string[] {
  return checkSequence(vendor, exchanges, { driven }).map(({ message }) => message.replace(/;.* wait/, ","));
}

it.each<[retryAfter: string, pause: number, found: string[]]>([
  ["7", 6899, ["the same request was sent again after 6.9 s, 7 s"]],
  ["7", 6900, []],
  [" 7 ", 20, ["the same request was sent again after 20 ms, 7 s"]],
  ["12", 1000, ["the same request was sent again after 1 s, 12 s"]],
  ["12", 999, ["the same request was sent again after 999 ms, 12 s"]],
  // Recorders round: what seems to be a little too early was sent when the answer was there.
  ["7", -2, ["the same request was sent again after 0 ms, 7 s"]],
  ["7", -3, []],
  ["0", 0, []],
  ["7.5", 20, []],
  ["7 days", 20, []],
  ["-7", 20, []],
  ["", 20, []],
  ["soon", 20, []],
  ["2026-11-02T10:30:00.000Z", 20, []],
  // The client's clock has 09:30:00 at the start, and HTTP's dates have no fractions of a second.
  [
    "Mon, 02 Nov 2026 09:30:10 GMT",
    8849,
    ["the same request was sent again after 8.8 s, until Mon, 02 Nov 2026 09:30:10 GMT"],
  ],
  ["Mon, 02 Nov 2026 09:30:10 GMT", 8850, []],
])("holds against a Retry-After of %j a repeat after %i ms", (retryAfter, pause, found) => {
  expect(messages(asking(retryAfter, pause))).toEqual(found);
});

it("reads the pause of whatever is no success, and of no answer that was one", () => {
  const found = ["the same request was sent again after 20 ms, 7 s"];
  expect(messages(asking("7", 20, { status: 400 }))).toEqual(found);
  expect(messages(asking("7", 20, { status: 503 }))).toEqual(found);
  expect(messages(asking("7", 20, { status: 200, fault: "truncate" }))).toEqual([]);
});

it("waits for a date by the clock of who answered", () => {
  const answered = { date: "Mon, 02 Nov 2026 10:30:00 GMT" };
  const until = "Mon, 02 Nov 2026 10:30:10 GMT";
  expect(messages(asking(until, 8899, { answered }))).toEqual(["the same request was sent again after 8.9 s, 10 s"]);
  expect(messages(asking(until, 8900, { answered }))).toEqual([]);
});

it("reads the names of headers in whatever case the contract has them, and finds the one that it means", () => {
  const [violation] = checkSequence(vendor, asking("7", 20));
  expect(violation?.contract.pointer).toBe("/paths/~1things~1{id}/get/responses/429/headers/Retry-After");
});

it("judges waiting at a stand-in whose clock is as far from the machine's as two clocks may be", () => {
  const [first, second] = real(asking("7", 300)) as [SequencedExchange, SequencedExchange];
  const later = (ms: number) => ({
    ...second,
    startedAt: new Date(Date.parse(second.startedAt as string) + ms).toISOString(),
  });
  expect([50, -50].map((ms) => messages([first, later(ms)]).length)).toEqual([1, 1]);
  expect([51, -51].map((ms) => messages([first, later(ms)]).length)).toEqual([0, 0]);
});

it("reads a date by the tenant's clock where the client's timers follow that", () => {
  const at = (time: string) => {
    const [first, second] = stepped(asking("Thu, 01 Jan 2026 00:00:20 GMT", 300));
    return [first, { ...second, startedAt: `2026-01-01T00:00:${time}Z` }] as SequencedExchange[];
  };
  expect(messages(at("18.899"), true)).toEqual([
    "the same request was sent again after 17.9 s, until Thu, 01 Jan 2026 00:00:20 GMT",
  ]);
  expect(messages(at("18.900"), true)).toEqual([]);
});

it("tells of the vendor itself what is driven at a stand-in", () => {
  expect(messages(asking("Mon, 02 Nov 2026 09:30:10 GMT", 20), true)).toHaveLength(1);
});

const { startedAt: _, ...unbegun } = live(vendor, [{ ...thing, status: 500 }])[0] as SequencedExchange;
const [begun] = live(vendor, [{ ...thing, status: 500, at: 100 }]) as [SequencedExchange];
const [kept] = real([begun]) as [SequencedExchange];
const { durationMs: __, ...unmeasured } = kept;
const { recordedAt: ___, ...unrecorded } = kept;
const [late] = real(live(vendor, [{ ...thing, at: 300 }])) as [SequencedExchange];

it.each<[what: string, exchanges: SequencedExchange[], untimed: number]>([
  ["two exchanges with their times", [begun, late], 0],
  ["one that nobody knows when it was sent, before another", [unbegun, begun], 1],
  ["one that nobody knows when it was sent, after another", [begun, unbegun], 1],
  ["a stand-in's two", [kept, late], 0],
  ["a stand-in's without its duration, before another", [unmeasured, late], 0],
  ["a stand-in's without its duration, after another", [kept, unmeasured], 1],
  ["a stand-in's that nobody knows when it was answered, before another", [unrecorded, late], 1],
  ["a stand-in's that nobody knows when it was answered, after another", [kept, unrecorded], 1],
])("says how often it could not judge: %s", (_, exchanges, untimed) => {
  const sequence = new SequenceCheck(vendor);
  for (const exchange of exchanges) expect(sequence.add(exchange)).toEqual([]);
  expect(sequence.abstained).toEqual({ untimed, unclocked: 0 });
});

it("abstains for a clock only where a pause was asked for", () => {
  const sequence = new SequenceCheck(vendor);
  for (const exchange of stepped(live(vendor, [{ ...thing, status: 500 }, thing]))) sequence.add(exchange);
  expect(sequence.abstained).toEqual({ untimed: 0, unclocked: 0 });
});

it("knows when a request was sent, at a stand-in by the machine's clock", () => {
  expect(sentAt(begun)).toBe(Date.UTC(2026, 10, 2, 9, 30, 0, 100));
  expect(sentAt((stepped([begun]) as [SequencedExchange])[0])).toBe(Date.UTC(2026, 10, 2, 9, 30, 0, 100));
  expect([unbegun, unmeasured, unrecorded].map(sentAt)).toEqual([undefined, undefined, undefined]);
});
