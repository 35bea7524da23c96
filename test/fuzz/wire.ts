import { connect } from "node:net";

/** A request, as it is written on the wire. */
export interface Sent {
  method: string;
  target: string;
  /** Name and value of each line, in Latin-1. */
  headers: readonly (readonly [string, string])[];
  body: string | undefined;
}

export interface Received {
  status: number;
  /** Names in lower case; of several lines the last. */
  headers: Record<string, string>;
  body: string;
}

export interface Conversation {
  responses: Received[];
  /** What came and is no response. */
  rest: string;
  /** How the connection ended; `hung` where the server had not ended it in time. */
  end: "closed" | "reset" | "hung";
}

/** In milliseconds: what takes longer is stuck, on however busy a machine. */
const patience = 60_000;

export function formatRequest({ method, target, headers, body }: Sent): Buffer {
  const length = body === undefined ? [] : [["content-length", String(Buffer.byteLength(body))] as const];
  const lines = [...headers, ...length].map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`, "latin1");
  return Buffer.concat([head, Buffer.from(body ?? "")]);
}

/** Sends pieces, each in a packet of its own, and hears the server out. `stays`: the client ends no connection, the server has to. */
export function converse(port: number, pieces: readonly Buffer[], stays = false): Promise<Conversation> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let end: Conversation["end"] = "closed";
    const socket = connect({ port, host: "127.0.0.1", noDelay: true, allowHalfOpen: true }, () => write(0));
    const timer = setTimeout(() => {
      end = "hung";
      socket.destroy();
    }, patience);
    const write = (index: number): void => {
      const piece = pieces[index];
      if (piece !== undefined) socket.write(piece, () => setImmediate(write, index + 1));
      else if (!stays) socket.end();
    };
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", () => socket.end());
    socket.on("error", (error: NodeJS.ErrnoException) => {
      // A server that has closed may be written to once more.
      if (error.code === "ECONNRESET" || error.code === "EPIPE") end = "reset";
      else throw error;
    });
    socket.on("close", () => {
      clearTimeout(timer);
      resolve({ ...readResponses(Buffer.concat(chunks).toString("latin1")), end });
    });
  });
}

const head = /^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/;

/** Takes responses apart. Note: an answer to HEAD has the length of a body that it does not have. */
export function readResponses(text: string): { responses: Received[]; rest: string } {
  const responses: Received[] = [];
  let rest = text;
  for (let match = head.exec(rest); match !== null; match = head.exec(rest)) {
    const lines = (match[2] as string).split("\r\n").slice(0, -1);
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
    );
    rest = rest.slice(match[0].length);
    const isBodiless = rest === "" || rest.startsWith("HTTP/1.1 ");
    const length = isBodiless ? 0 : lengthOf(rest, headers);
    const body = rest.slice(0, length);
    rest = rest.slice(length);
    if (match[1] !== "100") responses.push({ status: Number(match[1]), headers, body });
  }
  return { responses, rest };
}

/** Of a body as it is on the wire, its chunks with their sizes. */
function lengthOf(text: string, headers: Record<string, string>): number {
  if (headers["transfer-encoding"] !== "chunked") return Number(headers["content-length"] ?? 0);
  let at = 0;
  for (let size = -1; size !== 0; ) {
    const line = /^([0-9a-f]+)\r\n/i.exec(text.slice(at, at + 20));
    if (line === null) return 0;
    size = Number.parseInt(line[1] as string, 16);
    at += line[0].length + size + 2;
  }
  return at;
}

/** Percent-encoded; half a character, which has no encoding, as the one that stands for what is none. */
export function encodeText(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}
