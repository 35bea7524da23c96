import request from "supertest";
import { describe, expect, it } from "vitest";
import type { NearMiss } from "../../src/index.ts";
import { bearer, createFixtureApp } from "./fixture.ts";

const { app, tenant } = createFixtureApp();
const send = (method: "get" | "post" | "put" | "delete", path: string, headers: Record<string, string> = bearer) =>
  request(app)[method](path).set(headers);

describe("GET /near-misses", () => {
  it("lists the requests without an operation, with the nearest and what differs", async () => {
    await send("get", "/acme/v2/tasks");
    await send("post", "/acme/v2/task?a=b");
    await send("put", "/acme/v2/tasks/task-1");
    await send("get", "/zeta/thing/1", {});
    const { body } = await send("get", "/_standin/near-misses");
    const [first] = body.items;
    expect(first).toMatchInlineSnapshot(`
      {
        "exchange": "x-000002",
        "method": "POST",
        "nearest": [
          {
            "differs": [
              {
                "expected": "tasks",
                "part": "path",
                "segment": 2,
                "sent": "task",
              },
            ],
            "method": "POST",
            "operation": "createTask",
            "path": "/v2/tasks",
          },
          {
            "differs": [
              {
                "expected": "GET",
                "part": "method",
                "sent": "POST",
              },
              {
                "expected": "tasks",
                "part": "path",
                "segment": 2,
                "sent": "task",
              },
            ],
            "method": "GET",
            "operation": "listTasks",
            "path": "/v2/tasks",
          },
          {
            "differs": [
              {
                "expected": "GET",
                "part": "method",
                "sent": "POST",
              },
              {
                "expected": "tasks",
                "part": "path",
                "segment": 2,
                "sent": "task",
              },
            ],
            "method": "GET",
            "operation": "getTask",
            "path": "/v2/tasks/{id}",
          },
        ],
        "path": "/v2/task",
        "provider": "acme",
        "tenant": "default",
      }
    `);
    const named = (body.items as NearMiss[]).map(({ exchange, method, path, nearest: [near] }) => {
      return `${exchange} ${method} ${path}: ${near?.operation} ${JSON.stringify(near?.differs)}`;
    });
    expect(named).toMatchInlineSnapshot(`
      [
        "x-000002 POST /v2/task: createTask [{"part":"path","segment":2,"sent":"task","expected":"tasks"}]",
        "x-000003 PUT /v2/tasks/task-1: getTask [{"part":"method","sent":"PUT","expected":"GET"}]",
        "x-000004 GET /thing/1: getThing [{"part":"path","segment":1,"sent":"thing","expected":"things"}]",
      ]
    `);
    expect([body.total, body.next]).toEqual([3, null]);
  });

  it.each([
    ["provider=zeta", 1],
    ["tenant=nobody", 0],
    ["severity=error", 3],
    ["since=x-000002", 2],
  ])("is filtered by %s", async (query, count) => {
    expect((await send("get", `/_standin/near-misses?${query}`)).body.items).toHaveLength(count);
  });

  it("leads from page to page", async () => {
    const { body } = await send("get", "/_standin/near-misses?limit=1");
    expect([body.items.length, body.total, body.next]).toEqual([1, 3, "x-000002"]);
  });

  it("takes no operation, for there is none", async () => {
    const { body } = await send("get", "/_standin/near-misses?operation=getTask");
    expect(body.detail).toBe(
      'There is no parameter "operation" here. Allowed: provider, tenant, severity, since, limit, cursor.',
    );
  });

  it("is what the library has of a tenant", () => {
    expect(tenant("acme").nearMisses({ since: "x-000002" })).toMatchObject([
      { exchange: "x-000003", provider: "acme", tenant: "default", method: "PUT", path: "/v2/tasks/task-1" },
    ]);
    expect(tenant("acme", "nobody").nearMisses()).toEqual([]);
  });
});
