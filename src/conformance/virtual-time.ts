import { setImmediate as nextTurn, setTimeout as realDelay } from "node:timers/promises";
import { rememberCalls } from "./call-sites.ts";
import { awaitsBytes, calls, countRequests, type DrivenCall, underWay } from "./driven-call.ts";
import { driveClocks, putForward } from "./driven-clocks.ts";
import { driveSockets } from "./driven-sockets.ts";
import { type DrivenTimer, driveTimers, LimitTimer } from "./driven-timers.ts";
import type { CaseTime } from "./driver.ts";
import { realNow } from "./real-now.ts";
import { type SharedTimers, setApart, sharedTimersOf, wake } from "./shared-timers.ts";
import { driveLimits } from "./undici-limits.ts";

/** How many turns of the event loop pass without any activity before time is put forward. */
const quietTurns = 20;
/** The same while a request is under way that is meant to hang: real milliseconds, for its bytes to arrive. */
const hangingMs = 25;
/** And where it is not meant to: something waits for an answer that does not come. */
const stuckMs = 500;
/** A turn that takes longer was spent at work, on this thread or for others, and its time does not count for more. */
const slowestTurnMs = 5;
/** A call that has sent so many requests and waits to send more has no end: the longest list that a case gives has 1,000 items. */
const mostSent = 1100;

/** A call that has not ended in its time, or goes on sending. */
export class Hang {
  /** How much of that time was real, in milliseconds. */
  readonly realMs: number;
  /** More requests than this it has sent; 0 where that is not why. */
  readonly sent: number;

  constructor(realMs: number, sent = 0) {
    this.realMs = realMs;
    this.sent = sent;
  }
}

let isWatching = false;

/** Has the timers and clocks that modules loaded from now on take from the platform be those of driven calls, in these. */
export function prepareTime(): void {
  driveTimers();
  driveClocks();
}

function watch(): void {
  if (isWatching) return;
  isWatching = true;
  driveSockets();
  rememberCalls();
  countRequests();
}

/**
 * Runs a call of an adapter so that its timers need no real time: whenever it only waits, its time is put forward to the
 * next of them. Its timers are those that are made in the course of the call, wherever in its code, and of the calls
 * beside it, and the limits that its HTTP client keeps. Resolves to a Hang when the call has not ended within `time.limit`,
 * or sends requests without end; rejects where it ends the process. `begun` is given the call, which has all that it sends.
 */
export async function driveTime<T>(
  time: CaseTime,
  run: () => Promise<T>,
  begun: (call: DrivenCall) => void = () => {},
): Promise<T | Hang> {
  prepareTime();
  watch();
  let leave: DrivenCall["leave"] = () => {};
  const left = new Promise<never>((_, reject) => {
    leave = (end) => {
      setApart(call);
      reject(end);
    };
  });
  const shared = sharedTimersOf(time);
  const call: DrivenCall = {
    ...{ time, shared, sockets: new Map(), requests: new Set(), limits: new Map(), answers: new Set() },
    ...{ pending: 0, sent: [], activity: 0, ended: false, isApart: false, leave },
  };
  begun(call);
  shared.running.add(call);
  underWay.add(call);
  const deadline = time.now() + time.limit;
  const running = Promise.race([calls.run(call, run), left]);
  let isOver = false;
  const over = running.then(
    () => {},
    () => {},
  );
  const end = () => {
    call.ended = true;
    shared.running.delete(call);
    underWay.delete(call);
  };
  over.then(() => {
    isOver = true;
    end();
  });
  let realMs = 0;
  const hang = (sent?: number) => {
    end();
    setApart(call);
    return new Hang(realMs, sent);
  };
  for (;;) {
    await Promise.race([over, untilQuiet(call)]);
    if (isOver) break;
    if (shared.isStepping) continue;
    if (call.sent.length > mostSent) return hang(mostSent);
    const isBlind = [...shared.running].map(driveLimits).includes(true);
    for (const timer of shared.timers.keys()) if (timer instanceof LimitTimer) timer.follow();
    let next = earliest(shared, deadline);
    if (next === undefined && call.pending === 0 && wake(shared)) next = earliest(shared, deadline);
    if (next === undefined && (isBlind || isElsewhere(call)) && realMs < mostRealMs) {
      const waitMs = isBlind ? blindMs : elsewhereMs;
      const activity = activityOf(shared);
      realMs += waitMs;
      await Promise.race([over, realDelay(waitMs, undefined, { ref: false })]);
      if (isOver) break;
      if (activityOf(shared) !== activity) continue;
      next = earliest(shared, deadline);
    }
    if (next === undefined) return hang();
    await step(call, next);
  }
  return running;
}

/** Puts the time forward to a timer, once for all calls beside each other. */
async function step({ time, shared }: DrivenCall, next: DrivenTimer): Promise<void> {
  shared.isStepping = true;
  const wait = next.at - time.now();
  if (wait > 0) {
    putForward(wait);
    await time.advance(wait);
  }
  for (const call of shared.running) call.activity++;
  shared.isStepping = false;
  fire(shared.timers.get(next));
}

/** What a timer's callback throws nobody awaits: it would end a real process, and is not what the call comes to. */
function fire(timer: (() => void) | undefined): void {
  try {
    timer?.();
  } catch (error) {
    setImmediate(() => {
      throw error;
    });
  }
}

/** What waits for neither timer nor answer may be at work elsewhere: in a file, a worker, another process. In milliseconds. */
const elsewhereMs = 2000;
/** An HTTP client may keep a limit of time that cannot be seen. */
const blindMs = 5000;
/** No more of a call's time is real than this and one of the others. */
const mostRealMs = 5000;

/** Until nothing happens any more in it, nor in those beside it, whose time is the same. */
async function untilQuiet(call: DrivenCall): Promise<void> {
  const { shared, time } = call;
  let seen = activityOf(shared);
  let turns = 0;
  let since = realNow();
  for (;;) {
    // Turn by turn where nothing is under way; else there are bytes to wait for.
    const isAwaiting = [...shared.running].some(awaitsBytes);
    await (isAwaiting ? realDelay(1) : nextTurn());
    if (call.ended || call.sent.length > mostSent) return;
    const activity = activityOf(shared);
    if (activity !== seen) {
      seen = activity;
      turns = 0;
      since = realNow();
      continue;
    }
    turns++;
    const quiet = realNow() - since;
    const enough = time.vendorHangs && [...shared.running].every(isOnItsWay) ? hangingMs : stuckMs;
    if (isAwaiting ? quiet >= enough && turns >= enough / slowestTurnMs : turns >= quietTurns && quiet >= 1) {
      if (isAwaiting || quiet >= longestWorkMs || !isAtWork()) return;
      // What has been read is handled in the turns after that, and more may be read then.
      turns = 0;
      await realDelay(1);
    }
  }
}

function activityOf({ running }: SharedTimers): number {
  let sum = running.size;
  for (const { activity } of running) sum += activity;
  return sum;
}

/** All that is pending has been sent. Note: undici takes its time before the first request of a process, for its parser is compiled then. */
function isOnItsWay({ pending, sockets, requests }: DrivenCall): boolean {
  return sockets.size + requests.size >= pending;
}

/** Files and names that are being read, and files that are being closed. Note: Node.js tells nothing of the work of node:crypto and node:zlib. */
const atWork: ReadonlySet<string> = new Set(["FSReqCallback", "FSReqPromise", "CloseReq", "GetAddrInfoReqWrap"]);
/** In milliseconds: some reading, as of a pipe, goes on for ever. */
const longestWorkMs = 250;

function isAtWork(): boolean {
  return process.getActiveResourcesInfo().some((type) => atWork.has(type));
}

/** It waits for nothing that is known. */
function isElsewhere(call: DrivenCall): boolean {
  const timers = [...call.shared.timers.keys()].filter((timer) => timer.call === call);
  return call.pending === 0 && timers.every((timer) => timer instanceof LimitTimer);
}

/** The next of its timers, if that is due before the call has to be over. */
function earliest({ timers }: SharedTimers, deadline: number): DrivenTimer | undefined {
  let first: DrivenTimer | undefined;
  for (const timer of timers.keys()) if (first === undefined || timer.at < first.at) first = timer;
  return first !== undefined && first.at <= deadline ? first : undefined;
}
