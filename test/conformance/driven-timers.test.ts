import nodeTimers from "node:timers";
import { setTimeout as delay, setInterval as interval } from "node:timers/promises";
import { promisify } from "node:util";
import { runInThisContext } from "node:vm";
import { beforeEach, expect, it } from "vitest";
import { calls, type DrivenCall } from "../../src/conformance/driven-call.ts";
import { DrivenTimer, driveTimers, LimitTimer } from "../../src/conformance/driven-timers.ts";
import { driven } from "./driven.ts";

beforeEach(driveTimers);

/** When the timers of a call are due. */
const due = ({ shared: { timers } }: DrivenCall) => [...timers.keys()].map(({ at }) => at);
const fireAll = ({ shared: { timers } }: DrivenCall) => {
  for (const fire of [...timers.values()]) fire();
};

it("puts timers in the platform's place once", () => {
  const installed = [setTimeout, clearTimeout, AbortSignal.timeout];
  driveTimers();
  expect([setTimeout, clearTimeout, AbortSignal.timeout]).toEqual(installed);
  expect(nodeTimers.setTimeout === setTimeout).toBe(true);
});

it.each<[unknown, number]>([
  ...([undefined, 0, -5, 0.5, 1, Number.NaN, "soon", 2 ** 31, Number.POSITIVE_INFINITY] as const).map(
    (ms): [unknown, number] => [ms, 1001],
  ),
  [1.5, 1001.5],
  ["20", 1020],
  [2 ** 31 - 1, 1000 + 2 ** 31 - 1],
])("has a timer of %j ms be due at %j", (ms, at) => {
  const call = driven();
  calls.run(call, () => setTimeout(() => {}, ms as number));
  expect(due(call)).toEqual([at]);
});

it("fires a timeout once and an interval until it is cleared, in the course of their call", () => {
  const call = driven();
  const fired: unknown[] = [];
  const note = (...given: unknown[]): void => void fired.push([...given, calls.getStore() === call]);
  const [timeout, repeated] = calls.run(call, () => [setTimeout(note, 20, "once", 1), setInterval(note, 30, "again")]);
  expect([due(call), call.activity]).toEqual([[1020, 1030], 2]);
  fireAll(call);
  expect(due(call)).toEqual([1060]);
  fireAll(call);
  expect([due(call), fired]).toEqual([
    [1090],
    [
      ["once", 1, true],
      ["again", true],
      ["again", true],
    ],
  ]);
  clearInterval(repeated);
  clearTimeout(timeout);
  expect([due(call), call.activity]).toEqual([[], 4]);
});

it("has numbers, each its own, by which timers are stopped", () => {
  const call = driven();
  const timers = calls.run(call, () => [setTimeout(() => {}, 20), setInterval(() => {}, 30), setTimeout(() => {}, 40)]);
  const [first = 0, second = 0] = timers.map(Number);
  expect([second - first, Number(timers[0]), typeof `${timers[2]}`]).toEqual([1, first, "string"]);
  clearTimeout(second);
  expect(due(call)).toEqual([1020, 1040]);
  clearTimeout(String(first));
  expect(due(call)).toEqual([1040]);
  for (const none of [first, 0, 7, undefined, "none", Number.NaN]) clearTimeout(none);
  expect(due(call)).toEqual([1040]);
});

it("stands for a Timeout of Node.js", () => {
  const call = driven();
  const timer = calls.run(call, () => setTimeout(() => {}, 20)) as unknown as DrivenTimer;
  expect(timer).toBeInstanceOf(DrivenTimer);
  expect([timer.ref() === timer, timer.unref() === timer, timer.hasRef()]).toEqual([true, true, true]);
  fireAll(call);
  call.clock.now = 1100;
  expect([due(call), timer.refresh() === timer, due(call), call.activity]).toEqual([[], true, [1120], 2]);
  expect([timer.close() === timer, due(call)]).toEqual([true, []]);
  timer.refresh();
  expect(due(call)).toEqual([]);
  const other = calls.run(call, () => setTimeout(() => {}, 20)) as unknown as DrivenTimer;
  other[Symbol.dispose]();
  expect(due(call)).toEqual([]);
});

it("begins a limit anew when bytes have come or gone", () => {
  const call = driven();
  let bytes = 3;
  const limit = new LimitTimer(
    call,
    20,
    () => {},
    () => bytes,
  );
  call.clock.now = 1010;
  limit.follow();
  expect(due(call)).toEqual([1020]);
  bytes = 4;
  limit.follow();
  call.clock.now = 1015;
  limit.follow();
  expect(due(call)).toEqual([1030]);
  fireAll(call);
  expect(due(call)).toEqual([]);
});

it("leaves timers outside of a call, and those of HTTP clients, to the platform", async () => {
  const cleared = setTimeout(() => expect.unreachable(), 1);
  clearTimeout(cleared);
  clearTimeout(undefined);
  expect([cleared instanceof DrivenTimer, await promisify(setTimeout)(1, "a"), await delay(1, "b")]).toEqual([
    ...[false, "a", "b"],
  ]);
  expect(await interval(1, "c")[Symbol.asyncIterator]().next()).toEqual({ done: false, value: "c" });
  const { reason } = await new Promise<AbortSignal>((resolve) => {
    const signal = AbortSignal.timeout(1);
    signal.addEventListener("abort", () => resolve(signal));
  });
  expect(reason.name).toBe("TimeoutError");
  const call = driven();
  const source = "((set) => { set(() => {}, 1); })";
  const at = (filename: string): ((set: typeof setTimeout) => void) => runInThisContext(source, { filename });
  await calls.run(call, async () => {
    await new Promise<void>((resolve) => process.nextTick(setTimeout, resolve, 1));
    at("/app/node_modules/undici/lib/util/timers.js")(setTimeout);
    at("C:\\app\\undici\\timers.js")(setTimeout);
  });
  expect(due(call)).toEqual([]);
  calls.run(call, () => at("/app/undici.js")(setTimeout));
  expect([due(call), Error.stackTraceLimit > 3]).toEqual([[1001], true]);
});

it("waits in the time of the call for what is promised, until a signal says otherwise", async () => {
  const call = driven();
  const signal = AbortSignal.abort("too late");
  const controller = new AbortController();
  const waits = calls.run(call, () => [
    promisify(setTimeout)(20, "value"),
    delay(30, "other").catch(String),
    delay(40, "aborted", { signal }).catch((reason) => reason),
    delay(50, "given up", { signal: controller.signal }).catch((reason) => reason),
    delay(60, "with a signal", { signal: new AbortController().signal }),
  ]);
  expect(due(call)).toEqual([1020, 1030, 1050, 1060]);
  controller.abort("given up");
  expect(due(call)).toEqual([1020, 1030, 1060]);
  fireAll(call);
  expect(await Promise.all(waits)).toEqual(["value", "other", "too late", "given up", "with a signal"]);
  expect(due(call)).toEqual([]);
});

it("aborts a signal as the platform does", () => {
  const call = driven();
  const signal = calls.run(call, () => AbortSignal.timeout(20));
  expect([due(call), signal.aborted]).toEqual([[1020], false]);
  fireAll(call);
  const { name, message } = signal.reason as DOMException;
  expect([signal.aborted, signal.reason instanceof DOMException, name, message, due(call)]).toEqual([
    ...[true, true, "TimeoutError", "The operation was aborted due to timeout", []],
  ]);
});
