import { once } from "node:events";
import { connect } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import express from "express";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Exchange } from "../../src/exchange.ts";
import type { Standin } from "../../src/index.ts";
import { basic, bearer, createFixtureApp, sendRaw, startFixture } from "./fixture.ts";

const { app, tenant } = createFixtureApp();
const text = JSON.stringify({ title: "Grüße 🌍" });

/** Sends bytes as they are to the operation that says what it heard. */
function echo(body: Buffer | string, headers: Record<string, string> = {}) {
  return request(app)
    .put("/zeta/echo")
    .set(basic)
    .set({ "content-type": "application/json", ...headers })
    .serialize((value) => value)
    .send(body as string);
}

function lastOf(provider: string) {
  return tenant(provider).exchanges().at(-1);
}

describe("a body", () => {
  it.each([
    ["gzip", gzipSync(text)],
    ["x-gzip", gzipSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
    ["br", brotliCompressSync(text)],
    ["identity", Buffer.from(text)],
    ["deflate, GZIP", gzipSync(deflateSync(text))],
  ])("is decoded from %s", async (encoding, bytes) => {
    const response = await echo(bytes, { "content-encoding": encoding });
    expect(response.body).toEqual({ heard: { title: "Grüße 🌍" } });
    expect(lastOf("zeta")?.request.body).toBe(text);
  });

  it.each([
    ["named UTF-8", 'application/json; charset="UTF-8"', Buffer.from(text)],
    ["Latin-1", "application/json; charset=iso-8859-1", Buffer.from('{"title":"Grüße"}', "latin1")],
    ["UTF-16", "application/json; charset=utf-16le", Buffer.from('{"title":"Grüße"}', "utf16le")],
  ])("is decoded from %s", async (_, contentType, bytes) => {
    const response = await echo(bytes, { "content-type": contentType });
    expect(response.body.heard.title).toMatch(/^Grüße/);
  });

  it("is judged and kept with the byte order mark before it", async () => {
    await echo(Buffer.from(`\uFEFF${text}`));
    const kept = lastOf("zeta") as Exchange;
    expect(kept.request.body).toBe(`\uFEFF${text}`);
    const found = kept.violations.filter(({ part }) => part === "request.body");
    expect(found.map(({ rule, message }) => [rule, message])).toEqual([
      [
        "malformed-body",
        "a byte order mark (U+FEFF) stands before the JSON, which RFC 8259, section 8.1, does not allow",
      ],
    ]);
    expect(found[0]?.severity).toBe("error");
  });

  it("is decoded from several chunks that cut a character", async () => {
    const standin = await startFixture();
    const bytes = Buffer.from(text);
    const cut = bytes.indexOf("ü") + 1;
    const chunk = (part: Buffer) =>
      Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from("\r\n")]);
    const received = await sendRaw(
      standin.port,
      `PUT /zeta/echo HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic.authorization}\r\nContent-Type: application/json\r\n` +
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
      chunk(bytes.subarray(0, cut)),
      chunk(bytes.subarray(cut)),
      "0\r\n\r\n",
    );
    expect(Buffer.from(received, "latin1").toString()).toContain('{"heard":{"title":"Grüße 🌍"}}');
    await standin.close();
  });

  it("that is no UTF-8 is malformed JSON, and kept as base64", async () => {
    const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]);
    const response = await echo(bytes);
    expect([response.status, response.body]).toEqual([400, ["request.body malformed-body"]]);
    expect(lastOf("zeta")?.request).toMatchObject({ body: bytes.toString("base64"), bodyEncoding: "base64" });
    expect(lastOf("zeta")?.violations[0]).toMatchObject({
      message: "the body is not UTF-8 (byte 3)",
      actual: '{"\uFFFD"}',
    });
  });

  it("that is no UTF-8 is none for the control API", async () => {
    const bytes = Buffer.from('{"provider":"acme\u00e9"}', "latin1");
    const reset = request(app)
      .post("/_standin/reset")
      .serialize((value) => value);
    const response = await reset.set("content-type", "application/json").send(bytes as unknown as string);
    expect([response.status, response.body.detail]).toEqual([400, "The body is not JSON: it is not UTF-8."]);
  });

  it("that was parsed before is told, and the request does not hang", async () => {
    const outer = express().use(express.json()).use(app);
    const response = await request(outer).post("/acme/v2/tasks").set(bearer).send({ title: "x" });
    expect([response.status, response.body.detail]).toEqual([
      500,
      "The request body was read before Standin could. Put its application before whatever parses bodies, such as express.json().",
    ]);
    expect((await request(outer).get("/acme/v2/tasks").set(bearer)).status).toBe(200);
  });

  it("that is empty is none, whatever its headers say", async () => {
    const response = await request(app)
      .put("/zeta/echo")
      .set(basic)
      .set("content-encoding", "gzip")
      .set("content-length", "0");
    expect(response.body).toEqual({ heard: null });
    expect(lastOf("zeta")?.request).not.toHaveProperty("body");
  });

  it.each([
    ["malformed", "{", [400, { error: " malformed-body" }]],
    ["empty", "", [400, { error: " required" }]],
    ["of another type", "[]", [400, { error: " type" }]],
  ])("that is %s is the vendor's to refuse", async (_, body, expected) => {
    const response = await request(app)
      .post("/acme/v2/tasks")
      .set({ ...bearer, "content-type": "application/json" })
      .send(body);
    expect([response.status, response.body]).toEqual(expected);
  });

  it("of a DELETE is read and kept too", async () => {
    await request(app)
      .delete("/acme/v2/tasks/nobody")
      .set({ ...bearer, "content-type": "application/json" })
      .send('{"a":1}');
    expect(lastOf("acme")?.request.body).toBe('{"a":1}');
  });
});

describe("a body that cannot be read", () => {
  it.each([
    ["an unknown content encoding", { "content-encoding": "zstd" }, 415, "encoding"],
    ["too many content encodings", { "content-encoding": "gzip, gzip, gzip, gzip, gzip" }, 415, "encoding"],
    ["bytes that are no gzip", { "content-encoding": "gzip" }, 400, "body"],
    ["an unknown charset", { "content-type": "application/json; charset=klingon" }, 415, "encoding"],
  ])("for %s is refused in Standin's voice and journalled", async (_, headers, status, problem) => {
    const response = await echo(text, headers as Record<string, string>);
    expect([response.status, response.headers["standin-problem"]]).toEqual([status, problem]);
    expect(lastOf("zeta")).toMatchObject({ operation: "echo", response: { status }, violations: [] });
  });

  it("says what is wrong with it", async () => {
    const details = await Promise.all(
      [{ "content-encoding": "zstd" }, { "content-encoding": "gzip" }, { "content-type": "a/b; charset=klingon" }].map(
        async (headers) => (await echo(text, headers as unknown as Record<string, string>)).body.detail,
      ),
    );
    expect(details).toMatchInlineSnapshot(`
      [
        "The request body has the content encoding "zstd". Standin decodes: gzip, deflate, br, identity.",
        "The request body cannot be decoded as gzip: incorrect header check.",
        "The content type names the charset "klingon", which Standin cannot decode.",
      ]
    `);
  });
});

describe("a body nested too deep", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

  it("is refused in Standin's voice, as a limit of its own", async () => {
    const response = await echo(nested(513), { "content-type": "application/vnd.zeta+json; charset=utf-8" });
    expect([response.status, response.headers["standin-problem"]]).toEqual([400, "body-too-deep"]);
    expect(response.body).toMatchInlineSnapshot(`
      {
        "detail": "The request body is nested more than 512 levels deep, the most that Standin reads.",
        "limit": 512,
        "status": 400,
        "title": "Request body nested too deep",
        "type": "urn:standin:problem:body-too-deep",
      }
    `);
    expect(lastOf("zeta")).toMatchObject({ operation: "echo", response: { status: 400 }, violations: [] });
  });

  it("is taken up to the last level that is allowed", async () => {
    expect((await echo(nested(512))).status).toBe(200);
  });

  it("is taken where it is no JSON", async () => {
    const response = await echo(nested(513), { "content-type": "text/plain" });
    expect(response.body).toEqual({ heard: nested(513) });
  });
});

describe("a body over the limit", () => {
  let standin: Standin;
  const big = "x".repeat(1000);
  const head = (length: string) =>
    `PUT /zeta/echo HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic.authorization}\r\nContent-Type: text/plain\r\n${length}\r\n\r\n`;
  beforeAll(async () => {
    standin = await startFixture({ bodyLimit: 1000 });
  });
  afterAll(() => standin.close());

  it("is taken up to the last byte that is allowed", async () => {
    const response = await fetch(`${standin.url}/zeta/echo`, {
      method: "PUT",
      headers: { ...basic, "content-type": "text/plain" },
      body: big,
    });
    expect(response.status).toBe(200);
  });

  it("is refused by its announced length, before it is sent, and the connection is closed", async () => {
    const received = await sendRaw(standin.port, head("Content-Length: 1001"), `${big}x`);
    expect(received).toMatch(/^HTTP\/1\.1 413 Payload Too Large\r\n/);
    expect(received).toMatch(/\r\nconnection: close\r\n/i);
    expect(received).toContain("more than 1000 bytes after decoding");
  });

  it("is refused in chunks, in the midst of sending", async () => {
    const chunk = `3e8\r\n${big}\r\n`;
    const received = await sendRaw(standin.port, head("Transfer-Encoding: chunked"), chunk, chunk, "0\r\n\r\n");
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("is refused after decompression, however small it was", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const small = await startFixture({ bodyLimit: 100_000 });
    const response = await fetch(`${small.url}/zeta/echo`, {
      method: "PUT",
      headers: { ...basic, "content-type": "text/plain", "content-encoding": "gzip" },
      body: bomb,
    });
    expect(response.status).toBe(413);
    await small.close();
  });

  it("is answered to a client that reads only after it has sent all", async () => {
    const limited = await startFixture();
    const response = await fetch(`${limited.url}/zeta/echo`, {
      method: "PUT",
      headers: { ...basic, "content-type": "text/plain" },
      body: "x".repeat(8 * 1024 * 1024),
    });
    expect(response.status).toBe(413);
    await limited.close();
  });

  it("is journalled with the answer", () => {
    const exchanges = standin.provider("zeta").tenant("default").exchanges();
    expect(exchanges.at(-1)).toMatchObject({ operation: "echo", response: { status: 413 } });
  });
});

describe("a client", () => {
  it("that hangs up half way is journalled without a response", async () => {
    const standin = await startFixture();
    await new Promise<void>((resolve) => {
      const socket = connect(standin.port, "127.0.0.1", () => {
        socket.write("PUT /zeta/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
        socket.destroySoon();
      });
      socket.on("close", () => resolve());
    });
    const exchanges = standin.provider("zeta").tenant("default").exchanges;
    await expect.poll(() => exchanges().length).toBe(1);
    expect(exchanges()[0]).toMatchObject({ operation: "echo", response: null, violations: [] });
    await standin.close();
  });

  it("that sends a chunk that is none is journalled with what it was told", async () => {
    const standin = await startFixture();
    const received = await sendRaw(
      standin.port,
      "PUT /zeta/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n",
    );
    const exchanges = standin.provider("zeta").tenant("default").exchanges;
    await expect.poll(() => exchanges().length).toBe(1);
    const [exchange] = exchanges();
    expect(exchange).toMatchObject({ operation: "echo", response: { status: 400 }, violations: [] });
    expect(received.split("\r\n\r\n")[1]).toBe(exchange?.response?.body);
    expect(JSON.parse(exchange?.response?.body ?? "")).toMatchInlineSnapshot(`
      {
        "detail": "The connection is closed: Parse Error: Invalid character in chunk size.",
        "status": 400,
        "title": "Malformed HTTP request",
        "type": "urn:standin:problem:request",
      }
    `);
    expect((await fetch(`${standin.url}/acme/v2/status`)).status).toBe(200);
    await standin.close();
  });

  it("that expects 100-continue is told to go on", async () => {
    const standin = await startFixture();
    const received = await sendRaw(
      standin.port,
      `PUT /zeta/echo HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic.authorization}\r\nContent-Type: application/json\r\n` +
        "Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
      "{}",
    );
    expect(received).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
    await standin.close();
  });
});

it("that expects 100-continue and is over the limit is refused unasked", async () => {
  const standin = await startFixture({ bodyLimit: 10 });
  const socket = connect(standin.port, "127.0.0.1", () =>
    socket.write("PUT /zeta/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n"),
  );
  const [first] = await once(socket, "data");
  expect(String(first)).toMatch(/^HTTP\/1\.1 413 .*standin-problem: body-too-large/s);
  socket.destroy();
  await standin.close();
});

it("survives clients that hang up while their bodies are being decoded", async () => {
  const standin = await startFixture();
  const bytes = gzipSync(JSON.stringify("x".repeat(900_000)));
  const head = `PUT /zeta/echo HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic.authorization}\r\nContent-Type: application/json\r\n`;
  for (let round = 0; round < 20; round++) {
    const socket = connect(standin.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write(`${head}Content-Encoding: gzip\r\nContent-Length: ${bytes.length}\r\n\r\n`);
    socket.write(bytes, () => socket.resetAndDestroy());
  }
  await expect.poll(() => standin.provider("zeta").tenant("default").exchanges().length).toBe(20);
  expect((await fetch(`${standin.url}/acme/v2/status`)).status).toBe(200);
  await standin.close();
});
