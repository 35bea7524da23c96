import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { StandinError } from "../errors.ts";
import { type Control, createControl } from "./control/control.ts";
import { askForBody } from "./expect-continue.ts";
import { createFindDestination } from "./find-destination.ts";
import { headersOf } from "./headers-of.ts";
import { isLoopback } from "./is-loopback.ts";
import type { Loading } from "./loading.ts";
import { mountOf } from "./mount.ts";
import { createPipeline, type Pipeline, type PipelineSettings } from "./pipeline.ts";
import { createProblem } from "./problem.ts";
import type { ServedProvider } from "./provider.ts";
import { sendEarlyReply, sendReply } from "./send-reply.ts";
import type { StateSettings } from "./state/state-settings.ts";
import { createStray, type TellStray } from "./stray.ts";
import type { StrayLog } from "./stray-log.ts";

export interface ListenerSettings extends PipelineSettings, StateSettings {
  /** What the control API demands; undefined: this machine alone may ask. */
  token: string | undefined;
  loading: Loading;
  tellStray: TellStray;
  strays: StrayLog;
}

export interface ProviderListener {
  listener: RequestListener;
  /** Rejects with the set-up mistake. */
  providers: Promise<readonly ServedProvider[]>;
  /** Serves these from now on, once all were loaded. What is under way ends with those that it began with. */
  replace(providers: readonly ServedProvider[]): void;
  /** Waits until all that was received is in the journal, so many milliseconds at the most. Answers how much is not. */
  settle(ms: number): Promise<number>;
}

/**
 * Builds what answers every request, at a provider or the control API. Until the providers are loaded a request waits for
 * the one that it names, and where it names none, for all.
 */
export function createListener(settings: ListenerSettings): ProviderListener {
  const { all, first } = settings.loading;
  const pipeline = createPipeline(settings);
  let serve: Serve = (request, response) => {
    const waited = ready.then(() => serve);
    const named = first(nameIn(request))?.then(
      (provider) => createServe(settings, pipeline, [provider]),
      () => waited,
    );
    (named ?? waited).then((serveNow) => serveNow(request, response));
  };
  const ready = all.then(
    (loaded) => {
      serve = createServe(settings, pipeline, loaded);
    },
    (error: unknown) => {
      const detail =
        error instanceof StandinError ? error.message : "Standin could not load its providers. Its log says why.";
      if (!(error instanceof StandinError)) settings.defects.reportCrash(error);
      serve = (request, response) => {
        askForBody(request);
        sendReply(request, response, createProblem("set-up", detail));
      };
    },
  );
  return {
    listener: (request, response) => serve(request, response),
    providers: all,
    replace(loaded) {
      serve = createServe(settings, pipeline, loaded);
    },
    settle: pipeline.settle,
  };
}

/**
 * The first segment of the path, where it is sure to name a provider: whether another host is a vendor's, which then counts
 * and not the path, is known when all are loaded.
 */
function nameIn({ url, headers: { host = "" } }: IncomingMessage): string {
  if (!isLoopback(host.replace(/:\d+$/, ""))) return "";
  return /^\/([^/?]+)/.exec(url as string)?.[1] ?? "";
}

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

function createServe(settings: ListenerSettings, pipeline: Pipeline, providers: readonly ServedProvider[]): Serve {
  const findDestination = createFindDestination(providers);
  const control: Control = createControl({ ...settings, providers });
  const refuse = (request: IncomingMessage, response: ServerResponse, detail: string): void => {
    const reply = createProblem("request", detail);
    settings.tellStray(createStray(request, reply));
    askForBody(request);
    sendEarlyReply(request, response, reply);
  };

  return (request, response) => {
    const headers = headersOf(request);
    const { host, "transfer-encoding": coding } = headers;
    const { httpVersion } = request;
    if (httpVersion !== "1.1" && httpVersion !== "1.0")
      return refuse(request, response, `The request is one of HTTP/${httpVersion}. Standin speaks HTTP/1.1 and 1.0.`);
    // As RFC 9112 demands of every server.
    const hosts = Array.isArray(host) ? `${host.length} Host headers` : "no Host header";
    if (Array.isArray(host) || (host === undefined && httpVersion === "1.1"))
      return refuse(request, response, `The request has ${hosts}, and HTTP/1.1 requires one.`);
    // Node undoes the last coding and passes over the others: what it gives as the body is none.
    if (coding !== undefined && String(coding).toLowerCase() !== "chunked")
      return refuse(request, response, `The request has the transfer encoding "${coding}". Standin decodes: chunked.`);
    if (!isTarget(request.url as string))
      return refuse(request, response, `The request target "${request.url}" is neither a path nor a URL.`);
    const destination = findDestination(request.url as string, host, mountOf(request));
    if (destination.kind === "provider") pipeline.receive(request, response, headers, destination);
    else {
      askForBody(request);
      control.answer(request, response, destination);
    }
  };
}

/** Whether a request target is a path, a URL, or the server itself. */
export function isTarget(target: string): boolean {
  return target.charCodeAt(0) === slash || target === "*" || URL.canParse(target);
}

const slash = 47;
