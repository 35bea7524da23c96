import { channel } from "node:diagnostics_channel";
import { ClientRequest, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { expect, it } from "vitest";
import {
  awaitsBytes,
  calls,
  countRequests,
  type DrivenCall,
  dropConnections,
  settle,
} from "../../src/conformance/driven-call.ts";
import { driven } from "./driven.ts";

/** What undici tells, in its order. */
const told = ["create", "sendHeaders", "bodySent", "headers", "trailers"].map((name) =>
  name === "sendHeaders" ? `undici:client:${name}` : `undici:request:${name}`,
);
const request = () => ({ method: "GET", path: "/tasks" });
const publish = (name: string, message: object) => channel(name).publish(message);
const state = ({ pending, sockets, requests, answers, activity }: DrivenCall) => [
  ...[pending, sockets.size, requests.size, answers.size, activity],
];

it("counts a request of undici from its beginning to the end of its answer, and its socket from when it is sent", () => {
  // For all tests: what counts them cannot be taken back.
  countRequests();
  const call = driven();
  const message = { request: request() };
  const socket = {} as Socket;
  const seen = told.map((name) => {
    calls.run(call, () => publish(name, name.endsWith("sendHeaders") ? { ...message, socket } : message));
    return state(call);
  });
  expect(seen).toEqual([
    [1, 0, 0, 0, 1],
    [1, 1, 0, 0, 2],
    [1, 1, 0, 0, 3],
    [1, 1, 0, 0, 4],
    [0, 0, 0, 0, 5],
  ]);
  expect(call.sent).toMatchObject([{ method: "GET", path: "/tasks" }]);
  // It is over, whatever else is told of it, and that of others.
  publish("undici:request:headers", { request: request() });
  publish("undici:request:error", message);
  expect(state(call)).toEqual([0, 0, 0, 0, 5]);
});

it("counts one that fails until then, wherever that is told", () => {
  const call = driven();
  const message = { request: request() };
  calls.run(call, () => publish("undici:request:create", message));
  publish("undici:request:error", message);
  expect(state(call)).toEqual([0, 0, 0, 0, 2]);
});

it("counts those of node:http, with their answers and by their sender's call", () => {
  const call = driven();
  const own = Object.assign(Object.create(ClientRequest.prototype) as ClientRequest, request());
  const other = Object.assign(Object.create(ClientRequest.prototype) as ClientRequest, request());
  calls.run(call, () => publish("http.client.request.start", { request: own }));
  publish("http.client.request.start", { request: other });
  expect([state(call), call.requests.has(own)]).toEqual([[1, 0, 1, 0, 1], true]);
  publish("http.client.response.finish", { request: own, response: {} });
  publish("http.client.response.finish", { request: other, response: {} });
  expect(state(call)).toEqual([0, 0, 0, 1, 2]);
  calls.run(call, () => publish("http.client.request.start", { request: own }));
  publish("http.client.request.error", { request: own });
  expect(state(call)).toEqual([0, 0, 0, 1, 4]);
});

it("awaits bytes while an answer is to come, or one is being read", () => {
  const call = driven();
  const answer = (given: Partial<IncomingMessage>) => {
    call.answers.clear();
    call.answers.add({ complete: false, destroyed: false, readableFlowing: null, ...given } as IncomingMessage);
    return [awaitsBytes(call), call.answers.size];
  };
  expect(awaitsBytes(call)).toBe(false);
  expect(awaitsBytes({ ...call, pending: 1 })).toBe(true);
  expect(answer({})).toEqual([false, 1]);
  expect(answer({ readableFlowing: true })).toEqual([true, 1]);
  expect(answer({ readableFlowing: false })).toEqual([true, 1]);
  expect(answer({ readableFlowing: true, complete: true })).toEqual([false, 0]);
  expect(answer({ readableFlowing: true, destroyed: true })).toEqual([false, 0]);
});

it("waits a moment for what is pending, and for the turn in which its end is told", async () => {
  const call = driven();
  let isTold = false;
  setImmediate(() => {
    isTold = true;
  });
  await settle(call);
  expect(isTold).toBe(true);
  const since = performance.now();
  call.pending = 1;
  setTimeout(() => {
    call.pending = 0;
  }, 10);
  await settle(call);
  expect([call.pending, performance.now() - since < 40]).toEqual([0, true]);
  call.pending = 1;
  await settle(call);
  expect([call.pending, performance.now() - since < 1000]).toEqual([1, true]);
});

it("drops whatever a call still waits for, and waits until that is told", async () => {
  const call = driven();
  const dropped: string[] = [];
  const dropping = (name: string) => ({ destroy: () => dropped.push(name) });
  call.sockets.set({}, dropping("socket") as unknown as Socket);
  call.requests.add(dropping("request") as unknown as ClientRequest);
  call.answers.add(dropping("answer") as unknown as IncomingMessage);
  /** How many turns of the event loop pass until that. */
  const turnsOf = async (toldAfter: number): Promise<number> => {
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      if (isOver) return;
      if (++turns === toldAfter) call.pending = 0;
      setImmediate(count);
    };
    setImmediate(count);
    await dropConnections(call);
    isOver = true;
    return turns;
  };
  expect(await turnsOf(0)).toBe(20);
  expect(dropped).toEqual(["socket", "request", "answer"]);
  call.pending = 1;
  expect(await turnsOf(50)).toBe(50);
  call.pending = 1;
  expect(await turnsOf(0)).toBe(200);
});
