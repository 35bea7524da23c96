import { once } from "node:events";
import { Agent, createServer, get, request as httpRequest, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Standin, StandinError, startStandin } from "../../src/index.ts";
import { bearer, providersDir, sendRaw, startFixture } from "./fixture.ts";

let standin: Standin;
beforeAll(async () => {
  standin = await startFixture();
});
afterAll(() => standin.close());

const tasks = () => `${standin.url}/acme/v2/tasks`;

describe("the server", () => {
  it("keeps connections alive", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let round = 0; round < 3; round++) {
      const response = await new Promise<IncomingMessage>((resolve) =>
        get(tasks(), { agent, headers: bearer }, resolve),
      );
      ports.add(response.socket.localPort);
      expect(response.statusCode).toBe(200);
      await response.toArray();
    }
    expect(ports.size).toBe(1);
    agent.destroy();
  });

  it("takes pipelined requests in order", async () => {
    const one = (path: string, last = false) =>
      `GET /acme/v2${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer standin-key\r\n${last ? "Connection: close\r\n" : ""}\r\n`;
    const received = await sendRaw(standin.port, one("/tasks/task-1") + one("/tasks/nobody") + one("/status", true));
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 404", "HTTP/1.1 200"]);
  });

  it("takes thousands of headers, and cuts none off", async () => {
    const headers = Array.from({ length: 5000 }, (_, index) => `X-Header-${index}: ${index}\r\n`).join("");
    const received = await sendRaw(
      standin.port,
      `GET /acme/v2/tasks HTTP/1.1\r\nHost: x\r\n${headers}Authorization: Bearer standin-key+headers\r\nConnection: close\r\n\r\n`,
    );
    expect(received).toMatch(/^HTTP\/1\.1 200 /);
    const [exchange] = standin.provider("acme").tenant("headers").exchanges();
    expect(Object.keys(exchange?.request.headers ?? {})).toHaveLength(5003);
  });

  it("joins headers that come twice, and takes an empty Cookie", async () => {
    const received = await sendRaw(
      standin.port,
      "GET /acme/v2/tasks HTTP/1.1\r\nHost: x\r\nX-Twice: a\r\nX-Twice: b\r\nCookie: \r\nAuthorization: Bearer standin-key+twice\r\nConnection: close\r\n\r\n",
    );
    expect(received).toMatch(/^HTTP\/1\.1 200 /);
    const [exchange] = standin.provider("acme").tenant("twice").exchanges();
    expect(exchange?.request.headers).toMatchObject({ "x-twice": "a, b", cookie: "" });
  });

  it("reports what may stand once and comes twice, of which Node keeps the first", async () => {
    const body = '{"title":"a"}';
    const received = await sendRaw(
      standin.port,
      "POST /acme/v2/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer standin-key+once\r\nAuthorization: Bearer other\r\n" +
        `Content-Type: application/json\r\nContent-Type: text/plain\r\nX-Twice: a\r\nX-Twice: b\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect(received).toMatch(/^HTTP\/1\.1 400 /);
    const [exchange] = standin.provider("acme").tenant("once").exchanges();
    expect(exchange?.request.headers).toMatchObject({
      authorization: ["Bearer redacted", "Bearer redacted"],
      "content-type": ["application/json", "text/plain"],
      "x-twice": "a, b",
    });
    expect(exchange?.violations.map(({ pointer, rule, message }) => [pointer, rule, message])).toEqual([
      ["/authorization", "authentication", "the credential is malformed: the header stands 2 times"],
      ["/content-type", "content-type", 'the header stands 2 times: "application/json" and "text/plain"'],
    ]);
  });

  it.each([
    ["what is no HTTP", "hello\r\n\r\n", "400", "request"],
    [
      "both lengths",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      "400",
      "request",
    ],
    ["no Host", "GET / HTTP/1.1\r\n\r\n", "400", "request"],
    ["two Hosts", "GET /acme/v2/status HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", "400", "request"],
    ["a tunnel", "CONNECT api.acme.example:443 HTTP/1.1\r\nHost: x\r\n\r\n", "501", "tunnel"],
    ["an expectation", "POST / HTTP/1.1\r\nHost: x\r\nExpect: a-reply\r\n\r\n", "417", "expectation"],
    ["too large headers", `GET / HTTP/1.1\r\nHost: x\r\nA: ${"x".repeat(300_000)}\r\n\r\n`, "431", "headers-too-large"],
  ])("refuses %s and closes", async (_, bytes, status, problem) => {
    const received = await sendRaw(standin.port, bytes);
    expect(received.slice(9, 12)).toBe(status);
    expect(received).toContain(`standin-problem: ${problem}\r\n`);
    const [head = "", body = ""] = received.split("\r\n\r\n");
    expect(head).toContain(`content-length: ${body.length}\r\n`);
    expect(JSON.parse(body)).toMatchObject({ type: `urn:standin:problem:${problem}` });
  });

  it("answers what came before it refuses what is no HTTP", async () => {
    const body = '{"title":"a"}';
    const head =
      "HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer standin-key+before\r\nContent-Type: application/json\r\n";
    const received = await sendRaw(
      standin.port,
      `POST /acme/v2/tasks ${head}Content-Length: ${body.length}\r\n\r\n${body}` +
        `GET /acme/v2/tasks ${head}\r\nGARBAGE\r\n\r\n`,
    );
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 201", "HTTP/1.1 200", "HTTP/1.1 400"]);
  });

  it("waits with its refusal for an answer that is delayed, and is told of more garbage once", async () => {
    const { faults } = standin.provider("acme").tenant("slow");
    faults.arm({ kind: "delay", delay: "50ms", times: 1 });
    const received = await new Promise<string>((resolve, reject) => {
      let text = "";
      const socket = connect(standin.port, "127.0.0.1", () => {
        socket.write(
          "GET /acme/v2/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer standin-key+slow\r\n\r\nGARBAGE\r\n",
        );
        setImmediate(() => socket.write("GARBAGE\r\n\r\n"));
      });
      socket.on("data", (data) => (text += data)).on("error", reject);
      socket.on("close", () => resolve(text));
    });
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 400"]);
  });

  it("serves 200 clients at once", async () => {
    const responses = await Promise.all(Array.from({ length: 200 }, () => fetch(tasks(), { headers: bearer })));
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
    await Promise.all(responses.map((response) => response.text()));
  });
});

describe("close", () => {
  it("ends soon with idle and with busy connections open, and a second time too", async () => {
    const closing = await startFixture();
    const idle = new Agent({ keepAlive: true });
    await new Promise<void>((resolve) =>
      get(`${closing.url}/acme/v2/status`, { agent: idle }, (response) => response.resume().on("end", resolve)),
    );
    const busy = connect(closing.port, "127.0.0.1", () =>
      busy.write("POST /acme/v2/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"),
    );
    busy.on("error", () => {});
    const unfinished = httpRequest(`${closing.url}/acme/v2/tasks`, { method: "POST" }).on("error", () => {});
    unfinished.write("{");
    await fetch(`${closing.url}/acme/v2/status`).then((response) => response.text());
    const before = Date.now();
    await Promise.all([closing.close(), closing.close()]);
    expect(Date.now() - before).toBeLessThan(3000);
    await closing.close();
    await expect(fetch(`${closing.url}/acme/v2/status`)).rejects.toThrow("fetch failed");
    idle.destroy();
  });

  it.each([
    ["is no HTTP", "hello\r\n\r\n"],
    ["asks for a tunnel", "CONNECT api.acme.example:443 HTTP/1.1\r\nHost: x\r\n\r\n"],
  ])("ends although a client that %s never hangs up", async (_, bytes) => {
    const own = await startFixture();
    const socket = connect({ port: own.port, host: "127.0.0.1", allowHalfOpen: true });
    socket.on("error", () => {}).write(bytes);
    await once(socket.resume(), "end");
    await own.close();
    socket.destroy();
  });

  it.each([
    ["is delayed", { kind: "delay", delay: "1h" }],
    ["drips", { kind: "slow-drip", delay: "1h" }],
  ] as const)("has what %s in the journal, without the response that it has cut off", async (_, fault) => {
    const closing = await startFixture();
    const acme = closing.provider("acme").tenant("late");
    acme.faults.arm(fault);
    const head = `GET /acme/v2/tasks/task-1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${acme.credential}\r\n\r\n`;
    const sockets = [1, 2, 3].map(() => connect(closing.port, "127.0.0.1"));
    for (const socket of sockets) socket.on("error", () => {}).write(head);
    await expect.poll(() => acme.faults.list()[0]?.hits).toBe(3);
    await closing.close();
    const late = { operation: "getTask", response: null, fault: { kind: fault.kind } };
    expect(acme.exchanges()).toMatchObject([late, late, late]);
    for (const socket of sockets) socket.destroy();
  });

  it("has in the journal what was sent in part, and what is decoded yet for a client that has gone", async () => {
    const closing = await startFixture();
    const acme = closing.provider("acme").tenant("late");
    const body = gzipSync(JSON.stringify({ title: "x".repeat(900_000) }));
    const head = `POST /acme/v2/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${acme.credential}\r\nContent-Type: application/json\r\n`;
    const whole = connect(closing.port, "127.0.0.1").on("error", () => {});
    const part = connect(closing.port, "127.0.0.1").on("error", () => {});
    whole.write(`${head}Content-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`);
    whole.write(body);
    part.write(`${head}Content-Length: 9\r\n\r\n{`);
    // Answered on the same port: what was sent before it has arrived.
    await fetch(`${closing.url}/_standin/health`).then((response) => response.text());
    whole.destroy();
    await closing.close();
    expect(acme.exchanges().map(({ operation }) => operation)).toEqual(["createTask", "createTask"]);
    expect(acme.exchanges()).toContainEqual(expect.objectContaining({ response: null }));
    part.destroy();
  });

  it("throws what the first handler that crashed threw", async () => {
    const closing = await startFixture();
    await fetch(`${closing.url}/acme/v2/defects/crash`, { headers: bearer });
    await expect(closing.close()).rejects.toThrowErrorMatchingInlineSnapshot(
      `[MockCrash: [acme] crash threw: TypeError: the handler has a defect]`,
    );
  });
});

describe("startStandin", () => {
  it("tells where each provider is", () => {
    const { url } = standin;
    expect(standin.provider("acme")).toMatchObject({
      baseUrl: `${url}/acme/v2`,
      credential: "standin-key",
      host: "api.acme.example",
    });
    expect(standin.provider("zeta").tenant("t")).toMatchObject({ baseUrl: `${url}/zeta`, credential: "standin-key+t" });
    expect(standin.providers).toEqual(["acme", "zeta"]);
  });

  it("says what to do when the address cannot be had", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as AddressInfo;
    const messages: string[] = [];
    for (const options of [{ port }, { host: "203.0.113.1" }, { host: "no.such.invalid" }]) {
      const error = await startFixture(options).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(StandinError);
      expect(error).toMatchObject({ code: "ADDRESS_UNAVAILABLE" });
      messages.push((error as StandinError).message.replace(String(port), "4010"));
    }
    expect(messages).toMatchInlineSnapshot(`
      [
        "Cannot listen on 127.0.0.1:4010: the port is in use. Stop what listens there, name another port, or take a free one with port 0.",
        "Cannot listen on 203.0.113.1:0: this machine has no address 203.0.113.1. Name one of its own, such as 127.0.0.1.",
        "Cannot listen on no.such.invalid:0: no address is known for no.such.invalid. Name one of this machine's, such as 127.0.0.1.",
      ]
    `);
    taken.close();
  });

  it("serves all providers that the folders define unless some are named", async () => {
    const all = await startStandin({ providersDir });
    expect(all.providers).toEqual(expect.arrayContaining(["acme", "zeta"]));
    await all.close();
  });
});
