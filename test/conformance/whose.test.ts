import { describe, expect, it } from "vitest";
import type { DistinctCalls } from "../../src/conformance/distinct-calls.ts";
import type { CallOutcome } from "../../src/conformance/driver.ts";
import type { Visit } from "../../src/conformance/visit.ts";
import { carries, expectOwn, ownOf, requestsOfCalls } from "../../src/conformance/whose.ts";
import type { Exchange } from "../../src/exchange.ts";
import { contractOf } from "../contract/sequence-fixture.ts";

const contract = contractOf("acme");
const operation = contract.operations.find(({ id }) => id === "getTask");

/** Calls about tasks of these ids, of which each answer says a name and a line. */
const calls = {
  tells: [["/id", { part: "request.path", pointer: "/id" }]],
  told: ["/name", "/line"],
} as unknown as DistinctCalls;
const alike = { ...calls, tells: [] };

interface Asked {
  id: string;
  answer?: unknown;
  operation?: string;
}

const answerTo = (id: string) => ({ name: `name of ${id}`, line: `line of ${id}`, size: 4 });

/** What a call for this task ought to come to. */
const result = (id: string): CallOutcome["answer"] => ({ kind: "result", result: { rows: [answerTo(id)] } });
const error: CallOutcome["answer"] = { kind: "error", error: { message: "no" } };
const failure: CallOutcome["answer"] = { kind: "failure", rule: "hang", message: "no end" };

function visitOf(ids: readonly string[], asked: readonly Asked[], answers: readonly CallOutcome["answer"][]) {
  const exchanges = asked.map(({ id, answer = answerTo(id), operation = "getTask" }, index) => ({
    ...{ id: `x-${index + 1}`, operation },
    request: { method: "GET", url: `https://api.acme.example/v2/tasks/${id}`, headers: {} },
    response: { status: 200, headers: {}, body: JSON.stringify(answer) },
  }));
  const outcomes = answers.map((answer) => ({ answer, printed: "" }));
  return {
    subject: { contract, operation },
    plan: { inputs: ids.map((id) => ({ id })) },
    outcomes,
    exchanges,
  } as unknown as Visit;
}

/** What is found of calls for tasks. */
function find(
  ids: readonly string[],
  asked: readonly Asked[],
  answers: readonly CallOutcome["answer"][],
  those = calls,
) {
  return expectOwn(visitOf(ids, asked, answers), those).map(({ rule, pointer, message, expected, actual }) =>
    [rule, pointer, message, JSON.stringify([expected, actual])].filter((part) => part !== "").join(" | "),
  );
}

const [a, b] = [{ id: "a" }, { id: "b" }];

describe("calls that can be told apart", () => {
  it("have each what the vendor answers to it", () => {
    expect(find(["a", "b"], [b, a], [result("a"), result("b")])).toEqual([]);
    expect(find(["a", "b"], [a, a, b], [result("a"), result("b")])).toEqual([]);
    expect(find(["a", "b"], [{ id: "c", operation: "other" }], [result("a"), result("b")])).toEqual([]);
  });

  it("all reach the vendor, unless they come to no answer, or one is refused for what was not sent", () => {
    expect(find(["a", "b"], [a, a], [result("a"), result("a")])).toEqual([
      'shared-state | /id | 1 of 2 calls do not reach the vendor with all that they carry, such as that with "b" | [null,null]',
    ]);
    expect(find(["a", "b"], [a], [result("a"), error])).toEqual([]);
    expect(find(["a", "b"], [a, a], [result("a"), error])).toHaveLength(1);
    expect(find(["a", "b"], [a, a], [result("a"), failure])).toEqual([]);
  });

  it("have not another's answer", () => {
    expect(find(["a", "b"], [a, b], [result("b"), result("a")])).toEqual([
      'shared-state | 2 of 2 calls have the result of another, such as that with "a": the vendor\'s answer to it says "name of a" | ["name of a",null]',
    ]);
    const half = { kind: "result" as const, result: { ...answerTo("b"), line: "line of a" } };
    expect(find(["a", "b"], [a, b], [result("a"), half])).toEqual([
      'shared-state | 1 of 2 calls have the result of another, such as that with "b": the vendor\'s answer to it says "line of b" | ["line of b",null]',
    ]);
    expect(find(["a", "b"], [a, b], [error, failure])).toEqual([]);
  });

  it("have nothing of another's beside their own", () => {
    const both = { kind: "result" as const, result: [answerTo("a"), answerTo("b")] };
    expect(find(["a", "b"], [a, b], [result("a"), both])).toEqual([
      'shared-state | 1 of 2 calls have in their result what the vendor has answered to another, such as that with "b": it has "name of a" | [null,"name of a"]',
    ]);
    const same = { id: "b", answer: { ...answerTo("b"), name: "name of a" } };
    expect(find(["a", "b"], [a, same], [result("a"), { kind: "result", result: same.answer }])).toEqual([]);
    expect(find(["a", "b"], [b], [both, result("b")])).toHaveLength(1);
    expect(find(["a", "b"], [b], [failure, result("b")])).toEqual([]);
  });
});

describe("calls that are alike", () => {
  const first = { id: "a", answer: answerTo("1") };
  const second = { id: "a", answer: answerTo("2") };

  it("show each answer in one result", () => {
    expect(find(["a", "a"], [first, second], [result("2"), result("1")], alike)).toEqual([]);
    expect(find(["a", "a"], [first], [result("1"), result("1")], alike)).toEqual([]);
    expect(find(["a", "a"], [first, second], [result("1"), error], alike)).toEqual([]);
  });

  it("show none in two where others show as well, and leave out none", () => {
    const all = { kind: "result" as const, result: [answerTo("1"), answerTo("2")] };
    expect(find(["a", "a"], [first, second], [all, result("2")], alike)).toEqual([
      'shared-state | an answer of the vendor shows in the results of 2 calls, that with "name of 2" | [null,"name of 2"]',
    ]);
    expect(find(["a", "a"], [first, second], [result("1"), result("1")], alike)).toEqual([
      'shared-state | of 2 answers of the vendor 1 show in no call\'s result, such as that with "name of 2" | [["name of 2","line of 2"],null]',
    ]);
    const empty = { id: "a", answer: {} };
    expect(find(["a", "a"], [empty, empty], [result("1"), result("1")], alike)).toEqual([]);
  });
});

describe("requests", () => {
  it("are of the call that was made meanwhile, where that is seen", () => {
    const visit = visitOf(["a", "b"], [a, a, b], [result("a"), result("b")]);
    const seen = (...counts: (number | undefined)[]) =>
      requestsOfCalls({
        ...visit,
        outcomes: counts.map((count) => ({ sent: count === undefined ? undefined : Array(count) })),
      } as unknown as Visit)?.map((exchanges) => exchanges.map(({ id }) => id));
    expect(seen(2, 1)).toEqual([["x-1", "x-2"], ["x-3"]]);
    expect(seen(0, 3)).toEqual([[], ["x-1", "x-2", "x-3"]]);
    expect([seen(2, undefined), seen(1, 1), seen(2, 2)]).toEqual([undefined, undefined, undefined]);
    expect(ownOf(visitOf([], [{ id: "a", operation: "other" }, b], [])).map(({ id }) => id)).toEqual(["x-2"]);
  });

  it("carry what a call has, in the very place", () => {
    const visit = visitOf(["a", "b", "7"], [a], []);
    const [exchange] = visit.exchanges as [Exchange];
    expect([0, 1].map((call) => carries(visit, calls, exchange, call))).toEqual([true, false]);
    const inQuery = { tells: [["/id", { part: "request.query", pointer: "/id" }]] } as unknown as DistinctCalls;
    const elsewhere = { tells: [["/id", { part: "request.path", pointer: "/no" }]] } as unknown as DistinctCalls;
    expect([inQuery, elsewhere, alike].map((those) => carries(visit, those, exchange, 0))).toEqual([
      false,
      false,
      true,
    ]);
  });
});
