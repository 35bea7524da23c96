import { rmSync } from "node:fs";
import request from "supertest";
import { afterAll, expect, it } from "vitest";
import { createApp, type TenantFault } from "../../src/index.ts";
import { writeProvider } from "./clumsy-provider.ts";
import { bearer } from "./fixture.ts";

const second = "return { status: 200, body: { ok: true } };";
const clumsy = { method: "post", scenario: "() => ({ calls: 0 })" } as const;
const folder = writeProvider({
  ...clumsy,
  handlers: [`(_, { state }) => { if (state.calls++ === 0) throw new Error("boom"); ${second} }`],
});
const bare = writeProvider({
  ...clumsy,
  handlers: [`(_, { state }) => { if (state.calls++ === 0) return { status: 200 }; ${second} }`],
  schema: {},
});
afterAll(() => [folder, bare].forEach((one) => void rmSync(one, { recursive: true })));

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

it.each<TenantFault>([
  { kind: "slow-drip", delay: "1ms", times: 1 },
  { kind: "truncate", times: 1 },
  { kind: "malformed-chunk", times: 1 },
])("$kind waits for a mock that answers without a body where its contract has one", async (fault) => {
  const { app, ready, tenant } = createApp({ providersDir: bare, providers: ["clumsy"], log: () => {} });
  await ready;
  const { faults, exchanges } = tenant("clumsy");
  faults.arm(fault);
  const response = await request(app).post("/clumsy/0").set(bearer);
  expect([response.status, response.text]).toEqual([200, ""]);
  expect([faults.list()[0]?.hits, exchanges()[0]?.fault]).toEqual([0, undefined]);
  await request(app)
    .post("/clumsy/0")
    .set(bearer)
    .catch(() => {});
  expect([faults.list()[0]?.hits, exchanges()[1]?.fault?.kind]).toEqual([1, fault.kind]);
});
