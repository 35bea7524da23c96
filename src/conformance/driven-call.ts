import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import { type SentRequest, whereSent } from "./call-sites.ts";
import type { DrivenTimer } from "./driven-timers.ts";
import type { CaseTime } from "./driver.ts";

/** A call of an adapter whose timers go by a time of its own. */
export interface DrivenCall {
  time: CaseTime;
  timers: Map<DrivenTimer, () => void>;
  /** Requests that it has sent and whose answers are not there yet. */
  pending: number;
  /** All requests that it has sent. */
  sent: SentRequest[];
  /** Counts whatever happens: while it grows, the adapter is at work. */
  activity: number;
  /** Nobody waits for it any more: its timers never fire. */
  ended: boolean;
  /** Ends it: the adapter has ended its process. */
  leave(end: Error): void;
}

/** The call that code runs in the course of, wherever that code is. */
export const calls = new AsyncLocalStorage<DrivenCall>();

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
    const { request } = message as { request: Pick<SentRequest, "method" | "path"> };
    if (step === 1) {
      const sender = calls.getStore();
      if (sender === undefined) return;
      senders.set(request, sender);
      sender.pending++;
      const { method, path } = request;
      sender.sent.push({ method, path, sentAt: whereSent(request) });
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

/** Counts the requests of driven calls from now on. */
export function countRequests(): void {
  for (const [channel, step] of channels) subscribe(channel, count(step));
}
