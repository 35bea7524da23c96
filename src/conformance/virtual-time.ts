import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { setImmediate as nextTurn, setTimeout as realDelay } from "node:timers/promises";
import type { CaseTime } from "./driver.ts";

/** A call of an adapter whose timers go by a time of its own. */
interface DrivenCall {
  time: CaseTime;
  timers: Map<DrivenTimer, () => void>;
  /** Requests that it has sent and whose answers are not there yet. */
  pending: number;
  /** Requests that it has sent in all. */
  sent: number;
  /** Counts whatever happens: while it grows, the adapter is at work. */
  activity: number;
  /** Nobody waits for it any more: its timers never fire. */
  ended: boolean;
}

const calls = new AsyncLocalStorage<DrivenCall>();

/** How many turns of the event loop pass without any activity before time is put forward. */
const quietTurns = 20;
/** The same while a request is under way that is meant to hang: real milliseconds, for its bytes to arrive. */
const hangingMs = 25;
/** And where it is not meant to: something waits for an answer that does not come. */
const stuckMs = 500;
/** A call that has sent so many requests and waits to send more has no end. */
const mostSent = 200;

/**
 * Runs a call of an adapter so that its timers need no real time: whenever it only waits, its time is put forward to the
 * next of them. Its timers are those that are made in the course of the call, wherever in its code. Resolves to undefined
 * when the call has not ended within `time.limit`, or sends requests without end.
 */
export async function driveTime<T>(time: CaseTime, run: () => Promise<T>): Promise<T | undefined> {
  install();
  const call: DrivenCall = { time, timers: new Map(), pending: 0, sent: 0, activity: 0, ended: false };
  const deadline = time.now() + time.limit;
  const running = calls.run(call, run);
  let isOver = false;
  const over = running.then(
    () => {},
    () => {},
  );
  over.then(() => {
    isOver = true;
  });
  for (;;) {
    await Promise.race([over, untilQuiet(call)]);
    if (isOver) break;
    const next = earliest(call);
    if (next === undefined && call.pending === 0 && call.sent <= mostSent) {
      await Promise.race([over, realDelay(elsewhereMs, undefined, { ref: false })]);
      if (isOver) break;
    }
    if (next === undefined || next.at > deadline || call.sent > mostSent) {
      call.ended = true;
      return undefined;
    }
    const wait = next.at - time.now();
    if (wait > 0) await time.advance(wait);
    call.activity++;
    call.timers.get(next)?.();
  }
  call.ended = true;
  return running;
}

/** What waits for neither timer nor answer may be at work elsewhere: in a file, a worker, another process. In milliseconds. */
const elsewhereMs = 2000;

async function untilQuiet(call: DrivenCall): Promise<void> {
  let seen = call.activity;
  let turns = 0;
  let since = performance.now();
  for (;;) {
    // Turn by turn where nothing is under way; else there are bytes to wait for.
    await (call.pending === 0 ? nextTurn() : realDelay(1));
    if (call.sent > mostSent) return;
    if (call.activity !== seen) {
      seen = call.activity;
      turns = 0;
      since = performance.now();
      continue;
    }
    turns++;
    const quiet = performance.now() - since;
    if (call.pending === 0 ? turns >= quietTurns && quiet >= 1 : quiet >= (call.time.vendorHangs ? hangingMs : stuckMs))
      return;
  }
}

function earliest({ timers }: DrivenCall): DrivenTimer | undefined {
  let first: DrivenTimer | undefined;
  for (const timer of timers.keys()) if (first === undefined || timer.at < first.at) first = timer;
  return first;
}

const real = { setTimeout, clearTimeout, setInterval, clearInterval, Date, abortAfter: AbortSignal.timeout };

/** Stands for a Timeout of Node.js. */
class DrivenTimer {
  at: number;
  readonly #call: DrivenCall;
  readonly #ms: number;

  constructor(call: DrivenCall, ms: number, fire: () => void, repeats: boolean) {
    this.#call = call;
    this.#ms = ms;
    this.at = call.time.now() + ms;
    call.activity++;
    call.timers.set(this, () => {
      if (repeats) this.at += Math.max(1, ms);
      else call.timers.delete(this);
      // What the timer starts belongs to the call as well.
      calls.run(call, fire);
    });
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  refresh(): this {
    this.at = this.#call.time.now() + this.#ms;
    this.#call.activity++;
    return this;
  }

  close(): this {
    this.#call.activity++;
    this.#call.timers.delete(this);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return 0;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

let installed = false;

/** Puts timers and dates in the place of the platform's; outside a driven call they are the platform's own. */
function install(): void {
  if (installed) return;
  installed = true;
  const start =
    (own: typeof setTimeout | typeof setInterval, repeats: boolean) =>
    (callback: (...given: unknown[]) => void, ms?: number, ...given: unknown[]): unknown => {
      const call = calls.getStore();
      if (call === undefined || isOfThePlatform()) return own(callback, ms, ...given);
      return new DrivenTimer(call, toDelay(ms), () => callback(...given), repeats);
    };
  const stop = (own: (timer: never) => void) => (timer: unknown) => {
    if (timer instanceof DrivenTimer) timer.close();
    else own(timer as never);
  };
  const promised = createRequire(import.meta.url)("node:timers/promises") as { setTimeout: unknown };
  const ownPromised = promised.setTimeout as (ms?: number, value?: unknown, options?: object) => Promise<unknown>;
  const driven = {
    setTimeout: Object.assign(start(real.setTimeout, false), real.setTimeout),
    setInterval: start(real.setInterval, true),
    clearTimeout: stop(real.clearTimeout),
    clearInterval: stop(real.clearInterval),
  };
  Object.assign(globalThis, driven);
  Object.assign(createRequire(import.meta.url)("node:timers"), driven);
  promised.setTimeout = (ms?: number, value?: unknown, options: { signal?: AbortSignal } = {}) => {
    const call = calls.getStore();
    if (call === undefined) return ownPromised(ms, value, options);
    return new Promise((resolve, reject) => {
      const { signal } = options;
      const timer = new DrivenTimer(call, toDelay(ms), () => resolve(value), false);
      const abort = () => {
        timer.close();
        reject(signal?.reason);
      };
      if (signal?.aborted) abort();
      signal?.addEventListener("abort", abort, { once: true });
    });
  };
  syncBuiltinESMExports();
  AbortSignal.timeout = (ms: number): AbortSignal => {
    const call = calls.getStore();
    if (call === undefined) return real.abortAfter.call(AbortSignal, ms);
    const controller = new AbortController();
    const reason = () => new DOMException("The operation was aborted due to timeout", "TimeoutError");
    new DrivenTimer(call, toDelay(ms), () => controller.abort(reason()), false);
    return controller.signal;
  };
  globalThis.Date = new Proxy(real.Date, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [nowOf(target)] : given, newTarget),
    apply: (target) => new target(nowOf(target)).toString(),
    get: (target, name, receiver) => (name === "now" ? () => nowOf(target) : Reflect.get(target, name, receiver)),
  });
  for (const [channel, step] of channels) subscribe(channel, count(step));
}

function nowOf(own: DateConstructor): number {
  const call = calls.getStore();
  return call === undefined ? own.now() : call.time.now();
}

function toDelay(ms: number | undefined): number {
  const delay = Number(ms);
  return delay >= 1 && delay <= 2 ** 31 - 1 ? delay : 1;
}

/** Timers of the HTTP client itself, which shares them among all calls, are not the adapter's. */
function isOfThePlatform(): boolean {
  const caller = new Error().stack?.split("\n")[3] ?? "";
  return /node:internal|[/\\]undici[/\\]/.test(caller);
}

/** The requests of both HTTP clients of Node.js, and what they tell of each. */
const channels: readonly [string, 1 | 0 | -1][] = [
  ["undici:request:create", 1],
  ["undici:request:bodySent", 0],
  ["undici:request:headers", 0],
  ["undici:request:trailers", -1],
  ["undici:request:error", -1],
  ["http.client.request.start", 1],
  ["http.client.response.finish", -1],
  ["http.client.request.error", -1],
];

const senders = new WeakMap<object, DrivenCall>();

function count(step: 1 | 0 | -1): (message: unknown) => void {
  return (message) => {
    const { request } = message as { request: object };
    if (step === 1) {
      const sender = calls.getStore();
      if (sender === undefined) return;
      senders.set(request, sender);
      sender.pending++;
      sender.sent++;
      sender.activity++;
      return;
    }
    const sender = senders.get(request);
    if (sender === undefined) return;
    sender.activity++;
    if (step === 0) return;
    senders.delete(request);
    sender.pending--;
  };
}
