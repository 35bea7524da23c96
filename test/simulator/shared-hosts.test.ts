import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import request from "supertest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApp } from "../../src/index.ts";
import { bearer } from "./fixture.ts";

/** Providers and the servers that their contracts name. */
const servers = {
  crm: ["https://api.vendor.example/crm", "https://eu.vendor.example"],
  "crm-next": ["https://next.vendor.example/crm", "https://eu.vendor.example"],
  billing: ["https://api.vendor.example/billing", "https://api.vendor.example"],
};

const folder = mkdtempSync(join(tmpdir(), "standin-shared-"));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => {
  for (const [id, urls] of Object.entries(servers)) {
    write(`contracts/${id}/openapi.json`, JSON.stringify(describeApi(urls)));
    write(
      `mocks/${id}/index.mjs`,
      `export default {
        scenarios: { documented: () => ({}) },
        refusals: { unauthenticated: () => ({ status: 401 }), invalid: () => undefined },
        operations: { getName: () => ({ status: 200, body: "${id}" }) },
      };`,
    );
  }
});

it("an address that two providers have is told, with whom it leads to", async () => {
  const lines: string[] = [];
  const { app, ready } = createApp({
    providersDir: folder,
    providers: ["crm", "crm-next", "billing"],
    log: (line) => lines.push(line),
  });
  await ready;
  expect(lines).toMatchInlineSnapshot(`
    [
      "warning: [crm-next] has the address eu.vendor.example, as has [crm]: what is sent to that host goes to crm.",
    ]
  `);
  const response = await request(app).get("/name").set(bearer).set("host", "eu.vendor.example");
  expect(response.body).toBe("crm");
});

it("a host that two providers share by the base path is theirs each", async () => {
  const lines: string[] = [];
  const { app, ready } = createApp({
    providersDir: folder,
    providers: ["crm", "billing"],
    log: (line) => lines.push(line),
  });
  await ready;
  expect(lines).toEqual([]);
  for (const [path, name] of Object.entries({ "/crm/name": "crm", "/billing/name": "billing", "/name": "billing" })) {
    const response = await request(app).get(path).set(bearer).set("host", "api.vendor.example");
    expect(response.body).toBe(name);
  }
});

function describeApi(urls: readonly string[]): object {
  return {
    openapi: "3.1.0",
    info: { title: "Shared", version: "1" },
    servers: urls.map((url) => ({ url })),
    security: [{ key: [] }],
    paths: { "/name": { get: { operationId: "getName", responses: { 200: { description: "The name." } } } } },
    components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
  };
}

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
}
