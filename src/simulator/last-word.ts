import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { WireReply } from "./reply.ts";

/** In milliseconds. */
const linger = 500;

const lastWords = new WeakMap<Duplex, WireReply>();

/** Answers on a connection whose request never became one, and closes it: a client that never hangs up would keep it, and the process with it. */
export function sayLastWord(socket: Duplex, reply: WireReply): void {
  const { status, text } = reply;
  const headers = { ...reply.headers, connection: "close" };
  lastWords.set(socket, { status, headers, text });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("\r\n")}\r\n\r\n${text}`);
  // Destroyed with bytes unread it would be reset, and the client might never see the answer.
  const timer = setTimeout(() => socket.destroy(), linger);
  socket.once("end", () => socket.destroy()).once("close", () => clearTimeout(timer));
  socket.resume();
}

/** What a request was answered in the midst of its body, where that was malformed or took too long. */
export function lastWordOn(socket: Duplex): WireReply | undefined {
  return lastWords.get(socket);
}
