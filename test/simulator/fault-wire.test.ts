import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Standin, TenantFault } from "../../src/index.ts";
import { startFixture } from "./fixture.ts";

let standin: Standin;

beforeAll(async () => {
  standin = await startFixture();
});
afterAll(() => standin.close());

interface Wire {
  text: string;
  bytes: Buffer;
  /** How the server ended the connection. */
  end: "FIN" | "RST";
  /** When each piece came, in milliseconds after the request. */
  times: number[];
}

let count = 0;

/** What comes over the wire for a documented request under a fault. */
function receive(fault: TenantFault, requests = 1, start = "GET /acme/v2/tasks/task-1"): Promise<Wire> {
  const acme = standin.provider("acme").tenant(`wire-${++count}`);
  acme.faults.arm(fault);
  const request = `${start} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${acme.credential}\r\n`;
  const last = `${request}connection: close\r\n\r\n`;
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const times: number[] = [];
    let end: Wire["end"] = "FIN";
    const started = performance.now();
    const socket = connect(standin.port, "127.0.0.1", () => socket.write(`${request}\r\n`.repeat(requests - 1) + last));
    socket.on("data", (piece) => {
      pieces.push(piece);
      times.push(performance.now() - started);
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNRESET") end = "RST";
    });
    socket.on("close", () => {
      const bytes = Buffer.concat(pieces);
      resolve({ text: bytes.toString("latin1"), bytes, end, times });
    });
  });
}

const body = '{"id":"task-1","title":"Water the plants","createdAt":"2026-01-01T00:00:00.000Z"}';
const bodyOf = (text: string) => text.slice(text.indexOf("\r\n\r\n") + 4);

it("reset sends nothing and then RST", async () => {
  expect(await receive({ kind: "reset" })).toMatchObject({ text: "", end: "RST" });
});

it("after-commit sends nothing and then RST", async () => {
  expect(await receive({ kind: "after-commit" }, 1, "DELETE /acme/v2/tasks/task-1")).toMatchObject({
    text: "",
    end: "RST",
  });
});

it("empty sends nothing and then FIN", async () => {
  expect(await receive({ kind: "empty" })).toMatchObject({ text: "", end: "FIN" });
});

it("malformed-chunk sends a good head and then a broken chunk", async () => {
  const { text, end } = await receive({ kind: "malformed-chunk" });
  expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(text).toMatch(/\r\ncontent-type: application\/json\r\n/);
  expect(text).toMatch(/\r\ntransfer-encoding: chunked\r\n/);
  expect(text).not.toMatch(/content-length/);
  expect([bodyOf(text), end]).toEqual(["this is no size of a chunk\r\n", "FIN"]);
});

it("garbage sends bytes that are no HTTP, the same each time", async () => {
  const { bytes, end } = await receive({ kind: "garbage" });
  expect([bytes.length, end]).toEqual([128, "FIN"]);
  expect(bytes.every((byte) => byte >= 128)).toBe(true);
  expect((await receive({ kind: "garbage" })).bytes.equals(bytes)).toBe(true);
});

it("truncate announces the whole body and sends half of it", async () => {
  const { text, end } = await receive({ kind: "truncate" });
  expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(text).toContain(`content-length: ${body.length}\r\n`);
  expect([bodyOf(text), end]).toEqual([body.slice(0, body.length / 2), "FIN"]);
});

it("slow-drip sends the right bytes, spread over the time", async () => {
  const { text, times, end } = await receive({ kind: "slow-drip", delay: "300ms" });
  expect([bodyOf(text), end]).toEqual([body, "FIN"]);
  expect(times.length).toBeGreaterThan(5);
  expect(times.at(-1)).toBeGreaterThan(280);
});

it.each(["reset", "empty", "truncate", "garbage"] as const)(
  "%s waits for the answers to requests before it",
  async (kind) => {
    const { text } = await receive({ kind, after: 2 }, 3);
    expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(kind === "truncate" ? 3 : 2);
  },
);

it("leaves the server as it was", async () => {
  const response = await fetch(`${standin.url}/acme/v2/tasks/task-1`, {
    headers: { authorization: "Bearer standin-key" },
  });
  expect([response.status, await response.text()]).toEqual([200, body]);
});
