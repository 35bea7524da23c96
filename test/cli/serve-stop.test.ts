import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { build, providersDir, start } from "./standin.ts";

beforeAll(build, 120_000);

let running: ReturnType<typeof start> | undefined;
afterEach(() => {
  running?.child.kill("SIGKILL");
  running = undefined;
});

async function serve(providers = providersDir) {
  running = start(["serve", "acme", "--port", "0", "--quiet", "--providers", providers]);
  const { child, output, finished } = running;
  while (!output.stdout.includes("Ctrl-C ends it.")) await once(child.stdout, "data");
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output.stdout)?.[0] as string;
  return { child, output, finished, url, port: Number(new URL(url).port) };
}

/** Ends it, and answers with which status and after how many milliseconds it ended. */
async function stop({ child, finished }: Pick<Awaited<ReturnType<typeof serve>>, "child" | "finished">) {
  const before = performance.now();
  child.kill("SIGTERM");
  const { code, stderr } = await finished;
  return { code, stderr, elapsed: performance.now() - before };
}

const head = "HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer standin-key\r\n";
const read = `GET /acme/v1/tasks/1 ${head}\r\n`;

/** What a connection is in the midst of: faults for the tenant, what was sent, and what has come back when it is. */
const busy: [string, fault: object | undefined, bytes: string, until: RegExp | undefined][] = [
  ["nothing yet", undefined, "", undefined],
  ["half a request line", undefined, "GET /ac", undefined],
  ["half of its headers", undefined, `GET /acme/v1/tasks/1 ${head}`, undefined],
  ["half of its body", undefined, `POST /acme/v1/tasks ${head}Content-Length: 100\r\n\r\n{`, undefined],
  ["a body that is refused", undefined, `POST /acme/v1/tasks ${head}Content-Length: 9999999\r\n\r\n{`, /413/],
  ["its rest after an answer", undefined, read, /200 OK/],
  ["an answer that is delayed by an hour", { kind: "delay", delay: "1h" }, read, undefined],
  ["an answer that drips for an hour", { kind: "slow-drip", delay: "1h" }, read, /200 OK/],
  ["requests sent ahead of a delayed answer", { kind: "delay", delay: "1h" }, read.repeat(50), undefined],
  ["bytes that are no HTTP", undefined, "\u0001\u0002\r\n\r\n", /400/],
  ["a tunnel that is none", undefined, "CONNECT api.acme.test:443 HTTP/1.1\r\nHost: x\r\n\r\n", /501/],
];

describe("SIGTERM ends it within five seconds", () => {
  it.each(busy)("while a client that never hangs up is in the midst of %s", async (_, fault, bytes, until) => {
    const served = await serve();
    if (fault !== undefined) {
      const faults = [{ provider: "acme", ...fault }];
      const armed = await fetch(`${served.url}/_standin/faults`, { method: "PUT", body: JSON.stringify({ faults }) });
      expect(armed.status).toBe(200);
    }
    const sockets: Socket[] = [];
    onTestFinished(() => sockets.forEach((socket) => void socket.destroy()));
    for (let count = 0; count < 3; count++) {
      const socket = connect({ port: served.port, host: "127.0.0.1", allowHalfOpen: true });
      sockets.push(socket.on("error", () => {}));
      await once(socket, "connect");
      socket.write(bytes);
      let text = "";
      while (until !== undefined && !until.test(text)) text += String((await once(socket, "data"))[0]);
    }
    // Answered on the same port: what was sent before it has arrived.
    expect((await fetch(`${served.url}/_standin/health`)).status).toBe(200);
    const { code, stderr, elapsed } = await stop(served);
    expect([code, stderr]).toEqual([0, ""]);
    expect(elapsed).toBeLessThan(5_000);
  });

  const withMock = (text: string): string => {
    const copy = mkdtempSync(join(tmpdir(), "standin-stop-"));
    onTestFinished(() => rmSync(copy, { recursive: true }));
    cpSync(providersDir, copy, { recursive: true });
    const file = join(copy, "mocks", "acme", "index.mjs");
    writeFileSync(file, `${text}\n${readFileSync(file, "utf8")}`);
    return copy;
  };

  it("while a mock has a timer that never ends", async () => {
    const { code, stderr, elapsed } = await stop(await serve(withMock("setInterval(() => {}, 1000);")));
    expect([code, stderr]).toEqual([0, ""]);
    expect(elapsed).toBeLessThan(5_000);
  });

  it("while a mock's import waits for what never comes", async () => {
    const providers = withMock(
      "process.stderr.write('importing\\n'); await new Promise(() => setInterval(() => {}, 1000));",
    );
    running = start(["serve", "acme", "--port", "0", "--providers", providers]);
    const { child, output, finished } = running;
    while (!output.stderr.includes("importing")) await once(child.stderr, "data");
    const { code, elapsed } = await stop({ child, finished });
    expect(code).toBe(0);
    expect(elapsed).toBeLessThan(5_000);
  });
});
