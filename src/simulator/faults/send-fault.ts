import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { longestTimer } from "../duration.ts";
import type { WireReply } from "../reply.ts";
import { whenGone } from "../when-gone.ts";
import { type CutReply, cutReply } from "./cut-reply.ts";

/** What goes wrong on the wire itself. */
export type WireFault = "reset" | "empty" | "garbage" | "malformed-chunk" | "truncate" | "slow-drip";

const pieces = 10;

/** Ends an exchange as a broken connection would. */
export function sendFault(
  kind: Exclude<WireFault, "slow-drip">,
  response: ServerResponse,
  reply: WireReply | null,
): void {
  // Requests that were sent ahead wait for those before them, without a socket.
  if (response.socket === null) response.once("socket", (socket: Socket) => fail(kind, socket, response, reply));
  else fail(kind, response.socket, response, reply);
}

function fail(
  kind: Exclude<WireFault, "slow-drip">,
  socket: Socket,
  response: ServerResponse,
  reply: WireReply | null,
): void {
  if (kind === "reset") socket.resetAndDestroy();
  else if (kind === "empty") socket.destroySoon();
  else if (kind === "garbage" || reply === null) socket.write(garbage, () => socket.destroySoon());
  else if (kind === "truncate") truncate(socket, response, cutReply(kind, reply));
  else socket.write(brokenChunk(cutReply(kind, reply)), () => socket.destroySoon());
}

function truncate(socket: Socket, response: ServerResponse, { status, headers, bytes }: CutReply): void {
  response.writeHead(status, headers);
  response.flushHeaders();
  // Of a write of nothing Node.js tells nobody that it is done.
  if (bytes.length === 0) socket.destroySoon();
  else response.write(bytes, () => socket.destroySoon());
}

function brokenChunk({ status, headers }: CutReply): string {
  const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}\r\n`));
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\nthis is no size of a chunk\r\n`;
}

/** Bytes that begin no status line. */
const garbage = Buffer.from(Array.from({ length: 128 }, (_, index) => 128 + ((index * 97) % 128)));

/**
 * Sends the right bytes, of which there are some, in pieces over a time. `onEnd` is told once: that the last of them is
 * about to go, or that the client went before.
 */
export function drip(
  response: ServerResponse,
  { status, headers, text = "" }: WireReply,
  durationMs: number,
  onEnd: (isWhole: boolean) => void,
): void {
  const bytes = Buffer.from(text);
  const count = Math.min(pieces, bytes.length);
  let sent = 0;
  const pause = Math.min(durationMs / count, longestTimer);
  response.writeHead(status, headers);
  response.flushHeaders();
  const stop = (isWhole: boolean): void => {
    clearTimeout(timer);
    stay();
    onEnd(isWhole);
  };
  const next = (): void => {
    if (response.destroyed) {
      stop(false);
      return;
    }
    const start = Math.floor((bytes.length * sent) / count);
    const end = Math.floor((bytes.length * ++sent) / count);
    if (sent === count) {
      stop(true);
      response.end(bytes.subarray(start, end));
    } else {
      response.write(bytes.subarray(start, end));
      timer = setTimeout(next, pause);
    }
  };
  let timer = setTimeout(next, pause);
  const stay = whenGone(response, () => stop(false));
}
