import { beforeEach, expect, it } from "vitest";
import { calls } from "../../src/conformance/driven-call.ts";
import { catchUp, driveClocks, putForward } from "../../src/conformance/driven-clocks.ts";
import { driven } from "./driven.ts";

const realDate = Date;
beforeEach(driveClocks);

it("puts dates and clocks in the platform's place once", () => {
  const installed = [Date, performance.now, process.hrtime, process.hrtime.bigint];
  driveClocks();
  expect([Date, performance.now, process.hrtime, process.hrtime.bigint]).toEqual(installed);
  expect([Date === realDate, new Date().constructor === Date]).toEqual([false, true]);
});

it("makes dates of subclasses with what is given, and of nothing at the time of the call", () => {
  class Day extends Date {}
  const call = driven(Date.UTC(2026, 0, 1));
  const [now, given, plain] = calls.run(call, () => [new Day(), new Day(2020, 1, 29), new Date(5)]);
  expect([now.getTime(), given.getFullYear(), given instanceof Day, plain.getTime()]).toEqual([
    ...[Date.UTC(2026, 0, 1), 2020, true, 5],
  ]);
  expect([plain.constructor === Date || plain instanceof Date, Object.keys(Date)]).toEqual([true, []]);
  expect(Math.abs(Date.now() - realDate.now())).toBeLessThan(1000);
});

it("has clocks that only measure go forward by what is waited, and by a thousandth for each reading", () => {
  catchUp();
  calls.run(driven(), () => {
    const [now, seconds, nanoseconds] = [performance.now(), process.hrtime(), process.hrtime.bigint()];
    expect(performance.now() - now).toBeCloseTo(0.003, 6);
    putForward(90_000);
    expect(performance.now() - now).toBeCloseTo(90_000.004, 6);
    expect(process.hrtime(seconds)).toEqual([90, 4000]);
    expect(process.hrtime.bigint() - nanoseconds).toBe(90_000_004_000n);
  });
});

it("has them agree in a call, and be the platform's own outside of one", () => {
  const before = performance.now();
  expect(Math.abs(Number(process.hrtime.bigint() / 1000n) / 1000 - toMs(process.hrtime()))).toBeLessThan(1000);
  expect(performance.now() - before).toBeLessThan(1000);
  calls.run(driven(), () => {
    expect(Number(process.hrtime.bigint() / 1000n) / 1000 - toMs(process.hrtime())).toBeCloseTo(0, 1);
  });
  putForward(3_600_000);
  expect(performance.now() - before).toBeLessThan(1000);
});

it("goes on where the platform's are, and never back", () => {
  putForward(1000);
  const ahead = calls.run(driven(), () => performance.now());
  catchUp();
  expect(calls.run(driven(), () => performance.now())).toBeCloseTo(ahead + 0.001, 6);
});

function toMs([seconds, nanoseconds]: [number, number]): number {
  return seconds * 1000 + nanoseconds / 1_000_000;
}
