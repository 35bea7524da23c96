import { Socket } from "node:net";
import { beforeAll, expect, it } from "vitest";
import { calls, type DrivenCall } from "../../src/conformance/driven-call.ts";
import { driveSockets } from "../../src/conformance/driven-sockets.ts";
import { LimitTimer } from "../../src/conformance/driven-timers.ts";
import { driven } from "./driven.ts";

beforeAll(driveSockets);

/** A socket that notes when its time is over. */
function socketOf(call: DrivenCall | undefined, ms: number) {
  const socket = new Socket();
  const heard: string[] = [];
  const set = () => socket.setTimeout(ms, () => heard.push("called")).on("timeout", () => heard.push("told"));
  const same = call === undefined ? set() : calls.run(call, set);
  expect(same).toBe(socket);
  return { socket, heard };
}
const due = ({ shared: { timers } }: DrivenCall) => [...timers.keys()].map(({ at }) => at);
const fireAll = ({ shared: { timers } }: DrivenCall) => {
  for (const fire of [...timers.values()]) fire();
};

it("has a socket's limit go by the time of the call, and keeps what else there is of it", () => {
  const call = driven();
  const { socket, heard } = socketOf(call, 20);
  expect([due(call), socket.timeout]).toEqual([[1020], 20]);
  expect([...call.shared.timers.keys()][0]).toBeInstanceOf(LimitTimer);
  fireAll(call);
  expect([heard, due(call)]).toEqual([["called", "told"], []]);
});

it("has one limit for a socket, which 0 ends", () => {
  const call = driven();
  const { socket } = socketOf(call, 20);
  calls.run(call, () => socket.setTimeout(30));
  expect([due(call), socket.timeout]).toEqual([[1030], 30]);
  calls.run(call, () => socket.setTimeout(0));
  expect([due(call), socket.timeout]).toEqual([[], 0]);
});

it("begins it anew with every byte, and tells a socket nothing that is no more", () => {
  const call = driven();
  const { socket, heard } = socketOf(call, 20);
  const [limit] = [...call.shared.timers.keys()] as [LimitTimer];
  call.clock.now = 1005;
  // As many have come as have gone.
  for (const name of ["bytesRead", "bytesWritten"]) Object.defineProperty(socket, name, { value: 7 });
  limit.follow();
  expect(due(call)).toEqual([1025]);
  socket.destroy();
  fireAll(call);
  expect(heard).toEqual([]);
  calls.run(call, () => socket.setTimeout(20));
  expect(due(call)).toEqual([]);
});

it("leaves sockets outside of a call to the platform", async () => {
  const { socket, heard } = socketOf(undefined, 1);
  await expect.poll(() => heard).toEqual(["called", "told"]);
  socket.destroy();
});
