import type { Socket } from "node:net";
import { expect, it } from "vitest";
import type { DrivenCall } from "../../src/conformance/driven-call.ts";
import { driveLimits } from "../../src/conformance/undici-limits.ts";
import { driven } from "./driven.ts";

/** A socket of which undici keeps this. */
const socketWith = (parser: unknown) =>
  ({ bytesRead: 0, [Symbol("client")]: {}, [Symbol("parser")]: parser }) as unknown as Socket;
const due = ({ shared: { timers } }: DrivenCall) => [...timers.keys()].map(({ at }) => at);
const fireAll = ({ shared: { timers } }: DrivenCall) => {
  for (const fire of [...timers.values()]) fire();
};

/** Whether there may be limits that are not seen of a call that has this socket. */
function drive(call: DrivenCall, parser: unknown): boolean {
  call.sockets.set({}, socketWith(parser));
  return driveLimits(call);
}

it.each<[string, (fired: unknown[]) => object]>([
  ["6 and 7", (fired) => ({ _onTimeout: (given: unknown) => fired.push(given), _timerArg: "parser" })],
  [
    "6 and 7, for a short time",
    (fired) => ({ _onTimeout: (given: unknown) => fired.push(given), _timerArgs: ["parser"] }),
  ],
  ["5", (fired) => ({ callback: (given: unknown) => fired.push(given), opaque: "parser" })],
])("ends the wait of undici %s when its time is over", (_, timeout) => {
  const call = driven();
  const fired: unknown[] = [];
  expect(drive(call, { timeoutValue: 20, timeoutType: 1, timeout: timeout(fired) })).toBe(false);
  expect([due(call), fired]).toEqual([[1020], []]);
  fireAll(call);
  expect(fired).toEqual(["parser"]);
});

it.each<[string, unknown, boolean]>([
  ["that has none", { timeoutValue: 0, timeoutType: 1, timeout: { _onTimeout() {} } }, false],
  ["of which it is not told yet", { timeoutValue: null, timeoutType: null, timeout: null }, false],
  ["that is kept in another way", { timeoutValue: 20, timeoutType: 1, timeout: {} }, true],
  ["that has no timer", { timeoutValue: 20, timeoutType: 1, timeout: null }, true],
  ["without what is known of it", { value: 20 }, true],
  ["that is a text", "parser", true],
  ["that is nothing", null, true],
])("says whether there may be others of a parser %s", (_, parser, isBlind) => {
  const call = driven();
  expect([drive(call, parser), due(call)]).toEqual([isBlind, []]);
});

it("says that there may be others where a socket has no parser, or one of several", () => {
  const call = driven();
  call.sockets.set({}, { [Symbol("another")]: {} } as unknown as Socket);
  expect(driveLimits(call)).toBe(true);
  expect(drive(call, { timeoutValue: 0, timeoutType: 1, timeout: null })).toBe(true);
  expect(driveLimits(driven())).toBe(false);
});

it("keeps a limit while it is the same, and begins it anew with every byte", () => {
  const call = driven();
  const parser = { timeoutValue: 20, timeoutType: 1, timeout: { _onTimeout() {} } };
  drive(call, parser);
  const [[socket, first]] = call.limits as unknown as [[Socket, { timer: { follow(): void } }]];
  call.clock.now = 1010;
  driveLimits(call);
  expect(due(call)).toEqual([1020]);
  Object.assign(socket, { bytesRead: 5 });
  first.timer.follow();
  expect(due(call)).toEqual([1030]);
  call.clock.now = 1015;
  parser.timeoutType = 2;
  driveLimits(call);
  expect(due(call)).toEqual([1035]);
  parser.timeoutValue = 40;
  driveLimits(call);
  expect([due(call), call.limits.size]).toEqual([[1055], 1]);
  fireAll(call);
  call.sockets.clear();
  driveLimits(call);
  expect([due(call), call.limits.size]).toEqual([[], 0]);
});
