import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Standin, Tenant, TenantFault } from "../../src/index.ts";
import { startFixture } from "./fixture.ts";
import { createWatchedFolder, mockFile } from "./watched-folder.ts";

let standin: Standin;
let acme: Tenant & { baseUrl: string };
let count = 0;

beforeAll(async () => {
  standin = await startFixture();
});
afterAll(() => standin.close());
beforeEach(() => {
  acme = standin.provider("acme").tenant(`continue-${++count}`);
});

const body = '{"title":"Sweep the yard"}';

interface Received {
  text: string;
  /** How the server ended the connection. */
  end: "FIN" | "RST";
}

/** What comes for a write whose client waits to be asked for its body, or sends it at once. */
function receive(text = body, sends: "when asked" | "at once" = "when asked", query = ""): Promise<Received> {
  const { pathname, port } = new URL(acme.baseUrl);
  const lines = [
    `POST ${pathname}/tasks${query} HTTP/1.1`,
    "host: x",
    `authorization: Bearer ${acme.credential}`,
    "connection: close",
    "content-type: application/json",
    `content-length: ${text.length}`,
    "expect: 100-continue",
  ];
  return new Promise((resolve) => {
    const received: Received = { text: "", end: "FIN" };
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    if (sends === "at once") socket.write(text);
    socket.on("data", (piece) => {
      received.text += piece.toString("latin1");
      if (sends === "when asked" && received.text === asked) socket.write(text);
    });
    // What is written on a connection that was reset finds no reader.
    socket.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (code === "ECONNRESET" || code === "EPIPE") received.end = "RST";
    });
    socket.on("close", () => resolve(received));
  });
}

const minute = 60_000;

const asked = "HTTP/1.1 100 Continue\r\n\r\n";

/** The same with the client of Node.js, which sends its body only when it is asked for it. */
async function ask(): Promise<{ status?: number | undefined; error?: string; asked: boolean }> {
  const seen = { asked: false };
  const headers = {
    authorization: `Bearer ${acme.credential}`,
    "content-type": "application/json",
    "content-length": body.length,
    expect: "100-continue",
  };
  const sent = request(`${acme.baseUrl}/tasks`, { method: "POST", headers, agent: false });
  sent.on("continue", () => {
    seen.asked = true;
    sent.end(body);
  });
  sent.flushHeaders();
  try {
    const [response] = await once(sent, "response");
    response.resume();
    await once(response, "end");
    return { status: response.statusCode, ...seen };
  } catch (error) {
    return { error: (error as NodeJS.ErrnoException).code ?? String(error), ...seen };
  }
}

const statusOf = ({ text }: Received): string => text.replace(asked, "100, ").split("\r\n")[0] as string;

describe("a client that waits to be asked for its body", () => {
  it.each([
    ["reset", "", "RST"],
    ["empty", "", "FIN"],
  ] as const)("hears nothing of %s but the end", async (kind, text, end) => {
    acme.faults.arm({ kind });
    expect(await receive()).toEqual({ text, end });
    expect(await ask()).toEqual({ error: "ECONNRESET", asked: false });
  });

  it("hears garbage and nothing else", async () => {
    acme.faults.arm({ kind: "garbage" });
    const { text, end } = await receive();
    expect([text.length, /^[\x80-\xff]*$/.test(text), end]).toEqual([128, true, "FIN"]);
    expect(await ask()).toEqual({ error: expect.stringMatching(/^HPE_/), asked: false });
  });

  it("hears nothing until a delay before the end is over", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    acme.faults.arm({ kind: "delay", delay: "1h" });
    acme.faults.arm({ kind: "reset" });
    const received = receive();
    await expect.poll(() => acme.faults.list().map(({ hits }) => hits)).toEqual([1, 1]);
    vi.advanceTimersByTime(59 * minute);
    expect(acme.exchanges()).toEqual([]);
    vi.advanceTimersByTime(minute);
    expect(acme.exchanges()).toMatchObject([{ response: null, fault: { kind: "reset", also: ["delay"] } }]);
    expect(await received).toEqual({ text: "", end: "RST" });
  });

  it("has its exchange in the journal, with what its head breaks and nothing of its body", async () => {
    acme.faults.arm({ kind: "reset", times: 1 });
    await receive(body, "when asked", "?colour=red");
    expect(acme.faults.list()).toMatchObject([{ hits: 1 }]);
    const [exchange] = acme.exchanges();
    expect(exchange).toMatchObject({
      operation: "createTask",
      startedAt: "2026-01-01T00:00:01.000Z",
      response: null,
      fault: { id: "acme-1", kind: "reset" },
      violations: [{ part: "request.query", pointer: "/colour" }],
    });
    expect(exchange?.violations).toHaveLength(1);
    expect(exchange?.request).not.toHaveProperty("body");
    expect(acme.state()).toMatchObject({ tasks: expect.objectContaining({ size: 2 }) });
    expect(statusOf(await receive())).toBe("100, HTTP/1.1 201 Created");
    expect(acme.exchanges()[1]).toMatchObject({ startedAt: "2026-01-01T00:00:02.000Z", request: { body } });
  });

  it("hears nothing where it has no body to wait with", async () => {
    for (const kind of ["reset", "empty"] as const) acme.faults.arm({ kind, times: 1 });
    expect(await receive("")).toEqual({ text: "", end: "RST" });
    expect(await receive("")).toEqual({ text: "", end: "FIN" });
    expect(statusOf(await receive(""))).toBe("HTTP/1.1 400 Bad Request");
  });

  it("hears nothing of a write without a body that is kept, even as the first of its tenant", async () => {
    const folder = createWatchedFolder();
    const own = await folder.start();
    acme = own.provider("acme").tenant("mine");
    acme.faults.arm({ kind: "after-commit", times: 1 });
    expect(await receive("")).toEqual({ text: "", end: "RST" });
    expect((acme.state() as { tasks: string[] }).tasks).toHaveLength(1);
    expect(acme.exchanges()).toMatchObject([{ response: null, fault: { kind: "after-commit" } }]);
  });

  it("is asked where nothing is armed for it", async () => {
    acme.faults.arm({ kind: "reset", operation: "getTask" });
    expect(statusOf(await receive())).toBe("100, HTTP/1.1 201 Created");
    expect(await ask()).toEqual({ status: 201, asked: true });
  });

  it.each<[string, TenantFault]>([
    ["the write has to be kept", { kind: "after-commit" }],
    ["a fault before it answers", { kind: "status", status: 429, force: true }],
  ])("is asked where %s", async (_, fault) => {
    acme.faults.arm(fault);
    acme.faults.arm({ kind: "reset" });
    expect((await receive()).text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    expect(acme.exchanges()).toMatchObject([{ fault: { kind: fault.kind }, request: { body } }]);
    expect(acme.faults.list().map(({ hits }) => hits)).toEqual([1, 0]);
  });

  it("is asked where it is refused anyway", async () => {
    acme.faults.arm({ kind: "reset" });
    const { credential } = acme;
    acme.credential = "nobody";
    expect(statusOf(await receive())).toBe("100, HTTP/1.1 401 Unauthorized");
    acme.credential = credential;
    expect(acme.faults.list()).toMatchObject([{ hits: 0 }]);
  });

  it("is refused unasked where it announces more than is taken, and the fault waits", async () => {
    acme.faults.arm({ kind: "reset" });
    expect(statusOf(await receive("x".repeat(1024 * 1024 + 1)))).toBe("HTTP/1.1 413 Payload Too Large");
    expect(acme.faults.list()).toMatchObject([{ hits: 0 }]);
  });

  it("takes its turn as others do", async () => {
    // By its name, of which chance is made.
    acme = standin.provider("acme").tenant("turns");
    const fault = { kind: "reset", after: 2, times: 3, probability: 0.5 } as const;
    acme.faults.arm(fault);
    const waiting: string[] = [];
    for (let turn = 0; turn < 14; turn++) waiting.push((await receive()).end);
    acme.reset();
    acme.faults.arm(fault);
    const headers = { authorization: `Bearer ${acme.credential}`, "content-type": "application/json" };
    const others: string[] = [];
    for (let turn = 0; turn < 14; turn++)
      others.push(
        await fetch(`${acme.baseUrl}/tasks`, { method: "POST", headers, body })
          .then((response) => response.text())
          .then(
            () => "FIN",
            () => "RST",
          ),
      );
    expect(waiting).toEqual(others);
    expect(waiting.filter((end) => end === "RST")).toHaveLength(3);
    expect(waiting.slice(0, 2)).toEqual(["FIN", "FIN"]);
  });

  it("is counted in a quota once, and asked where that refuses it", async () => {
    acme.limits.set([{ name: "key", requests: 2, window: "1h" }]);
    acme.faults.arm({ kind: "reset", after: 1 });
    expect(statusOf(await receive())).toBe("100, HTTP/1.1 201 Created");
    expect(await receive()).toEqual({ text: "", end: "RST" });
    expect(acme.limits.list()).toMatchObject([{ used: 2 }]);
    expect(statusOf(await receive())).toBe("100, HTTP/1.1 429 Too Many Requests");
    expect(acme.faults.list()).toMatchObject([{ hits: 1 }]);
  });

  it.each([
    ["a guard", "refusals: {", "refusals: { guard: ({ text }) => (text === 'no' ? { status: 403 } : undefined),"],
    ["a guard that reads the violations", "refusals: {", "refusals: { guard: ({ violations: [] }) => undefined,"],
    ["a quota", 'window: "1h"', 'window: "1h", of: (request) => JSON.stringify(request.body)'],
  ])("is asked where %s wants to see the body, and then the fault hits", async (_, from, to) => {
    const folder = createWatchedFolder();
    folder.replace(mockFile, from, to);
    const own = await folder.start();
    acme = own.provider("acme").tenant("mine");
    acme.limits.set();
    acme.faults.arm({ kind: "reset" });
    expect(await receive()).toEqual({ text: asked, end: "RST" });
    expect(acme.exchanges()).toMatchObject([{ fault: { kind: "reset" }, request: { body } }]);
    expect(own.lines).toEqual([]);
  });

  it("is not asked where a guard lets it in by its headers, and leaves what that does as it was", async () => {
    const folder = createWatchedFolder();
    const guard = "refusals: { guard: (_, { state, nextId }) => void state.tasks.push(nextId()),";
    folder.replace(mockFile, "refusals: {", guard);
    const own = await folder.start();
    acme = own.provider("acme").tenant("mine");
    acme.faults.arm({ kind: "reset", times: 1 });
    expect(await receive()).toEqual({ text: "", end: "RST" });
    acme.faults.arm({ kind: "reset", probability: 0 });
    expect(statusOf(await receive())).toBe("100, HTTP/1.1 201 Created");
    // One of each guard, and one that was made.
    expect((acme.state() as { tasks: string[] }).tasks).toHaveLength(3);
  });
});

describe("a client that announces that it waits, and does not", () => {
  it.each([
    ["empty", 0],
    ["garbage", 128],
  ] as const)("hears the same of %s, however much it sends", async (kind, length) => {
    acme.faults.arm({ kind });
    for (const title of ["short", "x".repeat(900_000)]) {
      const { text, end } = await receive(JSON.stringify({ title }), "at once");
      expect([text.length, end]).toEqual([length, "FIN"]);
    }
  });

  it("is noticed when it leaves in a delay, whatever it has sent", async () => {
    acme.faults.arm({ kind: "delay", delay: "1h" });
    acme.faults.arm({ kind: "reset" });
    const head = `POST /acme/v2/tasks HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${acme.credential}\r\nexpect: 100-continue\r\n`;
    const socket = connect(standin.port, "127.0.0.1");
    socket.write(`${head}content-length: 900000\r\n\r\n`);
    socket.write("x".repeat(900_000), () => socket.destroy());
    await expect.poll(() => acme.exchanges()).toMatchObject([{ response: null, fault: { kind: "reset" } }]);
  });

  it("hears nothing of a reset", async () => {
    acme.faults.arm({ kind: "reset" });
    expect(await receive(body, "at once")).toEqual({ text: "", end: "RST" });
  });
});
