import { setImmediate as nextTurn, setTimeout as realDelay } from "node:timers/promises";
import { awaitsBytes, calls, type DrivenCall } from "./driven-call.ts";
import { type DrivenTimer, driveTimers, LimitTimer } from "./driven-timers.ts";
import type { CaseTime } from "./driver.ts";
import { driveLimits } from "./undici-limits.ts";

/** How many turns of the event loop pass without any activity before time is put forward. */
const quietTurns = 20;
/** The same while a request is under way that is meant to hang: real milliseconds, for its bytes to arrive. */
const hangingMs = 25;
/** And where it is not meant to: something waits for an answer that does not come. */
const stuckMs = 500;
/** A turn that takes longer was spent at work, on this thread or for others, and its time does not count for more. */
const slowestTurnMs = 5;
/** A call that has sent so many requests and waits to send more has no end. */
const mostSent = 200;

/** A call that has not ended in its time. */
export class Hang {
  /** How much of that time was real, in milliseconds. */
  readonly realMs: number;

  constructor(realMs: number) {
    this.realMs = realMs;
  }
}

/**
 * Runs a call of an adapter so that its timers need no real time: whenever it only waits, its time is put forward to the
 * next of them. Its timers are those that are made in the course of the call, wherever in its code, and the limits that
 * its HTTP client keeps. Resolves to a Hang when the call has not ended within `time.limit`, or sends requests without
 * end; rejects where it ends the process. `begun` is given the call, which has all that it sends.
 */
export async function driveTime<T>(
  time: CaseTime,
  run: () => Promise<T>,
  begun: (call: DrivenCall) => void = () => {},
): Promise<T | Hang> {
  driveTimers();
  let leave: DrivenCall["leave"] = () => {};
  const left = new Promise<never>((_, reject) => {
    leave = reject;
  });
  const call: DrivenCall = {
    ...{ time, timers: new Map(), sockets: new Map(), requests: new Set(), limits: new Map(), answers: new Set() },
    ...{ pending: 0, sent: [], activity: 0, ended: false, leave },
  };
  begun(call);
  const deadline = time.now() + time.limit;
  const running = Promise.race([calls.run(call, run), left]);
  let isOver = false;
  const over = running.then(
    () => {},
    () => {},
  );
  over.then(() => {
    isOver = true;
    call.ended = true;
  });
  let realMs = 0;
  for (;;) {
    await Promise.race([over, untilQuiet(call)]);
    if (isOver) break;
    const isBlind = driveLimits(call);
    for (const timer of call.timers.keys()) if (timer instanceof LimitTimer) timer.follow();
    const isEndless = call.sent.length > mostSent;
    let next = isEndless ? undefined : earliest(call, deadline);
    if (next === undefined && !isEndless && (isBlind || isElsewhere(call)) && realMs < mostRealMs) {
      const waitMs = isBlind ? blindMs : elsewhereMs;
      const { activity } = call;
      realMs += waitMs;
      await Promise.race([over, realDelay(waitMs, undefined, { ref: false })]);
      if (isOver) break;
      if (call.activity !== activity) continue;
      next = earliest(call, deadline);
    }
    if (next === undefined) {
      call.ended = true;
      return new Hang(realMs);
    }
    const wait = next.at - time.now();
    if (wait > 0) await time.advance(wait);
    call.activity++;
    fire(call.timers.get(next));
  }
  return running;
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

async function untilQuiet(call: DrivenCall): Promise<void> {
  let seen = call.activity;
  let turns = 0;
  let since = performance.now();
  for (;;) {
    // Turn by turn where nothing is under way; else there are bytes to wait for.
    const isAwaiting = awaitsBytes(call);
    await (isAwaiting ? realDelay(1) : nextTurn());
    if (call.ended || call.sent.length > mostSent) return;
    if (call.activity !== seen) {
      seen = call.activity;
      turns = 0;
      since = performance.now();
      continue;
    }
    turns++;
    const quiet = performance.now() - since;
    const enough = call.time.vendorHangs && isOnItsWay(call) ? hangingMs : stuckMs;
    if (isAwaiting ? quiet >= enough && turns >= enough / slowestTurnMs : turns >= quietTurns && quiet >= 1) {
      if (isAwaiting || quiet >= longestWorkMs || !isAtWork()) return;
      // What has been read is handled in the turns after that, and more may be read then.
      turns = 0;
      await realDelay(1);
    }
  }
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
function isElsewhere({ pending, timers }: DrivenCall): boolean {
  return pending === 0 && [...timers.keys()].every((timer) => timer instanceof LimitTimer);
}

/** The next of its timers, if that is due before the call has to be over. */
function earliest({ timers }: DrivenCall, deadline: number): DrivenTimer | undefined {
  let first: DrivenTimer | undefined;
  for (const timer of timers.keys()) if (first === undefined || timer.at < first.at) first = timer;
  return first !== undefined && first.at <= deadline ? first : undefined;
}
