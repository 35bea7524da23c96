import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { controlDocument } from "../../src/simulator/control/openapi.ts";
import { controlRoutes } from "../../src/simulator/control/routes.ts";
import { bearer, createFixtureApp } from "./fixture.ts";

const { app, tenant } = createFixtureApp();
const json = { "content-type": "application/json" };
const ajv = new Ajv2020.default({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "https://standin.invalid/control", ...controlDocument });

interface DocumentedOperation {
  parameters: { name: string; in: string }[];
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

const paths = controlDocument.paths as unknown as Record<string, Record<string, DocumentedOperation>>;

/** Asks the control API, and holds the answer against its own document. */
async function ask(method: "get" | "post" | "put" | "delete", target: string, body?: string | object) {
  const sent = request(app)[method](`/_standin${target}`);
  const response = await (body === undefined ? sent : sent.set(json).send(body));
  const path = target.replace(/\?.*/, "");
  const documented = paths[path]?.[method]?.responses[response.status];
  expect(documented, `${method} ${path} documents ${response.status}`).toBeDefined();
  const [mediaType] = Object.keys(documented?.content ?? {});
  expect(response.headers["content-type"]).toBe(mediaType);
  if (mediaType !== undefined) {
    const pointer = ["paths", path, method, "responses", response.status, "content", mediaType, "schema"]
      .map((token) => String(token).replaceAll("~", "~0").replaceAll("/", "~1"))
      .join("/");
    const validate = ajv.compile({ $ref: `https://standin.invalid/control#/${encodeURI(pointer)}` });
    expect(validate(response.body) ? [] : validate.errors).toEqual([]);
  }
  return response;
}

/** Three exchanges: a good one, one with errors, and one of another tenant. */
async function serveSome(): Promise<void> {
  await request(app).delete("/_standin/exchanges");
  await request(app).get("/acme/v2/tasks").set(bearer);
  await request(app)
    .post("/acme/v2/tasks")
    .set({ ...bearer, ...json })
    .send({ note: 1 });
  await request(app).get("/acme/v2/task?x").set("authorization", "Bearer standin-key+other");
}

describe("the document", () => {
  it("has every route, with its parameters, and no other", () => {
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { parameters }]) => {
        const named = parameters.filter((parameter) => parameter.in !== "header").map(({ name }) => name);
        return `${method.toUpperCase()} ${path} ${named.sort()}`;
      }),
    );
    const routed = controlRoutes.map(({ method, path, parameters }) => {
      const named = [...path.matchAll(/\{(.*?)\}/g)].map(([, name]) => name as string);
      return `${method} ${path} ${[...parameters, ...named].sort()}`;
    });
    expect(documented.sort()).toEqual(routed.sort());
  });

  it("is served, and names the server where it is", async () => {
    const { body } = await request(app).get("/_standin/openapi.json").set({ host: "localhost:4010" });
    const servers = [{ url: "http://localhost:4010/_standin" }];
    expect(body).toEqual({ ...JSON.parse(JSON.stringify(controlDocument)), servers });
  });
});

describe("GET /health", () => {
  it("says what runs and how much was served", async () => {
    await serveSome();
    expect((await ask("get", "/health")).body).toMatchObject({
      status: "ok",
      providers: ["acme", "zeta"],
      exchanges: 3,
    });
    expect((await ask("get", "/health?tenant=other")).body).toMatchObject({ exchanges: 1 });
  });
});

describe("GET /providers", () => {
  it("has all that a user needs to know", async () => {
    const { body } = await ask("get", "/providers?tenant=mine");
    expect(body).toMatchObject({ total: 2, next: null });
    const [acme] = body.items;
    expect({ ...acme, operations: acme.operations.slice(0, 1) }).toEqual({
      id: "acme",
      baseUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/acme\/v2$/),
      credential: "standin-key+mine",
      hosts: ["api.acme.example"],
      scenarios: ["documented", "empty", "busy"],
      credentials: { "read-only-key": "may not write" },
      fixtures: [{ kind: "id", value: "task-1", description: "the task of the reference page" }],
      operations: [
        {
          id: "listTasks",
          method: "GET",
          path: "/tasks",
          summary: "List tasks",
          evidence: "documented",
          source: "Acme API reference",
          deprecated: false,
          notModelled: null,
        },
      ],
    });
    expect(acme.operations.find(({ id }: { id: string }) => id === "archiveTask").notModelled).toBe(
      "nobody has asked for it",
    );
  });
});

describe("GET /exchanges and /violations", () => {
  it("list what was served and what it broke", async () => {
    await serveSome();
    const exchanges = await ask("get", "/exchanges");
    expect(exchanges.body).toMatchObject({ total: 3, next: null });
    expect(exchanges.body.items.map(({ operation }: { operation: string }) => operation)).toEqual([
      "listTasks",
      "createTask",
      null,
    ]);
    const violations = await ask("get", "/violations");
    expect(violations.body.items.map(({ exchange, rule }: Record<string, string>) => `${exchange} ${rule}`)).toEqual([
      `${exchanges.body.items[1].id} required`,
      `${exchanges.body.items[1].id} type`,
      `${exchanges.body.items[2].id} operation`,
    ]);
  });

  it.each([
    ["provider=zeta", 0],
    ["tenant=other", 1],
    ["tenant=nobody", 0],
    ["operation=createTask", 1],
    ["severity=error", 2],
    ["severity=note", 0],
    ["since=9999-01-01T00:00:00%2B01:00", 0],
  ])("are filtered by %s", async (query, total) => {
    await serveSome();
    expect((await ask("get", `/exchanges?${query}`)).body).toMatchObject({ total, items: { length: total } });
  });

  it("are those since a time of the machine's, wherever the tenant's clock stands", async () => {
    const start = new Date().toISOString();
    await serveSome();
    const end = new Date(Date.now() + 1).toISOString();
    const counts = [];
    for (const route of ["exchanges", "violations"])
      for (const since of [start, end]) counts.push((await ask("get", `/${route}?since=${since}`)).body.items.length);
    expect(counts).toEqual([3, 0, 3, 0]);
  });

  it("are empty for a tenant that nobody has been yet, for its first request may be on its way", async () => {
    expect((await ask("get", "/violations?tenant=nobody")).body).toEqual({ items: [], total: 0, next: null });
  });

  it("are paged by limit and cursor", async () => {
    await serveSome();
    const first = (await ask("get", "/exchanges?limit=2")).body;
    const second = (await ask("get", `/exchanges?limit=2&cursor=${first.next}`)).body;
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null]);
  });
});

describe("DELETE /exchanges", () => {
  it("forgets those of a tenant, or all", async () => {
    await serveSome();
    expect((await ask("delete", "/exchanges?tenant=other")).status).toBe(204);
    expect((await ask("get", "/exchanges")).body.total).toBe(2);
    await ask("delete", "/exchanges");
    expect((await ask("get", "/exchanges")).body).toEqual({ items: [], total: 0, next: null });
  });
});

describe("POST /reset", () => {
  const tasksOf = (name?: string) => (tenant("acme", name).state() as { tasks: Map<string, unknown> }).tasks;

  it("begins again with the tenant that is named, and with no other", async () => {
    tasksOf().clear();
    tasksOf("t").clear();
    expect((await ask("post", "/reset?tenant=t")).body).toEqual({ tenant: "t", providers: ["acme", "zeta"] });
    expect([tasksOf().size, tasksOf("t").size]).toEqual([0, 2]);
    expect((await ask("post", "/reset", { provider: "zeta" })).body).toEqual({
      tenant: "default",
      providers: ["zeta"],
    });
    expect(tasksOf().size).toBe(0);
    await ask("post", "/reset", { provider: "acme" });
    expect(tasksOf().size).toBe(2);
  });
});

describe("a refusal", () => {
  it.each([
    ["get", "/exchanges?severity=fatal", undefined, '400 "fatal" is no severity. Allowed: error, warning, note.'],
    ["get", "/exchanges?limit=0", undefined, '400 "0" is no limit. Allowed: 1 to 1000.'],
    ["get", "/exchanges?limit=5000", undefined, '400 "5000" is no limit. Allowed: 1 to 1000.'],
    [
      "get",
      "/exchanges?since=yesterday",
      undefined,
      '400 "yesterday" is no since. Allowed: the id of an exchange, or a date-time such as "2026-01-01T00:00:00Z".',
    ],
    ["get", "/exchanges?cursor=abc", undefined, '400 "abc" is no cursor. Allowed: the "next" of an earlier answer.'],
    [
      "get",
      "/exchanges?tenant=a%20b",
      undefined,
      '400 "a b" is no tenant. Allowed: 1 to 128 of A-Z, a-z, 0-9 and . _ ~ -.',
    ],
    ["get", "/exchanges?tenant=a&tenant=b", undefined, '400 The parameter "tenant" stands more than once.'],
    [
      "get",
      "/exchanges?teant=a",
      undefined,
      '400 There is no parameter "teant" here. Did you mean tenant? Allowed: provider, tenant, operation, severity, since, limit, cursor.',
    ],
    [
      "get",
      "/exchanges?provider=acmee",
      undefined,
      '404 Unknown provider "acmee". Did you mean acme? Known: acme, zeta.',
    ],
    [
      "get",
      "/violations?tenant=x&operation=ecko&provider=zeta",
      undefined,
      '404 Unknown operation "ecko". Did you mean echo? Known: getThing, describeThing, echo.',
    ],
    [
      "get",
      "/violations?provider=zeta&operation=getTask",
      undefined,
      '404 Unknown operation "getTask". Known: getThing, describeThing, echo.',
    ],
    ["post", "/reset", "{", "400 The body is not JSON: it ends too early at line 1, column 2."],
    ["put", "/faults", '{\n  "faults": [],\n}', '400 The body is not JSON: unexpected "}" at line 3, column 1.'],
    ["post", "/reset", "[]", '400 The body is a JSON object such as {"provider": "…"}, or absent.'],
    [
      "post",
      "/reset",
      { providers: ["acme"] },
      '400 There is no member "providers" here. Did you mean provider? Allowed: provider.',
    ],
    [
      "post",
      "/reset",
      { tenant: "t" },
      '400 There is no member "tenant" here. It stands in the query: ?tenant=NAME. Allowed: provider.',
    ],
    ["post", "/reset", { provider: 1 }, "400 The provider is named by a string."],
    ["post", "/reset", { provider: "acmee" }, '404 Unknown provider "acmee". Did you mean acme? Known: acme, zeta.'],
  ] as const)(
    "says what is allowed: %s %s %j: %s",
    async (method, target, body: string | object | undefined, refusal) => {
      const response = await ask(method, target, body);
      expect(`${response.status} ${response.body.detail}`).toBe(refusal);
    },
  );

  it("of an unknown route lists those that there are", async () => {
    const response = await request(app).get("/_standin/exchange");
    expect([response.status, response.headers["standin-problem"]]).toEqual([404, "control-route"]);
    expect(response.body.detail).toMatchInlineSnapshot(
      `"There is no /_standin/exchange. There are: GET /_standin/health, GET /_standin/providers, GET /_standin/exchanges, DELETE /_standin/exchanges, GET /_standin/exchanges.ndjson, GET /_standin/exchanges.har, GET /_standin/exchanges/events, GET /_standin/exchanges/wait, GET /_standin/near-misses, GET /_standin/strays, GET /_standin/violations, GET /_standin/coverage, GET /_standin/tenants, DELETE /_standin/tenants, GET /_standin/faults, PUT /_standin/faults, DELETE /_standin/faults, GET /_standin/clock, PUT /_standin/clock, POST /_standin/clock/advance, GET /_standin/limits, PUT /_standin/limits, DELETE /_standin/limits, GET /_standin/state/{provider}, PUT /_standin/state/{provider}, PATCH /_standin/state/{provider}, GET /_standin/scenarios, POST /_standin/scenarios/{name}, POST /_standin/reset, GET /_standin/openapi.json."`,
    );
  });

  it("of a wrong method lists those that there are", async () => {
    const response = await request(app).put("/_standin/exchanges");
    expect([response.status, response.headers.allow]).toEqual([405, "GET, DELETE"]);
    expect(response.body.detail).toMatchInlineSnapshot(`"/_standin/exchanges has no PUT. Allowed: GET, DELETE."`);
  });
});

describe("access", () => {
  it.each([
    ["localhost", {}],
    ["localhost:4010", {}],
    ["127.0.0.1", {}],
    ["127.8.9.1:1", {}],
    ["[::1]:4010", {}],
    ["localhost:4010", { origin: "http://localhost:4010" }],
  ])("is given to the host %s with %j", async (host, headers) => {
    expect(
      (
        await request(app)
          .get("/_standin/health")
          .set({ host, ...headers })
      ).status,
    ).toBe(200);
  });

  it.each([
    [
      "evil.example",
      {},
      'The control API does not answer to the host "evil.example" unless a token is set. Ask for it as localhost, 127.0.0.1 or [::1].',
    ],
    [
      "127.0.0.1.evil.example",
      {},
      'The control API does not answer to the host "127.0.0.1.evil.example" unless a token is set. Ask for it as localhost, 127.0.0.1 or [::1].',
    ],
    [
      "localhost.evil.example:4010",
      {},
      'The control API does not answer to the host "localhost.evil.example:4010" unless a token is set. Ask for it as localhost, 127.0.0.1 or [::1].',
    ],
    [
      "localhost:4010",
      { origin: "http://evil.example" },
      'The control API does not answer pages of another origin, such as "http://evil.example".',
    ],
    [
      "localhost:4010",
      { origin: "http://localhost:3000" },
      'The control API does not answer pages of another origin, such as "http://localhost:3000".',
    ],
    ["localhost:4010", { origin: "null" }, 'The control API does not answer pages of another origin, such as "null".'],
  ])("is refused to the host %s with %j", async (host, headers, detail) => {
    const response = await request(app)
      .post("/_standin/reset")
      .set({ host, ...headers });
    expect([response.status, response.headers["standin-problem"]]).toEqual([403, "forbidden"]);
    expect(response.body.detail).toBe(detail);
  });

  it("is not had below a vendor's host", async () => {
    const response = await request(app)
      .get("/_standin/health")
      .set({ ...bearer, host: "api.acme.example" });
    expect(response.headers["standin-problem"]).toBe("operation");
  });
});
