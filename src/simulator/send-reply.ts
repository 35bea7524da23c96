import type { IncomingMessage, ServerResponse } from "node:http";
import type { WireReply } from "./reply.ts";

/** In milliseconds. */
const linger = 2000;

/** Answers a request in one write. */
export function sendReply(request: IncomingMessage, response: ServerResponse, reply: WireReply): void {
  response.writeHead(reply.status, reply.headers);
  if (reply.text === undefined || request.method === "HEAD") response.end();
  else response.end(reply.text);
}

/**
 * Answers a client that is still sending, and closes. What it sends is thrown away for a while:
 * a connection that is closed with bytes unread is reset, and the client might never see the answer.
 */
export function sendEarlyReply(request: IncomingMessage, response: ServerResponse, reply: WireReply): void {
  response.writeHead(reply.status, { ...reply.headers, connection: "close" });
  if (request.method !== "HEAD") response.write(reply.text ?? "");
  const finish = () => {
    clearTimeout(timer);
    request.off("end", finish).off("close", finish);
    response.end();
  };
  const timer = setTimeout(finish, linger);
  request.on("end", finish).on("close", finish).resume();
}
