import type { Socket } from "node:net";
import type { DrivenCall } from "./driven-call.ts";
import { LimitTimer } from "./driven-timers.ts";

/** What undici keeps of a socket, as far as its time limits are told by it. */
interface Parser {
  /** In milliseconds; 0 for none. */
  timeoutValue: number | null;
  timeoutType: number | null;
  timeout: object | null;
}

/** A timer of its versions 6 and 7, or for a short time of Node's; and of 5. */
interface Timer {
  _onTimeout?: (given: unknown) => void;
  _timerArg?: unknown;
  _timerArgs?: readonly unknown[];
  callback?: (given: unknown) => void;
  opaque?: unknown;
}

/**
 * Has the time limits of undici, for the head of an answer and between the parts of its body, go by the time of a call.
 * Answers whether there may be others: undici keeps its timers to itself, and where it does so in a way that is not known
 * here they go by real time.
 */
export function driveLimits(call: DrivenCall): boolean {
  const { limits } = call;
  const sockets = new Set(call.sockets.values());
  for (const [socket, { timer }] of limits) {
    if (sockets.has(socket)) continue;
    timer.close();
    limits.delete(socket);
  }
  let isBlind = false;
  for (const socket of sockets) {
    const parser = parserOf(socket);
    const ms = parser?.timeoutValue ?? 0;
    const fire = ms > 0 ? endOf(parser?.timeout as Timer | null) : undefined;
    if (parser === undefined || (ms > 0 && fire === undefined)) isBlind = true;
    const mark = `${ms} ${parser?.timeoutType}`;
    const known = limits.get(socket);
    if (known?.mark === mark || fire === undefined) continue;
    known?.timer.close();
    limits.set(socket, { mark, timer: new LimitTimer(call, ms, fire, () => socket.bytesRead) });
  }
  return isBlind;
}

function parserOf(socket: Socket): Parser | undefined {
  const key = Object.getOwnPropertySymbols(socket).find(({ description }) => description === "parser");
  const parser = key && (socket as unknown as Record<symbol, unknown>)[key];
  return typeof parser === "object" && parser !== null && "timeoutValue" in parser ? (parser as Parser) : undefined;
}

/** Ends the wait as undici does when the time is over. */
function endOf(timer: Timer | null): (() => void) | undefined {
  if (typeof timer?._onTimeout === "function")
    return () => timer._onTimeout?.(timer._timerArg ?? timer._timerArgs?.[0]);
  if (typeof timer?.callback === "function") return () => timer.callback?.(timer.opaque);
  return undefined;
}
