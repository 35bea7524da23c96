import { networkInterfaces } from "node:os";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Standin } from "../../src/index.ts";
import { controlRoutes } from "../../src/simulator/control/routes.ts";
import { bearer, createFixtureApp, sendRaw, startFixture } from "./fixture.ts";

const token = "a-token-of-this-test";
const carrying = { authorization: `Bearer ${token}` };
const told: string[] = [];
const { app } = createFixtureApp({ token, log: (line) => told.push(line) });

describe("a token that was given", () => {
  it.each(controlRoutes)("is demanded by $method $path, before anything is read", async ({ method, path }) => {
    const verb = method.toLowerCase() as "get";
    const concrete = path.replaceAll(/\{\w+\}/g, "acme");
    const response = await request(app)[verb](`/_standin${concrete}?no=such`).send("{");
    expect([response.status, response.headers["standin-problem"], response.headers["www-authenticate"]]).toEqual([
      401,
      "unauthorized",
      "Bearer",
    ]);
    expect(response.headers["content-type"]).toBe("application/problem+json");
  });

  it("is demanded where there is no route", async () => {
    expect((await request(app).get("/_standin/nothing")).status).toBe(401);
    expect((await request(app).options("/_standin/health")).status).toBe(401);
  });

  it.each([
    ["Bearer", 'Bearer error="invalid_request"', "The header authorization is not of the form: Bearer TOKEN."],
    [`Basic ${token}`, 'Bearer error="invalid_request"', "The header authorization is not of the form: Bearer TOKEN."],
    [token, 'Bearer error="invalid_request"', "The header authorization is not of the form: Bearer TOKEN."],
    [
      `Bearer ${token} x`,
      'Bearer error="invalid_request"',
      "The header authorization is not of the form: Bearer TOKEN.",
    ],
    ["Bearer another-token-of-it", 'Bearer error="invalid_token"', "This is not the token."],
    [`Bearer ${token}x`, 'Bearer error="invalid_token"', "This is not the token."],
    [`Bearer ${token.slice(0, -1)}`, 'Bearer error="invalid_token"', "This is not the token."],
    [`Bearer ${token.toUpperCase()}`, 'Bearer error="invalid_token"', "This is not the token."],
    ["Bearer standin-key", 'Bearer error="invalid_token"', "This is not the token."],
  ])("is not %j", async (authorization, challenge, detail) => {
    const response = await request(app).get("/_standin/health").set({ authorization });
    expect([response.status, response.headers["www-authenticate"], response.body.detail]).toEqual([
      401,
      challenge,
      detail,
    ]);
  });

  it("is not taken from the query", async () => {
    expect((await request(app).get(`/_standin/health?token=${token}`)).status).toBe(401);
  });

  it.each([
    ["by any name, as other machines know it", { host: "build-7.internal:4010" }],
    ["from a page that was given it", { host: "localhost", origin: "https://console.example" }],
    ["with the scheme in any case", { authorization: `bEARER   ${token}` }],
  ])("opens the control API %s", async (_, headers) => {
    const response = await request(app)
      .get("/_standin/health")
      .set({ ...carrying, ...headers });
    expect([response.status, response.body.status]).toEqual([200, "ok"]);
  });

  it("is not asked of the vendor's side", async () => {
    expect((await request(app).get("/acme/v2/tasks").set(bearer)).status).toBe(200);
    expect((await request(app).get("/")).status).toBe(200);
  });

  it("stands in no journal, no log and no answer, wherever it is sent", async () => {
    const answers = [
      await request(app).get("/acme/v2/tasks").set(carrying),
      await request(app).get("/zeta/things").set(carrying),
      await request(app).get("/nowhere").set(carrying),
      await request(app).get("/_standin/exchanges").set(carrying),
      await request(app)
        .get("/_standin/exchanges")
        .set({ authorization: `Basic ${token}` }),
      await request(app).get("/_standin/openapi.json").set(carrying),
    ];
    expect(answers.map(({ text, headers }) => text + JSON.stringify(headers)).join("\n")).not.toContain(token);
    expect(told.join("\n")).not.toContain(token);
  });
});

describe("two headers of authorization", () => {
  let standin: Standin;
  beforeAll(async () => {
    standin = await startFixture({ token });
  });
  afterAll(() => standin.close());

  it("open nothing, whichever is right", async () => {
    const header = `Authorization: Bearer ${token}\r\n`;
    const received = await sendRaw(
      standin.port,
      `GET /_standin/health HTTP/1.1\r\nHost: x\r\n${header}${header}Connection: close\r\n\r\n`,
    );
    expect(received).toMatch(/^HTTP\/1\.1 401 /);
  });

  it("is told by the object", () => {
    expect(standin.token).toBe(token);
  });

  it("refuses a body that nobody may send without waiting for it", async () => {
    const received = await sendRaw(
      standin.port,
      "PUT /_standin/faults HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{",
    );
    expect(received).toMatch(/^HTTP\/1\.1 401 /);
  });
});

describe("startStandin", () => {
  it.each(["0.0.0.0", "::"])(
    "makes a token of its own where it listens on %s, and demands it of this machine too",
    async (host) => {
      const [one, other] = [await startFixture({ host }), await startFixture({ host })];
      expect(one.token).toMatch(/^[\w-]{32}$/);
      expect(other.token).not.toBe(one.token);
      expect((await fetch(`${one.url}/_standin/health`)).status).toBe(401);
      const authorization = `Bearer ${one.token}`;
      expect((await fetch(`${one.url}/_standin/health`, { headers: { authorization } })).status).toBe(200);
      await Promise.all([one.close(), other.close()]);
    },
  );

  const addresses = Object.values(networkInterfaces()).flat();
  const own = addresses.find((address) => address?.family === "IPv4" && !address.internal)?.address;

  it.skipIf(own === undefined)("opens the control API to another machine that has the token", async () => {
    const standin = await startFixture({ host: "0.0.0.0", token });
    const url = `http://${own}:${standin.port}/_standin/health`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: carrying })).status).toBe(200);
    await standin.close();
  });

  it.each(["127.0.0.1", "localhost"])("demands none on %s unless one is given", async (host) => {
    const standin = await startFixture({ host });
    expect(standin.token).toBeUndefined();
    expect((await fetch(`${standin.url}/_standin/health`)).status).toBe(200);
    await standin.close();
  });

  it.each([
    ["", ""],
    ["too short", "only-fifteen-ch"],
    ["too long", "x".repeat(257)],
    ["with a space", "a token of sixteen"],
    ["with a line break", "a-token-of-sixteen\n"],
    ["beyond ASCII", "ein-schlüssel-der-länge"],
    ["no text", 1234567890123456],
    ["null", null],
  ])("refuses a token that is %s, and does not repeat it", async (_, bad) => {
    const error = await startFixture({ token: bad as string }).catch((reason: unknown) => reason);
    expect(String(error)).toMatchInlineSnapshot(
      `"StandinError: The option token is no token. It is 16 to 256 characters of A-Z, a-z, 0-9 and . _ ~ + / -, with = at the end only."`,
    );
  });
});
