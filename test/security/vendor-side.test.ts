import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Standin } from "../../src/index.ts";
import { sendRaw, startFixture } from "../simulator/fixture.ts";

const token = "a-token-of-this-test";
let standin: Standin;
beforeAll(async () => {
  standin = await startFixture({ token, limits: false });
});
afterAll(() => standin.close());

const fault = '{"faults":[{"provider":"acme","kind":"reset"}]}';
const clock = '{"mode":"frozen","now":"2030-01-01T00:00:00Z"}';

/** What somebody who has the vendor's credential, and not the token, may try. */
const attempts: [string, target: string, headers?: string][] = [
  ["the route itself", "/_standin/faults"],
  ["the route below two slashes", "//_standin/faults"],
  ["the route below the provider", "/acme/_standin/faults"],
  ["the route below the provider's base path", "/acme/v2/_standin/faults"],
  ["dots", "/acme/v2/../../_standin/faults"],
  ["dots below an id", "/acme/v2/tasks/task-1/../../../../_standin/faults"],
  ["encoded dots", "/acme/v2/%2e%2e/%2e%2e/_standin/faults"],
  ["encoded slashes", "/acme/v2/tasks/..%2f..%2f..%2f_standin%2ffaults"],
  ["backslashes", "/acme\\..\\_standin\\faults"],
  ["an encoded name", "/%5Fstandin/faults"],
  ["a name in capitals", "/_STANDIN/faults"],
  ["a matrix parameter", "/_standin;x/faults"],
  ["an absolute target", "http://localhost/_standin/faults"],
  ["an absolute target at the vendor's host", "https://api.acme.example/_standin/faults"],
  ["the vendor's host", "/_standin/faults", "Host: api.acme.example\r\n"],
  [
    "a header that rewrites the path",
    "/acme/v2/tasks",
    "X-Original-URL: /_standin/faults\r\nX-Rewrite-URL: /_standin/faults\r\n",
  ],
  ["a header that names another method", "/acme/v2/tasks", "X-HTTP-Method-Override: PUT\r\nStandin-Fault: reset\r\n"],
  [
    "a header that names another client",
    "/_standin/faults",
    "X-Forwarded-For: 127.0.0.1\r\nForwarded: for=127.0.0.1\r\nX-Forwarded-Host: localhost\r\n",
  ],
];

describe.each([
  ["PUT", "faults", fault],
  ["PUT", "limits", '{"limits":[{"provider":"zeta","name":"key","requests":1}]}'],
  ["PUT", "clock", clock],
  ["POST", "clock/advance", '{"by":"1d"}'],
])("%s %s", (method, route, body) => {
  it.each(attempts)("cannot be had from the vendor's side by %s", async (_, target, headers = "") => {
    const host = headers.startsWith("Host:") ? "" : "Host: localhost\r\n";
    const received = await sendRaw(
      standin.port,
      `${method} ${target.replaceAll("faults", route)} HTTP/1.1\r\n${host}${headers.replaceAll("faults", route)}` +
        `Authorization: Bearer standin-key\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(received).toMatch(/^HTTP\/1\.1 (400|401|404|405|501) /);
    for (const id of ["acme", "zeta"]) {
      const tenant = standin.provider(id).tenant("default");
      expect([tenant.faults.list(), tenant.limits.list(), tenant.clock.read().mode]).toEqual([[], [], "stepped"]);
    }
    const health = await sendRaw(
      standin.port,
      `GET /acme/v2/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer standin-key\r\nConnection: close\r\n\r\n`,
    );
    expect(health).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe("a header of the name", () => {
  it.each(["__proto__", "constructor", "hasOwnProperty", "toString"])("%s is a header like others", async (name) => {
    const received = await sendRaw(
      standin.port,
      `GET /acme/v2/tasks HTTP/1.1\r\nHost: x\r\n${name}: a\r\n${name}: b\r\nAuthorization: Bearer standin-key\r\nConnection: close\r\n\r\n`,
    );
    expect(received).toMatch(/^HTTP\/1\.1 200 /);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
