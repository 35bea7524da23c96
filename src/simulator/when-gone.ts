import { setMaxListeners } from "node:events";
import type { ServerResponse } from "node:http";

/**
 * Calls `leave` when the connection ends before its answer is whole; what it answers calls that off. Note: an answer that
 * waits for those before it, to requests that were sent ahead, has no connection yet and hears of no end.
 */
export function whenGone(response: ServerResponse, leave: () => void): () => void {
  const { socket } = response.req;
  // As many as were sent ahead, which is no leak.
  setMaxListeners(0, socket);
  let isOff = false;
  const off = (): void => {
    isOff = true;
    response.off("close", gone);
    socket.off("close", gone);
  };
  const gone = (): void => {
    // The end of the connection is the end of its answer, of which it tells first.
    if (isOff) return;
    off();
    leave();
  };
  response.on("close", gone);
  socket.on("close", gone);
  return off;
}
