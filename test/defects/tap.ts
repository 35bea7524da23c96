import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as an adapter sent it, credential and all, and what came back. */
export interface Passed {
  method: string;
  /** Below the base URL, with the query. */
  path: string;
  /** Names and values in turn. */
  headers: readonly string[];
  body: Buffer;
  /** Undefined where the connection ended, or the adapter went away, before an answer. */
  answer: Answer | undefined;
}

export interface Answer {
  status: number;
  /** Names and values in turn. */
  headers: readonly string[];
  body: Buffer;
  /** Whether it came to its end. */
  isWhole: boolean;
}

/** A server that hands on to another what it is sent, and its answers back, and remembers both. */
export interface Tap {
  /** For the base URL of the other server, that of the tap. */
  reach(baseUrl: string): string;
  /** What passed since it was asked the last time. */
  take(): Passed[];
  close(): Promise<void>;
}

export async function openTap(): Promise<Tap> {
  let all: Passed[] = [];
  let target = new URL("http://127.0.0.1");
  const server = createServer(async (incoming, outgoing) => {
    const { method = "", url = "", rawHeaders } = incoming;
    const body = await readAll(incoming);
    const path = url.startsWith(`${target.pathname}/`) ? url.slice(target.pathname.length) : url;
    const passed: Passed = { method, path, headers: rawHeaders, body, answer: undefined };
    all.push(passed);
    handOn(passed, new URL(url, target), outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    reach(baseUrl) {
      target = new URL(baseUrl);
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}${target.pathname}`;
    },
    take() {
      const taken = all;
      all = [];
      return taken;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function handOn(passed: Passed, url: URL, outgoing: ServerResponse): void {
  const { method, headers, body } = passed;
  const onward = request(url, { method, headers });
  onward.on("response", (incoming) => {
    const { statusCode: status = 0, rawHeaders } = incoming;
    const answer: Answer = { status, headers: rawHeaders, body: Buffer.alloc(0), isWhole: false };
    passed.answer = answer;
    outgoing.sendDate = false;
    outgoing.writeHead(status, rawHeaders).flushHeaders();
    incoming.on("data", (chunk: Buffer) => {
      answer.body = Buffer.concat([answer.body, chunk]);
      outgoing.write(chunk);
    });
    incoming.on("error", () => {});
    incoming.on("close", () => {
      answer.isWhole = incoming.complete;
      if (incoming.complete) outgoing.end();
      else outgoing.socket?.destroy();
    });
  });
  onward.on("error", () => outgoing.socket?.destroy());
  // An adapter that goes away shall be seen to do so.
  outgoing.on("close", () => onward.destroy());
  onward.end(body);
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}
