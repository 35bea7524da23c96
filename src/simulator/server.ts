import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, isIPv6, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { StandinError } from "../errors.ts";
import { letWait } from "./expect-continue.ts";
import { sayLastWord } from "./last-word.ts";
import { createProblem, type ProblemName } from "./problem.ts";
import { sendEarlyReply } from "./send-reply.ts";
import { createStray, type TellStray } from "./stray.ts";

export interface ServerSettings {
  port: number;
  host: string;
  /** In bytes: a body that says it is longer is not asked for. */
  bodyLimit: number;
  /** Is told of what is answered here, and never reaches the listener. */
  tellStray: TellStray;
  patience?: Patience;
}

/** How long a client may take, in milliseconds. Note: what takes too long is found when it is looked for. */
export interface Patience {
  /** To send the head of a request, from the first byte of the connection or of the request. */
  head: number;
  /** To send a request whole. */
  request: number;
  /** Between an answer and the next request. */
  idle: number;
  /** How often it is looked for. */
  look: number;
}

const usualPatience: Patience = { head: 20_000, request: 60_000, idle: 30_000, look: 5_000 };

export interface RunningServer {
  url: string;
  port: number;
  /** Keeps the process from ending by itself, which it may until then. */
  hold(): void;
  /** Stops listening at once; answers that are on their way have a moment to end. */
  close(): Promise<void>;
}

const grace = 1000;

/** Answers requests at an address. Throws a StandinError when the address cannot be had. */
export async function listen(listener: RequestListener, settings: ServerSettings): Promise<RunningServer> {
  const { head, request, idle, look } = settings.patience ?? usualPatience;
  const server = createServer(
    {
      maxHeaderSize: 256 * 1024,
      insecureHTTPParser: false,
      // A request without a Host header is refused in our own words, by the listener.
      requireHostHeader: false,
      keepAliveTimeout: idle,
      headersTimeout: head,
      requestTimeout: request,
      connectionsCheckingInterval: look,
    },
    listener,
  );
  // Node cuts headers off after the thousandth or so unless it is told not to.
  server.maxHeadersCount = 0;
  const { tellStray } = settings;
  server.on("clientError", (error, socket) => refuseMalformed(error, socket as Socket, tellStray));
  server.on("connect", (request, socket) => refuseTunnel(request, socket, tellStray));
  server.on("checkContinue", (request, response) => {
    if (!(Number(request.headers["content-length"]) > settings.bodyLimit)) letWait(request, response);
    listener(request, response);
  });
  server.on("checkExpectation", (request, response) => refuseExpectation(request, response, tellStray));
  server.unref();
  await bind(server, settings);
  const { port } = server.address() as AddressInfo;
  return { url: formatUrl(settings.host, port), port, hold: () => void server.ref(), close: () => stop(server) };
}

function bind(server: Server, { port, host }: Pick<ServerSettings, "port" | "host">): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      const { code = "", message } = error as NodeJS.ErrnoException;
      reject(
        new StandinError(
          "ADDRESS_UNAVAILABLE",
          `Cannot listen on ${host}:${port}: ${reasons[code]?.(port, host) ?? `${message}.`}`,
          {
            cause: error,
          },
        ),
      );
    };
    server.once("error", fail).listen({ port, host }, () => {
      server.off("error", fail);
      resolve();
    });
  });
}

const reasons: Record<string, (port: number, host: string) => string> = {
  EADDRINUSE: () => "the port is in use. Stop what listens there, name another port, or take a free one with port 0.",
  EADDRNOTAVAIL: (_, host) => `this machine has no address ${host}. Name one of its own, such as 127.0.0.1.`,
  ENOTFOUND: (_, host) => `no address is known for ${host}. Name one of this machine's, such as 127.0.0.1.`,
  EACCES: () => "the system does not allow it. Name a port from 1024 on, or take a free one with port 0.",
};

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), grace);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** The connection was reset, or ended in the midst of a request. */
const hangUps = ["ECONNRESET", "HPE_INVALID_EOF_STATE"];

/** Sockets on which the answers to requests that came before what is malformed are still due. */
const waiting = new WeakSet<Duplex>();

/** What is no HTTP never becomes a request, so it is answered on the socket, after the requests before it. */
function refuseMalformed(
  error: NodeJS.ErrnoException,
  socket: Socket & { _httpMessage?: ServerResponse | null },
  tellStray: TellStray,
): void {
  const due = socket._httpMessage;
  const isGone = !socket.writable || hangUps.includes(error.code ?? "");
  if (!isGone && due?.req.complete) {
    // Whatever else comes meanwhile is as malformed.
    if (waiting.has(socket)) return;
    waiting.add(socket);
    due.once("close", () => {
      waiting.delete(socket);
      refuseMalformed(error, socket, tellStray);
    });
    return;
  }
  if (isGone) {
    socket.destroy();
    return;
  }
  if (due?.headersSent) {
    // What has been said already, as to a body that is too large, is still to be heard.
    socket.destroySoon();
    return;
  }
  const problem: ProblemName =
    error.code === "HPE_HEADER_OVERFLOW"
      ? "headers-too-large"
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? "timeout"
        : "request";
  const reply = createProblem(problem, `The connection is closed: ${error.message}.`);
  // What breaks off in its body is a request all the same; and who has sent nothing has asked for nothing.
  if (!due && socket.bytesRead !== 0) tellStray(createStray(null, reply));
  sayLastWord(socket, reply);
}

/** A client that takes Standin for its proxy would otherwise only see the connection end. */
function refuseTunnel(request: IncomingMessage, socket: Duplex, tellStray: TellStray): void {
  const detail = `Standin is no proxy, and opens no connection to ${request.url}. Use a provider's base URL in place of the vendor's.`;
  socket.on("error", () => socket.destroy());
  const reply = createProblem("tunnel", detail);
  tellStray(createStray(request, reply));
  sayLastWord(socket, reply);
}

function refuseExpectation(request: IncomingMessage, response: ServerResponse, tellStray: TellStray): void {
  const detail = `Standin cannot meet the expectation "${request.headers.expect}". It knows 100-continue.`;
  const reply = createProblem("expectation", detail);
  tellStray(createStray(request, reply));
  sendEarlyReply(request, response, reply);
}

function formatUrl(host: string, port: number): string {
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${port}`;
}
