import { Agent } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Standin, startStandin } from "../src/index.ts";
import { control, loadWorks, send, type Work } from "./chaos/works.ts";

const tests = 1000;
const connections = 64;
/** So many of them are run a second time, each on a server of its own kind and alone. */
const alone = 25;

const works = await loadWorks();
const agent = new Agent({ keepAlive: true, maxSockets: connections });
let shared: Standin;
let lonely: Standin;
beforeAll(async () => {
  [shared, lonely] = await Promise.all([startStandin({ log: () => {} }), startStandin({ log: () => {} })]);
});
afterAll(async () => {
  agent.destroy();
  await Promise.all([shared.close(), lonely.close()]);
});

/**
 * One test: writes, reads, has a write fail, sets limits and its clock, and looks at its journal, state and faults. Answers
 * all that it has seen, in order, without the server's own address.
 */
async function runTest({ url }: Standin, work: Work, index: number): Promise<string> {
  const { provider, refusals, limits } = work;
  const tenant = `test-${index}`;
  const seen: unknown[] = [];
  const ask = (method: string, path: string, body?: unknown) =>
    control<Record<string, unknown>>(url, agent, method, `${path}?tenant=${tenant}`, body);
  const call = async (step: string, sent: Work["read"]) => {
    if (sent !== undefined) seen.push([step, await send(url, sent, work.headers(tenant), agent)]);
  };
  const look = async (step: string, path: string) => seen.push([step, await ask("GET", path)]);
  const [status] = refusals;

  await call("write", work.write(`of ${tenant}`));
  await call("read", work.read);
  const faults = [
    { provider, kind: "status", status, times: 1, after: index % 2 },
    { provider, kind: "delay", delay: "1ms", probability: 0.5 },
  ];
  await ask("PUT", "/faults", { faults });
  for (const step of ["1", "2"]) await call(`write ${step} while faults are armed`, work.write(`${step} of ${tenant}`));
  await look("its faults", "/faults");
  await ask("DELETE", "/faults");
  if (limits.length > 0) {
    const own = limits.map((name) => ({ provider, name, requests: 1 + (index % 2), window: "1h" }));
    // With quotas it would flow as the machine's.
    await ask("PUT", "/clock", { mode: "frozen" });
    await ask("PUT", "/limits", { limits: own });
    for (const step of ["1", "2"])
      await call(`write ${step} while limits are on`, work.write(`limited ${step} of ${tenant}`));
    await look("its limits", "/limits");
    await ask("DELETE", "/limits");
  }
  await ask("PUT", "/clock", { mode: "frozen", now: new Date(Date.UTC(2030, 0, 1) + index * 60_000).toISOString() });
  await call("write at a time of its own", work.write(`last of ${tenant}`));
  await look("its clock", "/clock");
  await look("its state", `/state/${provider}`);
  const { items, total } = (await ask("GET", "/exchanges")) as { items: Record<string, unknown>[]; total: number };
  // Ids count the exchanges of all, and how long it took is the machine's.
  seen.push(["its journal", total, items.map(({ id, durationMs, recordedAt, ...own }) => own)]);
  return JSON.stringify(seen).replaceAll(new URL(url).host, "the server");
}

/** The names of tenants that stand anywhere. */
function tenantsIn(seen: string): string[] {
  return [...new Set(seen.match(/test-\d+/g))];
}

it("a thousand tests at once on one server see what each sees alone, and nothing of each other", async () => {
  const workOf = (index: number) => works[index % works.length] as Work;
  const all = await Promise.all(Array.from({ length: tests }, (_, index) => runTest(shared, workOf(index), index)));
  expect(all.map(tenantsIn)).toEqual(all.map((_, index) => [`test-${index}`]));
  for (let index = 0; index < tests; index += Math.floor(tests / alone) + 1)
    expect(JSON.parse(all[index] as string)).toEqual(JSON.parse(await runTest(lonely, workOf(index), index)));
}, 120_000);
