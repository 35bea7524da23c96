import { rmSync } from "node:fs";
import request from "supertest";
import { afterAll, describe, expect, it } from "vitest";
import { createApp } from "../../src/index.ts";
import { writeProvider } from "./clumsy-provider.ts";
import { bearer } from "./fixture.ts";

/** What a handler in JavaScript may do, and what is said of it. */
const mistakes: [name: string, handler: string, detail: string][] = [
  [
    "nothing",
    "() => undefined",
    "TypeError: It answered undefined. A reply is an object such as { status: 200, body }.",
  ],
  ["a text", '() => "x"', "TypeError: It answered x. A reply is an object such as { status: 200, body }."],
  [
    "a promise, even one that is rejected",
    'async () => { throw new Error("late"); }',
    "TypeError: It answered a promise. A reply is answered at once: remove async and await.",
  ],
  [
    "a status that is a text",
    '() => ({ status: "200" })',
    'RangeError: A reply has a status from 200 to 599, not the string "200".',
  ],
  [
    "a header that is undefined",
    "() => ({ status: 200, headers: { etag: undefined } })",
    'TypeError: The header "etag" is undefined. It is a text, or a list of texts.',
  ],
  [
    "a header that is null",
    "() => ({ status: 200, headers: { etag: null } })",
    'TypeError: The header "etag" is null. It is a text, or a list of texts.',
  ],
  [
    "a header that is a number",
    '() => ({ status: 200, headers: { "X-Total": 5 } })',
    'TypeError: The header "X-Total" is 5. It is a text, or a list of texts.',
  ],
  [
    "a header with a list of what is no text",
    "() => ({ status: 200, headers: { link: ['a', 5] } })",
    `TypeError: The header "link" is [ 'a', 5 ]. It is a text, or a list of texts.`,
  ],
  [
    "a list of headers with a line break",
    '() => ({ status: 200, headers: { link: ["a", "a\\nb"] } })',
    'TypeError: Invalid character in header content ["link"]',
  ],
  [
    "a body that is a function",
    "() => ({ status: 200, body: function list() {} })",
    "TypeError: The body is [Function: list], which JSON does not have.",
  ],
  [
    "a body that is a symbol",
    '() => ({ status: 200, body: Symbol("x") })',
    "TypeError: The body is Symbol(x), which JSON does not have.",
  ],
  [
    "a header with a line break",
    '() => ({ status: 200, headers: { etag: "a\\nb" } })',
    'TypeError: Invalid character in header content ["etag"]',
  ],
  [
    "a header whose name is none",
    '() => ({ status: 200, headers: { "a b": "c" } })',
    'TypeError: Header name must be a valid HTTP token ["a b"]',
  ],
  [
    "a header of the connection",
    '() => ({ status: 200, headers: { "Transfer-Encoding": "chunked" }, body: {} })',
    'TypeError: A reply has no header "Transfer-Encoding": the connection is Standin\'s. Leave it out.',
  ],
  [
    "the end of the connection",
    '() => ({ status: 200, headers: { connection: "close" }, body: {} })',
    'TypeError: A reply has no header "connection": the connection is Standin\'s. Leave it out.',
  ],
  [
    "a length that is not its body's",
    '() => ({ status: 200, headers: { "Content-Length": "4" }, text: "grün" })',
    'RangeError: The header "content-length" is 4, and the body has 5 bytes. Leave it out.',
  ],
  [
    "a length without a body",
    '() => ({ status: 204, headers: { "content-length": "0" } })',
    'TypeError: A reply of status 204 has no body, and no header "content-length" either.',
  ],
];

const handlers = [
  ...mistakes.map(([, handler]) => handler),
  '() => ({ status: 200, headers: { "content-length": "5" }, text: "grün" })',
];
const folder = writeProvider({ handlers });
afterAll(() => rmSync(folder, { recursive: true }));

describe("a handler's mistake is told as the mock's, and journalled so", () => {
  const { app, tenant } = createApp({ providersDir: folder, providers: ["clumsy"], log: () => {} });

  it.each(mistakes.map(([name, , detail], index) => [name, index, detail] as const))("%s", async (_, index, detail) => {
    const response = await request(app).get(`/clumsy/${index}`).set(bearer);
    expect([response.status, response.body.detail]).toEqual([500, `[clumsy] do${index} threw: ${detail}`]);
    expect(tenant("clumsy").exchanges().at(-1)?.response?.status).toBe(500);
  });

  it("but not a length that is its body's", async () => {
    const response = await request(app).get(`/clumsy/${mistakes.length}`).set(bearer);
    expect([response.status, response.headers["content-length"], response.text]).toEqual([200, "5", "grün"]);
  });

  it("no refusal for a key that is refused", async () => {
    const response = await request(app).get("/clumsy/0").set("authorization", "Bearer wrong");
    expect(response.body).toMatchObject({ type: "urn:standin:problem:handler" });
    expect(response.body.detail).toContain("It answered undefined.");
  });
});
