import { rmSync } from "node:fs";
import request from "supertest";
import { afterAll, describe, expect, it } from "vitest";
import { createApp } from "../../src/index.ts";
import { writeProvider } from "./clumsy-provider.ts";
import { bearer } from "./fixture.ts";

const folder = writeProvider({
  handlers: [
    "() => ({ status: 200, body: { at: new Date(0) } })",
    '() => ({ status: 200, body: { at: { toJSON: () => "2026-01-01T00:00:00Z" } } })',
    "() => ({ status: 200, body: { at: { toJSON: () => 5 } } })",
  ],
  schema: { type: "object", properties: { at: { type: "string", format: "date-time" } } },
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("an answer is judged as it is sent", () => {
  const { app, tenant } = createApp({ providersDir: folder, providers: ["clumsy"], log: () => {} });

  it.each([
    ["a Date is a date-time", 0, []],
    ["what has toJSON is what that answers", 1, []],
    ["and breaks the contract by that", 2, [{ pointer: "/at", rule: "type", actual: 5 }]],
  ])("%s", async (_, index, violations) => {
    await request(app).get(`/clumsy/${index}`).set(bearer);
    const found = tenant("clumsy").exchanges().at(-1)?.violations ?? [];
    expect(found.map(({ pointer, rule, actual }) => ({ pointer, rule, actual }))).toEqual(violations);
  });
});
