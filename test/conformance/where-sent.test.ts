import http, { get, type RequestOptions, request } from "node:http";
import https from "node:https";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { callSitesOf, rememberCalls, whereSent } from "../../src/conformance/call-sites.ts";
import type { Exchange } from "../../src/exchange.ts";

const cwd = process.cwd();
const file = join(cwd, "adapter.js");

/** An error with this stack. */
function stackOf(...frames: string[]): Error {
  return Object.assign(new Error("sent"), { stack: ["Error: sent", ...frames].join("\n") });
}

const exchange = (id: string, url: string, method = "GET") => ({ id, request: { method, url } }) as unknown as Exchange;
const sent = (path: string, sentAt: Error | undefined, method = "GET") => ({ method, path, sentAt });

/** The place that is told for a request with this stack. */
function placeOf(...frames: string[]): object | undefined {
  return callSitesOf([sent("/tasks", stackOf(...frames))], [exchange("1", "http://acme/tasks")]).get("1");
}

it.each([
  ["a function", `    at async Adapter.read (${file}:3:14)`],
  ["no function", `    at ${file}:3:14`],
  ["a URL", `    at read (${pathToFileURL(file).href}:3:14)`],
  ["brackets in a name", `    at Object.read [as call] (${file}:3:14)`],
])("reads a place with %s", (_, frame) => {
  expect(placeOf(frame)).toEqual({ file: "adapter.js", line: 3, column: 14 });
});

it("passes over the platform, libraries and the suite's own code, and tells the innermost place of all others", () => {
  const frames = [
    "    at node:internal/deps/undici/undici:15845:13",
    "    at fetch (node:internal/process/task_queues:95:5)",
    "    at new Promise (<anonymous>)",
    `    at send (${join(cwd, "node_modules/axios/index.js")}:1:1)`,
    `    at send (${pathToFileURL(join(cwd, "node_modules/axios/index.js")).href}:1:1)`,
    `    at here (${join(cwd, "src/conformance/call-sites.ts")}:40:15)`,
    `    at here (${pathToFileURL(join(cwd, "src/conformance/call-sites.ts")).href}:40:15)`,
  ];
  expect(placeOf(...frames)).toBeUndefined();
  const own = [`    at read (${file}:31:14)`, `    at run (${join(cwd, "run.js")}:2:1)`];
  expect(placeOf(...frames, ...own)).toEqual({ file: "adapter.js", line: 31, column: 14 });
  expect(placeOf(`    at read (${join(cwd, "node_modules_of_ours/index.js")}:1:1)`)).toEqual(
    expect.objectContaining({ file: "node_modules_of_ours/index.js" }),
  );
  expect(placeOf()).toBeUndefined();
});

it("takes for the sender of an exchange the first that asked for it and is not another's", () => {
  const at = (line: number) => stackOf(`    at read (${file}:${line}:1)`);
  const senders = [
    sent("/v1/tasks?page=1", at(1), "POST"),
    sent("/v1/tasks?page=1", at(2)),
    sent("/v1/tasks", at(3)),
    sent("http://proxy/v1/tasks#top", at(4)),
    sent("/v1/tasks/2", at(5)),
    sent("/v1/blank", undefined),
    sent("/v1/bare", Object.assign(new Error("sent"), { stack: undefined })),
  ];
  const exchanges = [
    exchange("a", "http://127.0.0.1:1/v1/tasks?key=***"),
    exchange("b", "HTTPS://acme.example/v1/tasks#\n?"),
    exchange("c", "http://127.0.0.1:1/tasks"),
    exchange("d", "http://127.0.0.1:1/tasks"),
    exchange("e", "http://127.0.0.1:1/v1/tasks", "POST"),
    ...[exchange("f", "http://127.0.0.1:1/v1/blank"), exchange("g", "http://127.0.0.1:1/v1/bare")],
    exchange("h", "http://127.0.0.1:1/v1/tasks/2"),
  ];
  const lines = [...callSitesOf(senders, exchanges)].map(([id, { line }]) => [id, line]);
  expect(lines).toEqual([...["a", "b", "c", "e", "h"].map((id, index) => [id, [2, 3, 4, 1, 5][index]])]);
  expect(senders).toHaveLength(7);
});

/** Calls from so many functions deep. */
function from<T>(depth: number, call: () => T): T {
  return depth === 0 ? call() : from(depth - 1, call);
}

it("remembers where both clients of Node.js are called, from deep within libraries too", async () => {
  const { fetch } = globalThis;
  globalThis.fetch = (async () => whereSent({})) as unknown as typeof fetch;
  rememberCalls();
  const limit = Error.stackTraceLimit;
  const url = "http://127.0.0.1:9/";
  const options: RequestOptions = { host: "127.0.0.1", port: 9 };
  const asked = await from(30, () => globalThis.fetch(url) as unknown as Promise<Error>);
  globalThis.fetch = fetch;
  const requests = [
    () => get(url),
    () => request(url),
    () => http.get(options),
    () => http.request(options, () => {}),
    () => https.get("https://127.0.0.1:9/"),
    () => https.request({ ...options, rejectUnauthorized: false }),
  ].map((send) => from(30, send));
  for (const one of requests) one.on("error", () => {}).destroy();
  for (const error of [asked, ...requests.map(whereSent)]) {
    const lines = error?.stack?.split("\n") ?? [];
    expect(lines.filter((line) => line.includes("where-sent.test.ts")).length).toBeGreaterThan(25);
    expect(lines.length).toBeLessThanOrEqual(51);
  }
  expect([
    Error.stackTraceLimit,
    whereSent({}),
    whereSent(
      http
        .request(url)
        .on("error", () => {})
        .destroy(),
    ),
  ]).toEqual([...[limit, undefined, expect.objectContaining({ message: "sent" })]]);
});
