import { execFileSync } from "node:child_process";
import { channel } from "node:diagnostics_channel";
import fs, { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { ClientRequest } from "node:http";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay, setImmediate as turn } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import type { CaseTime } from "../../src/conformance/driver.ts";
import { driveTime, Hang } from "../../src/conformance/virtual-time.ts";

const hour = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), "standin-quiet-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Of the platform, whoever calls it: what waits for it is at work elsewhere. */
const { setTimeout: later } = globalThis;
const elsewhere = (ms: number) => new Promise((resolve) => later(resolve, ms));

function startTime(vendorHangs = false): CaseTime & { advanced: number[] } {
  let now = 0;
  const advanced: number[] = [];
  const advance = async (ms: number): Promise<void> => {
    now += ms;
    advanced.push(ms);
  };
  return { now: () => now, advance, advanced, vendorHangs, limit: 10 * hour };
}

/** What comes of a call, and how long that took in real time. */
async function timed(time: CaseTime, run: () => Promise<unknown>): Promise<[unknown, number]> {
  const since = performance.now();
  return [await driveTime(time, run), performance.now() - since];
}

/** Tells of a request what undici would. */
const tell = (name: string, message: object) => channel(`undici:${name}`).publish(message);
const get = { method: "GET", path: "/" };

/** Sends a request of undici, of whose limits this is known. */
function send(socket: object): void {
  const request = { ...get };
  tell("request:create", { request });
  tell("client:sendHeaders", { request, socket });
}
const socketOf = (parser: object) => ({ bytesRead: 0, [Symbol("parser")]: parser });
const unlimited = socketOf({ timeoutValue: 0, timeoutType: 0, timeout: null });

it.each<[string, () => void]>([
  ["undici", () => send(unlimited)],
  [
    "node:http",
    () => {
      const request = Object.assign(Object.create(ClientRequest.prototype), get);
      channel("http.client.request.start").publish({ request });
    },
  ],
])("waits for an answer to %s in real time, and not for long where the vendor hangs", async (_, ask) => {
  const forever = () => new Promise(ask);
  const [hung, soon] = await timed(startTime(true), forever);
  const [stuck, late] = await timed(startTime(), forever);
  expect([hung, stuck]).toEqual([new Hang(0), new Hang(0)]);
  expect(soon).toBeGreaterThanOrEqual(24);
  expect(soon).toBeLessThan(400);
  expect(late).toBeGreaterThanOrEqual(499);
});

it("lets no time pass while a call is at work, be it with long turns or with many", async () => {
  const work = (step: () => void, turns: number) => async () => {
    let fired = false;
    setTimeout(() => {
      fired = true;
    }, hour);
    for (let count = 0; count < turns; count++) {
      for (const since = performance.now(); performance.now() - since < 2; ) step();
      await turn();
    }
    return fired;
  };
  expect(
    await driveTime(
      startTime(),
      work(() => {}, 10),
    ),
  ).toBe(false);
  expect(
    await driveTime(
      startTime(),
      work(() => clearTimeout(setTimeout(() => {}, 5)), 40),
    ),
  ).toBe(false);
});

it("ends a call that sends without end, though it is never quiet", async () => {
  let isStopped = false;
  const endless = async () => {
    for (; !isStopped; await turn()) {
      const request = { ...get };
      tell("request:create", { request });
      tell("request:trailers", { request });
    }
  };
  expect(await driveTime(startTime(), endless)).toEqual(new Hang(0, 1100));
  isStopped = true;
});

it.each<[string, (file: string) => Promise<unknown>]>([
  ["fs", promisify(fs.readFile)],
  ["fs/promises", (file) => readFile(file)],
])("lets no time pass while %s reads, unless that goes on for long", async (name, read) => {
  const pipe = join(folder, name.replace("/", "-"));
  execFileSync("mkfifo", [pipe]);
  const reading = (writeAfter: number) => async () => {
    const signal = AbortSignal.timeout(hour);
    later(() => writeFileSync(pipe, "text"), writeAfter);
    const aborted = new Promise((resolve) => signal.addEventListener("abort", () => resolve("aborted")));
    const text = read(pipe).then(String);
    const first = await Promise.race([text, aborted]);
    await text;
    return first;
  };
  expect(await driveTime(startTime(), reading(15))).toBe("text");
  expect(await driveTime(startTime(), reading(700))).toBe("aborted");
});

it("begins the limit of a client anew when bytes have come", async () => {
  const socket = new Socket();
  const waits = async () => {
    let isOver = false;
    socket.setTimeout(hour, () => {
      isOver = true;
    });
    await delay(0.7 * hour);
    Object.defineProperty(socket, "bytesRead", { value: 5 });
    await delay(0.7 * hour);
    const before = isOver;
    await delay(0.7 * hour);
    return [before, isOver];
  };
  expect(await driveTime(startTime(), waits)).toEqual([false, true]);
});

it("waits in real time for what it cannot see", async () => {
  expect(await driveTime(startTime(), () => elsewhere(60).then(() => "done"))).toBe("done");
  // Nobody knows how this client keeps its limits.
  const hidden = () => {
    send({ bytesRead: 0 });
    return elsewhere(100).then(() => "done");
  };
  expect(await driveTime(startTime(true), hidden)).toBe("done");
  const socket = new Socket();
  const limited = () => {
    socket.setTimeout(20 * hour);
    return elsewhere(60).then(() => "done");
  };
  expect(await driveTime(startTime(), limited)).toBe("done");
});

it.each<[string, () => Promise<unknown>, unknown, number[]]>([
  ["nothing comes of it", () => new Promise(() => {}), { realMs: 2000, sent: 0 }, []],
  ["it goes on and then waits again", () => elsewhere(60).then(() => delay(hour, "done")), "done", [hour]],
])("waits two seconds for what is at work elsewhere, whether %s", async (_, run, outcome, advanced) => {
  const time = startTime();
  const [ended, took] = await timed(time, run);
  expect(ended instanceof Hang ? { ...ended } : ended).toEqual(outcome);
  expect([time.advanced, took >= 1999 && took < 4000]).toEqual([advanced, true]);
});
