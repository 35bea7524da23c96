import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openElsewhere } from "../../src/conformance/elsewhere.ts";
import {
  firstMissing,
  firstOther,
  firstWrite,
  isNothing,
  resend,
  sendAgain,
  successOf,
} from "../../src/conformance/resend.ts";
import type { Subject } from "../../src/conformance/subject.ts";
import type { Exchange } from "../../src/exchange.ts";
import { contractOf } from "../contract/sequence-fixture.ts";

const contract = contractOf("acme");
const operation = contract.operations.find(({ id }) => id === "createTask");

/** What came to the vendor: the request line, headers that a test is about, and the body. */
const came: string[] = [];
let answer = { status: 200, body: '{"id":"t-1"}' };
const vendor = createServer(async (request, response) => {
  const headers = Object.entries(request.headers).filter(([name]) =>
    /^(authorization|x-|content-encoding|expect)/.test(name),
  );
  const sent = await text(request);
  came.push(
    [`${request.method} ${request.url}`, ...headers.map((one) => one.join(": ")), sent]
      .filter((one) => one !== "")
      .join("\n"),
  );
  response.writeHead(answer.status).end(answer.body);
});
let baseUrl = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => vendor.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}/acme`;
});
afterAll(() => vendor.close());

const tenant = () => ({ baseUrl, credential: "key+2" });
const subject = { contract, operation, openTenant: tenant } as unknown as Subject;

const request = {
  method: "POST",
  url: "https://api.acme.example/v2/tasks?key=redacted&a=b",
  headers: {
    authorization: "Bearer redacted",
    "x-note": "kept",
    host: "api.acme.example",
    "content-encoding": "gzip",
    connection: "keep-alive",
  },
  body: '{"title":"a"}',
};

it("sends again what an adapter has sent, below the tenant's address and with its credential", async () => {
  await (await sendAgain(subject, tenant(), request)).text();
  expect(came.splice(0)).toEqual([
    'POST /acme/tasks?key=key+2&a=b\nauthorization: Bearer key+2\nx-note: kept\n{"title":"a"}',
  ]);
  const basic = `Basic ${Buffer.from("redacted:x").toString("base64")}`;
  const { body: _, ...bare } = request;
  const headers = { authorization: basic, "x-list": ["a", "b"], "x-basic": `a ${basic}` };
  await (
    await sendAgain(subject, tenant(), { ...bare, method: "GET", url: "https://api.acme.example/v2/tasks", headers })
  ).text();
  expect(came.splice(0)).toEqual([
    `GET /acme/tasks\nauthorization: Basic ${Buffer.from("key+2:x").toString("base64")}\nx-list: a,b\nx-basic: a ${basic}`,
  ]);
});

it("tells what the vendor says of another body, and nothing where it refuses", async () => {
  const exchange = { request } as unknown as Exchange;
  expect(await resend(subject, exchange, { title: "b" })).toEqual({ id: "t-1" });
  expect(came.splice(0)[0]).toContain('\n{"title":"b"}');
  answer = { status: 400, body: '{"error":"no"}' };
  expect(await resend(subject, exchange, {})).toBeUndefined();
  answer = { status: 200, body: "no JSON" };
  expect(await resend(subject, exchange, {})).toBeUndefined();
});

it("finds the write that can be sent again by itself", () => {
  const write = (method: string, id = "createTask") => ({ operation: id, request: { method } }) as Exchange;
  const find = (...exchanges: Exchange[]) => exchanges.indexOf(firstWrite({ subject, exchanges }) as Exchange);
  expect(find(write("GET", "listTasks"), write("HEAD", "a"), write("POST"))).toBe(2);
  expect(find(write("POST", "other"), write("POST"))).toBe(-1);
  expect(find(write("GET", "other"))).toBe(-1);
});

it("tells what was said of a request that was done", () => {
  const said = (status: number | null, body?: string) =>
    successOf({ response: status === null ? null : { status, headers: {}, body } } as unknown as Exchange);
  expect([said(200, "[1]"), said(299, "2"), said(300, "3"), said(199, "4"), said(null), said(204)]).toEqual([
    ...[[1], 2, undefined, undefined, undefined, undefined],
  ]);
});

it("tells where one answer has something that the other has not, or another value", () => {
  const saved = { a: null, b: "", c: [], d: { e: "x" }, f: 0 };
  expect(firstMissing(saved, { d: { e: "y" } })).toEqual({ pointer: "/f", value: 0 });
  expect(firstMissing(saved, { d: { e: "" }, f: 1 })).toEqual({ pointer: "/d/e", value: "x" });
  expect(firstMissing(saved, { d: { e: false }, f: false })).toBeUndefined();
  expect([undefined, null, "", [], {}, 0, false, [0]].map(isNothing)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(firstOther({ a: 1, b: { c: 1 }, d: 2 }, { a: 1, b: {}, d: 3 }, 1)?.pointer).toBe("/b/c");
  expect(firstOther({ a: 1, b: 2 }, { a: 1 }, 1)).toBeUndefined();
});

it("receives what is sent to another host, and tells it once", async () => {
  const elsewhere = await openElsewhere();
  try {
    expect([new URL(elsewhere.url).hostname, elsewhere.take()]).toEqual(["localhost", ""]);
    const headers = { "x-note": "kept" };
    const answered = await fetch(`${elsewhere.url}/a?b=c`, { method: "POST", headers, body: "Zoë" });
    expect([answered.headers.get("content-type"), await answered.json()]).toEqual(["application/json", {}]);
    const taken = elsewhere.take();
    expect(taken).toMatch(/^POST \/a\?b=c\n(.*\n)*x-note\nkept\n(.*\n)*Zoë$/);
    expect(elsewhere.take()).toBe("");
    await (await fetch(elsewhere.url)).text();
    expect(elsewhere.take()).toMatch(/^GET \/\n/);
  } finally {
    await elsewhere.close();
  }
  await expect(fetch(elsewhere.url)).rejects.toThrow();
});
