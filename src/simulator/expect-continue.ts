import type { IncomingMessage, ServerResponse } from "node:http";

/** Requests whose clients wait to be asked for the body, which `Expect: 100-continue` says. */
const waiting = new WeakMap<IncomingMessage, ServerResponse>();

/** Leaves it to whoever serves the request to ask for its body. */
export function letWait(request: IncomingMessage, response: ServerResponse): void {
  waiting.set(request, response);
}

export function isWaiting(request: IncomingMessage): boolean {
  return waiting.has(request);
}

/** Asks a client that waits for the body of its request. Others send it in their own time. */
export function askForBody(request: IncomingMessage): void {
  waiting.get(request)?.writeContinue();
  waiting.delete(request);
}
