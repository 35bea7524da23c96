import { createRequire, syncBuiltinESMExports } from "node:module";
import { promisify } from "node:util";
import { rememberCalls } from "./call-sites.ts";
import { calls, countRequests, type DrivenCall } from "./driven-call.ts";
import { driveSockets } from "./driven-sockets.ts";

const real = { setTimeout, clearTimeout, setInterval, clearInterval, Date, abortAfter: AbortSignal.timeout };

/** Stands for a Timeout of Node.js. */
export class DrivenTimer {
  at: number;
  readonly #call: DrivenCall;
  readonly #ms: number;
  readonly #fire: () => void;
  #isClosed = false;

  constructor(call: DrivenCall, ms: number, fire: () => void, repeats: boolean) {
    this.#call = call;
    this.#ms = ms;
    this.at = call.time.now() + ms;
    call.activity++;
    this.#fire = () => {
      if (repeats) this.at += ms;
      else call.timers.delete(this);
      // What the timer starts belongs to the call as well.
      calls.run(call, fire);
    };
    call.timers.set(this, this.#fire);
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
    this.at = this.#call.time.now() + this.#ms;
    this.#call.activity++;
    if (!this.#isClosed) this.#call.timers.set(this, this.#fire);
    return this;
  }

  close(): this {
    this.#isClosed = true;
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

/** Puts timers and dates in the place of the platform's; outside a driven call they are the platform's own. */
export function driveTimers(): void {
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
  promised.setTimeout = wait;
  promised.scheduler.wait = (ms?: number, options?: { signal?: AbortSignal }) => wait(ms, undefined, options);
  promised.setInterval = (ms?: number, value?: unknown, options?: { signal?: AbortSignal }) =>
    calls.getStore() === undefined ? ownInterval(ms, value, options) : repeat(() => wait(ms, value, options));
  Object.assign(driven.setTimeout, { [promisify.custom]: promised.setTimeout });
  Object.assign(globalThis, driven);
  Object.assign(builtin("node:timers") as object, driven);
  syncBuiltinESMExports();
  AbortSignal.timeout = (ms: number): AbortSignal => {
    const call = calls.getStore();
    if (call === undefined) return real.abortAfter.call(AbortSignal, ms);
    const controller = new AbortController();
    const reason = () => new DOMException("The operation was aborted due to timeout", "TimeoutError");
    new DrivenTimer(call, toDelay(ms), () => controller.abort(reason()), false);
    return controller.signal;
  };
  globalThis.Date = createDrivenDate(real.Date);
  driveSockets();
  rememberCalls();
  countRequests();
}

/** Note: a Proxy would say the same in fewer words, and make every date of the process several times as dear. */
function createDrivenDate(own: DateConstructor): DateConstructor {
  const now = (): number => calls.getStore()?.time.now() ?? own.now();
  function DrivenDate(this: unknown, ...given: []): string | object {
    if (new.target === undefined) return new own(now()).toString();
    if (new.target !== DrivenDate) return Reflect.construct(own, given.length === 0 ? [now()] : given, new.target);
    return given.length === 0 ? new own(now()) : new own(...given);
  }
  return Object.defineProperties(DrivenDate, {
    ...Object.getOwnPropertyDescriptors(own),
    now: { value: now, writable: true, enumerable: false, configurable: true },
  }) as unknown as DateConstructor;
}

function toDelay(ms: number | undefined): number {
  const delay = Number(ms);
  return delay >= 1 && delay <= 2 ** 31 - 1 ? delay : 1;
}

/** Timers of the HTTP client itself, which shares them among all calls, are not the adapter's. */
function isOfThePlatform(): boolean {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 3;
  const caller = new Error().stack?.split("\n")[3] ?? "";
  Error.stackTraceLimit = stackTraceLimit;
  return /node:internal|[/\\]undici[/\\]/.test(caller);
}
