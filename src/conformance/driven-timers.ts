import { createRequire, syncBuiltinESMExports } from "node:module";
import { promisify } from "node:util";
import { calls, currentCall, type DrivenCall } from "./driven-call.ts";

const real = { setTimeout, clearTimeout, setInterval, clearInterval, abortAfter: AbortSignal.timeout };

/** Timers whose numbers were asked for. Those of Node.js count from 1. */
const numbered: WeakRef<DrivenTimer>[] = [];
const firstId = 2 ** 40;

/** Stands for a Timeout of Node.js. */
export class DrivenTimer {
  at: number;
  /** The call that made it. */
  readonly call: DrivenCall;
  readonly repeats: boolean;
  readonly #ms: number;
  readonly #fire: () => void;
  #isClosed = false;
  #id: number | undefined;

  constructor(call: DrivenCall, ms: number, fire: () => void, repeats: boolean) {
    this.call = call;
    this.#ms = ms;
    this.repeats = repeats;
    this.at = call.time.now() + ms;
    call.activity++;
    this.#fire = () => {
      if (repeats) this.at += ms;
      else this.#timers.delete(this);
      // What the timer starts belongs to the call as well.
      calls.run(call, fire);
    };
    this.#timers.set(this, this.#fire);
  }

  get #timers(): Map<DrivenTimer, () => void> {
    return this.call.shared.timers;
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

  /** One that has fired goes off again, as Node's do. */
  refresh(): this {
    this.at = this.call.time.now() + this.#ms;
    this.call.activity++;
    if (!this.#isClosed) this.#timers.set(this, this.#fire);
    return this;
  }

  close(): this {
    this.#isClosed = true;
    this.call.activity++;
    this.#timers.delete(this);
    this.call.shared.asleep.delete(this);
    return this;
  }

  /** As Node's do, it can be stopped by its number from now on. */
  [Symbol.toPrimitive](): number {
    this.#id ??= numbered.push(new WeakRef(this)) + firstId;
    return this.#id;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** That of an AbortSignal: it serves none but its own call. */
export class AbortTimer extends DrivenTimer {}

/** A limit that an HTTP client keeps, in use or not: nobody waits for it to be over. */
export class LimitTimer extends DrivenTimer {
  readonly #bytes: () => number;
  #seen: number;

  /** `bytes`: how many have come and gone. */
  constructor(call: DrivenCall, ms: number, fire: () => void, bytes: () => number) {
    super(call, ms, fire, false);
    this.#bytes = bytes;
    this.#seen = bytes();
  }

  /** Begins anew when something has come or gone. */
  follow(): void {
    const bytes = this.#bytes();
    if (bytes !== this.#seen) this.refresh();
    this.#seen = bytes;
  }
}

async function* repeat(wait: () => Promise<unknown>): AsyncGenerator<unknown> {
  for (;;) yield await wait();
}

let installed = false;

/** Puts timers in the place of the platform's; outside a driven call they are the platform's own. */
export function driveTimers(): void {
  if (installed) return;
  installed = true;
  const start =
    (own: typeof setTimeout | typeof setInterval, repeats: boolean) =>
    (callback: (...given: unknown[]) => void, ms?: number, ...given: unknown[]): unknown => {
      const call = currentCall();
      if (call === undefined || isOfThePlatform()) return own(callback, ms, ...given);
      return new DrivenTimer(call, toDelay(ms), () => callback(...given), repeats);
    };
  const stop = (own: (timer: never) => void) => (given: unknown) => {
    const timer = given instanceof DrivenTimer ? given : numbered[Number(given) - firstId - 1]?.deref();
    if (timer === undefined) own(given as never);
    else timer.close();
  };
  const builtin = createRequire(import.meta.url);
  const promised = builtin("node:timers/promises") as {
    setTimeout: unknown;
    setInterval: unknown;
    scheduler: { wait: unknown };
  };
  const ownPromised = promised.setTimeout as (ms?: number, value?: unknown, options?: object) => Promise<unknown>;
  const driven = {
    setTimeout: start(real.setTimeout, false),
    setInterval: start(real.setInterval, true),
    clearTimeout: stop(real.clearTimeout),
    clearInterval: stop(real.clearInterval),
  };
  const ownInterval = promised.setInterval as (
    ms?: number,
    value?: unknown,
    options?: object,
  ) => AsyncIterator<unknown>;
  const wait = (ms?: number, value?: unknown, options: { signal?: AbortSignal } = {}): Promise<unknown> => {
    const call = currentCall();
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
  promised.setTimeout = wait;
  promised.scheduler.wait = (ms?: number, options?: { signal?: AbortSignal }) => wait(ms, undefined, options);
  promised.setInterval = (ms?: number, value?: unknown, options?: { signal?: AbortSignal }) =>
    calls.getStore() === undefined ? ownInterval(ms, value, options) : repeat(() => wait(ms, value, options));
  Object.assign(driven.setTimeout, { [promisify.custom]: promised.setTimeout });
  Object.assign(globalThis, driven);
  Object.assign(builtin("node:timers") as object, driven);
  syncBuiltinESMExports();
  AbortSignal.timeout = (ms: number): AbortSignal => {
    const call = currentCall();
    if (call === undefined) return real.abortAfter.call(AbortSignal, ms);
    const controller = new AbortController();
    const reason = () => new DOMException("The operation was aborted due to timeout", "TimeoutError");
    new AbortTimer(call, toDelay(ms), () => controller.abort(reason()), false);
    return controller.signal;
  };
}

function toDelay(ms: number | undefined): number {
  const delay = Number(ms);
  return delay >= 1 && delay <= 2 ** 31 - 1 ? delay : 1;
}

/** Timers of the HTTP client itself, which shares them among all calls, are not the adapter's; those between its tries are. */
function isOfThePlatform(): boolean {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 3;
  const caller = new Error().stack?.split("\n")[3] ?? "";
  Error.stackTraceLimit = stackTraceLimit;
  return /node:internal|[/\\]undici[/\\](?!lib[/\\]handler[/\\]retry)/.test(caller);
}
