import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { prepareTime } from "../../src/conformance/virtual-time.ts";
import { correct, type Sent, type Steps } from "./noted/adapter.ts";
import { sendingSo } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

// Adapters that hold their own requests back: nothing is said of any of them.

prepareTime();
/** As a module takes it that is loaded after the suite. */
const pause = promisify(setTimeout);

type Send = Steps["send"];
const { send } = correct.getNote;

/** Some time between the end of a request and the next one, which a timer of the last call lets go. */
function spaced(): Send {
  let gate: Promise<unknown> = Promise.resolve();
  return async (place, sent) => {
    const before = gate;
    let open = () => {};
    gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    await before;
    return send(place, sent).finally(() => setTimeout(open, 100));
  };
}

/** Five a second, by an interval that the first of them begins and the last one ends. */
function capped(): Send {
  let left = 5;
  let refill: NodeJS.Timeout | undefined;
  const waiting: (() => void)[] = [];
  const begin = () =>
    setInterval(() => {
      for (left = 5; left > 0 && waiting.length > 0; left--) waiting.shift()?.();
      if (left < 5) return;
      clearInterval(refill);
      refill = undefined;
    }, 1000);
  return async (place, sent) => {
    refill ??= begin();
    if (left > 0) left--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    return send(place, sent);
  };
}

/** One after the other, by work that the first call begins and that never ends. */
function worked(): Send {
  const jobs: (() => Promise<unknown>)[] = [];
  let isAtWork = false;
  const work = async () => {
    for (;;) {
      await jobs.shift()?.();
      await delay(50);
    }
  };
  return (place, sent) =>
    new Promise((resolve, reject) => {
      jobs.push(() => send(place, sent).then(resolve, reject));
      if (!isAtWork) void work();
      isAtWork = true;
    });
}

/** A gate as above, for calls that leave a long timer behind, which nobody clears. */
function forgetful(): Send {
  const gate = spaced();
  return async (place, sent) => {
    const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error("too late")), 60_000));
    late.catch(() => {});
    return Promise.race([gate(place, sent), late]);
  };
}

/** No sooner than a moment that a clock shows which goes on in all calls. */
function dated(now: () => number): Send {
  let free = 0;
  return async (place, sent) => {
    const turn = Math.max(free, now());
    free = turn + 2000;
    while (now() < turn) await pause(turn - now());
    return send(place, sent);
  };
}

const queues: [string, () => Send][] = [
  ["with a gate that the last call opens", spaced],
  ["with an interval that the first call begins", capped],
  ["with limits that nobody clears", forgetful],
  ["by the time of day", () => dated(Date.now)],
  ["by a clock that only measures", () => dated(() => performance.now())],
  ["by the processor's clock", () => dated(() => Number(process.hrtime.bigint() / 1_000_000n))],
];

describe.each(queues)("a queue %s", (_, create) => {
  it("may be each adapter's own", async () => {
    const own = new Map<string, Send>();
    const ofAdapter: Send = (place, sent) => {
      const found = own.get(place.credential) ?? create();
      own.set(place.credential, found);
      return found(place, sent);
    };
    const groups = ["documented", "sequence", "concurrency", "retry"];
    expect(await noted.find("getNote", groups, { send: ofAdapter })).toEqual([]);
  });

  it("may be that of a module, for all adapters", async () => {
    expect(await noted.find("getNote", "all", { send: create() })).toEqual([]);
  });
});

it("has no intervals beat for the adapters of other cases", async () => {
  let beats = 0;
  const beating: Partial<Steps> = {
    async send(place, sent) {
      setInterval(() => beats++, 1000).unref();
      return send(place, sent);
    },
  };
  const cases = ["documented", "result", "refusal 401", "retry 429 seconds", "retry 503 seconds"];
  expect(await noted.find("getNote", cases, beating)).toEqual([]);
  // A case waits no longer than its own adapter does.
  expect(beats).toBeLessThan(10);
});

const waits: [string, (ms: number) => Promise<unknown>][] = [
  ["a timer that was taken before", pause],
  [
    "a clock that only measures",
    async (ms) => {
      const until = performance.now() + ms;
      while (performance.now() < until) await delay(until - performance.now());
    },
  ],
  [
    "the processor's clock",
    async (ms) => {
      const begin = process.hrtime();
      for (let [passed] = [0, 0]; passed * 1000 < ms; [passed] = process.hrtime(begin)) await delay(100);
    },
  ],
];

it.each(waits)("may wait as long as the vendor asks by %s", async (_, wait) => {
  const patient = sendingSo(async (sendOnce) => {
    for (let tries = 1; ; tries++) {
      const response = await sendOnce();
      const after = response.headers.get("retry-after");
      if (after === null || tries === 3) return response;
      await wait((Number(after) || 0) * 1000);
    }
  });
  const steps: Partial<Steps> = { ...patient, toRequest: correct.addEntry.toRequest };
  expect(await noted.find("addEntry", ["retry 429 seconds", "refusal 429"], steps)).toEqual([]);
});

it("may be the work of a module, which goes on in the course of the first call", async () => {
  const groups = ["documented", "result", "sequence", "concurrency"];
  expect(await noted.find("getNote", groups, { send: worked() })).toEqual([]);
});

it("may wait for the next millisecond", async () => {
  let last = 0;
  const waiting: Send = (place, sent) => {
    while (Date.now() <= last);
    last = Date.now();
    return send(place, sent);
  };
  expect(await noted.find("getNote", ["documented", "sequence", "concurrency"], { send: waiting })).toEqual([]);
});

it("may ask for each item of a long list", async () => {
  const tags = async (place: Parameters<Send>[0], count: number) => {
    const asked: Sent = correct.listTags.toRequest({});
    for (let item = 0; item < count; item++) await (await correct.listTags.send(place, asked)).text();
  };
  const each: Partial<Steps> = {
    async send(place, sent) {
      const response = await correct.getEvent.send(place, sent);
      const { tags: named = [] } = (await response.clone().json()) as { tags?: unknown[] };
      await tags(place, named.length);
      return response;
    },
  };
  expect(await noted.find("getEvent", ["long-answer"], each)).toEqual([]);
});
