import type { IncomingMessage, ServerResponse } from "node:http";
import type { WireReply } from "./reply.ts";

/** In milliseconds. */
const linger = 2000;

/** What is sent at the end of this turn of the event loop. */
let due: { request: IncomingMessage; response: ServerResponse; reply: WireReply }[] = [];

/**
 * Answers a request in one write, together with all others that are due in this turn of the event loop. Note: a write
 * that wakes a waiting client costs the system more than all that was done for the answer; those after it find it awake.
 */
export function sendReply(request: IncomingMessage, response: ServerResponse, reply: WireReply): void {
  if (due.push({ request, response, reply }) === 1) setImmediate(sendDue);
}

function sendDue(): void {
  const replies = due;
  due = [];
  for (const { request, response, reply } of replies) {
    try {
      response.writeHead(reply.status, reply.headers);
      if (reply.text === undefined || request.method === "HEAD") response.end();
      else response.end(reply.text);
    } catch (error) {
      // Somebody else has answered, as an outer application may: the others are answered all the same.
      response.destroy();
      process.emitWarning(error as Error);
    }
  }
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
