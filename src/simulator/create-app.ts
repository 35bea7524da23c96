import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type express from "express";
import { isTarget } from "./create-listener.ts";

/**
 * Makes an Express application of a listener, to be mounted or handed to supertest. Note: Express is loaded here and
 * not before. A server of our own does without it: its modules took a fifth of the start and 15 MB, its router 8 µs a request.
 */
export function createApp(listener: RequestListener): RequestListener {
  const app = (createRequire(import.meta.url)("express") as typeof express)();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use((request, response) => listener(request, response));
  passUnroutable(app, listener);
  return app;
}

/** What Express could only answer in its HTML, and with a warning of Node's, is the listener's at once. */
function passUnroutable(app: express.Express, listener: RequestListener): void {
  const { handle } = app as unknown as { handle: Handle };
  const handleTarget: Handle = (request, response, next) =>
    isTarget(request.url as string) ? handle.call(app, request, response, next) : listener(request, response);
  Object.assign(app, { handle: handleTarget });
}

type Handle = (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void) => void;
