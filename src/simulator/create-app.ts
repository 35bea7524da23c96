import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import express from "express";
import { StandinError } from "../errors.ts";
import { type Control, createControl } from "./control/control.ts";
import { createFindProvider } from "./find-provider.ts";
import { adoptPrototypes, type MessageClasses } from "./message-classes.ts";
import { createPipeline, type PipelineSettings } from "./pipeline.ts";
import { createProblem } from "./problem.ts";
import type { ServedProvider } from "./provider.ts";
import { sendEarlyReply, sendReply } from "./send-reply.ts";

export interface AppSettings extends PipelineSettings {
  /** The host that will be listened on; the control API answers to it. */
  host: string | undefined;
  /** Loads the providers; called once, at once. */
  load: () => Promise<readonly ServedProvider[]>;
}

export interface SimulatorApp {
  app: RequestListener;
  /** With which a server runs the application at full speed. */
  classes: MessageClasses;
  /** Rejects with the set-up mistake. */
  providers: Promise<readonly ServedProvider[]>;
}

/** Builds the Express application. Requests wait until the providers are loaded. */
export function createApp(settings: AppSettings): SimulatorApp {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  const classes = adoptPrototypes(app);

  let serve: Serve = (request, response) => {
    ready.then(
      () => serve(request, response),
      () => serve(request, response),
    );
  };
  const providers = settings.load();
  const ready = providers.then(
    (loaded) => {
      serve = createServe(settings, loaded);
    },
    (error: unknown) => {
      const detail =
        error instanceof StandinError ? error.message : "Standin could not load its providers. Its log says why.";
      if (!(error instanceof StandinError)) settings.defects.reportCrash(error);
      serve = (request, response) => sendReply(request, response, createProblem("set-up", detail));
    },
  );

  app.use((request, response) => serve(request, response));
  answerUnroutable(app);
  return { app, classes, providers };
}

/** What Express itself cannot route, such as a target that is no URL, is told in our own voice and not in its HTML. */
function answerUnroutable(app: express.Express): void {
  const { handle } = app as unknown as { handle: Handle };
  const refuse: Refuse = (request, response) => {
    const detail = `The request target "${request.url}" is neither a path nor a URL.`;
    sendReply(request, response, createProblem("request", detail));
  };
  Object.assign(app, {
    handle: ((request, response, next) =>
      handle.call(app, request, response, next ?? (() => refuse(request, response)))) satisfies Handle,
  });
}

type Refuse = (request: IncomingMessage, response: ServerResponse) => void;
type Handle = (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void) => void;

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

function createServe(settings: AppSettings, providers: readonly ServedProvider[]): Serve {
  const findProvider = createFindProvider(providers);
  const pipeline = createPipeline(settings);
  const control: Control = createControl({ ...settings, providers });

  return (request, response) => {
    if (request.headers.host === undefined && request.httpVersion === "1.1") return refuseHostless(request, response);
    const destination = findProvider(request.url as string, request.headers.host);
    if (destination.kind === "provider") pipeline(request, response, destination);
    else control.answer(request, response, destination);
  };
}

/** As RFC 9112 demands of every server. */
const refuseHostless: Serve = (request, response) =>
  sendEarlyReply(
    request,
    response,
    createProblem("request", "The request has no Host header, which HTTP/1.1 requires."),
  );
