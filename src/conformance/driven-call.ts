import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import { ClientRequest, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { setImmediate as nextTurn, setTimeout as realDelay } from "node:timers/promises";
import { type SentRequest, whereSent } from "./call-sites.ts";
import type { DrivenTimer } from "./driven-timers.ts";
import type { CaseTime } from "./driver.ts";
import { realNow } from "./real-now.ts";
import type { SharedTimers } from "./shared-timers.ts";

/** A call of an adapter whose timers go by a time of its own. */
export interface DrivenCall {
  time: CaseTime;
  shared: SharedTimers;
  /** Requests that it has sent and whose answers are not there yet. */
  pending: number;
  /** Where those of undici were sent. */
  sockets: Map<object, Socket>;
  /** Those of node:http. */
  requests: Set<ClientRequest>;
  /** The limits that undici keeps for these. */
  limits: Map<Socket, SocketLimit>;
  /** Answers of which the head is there. */
  answers: Set<IncomingMessage>;
  /** All requests that it has sent. */
  readonly sent: SentRequest[];
  /** Counts whatever happens: while it grows, the adapter is at work. */
  activity: number;
  /** Nobody waits for it any more: what goes on of it does so for the calls beside it. */
  ended: boolean;
  /** It has been given up: what goes on of it is for nobody. */
  isApart: boolean;
  /** Ends it: the adapter has ended its process. */
  leave(end: Error): void;
}

/** A limit of time that is kept for a socket. */
export interface SocketLimit {
  /** Tells it from others. */
  mark: string;
  timer: DrivenTimer;
}

/** The call that code runs in the course of, wherever that code is. */
export const calls = new AsyncLocalStorage<DrivenCall>();

/** All calls that are not over. */
export const underWay = new Set<DrivenCall>();

/**
 * The call that what happens now is for: one that is over may have left work behind which others wait for, of the same
 * adapter or, where its module does the work, of another.
 */
export function currentCall(): DrivenCall | undefined {
  const call = calls.getStore();
  if (call?.ended !== true || call.isApart) return call;
  const [other = call] = [...call.shared.running, ...underWay];
  return other;
}

/** The requests of both HTTP clients of Node.js, and what they tell of each. */
const channels: readonly [string, 1 | 0 | -1][] = [
  ["undici:request:create", 1],
  ["undici:client:sendHeaders", 0],
  ["undici:request:bodySent", 0],
  ["undici:request:headers", 0],
  ["undici:request:trailers", -1],
  ["undici:request:error", -1],
  ["http.client.request.start", 1],
  ["http.client.response.finish", -1],
  ["http.client.request.error", -1],
];

const senders = new WeakMap<object, DrivenCall>();

/** What the channels tell. */
interface Message {
  request: Pick<SentRequest, "method" | "path">;
  socket?: Socket;
  response?: object;
}

function count(step: 1 | 0 | -1): (message: unknown) => void {
  return (message) => {
    const { request, socket, response } = message as Message;
    if (step === 1) {
      const sender = currentCall();
      if (sender === undefined) return;
      senders.set(request, sender);
      sender.pending++;
      if (request instanceof ClientRequest) sender.requests.add(request);
      const { method, path } = request;
      sender.sent.push({ method, path, sentAt: whereSent(request) });
      sender.activity++;
      return;
    }
    const sender = senders.get(request);
    if (sender === undefined) return;
    sender.activity++;
    if (step === 0) {
      if (socket !== undefined) sender.sockets.set(request, socket);
      return;
    }
    senders.delete(request);
    sender.pending--;
    sender.sockets.delete(request);
    sender.requests.delete(request as ClientRequest);
    if (response !== undefined) sender.answers.add(response as IncomingMessage);
  };
}

/** Whether bytes are awaited: an answer, or the rest of one that is being read. */
export function awaitsBytes({ pending, answers }: DrivenCall): boolean {
  for (const answer of answers) if (answer.complete || answer.destroyed) answers.delete(answer);
  return pending > 0 || [...answers].some(({ readableFlowing }) => readableFlowing !== null);
}

/** Waits a moment for what a call that is over has left under way: its answers are as good as there. */
export async function settle(call: DrivenCall): Promise<void> {
  const until = realNow() + lateAnswerMs;
  while (call.pending > 0 && realNow() < until) await realDelay(1);
  // A rejection is told in the turn after the one that it came in.
  await nextTurn();
}

/** Gives up whatever a call still waits for: what is held back for it is then over for the vendor too. */
export async function dropConnections(call: DrivenCall): Promise<void> {
  for (const one of [...call.sockets.values(), ...call.requests, ...call.answers]) one.destroy();
  for (let turns = 0; turns < fewTurns || (turns < mostTurns && call.pending > 0); turns++) await nextTurn();
}

/** In milliseconds. */
const lateAnswerMs = 50;
/** Of the event loop, in which the ends of connections are told. */
const fewTurns = 20;
const mostTurns = 200;

/** Counts the requests of driven calls from now on. */
export function countRequests(): void {
  for (const [channel, step] of channels) subscribe(channel, count(step));
}
