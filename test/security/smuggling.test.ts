import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Standin } from "../../src/index.ts";
import { converse } from "../fuzz/wire.ts";
import { startFixture } from "../simulator/fixture.ts";

let standin: Standin;
beforeAll(async () => {
  standin = await startFixture();
});
afterAll(() => standin.close());

const body = '{"title":"a"}';
const size = body.length.toString(16);
const chunked = `${size}\r\n${body}\r\n0\r\n\r\n`;
const credential = "Authorization: Bearer standin-key+smuggled\r\n";
const post = (headers: string, sent: string) =>
  `POST /acme/v2/tasks HTTP/1.1\r\nHost: x\r\n${credential}Content-Type: application/json\r\n${headers}\r\n${sent}`;
const get = (line: string) => `GET /acme/v2/tasks HTTP/1.1${line}Host: x\r\n\r\n`;
/** What an attacker would have taken for a request of somebody else's. */
const smuggled = `GET /acme/v2/tasks HTTP/1.1\r\nHost: x\r\n${credential}Connection: close\r\n\r\n`;

const refused: [string, string][] = [
  ["Content-Length with Transfer-Encoding", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")],
  ["Transfer-Encoding with Content-Length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n")],
  ["two Content-Lengths that differ", post("Content-Length: 13\r\nContent-Length: 5\r\n", body)],
  ["two Content-Lengths that are one", post("Content-Length: 13\r\nContent-Length: 13\r\n", body)],
  ["a list of lengths", post("Content-Length: 13, 13\r\n", body)],
  ["a length with a sign", post("Content-Length: +13\r\n", body)],
  ["a negative length", post("Content-Length: -1\r\n", body)],
  ["a hexadecimal length", post("Content-Length: 0xd\r\n", body)],
  ["a length with a space", post("Content-Length: 1 3\r\n", body)],
  ["an empty length", post("Content-Length: \r\n", body)],
  ["a length beyond numbers", post("Content-Length: 99999999999999999999999\r\n", body)],
  ["a vertical tab before a length", post("Content-Length:\x0b13\r\n", body)],
  ["a space before the colon", post("Content-Length : 13\r\n", body)],
  ["a folded header", post("X-A: a\r\n b\r\nContent-Length: 13\r\n", body)],
  ["a folded Transfer-Encoding", post("Transfer-Encoding:\r\n chunked\r\n", chunked)],
  ["a space before the first header", get("\r\n ")],
  ["lines that end in LF", `GET /acme/v2/tasks HTTP/1.1\nHost: x\n\n`],
  ["a header that ends in LF", get("\r\nX-A: a\n")],
  ["headers that end in LF", "GET /acme/v2/tasks HTTP/1.1\r\nHost: x\r\n\n"],
  ["CR within a header", get("\r\nX-A: a\rb\r\n")],
  ["CR between headers", get("\r\nX-A: a\rX-B: b\r\n")],
  ["NUL within a header", get("\r\nX-A: a\u0000b\r\n")],
  ["a header without a name", get("\r\n: a\r\n")],
  ["a header without a colon", get("\r\nX-A\r\n")],
  ["a header's name beyond ASCII", get("\r\nX-\xe9: a\r\n")],
  ["Transfer-Encoding: identity", post("Transfer-Encoding: identity\r\n", chunked)],
  ["Transfer-Encoding: gzip", post("Transfer-Encoding: gzip\r\n", chunked)],
  ["Transfer-Encoding: gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", chunked)],
  ["Transfer-Encoding: chunked, gzip", post("Transfer-Encoding: chunked, gzip\r\n", chunked)],
  ["Transfer-Encoding: chunked, chunked", post("Transfer-Encoding: chunked, chunked\r\n", chunked)],
  ["Transfer-Encoding: xchunked", post("Transfer-Encoding: xchunked\r\n", chunked)],
  ["Transfer-Encoding with a vertical tab", post("Transfer-Encoding: \x0bchunked\r\n", chunked)],
  ["Transfer-Encoding in quotes", post('Transfer-Encoding: "chunked"\r\n', chunked)],
  ["Transfer-Encoding with a parameter", post("Transfer-Encoding: chunked;q=1\r\n", chunked)],
  ["two Transfer-Encodings", post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", chunked)],
  ["Transfer-Encoding twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunked)],
  ["a chunk's size with 0x", post("Transfer-Encoding: chunked\r\n", `0x${chunked}`)],
  ["a chunk's negative size", post("Transfer-Encoding: chunked\r\n", `-${chunked}`)],
  ["a chunk's size beyond numbers", post("Transfer-Encoding: chunked\r\n", `fffffffffffffffff${chunked}`)],
  ["a space behind a chunk's size", post("Transfer-Encoding: chunked\r\n", `${size} \r\n${body}\r\n0\r\n\r\n`)],
  ["a chunk longer than its size", post("Transfer-Encoding: chunked\r\n", `5\r\n${body}\r\n0\r\n\r\n`)],
  ["chunks that end in LF", post("Transfer-Encoding: chunked\r\n", chunked.replaceAll("\r", ""))],
  ["LF in a chunk's extension", post("Transfer-Encoding: chunked\r\n", `${size};a\nb\r\n${body}\r\n0\r\n\r\n`)],
  ["CR in a chunk's extension", post("Transfer-Encoding: chunked\r\n", `${size};a\rb\r\n${body}\r\n0\r\n\r\n`)],
  ["a line in a quoted extension", post("Transfer-Encoding: chunked\r\n", `${size};a="\r\n"\r\n${body}\r\n0\r\n\r\n`)],
  [
    "an extension without end",
    post("Transfer-Encoding: chunked\r\n", `${size};${"a".repeat(100_000)}\r\n${body}\r\n0\r\n\r\n`),
  ],
  [
    "a trailer with a length",
    post("Transfer-Encoding: chunked\r\n", `${size}\r\n${body}\r\n0\r\nContent-Length: 5\r\n\r\n`),
  ],
  ["a space in the target", "GET /acme/v2/ta sks HTTP/1.1\r\nHost: x\r\n\r\n"],
  ["a space before the method", " GET /acme/v2/tasks HTTP/1.1\r\nHost: x\r\n\r\n"],
  ["a method in lower case", "get /acme/v2/tasks HTTP/1.1\r\nHost: x\r\n\r\n"],
  ["an unknown method", "HACK /acme/v2/tasks HTTP/1.1\r\nHost: x\r\n\r\n"],
  ["HTTP/0.9", "GET /acme/v2/tasks\r\n"],
  ["HTTP/1.2", "GET /acme/v2/tasks HTTP/1.2\r\nHost: x\r\n\r\n"],
  ["HTTP/2.0", "GET /acme/v2/tasks HTTP/2.0\r\nHost: x\r\n\r\n"],
  ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  ["the first bytes of TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
];

it.each(refused)("%s is refused, and the connection with it", async (_, bytes) => {
  const { responses, rest, end } = await converse(standin.port, [Buffer.from(bytes + smuggled, "latin1")]);
  expect(responses.map(({ status, headers }) => [status, headers["standin-problem"], headers.connection])).toEqual([
    [400, "request", "close"],
  ]);
  expect([rest, end]).toEqual(["", "closed"]);
});

it.each([
  ["headers", get(`\r\n${`X-A: ${"a".repeat(1000)}\r\n`.repeat(300)}`)],
  ["one header", get(`\r\nX-A: ${"a".repeat(300_000)}\r\n`)],
  ["a target", `GET /acme/v2/tasks?${"a".repeat(300_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  [
    "trailers",
    post("Transfer-Encoding: chunked\r\n", `${size}\r\n${body}\r\n0\r\nX-A: ${"a".repeat(400_000)}\r\n\r\n`),
  ],
])("%s of more than 256 KiB are refused, and the connection with them", async (_, bytes) => {
  const { responses } = await converse(standin.port, [Buffer.from(bytes + smuggled, "latin1")]);
  expect(responses.map(({ status, headers }) => [status, headers["standin-problem"]])).toEqual([
    [431, "headers-too-large"],
  ]);
});

describe("what is allowed, if odd", () => {
  it.each([
    ["Transfer-Encoding in capitals", post("Transfer-Encoding: CHUNKED\r\n", chunked)],
    ["a short extension of a chunk", post("Transfer-Encoding: chunked\r\n", `${size};a=b\r\n${body}\r\n0\r\n\r\n`)],
    ["a trailer", post("Transfer-Encoding: chunked\r\n", `${size}\r\n${body}\r\n0\r\nX-A: a\r\n\r\n`)],
    ["a tab before a length", post("Content-Length:\t13\r\n", body)],
    ["empty lines before a request", `\r\n\r\n${post("Content-Length: 13\r\n", body)}`],
  ])("%s ends where it says, and the next request begins there", async (_, bytes) => {
    const { responses } = await converse(standin.port, [Buffer.from(bytes + smuggled, "latin1")]);
    expect(responses.map(({ status }) => status)).toEqual([201, 200]);
  });
});
