import { currentCall } from "./driven-call.ts";
import { realNow } from "./real-now.ts";

const ownBigint = process.hrtime.bigint;
const billion = 1_000_000_000n;

/** What clocks that only measure show in driven calls, in milliseconds. */
let shown = 0;
/** By each reading, for who waits for it to change, or divides by what has passed. */
const readingMs = 0.001;
/** The same of dates, which have whole milliseconds: nobody else reads them so often while no time passes. */
const dateReadingMs = 0.0001;
let datesRead = 0;

/** Has these clocks go on from where the platform's own are. */
export function catchUp(): void {
  shown = Math.max(shown, realNow());
}

/** Puts them forward. Note: none of the machine's own time passes there, or a wait would seem to be over too soon. */
export function putForward(ms: number): void {
  shown += ms;
  datesRead = 0;
}

let installed = false;

/** Puts dates in the place of the platform's, and clocks that only measure; outside a driven call they are the platform's own. */
export function driveClocks(): void {
  if (installed) return;
  installed = true;
  globalThis.Date = createDrivenDate(Date);
  performance.now = () => {
    if (currentCall() === undefined) return realNow();
    shown += readingMs;
    return shown;
  };
  const between = ownBigint() - toNanoseconds(realNow());
  const nanoseconds = () => (currentCall() === undefined ? ownBigint() : between + toNanoseconds(performance.now()));
  const passed = (since?: [number, number]): [number, number] => {
    const all = nanoseconds() - (since === undefined ? 0n : BigInt(since[0]) * billion + BigInt(since[1]));
    return [Number(all / billion), Number(all % billion)];
  };
  process.hrtime = Object.assign(passed, { bigint: nanoseconds });
}

function toNanoseconds(ms: number): bigint {
  return BigInt(Math.round(ms * 1_000_000));
}

/** Note: a Proxy would say the same in fewer words, and make every date of the process several times as dear. */
function createDrivenDate(own: DateConstructor): DateConstructor {
  const now = (): number => {
    const call = currentCall();
    return call === undefined ? own.now() : Math.floor(call.time.now() + datesRead++ * dateReadingMs);
  };
  function DrivenDate(this: unknown, ...given: []): string | object {
    if (new.target === undefined) return new own(now()).toString();
    if (new.target !== DrivenDate) return Reflect.construct(own, given.length === 0 ? [now()] : given, new.target);
    return given.length === 0 ? new own(now()) : new own(...given);
  }
  // What is made of a date's constructor, or compared with it, is the same as ever.
  own.prototype.constructor = DrivenDate as unknown as DateConstructor;
  return Object.defineProperties(DrivenDate, {
    ...Object.getOwnPropertyDescriptors(own),
    now: { value: now, writable: true, enumerable: false, configurable: true },
  }) as unknown as DateConstructor;
}
