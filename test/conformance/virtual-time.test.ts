import { channel } from "node:diagnostics_channel";
import { readdir } from "node:fs/promises";
import { setTimeout as delay, setInterval as interval, scheduler, setImmediate as turn } from "node:timers/promises";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import type { DrivenCall } from "../../src/conformance/driven-call.ts";
import type { CaseTime } from "../../src/conformance/driver.ts";
import { driveTime, Hang } from "../../src/conformance/virtual-time.ts";

const hour = 3_600_000;

function startTime(limit = 10 * hour): CaseTime & { advanced: number[] } {
  let now = Date.UTC(2026, 0, 1);
  const advanced: number[] = [];
  const advance = async (ms: number): Promise<void> => {
    now += ms;
    advanced.push(ms);
  };
  return { now: () => now, advance, advanced, vendorHangs: false, limit };
}

it.each<[string, () => Promise<unknown>]>([
  ["setTimeout", () => new Promise((resolve) => setTimeout(resolve, hour))],
  ["setTimeout, promisified", () => promisify(setTimeout)(hour)],
  ["setTimeout of timers/promises", () => delay(hour)],
  ["scheduler.wait of timers/promises", () => scheduler.wait(hour)],
  ["setInterval of timers/promises", () => interval(hour)[Symbol.asyncIterator]().next()],
  [
    "AbortSignal.timeout",
    () => {
      const signal = AbortSignal.timeout(hour);
      return new Promise((resolve) => signal.addEventListener("abort", resolve));
    },
  ],
  [
    "setInterval",
    () =>
      new Promise((resolve) => {
        const timer = setInterval(() => {
          clearInterval(timer);
          resolve(undefined);
        }, hour);
      }),
  ],
])("%s goes by the time of the call", async (_, wait) => {
  const time = startTime();
  const [before, after] = (await driveTime(time, async () => {
    const start = Date.now();
    await wait();
    // biome-ignore lint/complexity/useDateNow: a new Date is driven as well.
    return [start, new Date().getTime()];
  })) as [number, number];
  expect([before, after - before, time.advanced]).toEqual([Date.UTC(2026, 0, 1), hour, [hour]]);
});

it("has dates of every form go by the time of the call, and others stay what they are", async () => {
  class Day extends Date {}
  const [said, made, given, utc] = (await driveTime(startTime(), async () => [
    Date(),
    new Day(),
    new Date(2020, 1, 29, 12),
    Date.UTC(2020, 1, 29),
  ])) as [string, Day, Date, number];
  expect(Date.parse(said)).toBe(Date.UTC(2026, 0, 1));
  expect([made instanceof Day, made instanceof Date, made.getTime()]).toEqual([true, true, Date.UTC(2026, 0, 1)]);
  expect([given.getFullYear(), given.getMonth(), given.getDate(), given.getHours()]).toEqual([2020, 1, 29, 12]);
  expect([utc, Date.name, Date.length]).toEqual([1_582_934_400_000, "Date", 7]);
});

it("fires timers in their order, and none that was cleared", async () => {
  const order: string[] = [];
  await driveTime(startTime(), async () => {
    const cleared = setTimeout(() => order.push("cleared"), 5);
    setTimeout(() => order.push("second"), 20);
    setTimeout((name: string) => order.push(name), 10, "first");
    clearTimeout(cleared);
    await delay(30);
  });
  expect(order).toEqual(["first", "second"]);
});

it("ends without an answer when the time is up, and no timer fires any more", async () => {
  const time = startTime(hour);
  let fired = false;
  const ended = await driveTime(time, async () => {
    await delay(2 * hour);
    fired = true;
  });
  expect([ended, time.advanced, fired]).toEqual([new Hang(0), [], false]);
});

it("rejects with what the call throws", async () => {
  const failing = driveTime(startTime(), async () => {
    await delay(hour);
    throw new Error("too late");
  });
  await expect(failing).rejects.toThrow("too late");
});

it("leaves the timers of others alone", async () => {
  const time = startTime();
  const before = Date.now();
  const own = new Promise((resolve) => setTimeout(() => resolve("own"), 5));
  await driveTime(time, () => delay(hour));
  expect([await own, Date.now() - before < hour]).toEqual(["own", true]);
});

it("lets no time pass while a file is read", async () => {
  const isAborted = await driveTime(startTime(), async () => {
    const signal = AbortSignal.timeout(hour);
    await readdir(import.meta.dirname, { recursive: true });
    return signal.aborted;
  });
  expect(isAborted).toBe(false);
});

/** Tells of a request what undici would. */
const tell = (name: string, request: object) => channel(`undici:request:${name}`).publish({ request });

it("waits longer for a request that is not sent yet, though the vendor hangs", async () => {
  const late = async () => {
    tell("create", { method: "GET", path: "/" });
    // A clock that is the machine's own in a call as well.
    for (const since = process.uptime(); process.uptime() - since < 0.1; ) await turn();
    return "sent";
  };
  expect(await driveTime({ ...startTime(), vendorHangs: true }, late)).toBe("sent");
});

it("ends a call that sends more than 1100 requests and waits to send more, and no other", async () => {
  const send = (count: number) => async () => {
    const requests = Array.from({ length: count }, (_, index) => ({ method: "GET", path: `/${index}` }));
    for (const request of requests) tell("create", request);
    for (const request of requests) tell("trailers", request);
    await delay(hour);
    return "done";
  };
  expect(await driveTime(startTime(), send(1101))).toEqual(new Hang(0, 1100));
  expect(await driveTime(startTime(), send(1100))).toBe("done");
});

it("ends when its process does, and tells nobody of what a timer throws but whoever listens for that", async () => {
  const heard: unknown[] = [];
  const others = process.rawListeners("uncaughtException");
  process.removeAllListeners("uncaughtException").on("uncaughtException", (error) => heard.push(error));
  const throwing = driveTime(startTime(), async () => {
    setTimeout(() => {
      throw new Error("loose");
    }, hour);
    await delay(2 * hour);
    return "done";
  });
  expect([await throwing, await turn(heard)]).toEqual(["done", [new Error("loose")]]);
  process.removeAllListeners("uncaughtException");
  for (const listener of others) process.on("uncaughtException", listener as () => void);
  const left = driveTime(
    startTime(),
    () => delay(hour),
    (call) => call.leave(new Error("exit")),
  );
  await expect(left).rejects.toThrow("exit");
});

it("tells the call that it is over, with an answer or without", async () => {
  const ended: (boolean | undefined)[] = [];
  for (const ms of [hour, 20 * hour]) {
    let call: DrivenCall | undefined;
    await driveTime(
      startTime(),
      () => delay(ms),
      (begun) => {
        call = begun;
        ended.push(begun.ended);
      },
    );
    ended.push(call?.ended);
  }
  expect(ended).toEqual([false, true, false, true]);
});

it("fires a timer that is due when the time is up, and first the one that was made first", async () => {
  const time = startTime(hour);
  const order: string[] = [];
  const ended = driveTime(time, async () => {
    setTimeout(() => order.push("first"), hour);
    await delay(hour);
    return order.concat("second");
  });
  expect([await ended, time.advanced]).toEqual([["first", "second"], [hour]]);
});
