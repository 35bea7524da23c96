import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import request from "supertest";
import { describe, expect, it } from "vitest";
import type { Provider } from "../../src/catalog.ts";
import { createFindDestination } from "../../src/simulator/find-destination.ts";
import { basic, bearer, createFixtureApp, sendRaw, startFixture } from "./fixture.ts";

const { app, tenant } = createFixtureApp();

describe("a request is a provider's", () => {
  it.each([
    ["below its name", "/acme/v2/tasks/task-1", {}],
    ["by the vendor's own host", "/v2/tasks/task-1", { host: "api.acme.example" }],
    ["by the vendor's host in other letters", "/v2/tasks/task-1", { host: "API.Acme.Example" }],
    ["by the vendor's host with the default port", "/v2/tasks/task-1", { host: "api.acme.example:443" }],
    ["with a doubled slash before its name", "//acme/v2/tasks/task-1", {}],
    ["with a doubled slash after its name", "/acme//v2/tasks/task-1", {}],
    ["with a doubled slash after the base path", "/acme/v2//tasks/task-1", {}],
    ["with a doubled slash at both joins", "/acme//v2//tasks/task-1", {}],
    ["with a doubled slash at the vendor's host", "/v2//tasks/task-1", { host: "api.acme.example" }],
  ])("%s", async (_, path, headers) => {
    const response = await request(app).get(path).set(bearer).set(headers);
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ id: "task-1" });
  });

  it("by the host and port of its second server, below that one's base path", async () => {
    const response = await request(app).get("/api/things/a").set(basic).set("host", "eu.zeta.example:8080");
    const url = "http://eu.zeta.example:8080/api/things/a";
    expect(response.body).toEqual({ name: "a", url, sentTo: url });
  });

  it.each(["/acme/v2/tasks/task-1#a?b#c", "http://api.acme.example/v2/tasks/task-1#a?b#c"])(
    "whole, with what looks like a fragment: %s",
    async (target) => {
      const standin = await startFixture();
      await sendRaw(standin.port, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      const [exchange] = standin.provider("acme").tenant("default").exchanges();
      await standin.close();
      expect(exchange).toMatchObject({
        operation: "getTask",
        request: { url: "https://api.acme.example/v2/tasks/task-1%23a?b%23c" },
        violations: [{ rule: "authentication" }, { part: "request.query", pointer: "/b#c" }],
      });
    },
  );

  it("with no credential in what looks like a fragment", async () => {
    const standin = await startFixture();
    const target = "/acme/v2/nowhere#access_token=topsecret&state=1";
    await sendRaw(standin.port, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    const [exchange] = standin.provider("acme").tenant("default").exchanges();
    await standin.close();
    expect(exchange?.request.url).toBe("https://api.acme.example/v2/nowhere%23access_token=redacted&state=1");
    expect(JSON.stringify(exchange)).not.toContain("topsecret");
  });

  it("by the absolute form of its target, as clients send it to a proxy", async () => {
    const standin = await startFixture();
    const received = await sendRaw(
      standin.port,
      `GET http://api.acme.example/v2/tasks/task-1 HTTP/1.1\r\nHost: other.example\r\nAuthorization: Bearer standin-key\r\nConnection: close\r\n\r\n`,
    );
    expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    await standin.close();
  });

  it("by a URL in an archive that has a line break in it", () => {
    const server = { origin: "https://a.test", host: "a.test", basePath: "" };
    const acme = { id: "acme", contract: { servers: [server] } } as unknown as Provider;
    const url = "https://a.test/one\ntwo\u2028three?four";
    expect(createFindDestination([acme])(url, undefined)).toMatchObject({
      path: "/one\ntwo\u2028three",
      query: "four",
    });
  });

  it("with a doubled slash elsewhere left as it is", async () => {
    const response = await request(app).get("/acme/v2/tasks//task-1").set(bearer);
    expect(response.status).toBe(501);
  });

  it("with percent-encoded segments decoded once", async () => {
    const response = await request(app).get("/zeta/things/a%2Fb%20c%25").set(basic);
    expect(response.body).toMatchObject({ name: "a/b c%", url: "https://zeta.example/things/a%2Fb%20c%25" });
  });

  it("and its handler knows where the client sent it", async () => {
    for (const path of ["/zeta//things/a", "//zeta/things/a"]) {
      const response = await request(app).get(path).set(basic).set("host", "standin.test:4010");
      expect(response.body.sentTo).toBe(`http://standin.test:4010${path}`);
    }
  });
});

describe("a request that is nobody's", () => {
  it("is told the providers", async () => {
    const response = await request(app).get("/acmee/v2/tasks");
    expect(response.status).toBe(404);
    expect(response.headers).toMatchObject({
      "content-type": "application/problem+json",
      "standin-problem": "provider",
    });
    expect(response.body).toMatchInlineSnapshot(`
      {
        "detail": "/acmee/v2/tasks belongs to no provider. Did you mean /acme? A path begins with one of: /acme, /zeta.",
        "providers": [
          "acme",
          "zeta",
        ],
        "status": 404,
        "title": "No such provider",
        "type": "urn:standin:problem:provider",
      }
    `);
  });

  it("is welcomed at the root with a short index", async () => {
    const response = await request(app).get("/").set("host", "localhost:4010");
    expect(response.body).toMatchInlineSnapshot(`
      {
        "control": "http://localhost:4010/_standin/openapi.json",
        "providers": [
          {
            "baseUrl": "http://localhost:4010/acme/v2",
            "credential": "standin-key",
            "id": "acme",
          },
          {
            "baseUrl": "http://localhost:4010/zeta",
            "credential": "standin-key",
            "id": "zeta",
          },
        ],
        "standin": "Local stand-ins for third-party APIs",
      }
    `);
  });

  it("is answered also for the target *", async () => {
    const standin = await startFixture();
    const received = await sendRaw(standin.port, "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    expect(received).toMatch(/^HTTP\/1\.1 404 /);
    expect(received).toContain("standin-problem: provider");
    await standin.close();
  });

  it.each(["http://[::1/x", "http://[:::/y", "*x"])("is refused by a server for the target %s", async (target) => {
    const standin = await startFixture();
    expect(await refusalOf(standin.port, target)).toBe(`The request target "${target}" is neither a path nor a URL.`);
    await standin.close();
  });

  it.each(["http://[::1/x", "http://[:::/y", "*x"])("is refused by the app for the target %s", async (target) => {
    const server = createServer(app).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    expect(await refusalOf(port, target)).toBe(`The request target "${target}" is neither a path nor a URL.`);
    server.close();
  });
});

/** What a request with a strange target is told, without any warning of Node's. */
async function refusalOf(port: number, target: string): Promise<string> {
  const warnings: Error[] = [];
  const take = (warning: Error) => void warnings.push(warning);
  process.on("warning", take);
  const received = await sendRaw(port, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  process.off("warning", take);
  expect([received.slice(9, 12), warnings]).toEqual(["400", []]);
  return JSON.parse(received.split("\r\n\r\n")[1] as string).detail;
}

describe("a path that the contract does not have", () => {
  it("is Standin's to refuse, with the nearest operation", async () => {
    const response = await request(app).get("/acme/v2/task").set(bearer);
    expect(response.status).toBe(501);
    expect(response.headers["standin-problem"]).toBe("operation");
    expect(response.body).toMatchInlineSnapshot(`
      {
        "detail": "[acme] The contract has no operation at GET /v2/task. The nearest operation is listTasks: GET /v2/tasks.",
        "nearest": {
          "method": "GET",
          "operation": "listTasks",
          "path": "/v2/tasks",
        },
        "status": 501,
        "title": "No such operation in the contract",
        "type": "urn:standin:problem:operation",
      }
    `);
  });

  it("is the vendor's to refuse where its refusal is known, and marked", async () => {
    const response = await request(app).get("/zeta/thing/a").set(basic);
    expect(response.status).toBe(404);
    expect(response.body).toEqual({ message: "no route GET /thing/a" });
    expect(response.headers["standin-problem"]).toBe("operation; nearest=getThing");
  });

  it("is journalled without an operation, with the violation", async () => {
    const [exchange] = tenant("acme").exchanges().slice(-1);
    expect(exchange).toMatchObject({ operation: null, response: { status: 501 }, violations: [{ rule: "operation" }] });
  });
});

describe("a method that the contract does not have", () => {
  it("is Standin's to refuse, with those that are allowed", async () => {
    const response = await request(app).patch("/acme/v2/tasks").set(bearer);
    expect(response.status).toBe(405);
    expect(response.headers).toMatchObject({ allow: "GET, POST, HEAD", "standin-problem": "method" });
    expect(response.body).toMatchInlineSnapshot(`
      {
        "allowed": [
          "GET",
          "POST",
          "HEAD",
        ],
        "detail": "[acme] The contract has no PATCH /v2/tasks. Allowed there: GET, POST, HEAD. The nearest operation is createTask: POST /v2/tasks.",
        "nearest": {
          "method": "POST",
          "operation": "createTask",
          "path": "/v2/tasks",
        },
        "status": 405,
        "title": "No such method on this path in the contract",
        "type": "urn:standin:problem:method",
      }
    `);
    const [exchange] = tenant("acme").exchanges().slice(-1);
    expect(exchange).toMatchObject({ operation: null, violations: [{ rule: "method" }] });
  });

  it("is the vendor's to refuse where its refusal is known, and marked", async () => {
    const response = await request(app).delete("/zeta/echo").set(basic);
    expect(response.status).toBe(405);
    expect(response.text).toBe("<h1>405</h1>");
    expect(response.headers).toMatchObject({ allow: "PUT", "standin-problem": "method; nearest=echo" });
  });
});

describe("HEAD and OPTIONS", () => {
  it("answer HEAD as GET without the body", async () => {
    const get = await request(app).get("/acme/v2/tasks/task-1").set(bearer);
    const head = await request(app).head("/acme/v2/tasks/task-1").set(bearer);
    expect(head.status).toBe(200);
    expect(head.text).toBeUndefined();
    expect(head.headers["content-length"]).toBe(get.headers["content-length"]);
    const [exchange] = tenant("acme").exchanges().slice(-1);
    expect(exchange).toMatchObject({ operation: "getTask", request: { method: "HEAD" }, violations: [] });
    expect(exchange?.response).not.toHaveProperty("body");
  });

  it("answer OPTIONS like any other method", async () => {
    const served = await request(app).options("/zeta/things/a").set(basic);
    expect([served.status, served.headers.allow]).toEqual([204, "GET, OPTIONS"]);
    const refused = await request(app).options("/acme/v2/tasks").set(bearer);
    expect([refused.status, refused.headers.allow]).toEqual([405, "GET, POST, HEAD"]);
  });
});
