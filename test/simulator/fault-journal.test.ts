import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JournalledExchange, Standin, Tenant } from "../../src/index.ts";
import { startFixture } from "./fixture.ts";
import { createWatchedFolder } from "./watched-folder.ts";

const told: JournalledExchange[] = [];
let standin: Standin;
let acme: Tenant & { baseUrl: string };
let count = 0;

beforeAll(async () => {
  standin = await startFixture({ onExchange: (exchange) => told.push(exchange) });
});
afterAll(() => standin.close());
beforeEach(() => {
  acme = standin.provider("acme").tenant(`journal-${++count}`);
});

/** What comes over the wire: `body` are the bytes behind the head. */
interface Wire {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

function receive(method: string, path: string, text = ""): Promise<Wire> {
  const { pathname, port } = new URL(acme.baseUrl);
  const lines = [
    `${method} ${pathname}${path} HTTP/1.1`,
    "host: x",
    `authorization: Bearer ${acme.credential}`,
    "connection: close",
    ...(text === "" ? [] : ["content-type: application/json", `content-length: ${Buffer.byteLength(text)}`]),
  ];
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(`${lines.join("\r\n")}\r\n\r\n${text}`));
    socket.on("data", (piece) => pieces.push(piece));
    socket.on("error", reject);
    socket.on("close", () => {
      const bytes = Buffer.concat(pieces);
      const end = bytes.indexOf("\r\n\r\n");
      const [first = "", ...fields] = bytes.toString("latin1", 0, end).split("\r\n");
      const pairs = fields.map((field) => [field.slice(0, field.indexOf(":")).toLowerCase(), field.split(": ")[1]]);
      resolve({
        status: Number(first.split(" ")[1]),
        headers: Object.fromEntries(pairs),
        body: bytes.subarray(end + 4),
      });
    });
  });
}

const create = (title: string) => receive("POST", "/tasks", JSON.stringify({ title }));

/** The exchange that was journalled last, and the bytes of its answer's body. */
function journalled() {
  const exchange = acme.exchanges().at(-1) as JournalledExchange;
  const {
    status,
    headers,
    body = "",
    bodyEncoding,
    bodySize,
  } = exchange.response as NonNullable<JournalledExchange["response"]>;
  return { exchange, status, headers, bytes: Buffer.from(body, bodyEncoding ?? "utf8"), bodyEncoding, bodySize };
}

/** As a client reads them: those of the connection itself are the server's. */
function headersOf({ headers: { connection: _, ...headers } }: Wire): Record<string, string> {
  return headers;
}

const titles = [
  ["ASCII", "Sweep the yard"],
  ["characters of two bytes, the cut between two of them or inside one", "ü".repeat(200)],
  ["one byte more", `${"ü".repeat(200)}x`],
  ["two bytes more", `${"ü".repeat(200)}xx`],
  ["characters of four bytes", "𝄞".repeat(101)],
  ["more than the journal keeps", "x".repeat(300_000)],
  ["more than the journal keeps, of two bytes each", "ü".repeat(150_001)],
] as const;

describe("of truncate", () => {
  it.each(titles)("the journal has what was sent: %s", async (_, title) => {
    acme.faults.arm({ kind: "truncate" });
    const wire = await create(title);
    const { exchange, status, headers, bytes, bodySize } = journalled();
    expect([status, headers]).toEqual([wire.status, headersOf(wire)]);
    expect(wire.body.length).toBe(Math.floor(Number(headers["content-length"]) / 2));
    expect(bodySize ?? bytes.length).toBe(wire.body.length);
    expect(bytes.equals(wire.body.subarray(0, bytes.length))).toBe(true);
    if (bodySize !== undefined) expect(bytes.length).toBeGreaterThanOrEqual(64 * 1024);
    expect(told.at(-1)).toEqual(exchange);
    expect(exchange.violations).toEqual([]);
  });

  it("a cut inside a character leaves bytes, and any other text", async () => {
    acme.faults.arm({ kind: "truncate" });
    const encodings = [];
    for (const title of ["ü".repeat(200), `${"ü".repeat(200)}xx`]) {
      await create(title);
      encodings.push(journalled().bodyEncoding);
    }
    expect(encodings.sort()).toEqual(["base64", undefined]);
  });

  it("what is text is told as the text that it is, in every export", async () => {
    acme.faults.arm({ kind: "truncate" });
    await receive("GET", `/reports?api_key=${encodeURIComponent(acme.credential)}`);
    const response = { status: 200, headers: { "content-length": "9" }, body: "id;t" };
    expect(journalled().exchange).toMatchObject({ response });
    const query = `tenant=journal-${count}`;
    const ndjson = await (await fetch(`${standin.url}/_standin/exchanges.ndjson?${query}`)).json();
    expect(ndjson).toEqual(journalled().exchange);
    const har = (await (await fetch(`${standin.url}/_standin/exchanges.har?${query}`)).json()) as {
      log: { entries: unknown[] };
    };
    expect(har.log.entries).toMatchObject([{ response: { content: { size: 4, text: "id;t" }, bodySize: 4 } }]);
    const events = await (
      await fetch(`${standin.url}/_standin/exchanges/events?since=x-000000&limit=1&${query}`)
    ).text();
    expect(events).toContain(`data: ${JSON.stringify(journalled().exchange)}\n`);
  });

  it("a body of one byte is none", async () => {
    const folder = createWatchedFolder();
    const own = await folder.start();
    acme = own.provider("acme").tenant("mine");
    acme.faults.arm({ kind: "truncate" });
    // It answers how many tasks there are.
    const wire = await create("Sweep");
    expect([wire.body.length, wire.headers["content-length"]]).toEqual([0, "1"]);
    expect(journalled().exchange.fault).toMatchObject({ kind: "truncate" });
    expect(journalled().exchange.response).not.toHaveProperty("body");
  });

  it("an answer without a body is as it always is", async () => {
    acme.faults.arm({ kind: "truncate" });
    const wire = await receive("DELETE", "/tasks/task-1");
    expect([wire.status, wire.body.length]).toEqual([204, 0]);
    expect(journalled().exchange).not.toHaveProperty("fault");
    expect(journalled().headers).toEqual(headersOf(wire));
  });
});

describe("of malformed-chunk", () => {
  it.each(titles)("the journal has what was sent, the head alone: %s", async (_, title) => {
    acme.faults.arm({ kind: "malformed-chunk" });
    const wire = await create(title);
    const { exchange, status, headers } = journalled();
    expect(wire.body.toString()).toBe("this is no size of a chunk\r\n");
    expect([status, headers]).toEqual([wire.status, headersOf(wire)]);
    expect(headers).toMatchObject({ "transfer-encoding": "chunked", location: expect.any(String) });
    expect(headers).not.toHaveProperty("content-length");
    for (const member of ["body", "bodyEncoding", "bodySize"]) expect(exchange.response).not.toHaveProperty(member);
    expect(told.at(-1)).toEqual(exchange);
  });
});

it("what the answer breaks by another fault is planned all the same", async () => {
  acme.faults.arm({ kind: "invalid-response" });
  acme.faults.arm({ kind: "truncate" });
  const wire = await receive("GET", "/tasks/task-1");
  const { exchange, bytes } = journalled();
  expect(exchange.fault).toMatchObject({ kind: "invalid-response", also: ["truncate"] });
  expect(exchange.violations).toHaveLength(1);
  expect(acme.violations()).toEqual([]);
  expect(bytes.equals(wire.body)).toBe(true);
});
