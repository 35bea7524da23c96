import type { IncomingMessage, ServerResponse } from "node:http";
import { single } from "../../contract/authentication.ts";
import { didYouMean } from "../../contract/near-miss.ts";
import { isTooDeep, maxDepth, parseJson } from "../../contract/parse-json.ts";
import { withoutMark } from "../../contract/sent-body.ts";
import type { DefectLog } from "../defect-log.ts";
import { baseUrlOf } from "../describe-provider.ts";
import type { Destination } from "../find-destination.ts";
import { originOf } from "../mount.ts";
import { createProblem, type Problem } from "../problem.ts";
import { standinCredential } from "../provider.ts";
import { type Body, hasBody, readBody } from "../read-body.ts";
import { Refusal, shorten } from "../refusal.ts";
import type { WireReply } from "../reply.ts";
import { sendEarlyReply, sendReply } from "../send-reply.ts";
import { createStray, type TellStray } from "../stray.ts";
import { whenGone } from "../when-gone.ts";
import { refuseAccess } from "./access.ts";
import { findRoute } from "./find-route.ts";
import { readParameters } from "./parameters.ts";
import { type ControlContext, controlRoutes } from "./routes.ts";
import { Streamed, sendStreamed } from "./streamed.ts";

export interface ControlSettings extends ControlContext {
  defects: DefectLog;
  bodyLimit: number;
  /** What a caller has to show; undefined: this machine alone may ask. */
  token: string | undefined;
  /** Is told of paths that lead nowhere. */
  tellStray: TellStray;
}

export interface Control {
  answer(request: IncomingMessage, response: ServerResponse, destination: ControlDestination): void;
}

type ControlDestination = Exclude<Destination, { kind: "provider" }>;
type ControlTarget = Extract<Destination, { kind: "control" }>;

/** A state is Standin's own, and no vendor's request: what it has answered it takes back. */
const mostStateBytes = 64 * 1024 * 1024;

/** Answers everything that is not a provider's: the control API, the index, and paths that lead nowhere. */
export function createControl(settings: ControlSettings): Control {
  const { providers, defects } = settings;

  async function answerControl(
    request: IncomingMessage,
    body: Body,
    { path, query }: ControlTarget,
    gone: AbortSignal,
  ): Promise<WireReply | Streamed> {
    if (body.kind === "refused") return body.problem;
    try {
      const method = request.method === "HEAD" ? "GET" : (request.method as string);
      const { route, path: named } = findRoute(controlRoutes, method, path);
      const parameters = readParameters(query, route.parameters, providers);
      const lastEventId = single(request.headers["last-event-id"]);
      const asked = { path: named, parameters, body: parseBody(body), origin: originOf(request), lastEventId, gone };
      const value = await route.answer(settings, asked);
      if (value instanceof Streamed) return value;
      return value === undefined ? { status: 204, headers: {}, text: undefined } : createJson(value);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      defects.reportCrash(error);
      return createProblem("internal", "The control API failed. The log says why.");
    }
  }

  function mostBytes(destination: ControlDestination): number {
    const isState = destination.kind === "control" && destination.path.startsWith("/state/");
    return isState ? Math.max(settings.bodyLimit, mostStateBytes) : settings.bodyLimit;
  }

  /** What is under way cannot become another answer: it breaks off, which no client takes for its end. */
  function fail(response: ServerResponse, error: unknown): void {
    defects.reportCrash(error);
    response.destroy();
  }

  return {
    answer(request, response, destination) {
      // Whoever may not ask need not be read, and is judged while its connection still says who it is.
      const denied = destination.kind === "control" ? refuseAccess(request, settings.token) : undefined;
      if (denied !== undefined) {
        if (hasBody(request)) sendEarlyReply(request, response, denied);
        else sendReply(request, response, denied);
        return;
      }
      readBody(request, mostBytes(destination), (body) => {
        if (body.kind === "aborted") return;
        const send = (reply: WireReply) =>
          body.kind === "refused" && body.pending
            ? sendEarlyReply(request, response, reply)
            : sendReply(request, response, reply);
        if (destination.kind === "control") {
          const gone = signalOf(response);
          answerControl(request, body, destination, gone)
            .then((reply) => (reply instanceof Streamed ? sendStreamed(request, response, reply, gone) : send(reply)))
            .catch((error) => fail(response, error));
        } else if (destination.kind === "index") send(createIndex(settings, request));
        else {
          const problem = explainUnknown(settings, destination.path);
          settings.tellStray(createStray(request, problem));
          send(problem);
        }
      });
    },
  };
}

/** Is aborted when the connection has ended, or the answer. */
function signalOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  // It may be over before anybody listens: while the providers were loading, which the request waited for.
  if (response.req.socket.destroyed) gone.abort();
  else whenGone(response, () => gone.abort());
  return gone.signal;
}

function parseBody(body: Body): unknown {
  if (body.kind !== "read" || body.size === 0) return undefined;
  // Whatever its content type says, for curl says of all that it sends that it is a form.
  if (isTooDeep(body.text ?? ""))
    throw new Refusal("body-too-deep", `The body is nested more than ${maxDepth} levels deep.`, { limit: maxDepth });
  if (body.text === undefined) throw new Refusal("body", "The body is not JSON: it is not UTF-8.");
  const { value, problem } = parseJson(withoutMark(body.text));
  if (problem !== undefined) throw new Refusal("body", `${problem.replace(/^t/, "T")}.`);
  return value;
}

function createIndex({ providers }: ControlSettings, request: IncomingMessage): WireReply {
  return createJson({
    standin: "Local stand-ins for third-party APIs",
    providers: providers.map((provider) => ({
      id: provider.id,
      baseUrl: baseUrlOf(provider, originOf(request)),
      credential: standinCredential,
    })),
    control: `${originOf(request)}/_standin/openapi.json`,
  });
}

function explainUnknown({ providers }: ControlSettings, path: string): Problem {
  const known = providers.map(({ id }) => id);
  const paths = known.map((id) => `/${id}`);
  const [segment = ""] = path.slice(1).split("/");
  const detail = `${shorten(path)} belongs to no provider.${didYouMean(`/${segment}`, paths)} A path begins with one of: ${paths.join(", ")}.`;
  return createProblem("provider", detail, { providers: known });
}

function createJson(value: unknown): WireReply {
  const text = JSON.stringify(value);
  const headers = { "content-type": "application/json", "content-length": String(Buffer.byteLength(text)) };
  return { status: 200, headers, text };
}
