import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StrayRequest } from "../../src/index.ts";
import { listen, type RunningServer } from "../../src/simulator/server.ts";
import { converse, readResponses } from "../fuzz/wire.ts";
import { createFixtureApp, startFixture } from "../simulator/fixture.ts";

const patience = { head: 150, request: 300, idle: 100, look: 30 };
const strays: StrayRequest[] = [];
let server: RunningServer;
beforeAll(async () => {
  const { app, ready } = createFixtureApp();
  await ready;
  const tellStray = (stray: StrayRequest) => strays.push(stray);
  server = await listen(app, { port: 0, host: "127.0.0.1", bodyLimit: 1024, tellStray, patience });
});
afterAll(() => server.close());

const head = "POST /acme/v2/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer standin-key\r\n";
const whole = "GET /acme/v2/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer standin-key\r\n\r\n";

/** Sends a text, and from then on a byte of another every few milliseconds, for as long as the server bears it. */
function drip(first: string, endless: string): Promise<{ statuses: number[]; elapsed: number }> {
  return new Promise((resolve) => {
    const started = performance.now();
    let received = "";
    let sent = 0;
    const socket: Socket = connect(server.port, "127.0.0.1", () => socket.write(first));
    const timer = setInterval(() => socket.writable && socket.write(endless[sent++ % endless.length] as string), 10);
    socket.on("data", (data) => (received += data)).on("error", () => {});
    socket.on("close", () => {
      clearInterval(timer);
      const statuses = readResponses(received).responses.map(({ status }) => status);
      resolve({ statuses, elapsed: performance.now() - started });
    });
  });
}

describe("a client that takes its time", () => {
  it.each([
    ["with the first line", "GET /", "a", [408]],
    ["with its headers", head, "X-A: a\r\n", [408]],
    ["with its headers after another request", `${whole}${head}`, "X-A: a\r\n", [200, 408]],
    ["with its body", `${head}Content-Length: 1000\r\n\r\n`, "a", [408]],
    ["with its chunks", `${head}Transfer-Encoding: chunked\r\n\r\n`, "1\r\na\r\n", [408]],
    ["with a chunk's extension", `${head}Transfer-Encoding: chunked\r\n\r\n1;`, "a", [408]],
    ["with its trailers", `${head}Transfer-Encoding: chunked\r\n\r\n0\r\n`, "X-A: a\r\n", [408]],
  ])("%s is told so and let go", async (_, first, endless, expected) => {
    const { statuses, elapsed } = await drip(first, endless);
    expect(statuses).toEqual(expected);
    expect(elapsed).toBeLessThan(5_000);
  });

  it.each([
    ["says nothing at all", "", [408]],
    ["has said half a word", "GE", [408]],
    ["has its answer", whole, [200]],
    ["has sent half a body", `${head}Content-Length: 10\r\n\r\n{`, [408]],
  ])("and %s is let go", async (_, bytes, expected) => {
    strays.length = 0;
    const { responses, end } = await converse(server.port, [Buffer.from(bytes)], true);
    expect([responses.map(({ status }) => status), end]).toEqual([expected, "closed"]);
    if (bytes === "") expect(strays).toEqual([]);
  });

  it("keeps none of the others waiting, be it one of a thousand", { timeout: 60_000 }, async () => {
    const slow = Array.from({ length: 1000 }, () => converse(server.port, [Buffer.from(head)], true));
    const quick = await converse(server.port, [Buffer.from(whole)]);
    expect(quick.responses.map(({ status }) => status)).toEqual([200]);
    const ends = (await Promise.all(slow)).map(({ end }) => end);
    expect(new Set(ends)).toEqual(new Set(["closed"]));
  });
});

it("what is started has such limits, of a minute at the most", async () => {
  // Node.js tells of the server that it has made where a request comes in.
  const channel = "http.server.request.start";
  const seen: Server[] = [];
  const see = (message: unknown) => void seen.push((message as { server: Server }).server);
  subscribe(channel, see);
  const standin = await startFixture();
  try {
    await fetch(`${standin.url}/_standin/health`);
  } finally {
    unsubscribe(channel, see);
    await standin.close();
  }
  const { headersTimeout, requestTimeout, keepAliveTimeout, connectionsCheckingInterval } = seen[0] as Server & {
    connectionsCheckingInterval: number;
  };
  // Zero switches a limit off, and is no time in which to look.
  for (const limit of [headersTimeout, requestTimeout, keepAliveTimeout, connectionsCheckingInterval]) {
    expect(limit).toBeGreaterThan(0);
    expect(limit).toBeLessThanOrEqual(60_000);
  }
});
