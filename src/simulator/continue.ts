import type { IncomingMessage, ServerResponse } from "node:http";

/** Requests whose clients wait until they are asked for the body, which `Expect: 100-continue` says. */
const waiting = new WeakMap<IncomingMessage, ServerResponse>();

/** Leaves it to whoever reads the body to ask for it. */
export function letWait(request: IncomingMessage, response: ServerResponse): void {
  waiting.set(request, response);
}

export function isWaiting(request: IncomingMessage): boolean {
  return waiting.has(request);
}

/** Asks for the body where the client waits for that. Otherwise it sends the body in its own time, or not at all. */
export function askForBody(request: IncomingMessage): void {
  waiting.get(request)?.writeContinue();
  waiting.delete(request);
}
