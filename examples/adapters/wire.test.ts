import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { adapters } from "./adapters.ts";
import { type Answer, type Driver, readConfig, startDriver } from "./drive.ts";
import { readSchemas } from "./schemas.ts";

const credential = "a-secret";

/** What the vendor's server does with a request: the `count`th, from 1 on. `good` is the documented answer. */
type Script = (reply: ServerResponse, good: Good, count: number) => void;

interface Good {
  status: number;
  type: string;
  body: string;
}

interface Request {
  at: number;
  url: string;
  headers: IncomingMessage["headers"];
}

interface Served {
  baseUrl: string;
  requests: Request[];
  close(): void;
}

async function serve(script: Script, good: Good): Promise<Served> {
  const requests: Request[] = [];
  const server = createServer((request, reply) => {
    requests.push({ at: performance.now(), url: request.url ?? "", headers: request.headers });
    request.resume().on("end", () => script(reply, good, requests.length));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function send(
  reply: ServerResponse,
  { status, type, body }: Partial<Good>,
  headers: Record<string, string> = {},
): void {
  reply.writeHead(status ?? 200, { ...(type === undefined ? {} : { "content-type": type }), ...headers }).end(body);
}

/** Writes a piece of the text at a time, as long as anybody listens. */
function drip(reply: ServerResponse, write: (piece: string) => void, text: string): void {
  let at = 0;
  const timer = setInterval(() => write(text[at++ % text.length] as string), 50);
  reply.on("close", () => clearInterval(timer));
}

interface Case {
  script: Script;
  kind?: string;
  status?: number;
  /** In the message. */
  says?: string;
  retryAfterMs?: number;
  requests: number;
  /** The least time between the first two, in milliseconds. */
  apart?: number;
}

const elsewhere = await serve((reply, good) => send(reply, good), {
  status: 200,
  type: "application/json",
  body: "{}",
});
afterAll(() => elsewhere.close());
const page = "<html><body>Bad gateway</body></html>";
const json = "application/json";
const noon = "Sat, 21 Nov 2026 12:00:00 GMT";

/** How the documented update ends, which is a write and of no known key but Truto's. */
const writes: Record<string, Case> = {
  "a page in the place of JSON": {
    script: (reply) => send(reply, { type: "text/html", body: page }),
    kind: "unexpected-answer",
    status: 200,
    says: "text/html",
    requests: 1,
  },
  "JSON under another content type": {
    script: (reply, { body }) => send(reply, { type: "text/plain", body }),
    kind: "unexpected-answer",
    status: 200,
    requests: 1,
  },
  "JSON under no content type": {
    script: (reply, { body }) => send(reply, { body }),
    kind: "unexpected-answer",
    status: 200,
    requests: 1,
  },
  "half of the JSON": {
    script: (reply, { type, body }) => send(reply, { type, body: body.slice(0, body.length / 2) }),
    kind: "unexpected-answer",
    status: 200,
    requests: 1,
  },
  "a list in the place of an object": {
    script: (reply, { type }) => send(reply, { type, body: "[]" }),
    kind: "unexpected-answer",
    status: 200,
    requests: 1,
  },
  "an answer with no body": {
    script: (reply) => send(reply, { status: 204 }),
    kind: "unexpected-answer",
    status: 204,
    requests: 1,
  },
  "bytes that are no UTF-8": {
    script: (reply, { type }) => reply.writeHead(200, { "content-type": type }).end(Buffer.from([0x22, 0xff, 0x22])),
    kind: "unexpected-answer",
    status: 200,
    requests: 1,
  },
  "a redirect to another host": {
    script: (reply) => send(reply, { status: 307 }, { location: elsewhere.baseUrl }),
    kind: "unexpected-answer",
    status: 307,
    requests: 1,
  },
  "a refusal in no format of the vendor's": {
    script: (reply) => send(reply, { status: 502, type: "text/html", body: page }),
    kind: "unavailable",
    status: 502,
    says: page,
    requests: 1,
  },
  "a refusal whose body is cut": {
    script: (reply) => {
      reply.writeHead(404, { "content-type": json, "content-length": "1000" }).write('{"message":');
      setTimeout(() => reply.destroy(), 50);
    },
    kind: "not-found",
    status: 404,
    requests: 1,
  },
  "503 without a time": {
    script: (reply) => send(reply, { status: 503, type: json, body: "{}" }),
    kind: "unavailable",
    status: 503,
    requests: 1,
  },
  "503 with a time, once": {
    script: (reply, good, count) =>
      count === 1 ? send(reply, { status: 503, type: json, body: "{}" }, { "retry-after": "1" }) : send(reply, good),
    requests: 2,
    apart: 1000,
  },
  "429 with a date, once": {
    script: (reply, good, count) =>
      count === 1
        ? send(reply, { status: 429 }, { date: noon, "retry-after": noon.replace("12:00:00", "12:00:01") })
        : send(reply, good),
    requests: 2,
    apart: 1000,
  },
  "429 with an hour": {
    script: (reply) =>
      send(reply, { status: 429, type: json, body: '{"message":"Enough"}' }, { "retry-after": "3600" }),
    kind: "rate-limited",
    status: 429,
    retryAfterMs: 3_600_000,
    requests: 1,
  },
  "429 for ever": {
    script: (reply) => send(reply, { status: 429 }, { "retry-after": "0" }),
    kind: "rate-limited",
    status: 429,
    retryAfterMs: 0,
    requests: 3,
  },
  "500 once": {
    script: (reply) => send(reply, { status: 500, type: json, body: "{}" }),
    kind: "unavailable",
    status: 500,
    requests: 1,
  },
  "no answer": { script: () => {}, kind: "network", requests: 1 },
  "a head that drips": {
    script: (reply) =>
      drip(reply, (piece) => reply.socket?.write(piece), "HTTP/1.1 200 OK\r\nx: y\r\nz: y\r\nx: y\r\n"),
    kind: "network",
    requests: 1,
  },
  "a body that drips until the connection ends": {
    script: (reply, { type }) => {
      reply.socket?.write(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\nconnection: close\r\n\r\n`);
      drip(reply, (piece) => reply.socket?.write(piece), " ");
    },
    kind: "network",
    requests: 1,
  },
};

/** How a read ends, which may be repeated. */
const reads: Record<string, Case> = {
  "500 and 504, once each": {
    script: (reply, good, count) => (count < 3 ? send(reply, { status: count === 1 ? 500 : 504 }) : send(reply, good)),
    requests: 3,
  },
  "a connection that ends, twice": {
    script: (reply, good, count) => void (count < 3 ? reply.destroy() : send(reply, good)),
    requests: 3,
  },
  "a connection that ends every time": { script: (reply) => void reply.destroy(), kind: "network", requests: 3 },
  "404": { script: (reply) => send(reply, { status: 404 }), kind: "not-found", status: 404, requests: 1 },
  "501": { script: (reply) => send(reply, { status: 501 }), kind: "invalid", status: 501, requests: 1 },
  "no answer": { script: () => {}, kind: "network", requests: 1 },
};

const nothing = { kind: undefined, status: undefined, retryAfterMs: undefined };

type Call = (operation: string, input: unknown, baseUrl: string) => Promise<Omit<Answer, "id">>;

/** In real time: what is waited is seen on the wire. */
function inProcess(create: (typeof adapters)[string]): Call {
  return async (operation, input, baseUrl) => {
    const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
    const adapter = create({ baseUrl, credential, timeoutMs: 2000, sleep });
    return adapter(operation, input).then(
      (result) => ({ result }),
      (error) => ({ error }),
    );
  };
}

function throughDriver(driver: Driver): Call {
  return (operation, input, baseUrl) => driver.call(operation, input, { baseUrl, credential });
}

const calls: Record<string, Call> = Object.fromEntries(
  Object.entries(adapters).map(([folder, create]) => [folder, inProcess(create)]),
);
if (spawnSync("python3", ["--version"]).status === 0) {
  const driver = startDriver("weeek-python");
  afterAll(async () => expect([await driver.end(), driver.errors()]).toEqual([0, ""]));
  calls["weeek-python"] = throughDriver(driver);
}

for (const [folder, call] of Object.entries(calls)) {
  for (const [verb, cases] of Object.entries({ update: writes, get: reads })) {
    const operation = readSchemas(folder).find((each) => each.operation.startsWith(verb));
    if (operation === undefined) continue;
    const { response } = readInteraction(readConfig(folder).provider, operation.operation);
    const good = {
      status: response.status,
      type: response.headers["content-type"],
      body: JSON.stringify(response.body),
    };
    const name = `${folder} meets, in answer to ${operation.operation},`;
    it.concurrent.each(Object.entries(cases))(
      `${name} %s`,
      async (_case, { script, requests, apart = 0, says = "", ...expected }) => {
        const server = await serve(script, good);
        const { error, result } = await call(operation.operation, operation.examples[0], server.baseUrl);
        server.close();
        const { kind, status, retryAfterMs, message } = error ?? {};
        expect({ kind, status, retryAfterMs, requests: server.requests.length }).toEqual({
          ...nothing,
          ...expected,
          requests,
        });
        if (error === undefined) expect(operation.checkResult(result)).toBeUndefined();
        expect(message ?? "").toContain(says);
        const [first, second] = server.requests;
        if (second !== undefined) expect(second.at - (first?.at ?? 0)).toBeGreaterThan(apart);
        for (const { url } of server.requests) expect(url).not.toContain(credential);
        expect(elsewhere.requests).toEqual([]);
      },
    );
  }
}

function readInteraction(provider: string, operation: string) {
  const path = join(import.meta.dirname, `../../contracts/${provider}/interactions`);
  const file = ["documented", "success"].map((name) => join(path, `${operation}.${name}.json`)).find(existsSync);
  if (file === undefined) throw new Error(`No interaction of ${operation}`);
  return JSON.parse(readFileSync(file, "utf8"));
}
