import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { lateMs } from "../../src/conformance/aftermath.ts";
import { AskedCalls } from "../../src/conformance/asked-calls.ts";
import type { AdapterAnswer } from "../../src/conformance/driver.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.advanceTimersByTime(5000);
});
afterEach(() => {
  vi.useRealTimers();
});

const result: AdapterAnswer = { kind: "result", result: 1 };
const [first, second, third] = [{ name: "first" }, { name: "second" }, { name: "third" }];

/** Calls with the ids 1, 2 and so on, of these cases, with what their callers hear. */
function asking(...cases: object[]) {
  const calls = new AskedCalls();
  const heard: unknown[] = [];
  const ask = (of: object, id: number) =>
    calls.add(id, of, { resolve: (answer) => heard.push([id, answer]), reject: (error) => heard.push([id, error]) });
  for (const [index, of] of cases.entries()) ask(of, index + 1);
  return { calls, heard, ask };
}

it("answers each call that waits once", () => {
  const { calls, heard } = asking(first, second);
  expect([calls.waiting, calls.get(1)?.of, calls.get(3)]).toEqual([2, first, undefined]);
  calls.answer(2, result);
  calls.answer(2, { kind: "result", result: 2 });
  calls.answer(3, result);
  expect(heard).toEqual([[2, result]]);
  expect([calls.waiting, calls.get(2)?.waiting]).toEqual([1, undefined]);
});

it("tells whether a call was answered since a moment, as long as something of it may come", () => {
  const { calls } = asking(first, second);
  expect(calls.hasAnsweredSince(0)).toBe(false);
  calls.answer(1, result);
  const answered = performance.now();
  expect(calls.hasAnsweredSince(answered)).toBe(true);
  expect(calls.hasAnsweredSince(answered + 1)).toBe(false);
  calls.settle();
  expect(calls.hasAnsweredSince(0)).toBe(false);
  calls.answer(2, result);
  expect(calls.hasAnsweredSince(answered)).toBe(true);
});

it("suspects those that wait, and those that were answered a moment ago", () => {
  const { calls, ask } = asking(first, second);
  expect(calls.suspects()).toEqual([first, second]);
  calls.answer(1, result);
  expect(calls.suspects()).toEqual([first, second]);
  calls.answer(2, result);
  vi.advanceTimersByTime(lateMs);
  expect(calls.suspects()).toEqual([first, second]);
  vi.advanceTimersByTime(1);
  ask(third, 3);
  expect(calls.suspects()).toEqual([third]);
});

it("suspects those that were answered a moment before one that waits was asked, for it may never have been read", () => {
  const { calls, ask } = asking(first);
  calls.answer(1, result);
  vi.advanceTimersByTime(lateMs);
  ask(second, 2);
  vi.advanceTimersByTime(5000);
  expect(calls.suspects()).toEqual([first, second]);
  calls.settle();
  expect(calls.suspects()).toEqual([second]);
});

it("suspects the last that was answered where no other can have caused it, and each case once", () => {
  expect(new AskedCalls().suspects()).toEqual([]);
  const { calls } = asking(second, first, second);
  for (const id of [1, 2, 3]) calls.answer(id, result);
  expect(calls.suspects()).toEqual([second, first]);
  vi.advanceTimersByTime(lateMs + 1);
  expect(calls.suspects()).toEqual([second]);
  calls.settle();
  expect(calls.suspects()).toEqual([second]);
});

it("ends the waiting of all, and says whether any did", () => {
  const { calls, heard } = asking(first, second);
  calls.answer(1, result);
  const failure: AdapterAnswer = { kind: "failure", rule: "crash", message: "gone" };
  expect(calls.end((waiting) => waiting.resolve(failure))).toBe(true);
  expect(heard).toEqual([
    [1, result],
    [2, failure],
  ]);
  expect(calls.waiting).toBe(0);
  expect(calls.end((waiting) => waiting.resolve(failure))).toBe(false);
  expect(heard).toHaveLength(2);
});
