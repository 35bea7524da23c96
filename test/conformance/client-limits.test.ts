import { get, type IncomingMessage } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, expect, it } from "vitest";
import type { CaseTime } from "../../src/conformance/driver.ts";
import { driveTime } from "../../src/conformance/virtual-time.ts";

// Answers with the head and a part of the body, or with nothing, and never goes on.
const server = createServer((socket) => {
  socket.on("error", () => {});
  socket.once("data", (head) => {
    if (String(head).startsWith("GET /part")) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"a":');
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => new Promise((resolve) => server.close(resolve)));

const start = Date.UTC(2026, 0, 1);

function startTime(): CaseTime {
  let now = start;
  const advance = async (ms: number): Promise<void> => {
    now += ms;
  };
  return { now: () => now, advance, vendorHangs: true, limit: 3_600_000 };
}

/** Asks with Node's own client, and gives up when its socket says so. */
function ask(path: string, limit: (request: ReturnType<typeof get>) => void, timeout?: number): Promise<string> {
  return new Promise((resolve) => {
    const read = (response: IncomingMessage) => response.on("data", () => {}).on("error", () => {});
    const request = get(`${base}${path}`, { agent: false, ...(timeout === undefined ? {} : { timeout }) }, read);
    request.on("timeout", () => {
      request.destroy();
      resolve("timed out");
    });
    request.on("error", () => {});
    limit(request);
  });
}

const fails = (sent: Promise<unknown>) => sent.then(String, (error) => error.cause?.code ?? error.code);

it.each<[string, number, string, () => Promise<string>]>([
  ["the option timeout of http", 2000, "timed out", () => ask("/none", () => {}, 2000)],
  ["request.setTimeout", 30_000, "timed out", () => ask("/none", (request) => request.setTimeout(30_000))],
  ["the same, while a body is read", 30_000, "timed out", () => ask("/part", (request) => request.setTimeout(30_000))],
  ["undici's limit for a head", 300_000, "UND_ERR_HEADERS_TIMEOUT", () => fails(fetch(`${base}/none`))],
  [
    "undici's limit for a body",
    300_000,
    "UND_ERR_BODY_TIMEOUT",
    () => fails(fetch(`${base}/part`).then((one) => one.text())),
  ],
])("%s goes by the time of the call", async (_, limit, said, run) => {
  const time = startTime();
  expect([await driveTime(time, run), time.now() - start]).toEqual([said, limit]);
});
