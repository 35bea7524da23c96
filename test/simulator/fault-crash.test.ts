import { rmSync } from "node:fs";
import request from "supertest";
import { afterAll, expect, it } from "vitest";
import { createApp, type TenantFault } from "../../src/index.ts";
import { writeProvider } from "./clumsy-provider.ts";
import { bearer } from "./fixture.ts";

const folder = writeProvider({
  method: "post",
  scenario: "() => ({ calls: 0 })",
  handlers: [
    '(_, { state }) => { if (state.calls++ === 0) throw new Error("boom"); return { status: 200, body: { ok: true } }; }',
  ],
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each<TenantFault>([
  { kind: "after-commit", times: 1 },
  { kind: "truncate", times: 1 },
  { kind: "delay", delay: "1h", times: 1 },
])("a mock that throws is told as ever, and waits with $kind until it answers", async (fault) => {
  const { app, ready, tenant } = createApp({ providersDir: folder, providers: ["clumsy"], log: () => {} });
  await ready;
  const { faults, exchanges } = tenant("clumsy");
  faults.arm(fault);
  const response = await request(app).post("/clumsy/0").set(bearer);
  expect([response.status, response.body.detail]).toEqual([500, "[clumsy] do0 threw: Error: boom"]);
  expect([faults.list()[0]?.hits, exchanges()[0]?.fault]).toEqual([0, undefined]);
  if (fault.kind === "delay") return;
  await expect(request(app).post("/clumsy/0").set(bearer)).rejects.toThrow();
  expect([faults.list()[0]?.hits, exchanges()[1]?.fault?.kind]).toEqual([1, fault.kind]);
});
