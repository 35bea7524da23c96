import request from "supertest";
import { expect, it } from "vitest";
import type { StrayRequest } from "../../src/index.ts";
import { redactStray } from "../../src/simulator/stray.ts";
import type { KeptStray } from "../../src/simulator/stray-log.ts";
import { basic, bearer, createFixtureApp, sendRaw, startFixture } from "./fixture.ts";

interface StrayList {
  items: KeptStray[];
  total: number;
}

it("what reaches no provider is told to onStray, and is in no journal", async () => {
  const strays: StrayRequest[] = [];
  const standin = await startFixture({ onStray: (stray) => strays.push(stray) });
  await fetch(`${standin.url}/tasks/task-1?a=b`, { headers: bearer });
  await fetch(`${standin.url}/acmee/v2/tasks`, { method: "POST", body: "{}" });
  await sendRaw(standin.port, "GET /acme/v2/tasks HTTP/1.1\r\n\r\n");
  await sendRaw(standin.port, "CONNECT api.acme.example:443 HTTP/1.1\r\nHost: x\r\n\r\n");
  await sendRaw(standin.port, "GET /acme/v2/tasks HTTP/1.1\r\nHost: x\r\nExpect: cake\r\nConnection: close\r\n\r\n");
  await sendRaw(standin.port, "no HTTP\r\n\r\n");
  expect(strays.map(({ method, target, status, detail }) => [method, target, status, detail])).toMatchInlineSnapshot(`
    [
      [
        "GET",
        "/tasks/task-1?a=b",
        404,
        "/tasks/task-1 belongs to no provider. A path begins with one of: /acme, /zeta.",
      ],
      [
        "POST",
        "/acmee/v2/tasks",
        404,
        "/acmee/v2/tasks belongs to no provider. Did you mean /acme? A path begins with one of: /acme, /zeta.",
      ],
      [
        "GET",
        "/acme/v2/tasks",
        400,
        "The request has no Host header, and HTTP/1.1 requires one.",
      ],
      [
        "CONNECT",
        "api.acme.example:443",
        501,
        "Standin is no proxy, and opens no connection to api.acme.example:443. Use a provider's base URL in place of the vendor's.",
      ],
      [
        "GET",
        "/acme/v2/tasks",
        417,
        "Standin cannot meet the expectation "cake". It knows 100-continue.",
      ],
      [
        null,
        null,
        400,
        "The connection is closed: Parse Error: Invalid method encountered.",
      ],
    ]
  `);
  const { items, total } = (await (await fetch(`${standin.url}/_standin/strays`)).json()) as StrayList;
  expect(items.map(({ at: _, ...stray }) => stray)).toEqual(strays);
  expect(total).toBe(strays.length);
  const health = await (await fetch(`${standin.url}/_standin/health`)).json();
  expect(health).toMatchObject({ exchanges: 0 });
  await standin.close();
});

it("strays have no credential, neither in the target nor in what is said of it", async () => {
  const strays: StrayRequest[] = [];
  const standin = await startFixture({ onStray: (stray) => strays.push(stray) });
  const head = "HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  await sendRaw(standin.port, `GET http://user:secret@nobody.example/x?access_token=secret&a=1 ${head}`);
  await sendRaw(standin.port, `CONNECT user:secret@api.acme.example:443 ${head}`);
  await sendRaw(standin.port, `GET /tasks?X-Api-Key=secret&page_token=2#id_token=secret ${head}`);
  expect(strays.map(({ target, detail }) => [target, detail])).toMatchInlineSnapshot(`
    [
      [
        "http://nobody.example/x?access_token=redacted&a=1",
        "/x belongs to no provider. A path begins with one of: /acme, /zeta.",
      ],
      [
        "api.acme.example:443",
        "Standin is no proxy, and opens no connection to api.acme.example:443. Use a provider's base URL in place of the vendor's.",
      ],
      [
        "/tasks?X-Api-Key=redacted&page_token=2#id_token=redacted",
        "/tasks belongs to no provider. A path begins with one of: /acme, /zeta.",
      ],
    ]
  `);
  const { items } = (await (await fetch(`${standin.url}/_standin/strays`)).json()) as StrayList;
  expect(items.map(({ target, detail }) => [target, detail])).toEqual(
    strays.map(({ target, detail }) => [target, detail]),
  );
});

it("strays have no value in their queries while nobody knows what a credential is called", () => {
  const stray = { method: "GET", target: "/a?sesame=secret&b=1", status: 400, detail: "/a?sesame=secret&b=1 is no" };
  const redacted = { target: "/a?sesame=redacted&b=redacted", detail: "/a?sesame=redacted&b=redacted is no" };
  expect(redactStray(stray, undefined)).toEqual({ ...stray, ...redacted });
  expect(redactStray(stray, [])).toEqual(stray);
});

it("the last hundred strays are listed, each cut where it is long, until the journal is emptied", async () => {
  const { app } = createFixtureApp();
  for (let count = 0; count < 102; count++) await request(app).get(`/nowhere/${count}${"x".repeat(3000)}`);
  const { body } = await request(app).get("/_standin/strays");
  expect([body.total, body.items.length, body.items[0].target.slice(0, 12)]).toEqual([102, 100, "/nowhere/2xx"]);
  expect(body.items[0].target).toHaveLength(2001);
  await request(app).delete("/_standin/exchanges?tenant=default");
  expect((await request(app).get("/_standin/strays")).body.total).toBe(102);
  await request(app).delete("/_standin/exchanges");
  expect((await request(app).get("/_standin/strays")).body).toEqual({ items: [], total: 0, next: null });
});

it("what reaches a provider is not told to onStray, nor what asks the control API, nor who sends nothing", async () => {
  const strays: StrayRequest[] = [];
  const standin = await startFixture({ onStray: (stray) => strays.push(stray) });
  const broken = `PUT /zeta/echo HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic.authorization}\r\nTransfer-Encoding: chunked`;
  await sendRaw(standin.port, `${broken}\r\n\r\nzz\r\n`);
  await fetch(`${standin.url}/acme/v2/nothing`, { headers: bearer });
  await fetch(`${standin.url}/_standin/nothing`);
  await fetch(standin.url);
  expect(strays).toEqual([]);
  await standin.close();
});

it("an onStray that throws is told, and changes no answer", async () => {
  const lines: string[] = [];
  const onStray = () => {
    throw new Error("full");
  };
  const { app } = createFixtureApp({ onStray, log: (line) => lines.push(line) });
  expect((await request(app).get("/nowhere")).status).toBe(404);
  expect(lines).toEqual([expect.stringMatching(/^The option onStray threw: Error: full\nError: full\n {4}at /)]);
});
