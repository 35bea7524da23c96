import { gzipSync } from "node:zlib";
import request from "supertest";
import { beforeAll, describe, expect, it } from "vitest";
import { controlDocument } from "../../src/simulator/control/openapi.ts";
import { createFixtureApp } from "../simulator/fixture.ts";

const logged: string[] = [];
const { app, ready } = createFixtureApp({ bodyLimit: 1024 * 1024, log: (line) => logged.push(line) });

beforeAll(() => ready);

const withBody = Object.entries(controlDocument.paths).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, { requestBody?: unknown }>)
    .filter(([, { requestBody }]) => requestBody !== undefined)
    .map(([method]) => ({ method: method as "put", path: path.replaceAll(/\{\w+\}/g, "acme") })),
);

const nested = (depth: number) => `${'{"faults":'.repeat(depth)}1${"}".repeat(depth)}`;

const bodies: [string, text: string, statuses: number[]][] = [
  ["no JSON", '{"faults":', [400]],
  ["JSON with more behind it", "{} {}", [400]],
  ["objects nested 600 deep", nested(600), [400]],
  ["lists nested 500,000 deep", "[".repeat(500_000) + "]".repeat(500_000), [400]],
  ["more bytes than are taken", `{"faults":"${"x".repeat(1024 * 1024)}"}`, [413]],
  ["a number", "5", [400]],
  ["null", "null", [400]],
  ["a list", "[{}]", [400]],
  ["the member __proto__", '{"__proto__":{"polluted":true,"provider":"acme"}}', [400]],
  ["the member constructor", '{"constructor":{"prototype":{"polluted":true}}}', [400]],
  ["a name of half a mebibyte", `{"${"a".repeat(500_000)}":1}`, [400]],
  ["100,000 members", `{${Array.from({ length: 100_000 }, (_, index) => `"a${index}":1`)}}`, [400, 413]],
];

describe.each(withBody)("$method $path", ({ method, path }) => {
  // Before they look at a body, some ask whose it is, and of whom they have never heard.
  it.each(bodies)("refuses %s in few words", async (_, text, statuses) => {
    const started = performance.now();
    const response = await request(app)[method](`/_standin${path}`).send(text);
    expect([...statuses, 404, 422]).toContain(response.status);
    expect(response.headers["content-type"]).toBe("application/problem+json");
    expect(response.text.length).toBeLessThan(2_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("reads no body of a coding that it does not know, nor one that unpacks to more than is taken", async () => {
    const send = (coding: string, bytes: Buffer) =>
      request(app)
        [method](`/_standin${path}`)
        .set("content-encoding", coding)
        .serialize((value) => value)
        .send(bytes as unknown as string);
    expect((await send("rot13", Buffer.from("{}"))).status).toBe(415);
    // A state may have 64 MiB, all others less.
    expect((await send("gzip", gzipSync(Buffer.alloc(64 * 1024 * 1024 + 1)))).status).toBe(413);
  });
});

it("has not failed at any of them, and no object has learnt anything", () => {
  expect(withBody.length).toBeGreaterThan(4);
  expect(logged).toEqual([]);
  expect([Object.keys(Object.prototype), ({} as { polluted?: unknown }).polluted]).toEqual([[], undefined]);
});

describe("a list of faults", () => {
  const arm = (count: number) =>
    request(app)
      .put("/_standin/faults?tenant=many")
      .send({ faults: Array.from({ length: count }, () => ({ provider: "acme", kind: "reset" })) });

  it("has a thousand at most", async () => {
    expect((await arm(1000)).body.total).toBe(1000);
    const { status, body } = await arm(1001);
    expect([status, body.detail]).toEqual([
      400,
      'faults[1000] is one too many for the tenant "many". A tenant has at most 1000.',
    ]);
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("knows nothing by the name %s", async (name) => {
    const at = (fault: string) =>
      request(app).put("/_standin/faults?tenant=names").type("json").send(`{"faults":[${fault}]}`);
    const faults = [
      `{"provider":"${name}","kind":"reset"}`,
      `{"provider":"acme","kind":"${name}"}`,
      `{"provider":"acme","operation":"${name}","kind":"reset"}`,
      `{"provider":"acme","kind":"reset","${name}":{}}`,
      `{"provider":"acme","kind":"delay","delay":{"min":"1s","max":"2s","${name}":{}}}`,
      `{"provider":"acme","kind":"reply","reply":{"status":200,"headers":{"${name}":["x"]}}}`,
    ];
    for (const fault of faults.slice(0, name === "__proto__" ? 6 : 5)) expect((await at(fault)).status).toBe(400);
    expect((await request(app).get("/_standin/faults?tenant=names")).body.total).toBe(0);
  });

  it.each(["a\r\nset-cookie: b", "a\nb", "a\u0000b", "\u2028", "é\u0100"])("has no header with %j", async (value) => {
    const replies = [
      { status: 200, headers: { "x-a": value } },
      { status: 200, headers: { "x-a": ["a", value] } },
    ];
    for (const name of [value, `x${value}`]) replies.push({ status: 200, headers: { [name]: "a" } as never });
    for (const reply of replies) {
      const faults = [{ provider: "acme", kind: "reply", reply }];
      expect((await request(app).put("/_standin/faults").send({ faults })).status).toBe(400);
    }
  });
});
