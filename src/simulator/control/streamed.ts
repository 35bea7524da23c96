import type { IncomingMessage, ServerResponse } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";

/** An answer that is made while it is sent. */
export class Streamed {
  readonly headers: Readonly<Record<string, string>>;
  /** Makes it piece by piece, until there are no more or the client has gone. */
  readonly pieces: (gone: AbortSignal) => AsyncIterable<string>;

  constructor(headers: Streamed["headers"], pieces: Streamed["pieces"]) {
    this.headers = headers;
    this.pieces = pieces;
  }
}

/**
 * Sends it. A piece is made when the client has taken those before it, and when all others have had their turn: however
 * long the answer and however slow the client, one piece is in memory.
 */
export async function sendStreamed(
  request: IncomingMessage,
  response: ServerResponse,
  { headers, pieces }: Streamed,
  gone: AbortSignal,
): Promise<void> {
  response.writeHead(200, headers);
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  response.flushHeaders();
  for await (const piece of pieces(gone)) {
    if (gone.aborted) return;
    if (piece !== "" && !response.write(piece)) await drained(response, gone);
    await nextTurn();
  }
  response.end();
}

function drained(response: ServerResponse, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      response.off("drain", end);
      gone.removeEventListener("abort", end);
      resolve();
    };
    if (gone.aborted) return resolve();
    response.once("drain", end);
    gone.addEventListener("abort", end);
  });
}
