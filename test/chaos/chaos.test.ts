import { readFileSync } from "node:fs";
import { Agent } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type FaultKind, faultKinds } from "../../src/simulator/faults/fault.ts";
import { build, start } from "../cli/standin.ts";
import { type ClientReport, runClient, textsIn } from "./client.ts";
import { control, loadWorks } from "./works.ts";

// A short run among all tests. CI runs a long one: CHAOS_SECONDS=30 CHAOS_CONNECTIONS=64, and CHAOS_SEED for one again.
const seconds = Number(process.env.CHAOS_SECONDS ?? 2);
const connections = Number(process.env.CHAOS_CONNECTIONS ?? 16);
const seed = process.env.CHAOS_SEED ?? String(Date.now() % 1_000_000);
const isLong = seconds >= 20;

let running: ReturnType<typeof start>;
let url: string;
beforeAll(async () => {
  await build();
  running = start(["serve", "--quiet", "--json", "--port", "0"]);
  const { stdout } = running.child;
  while (!running.output.stdout.includes("\n")) await new Promise((resolve) => stdout.once("data", resolve));
  url = JSON.parse(running.output.stdout).url;
}, 120_000);
afterAll(() => void running.child.kill("SIGKILL"));

it(
  "lives through every kind of fault, loses no exchange and no write, and mixes up no tenants",
  async () => {
    console.log(`chaos: CHAOS_SEED=${seed}, ${connections} connections for ${seconds} s`);
    const works = await loadWorks();
    const controls = new Agent({ keepAlive: true, maxSockets: connections });
    const problems: string[] = [];
    const until = performance.now() + seconds * 1000;
    const memory = watchMemory(running.child.pid as number);
    const reports = await Promise.all(
      Array.from({ length: connections }, (_, index) =>
        runClient({
          url,
          work: works[index % works.length] as (typeof works)[number],
          tenant: `chaos-${index}`,
          seed: `${seed}/${index}`,
          until,
          // One of each provider.
          onlyLoses: index % connections < works.length,
          controls,
          complain: (problem) => problems.push(problem),
        }),
      ),
    );
    const resident = memory.stop();

    const counted = await Promise.all(
      reports.map(async ({ tenant, provider, sent }) => {
        const { exchanges } = await control<Health>(url, controls, "GET", `/health?tenant=${tenant}`);
        const query = `tenant=${tenant}&provider=${provider}`;
        const { items } = await control<{ items: unknown[] }>(url, controls, "GET", `/exchanges?${query}`);
        if (exchanges !== sent) problems.push(`${tenant} sent ${sent}, and ${exchanges} are counted`);
        const stranger = textsIn(JSON.stringify(items)).find((text) => !text.startsWith(`${tenant}:`));
        if (stranger !== undefined) problems.push(`the journal of ${tenant} has ${stranger}`);
        return exchanges;
      }),
    );
    const health = await control<Health>(url, controls, "GET", "/health");
    console.log(`chaos: ${summarise(reports, resident)}`);
    expect(problems.slice(0, 20)).toEqual([]);
    expect(health.exchanges).toBe(counted.reduce((sum, one) => sum + one, 0));
    expect(reports.some(({ acknowledged }) => acknowledged > 0)).toBe(true);
    if (isLong) {
      expect(faultKinds.filter((kind) => !reports.some(({ hits }) => (hits[kind] ?? 0) > 0))).toEqual([]);
      if (resident.length > 0) expect(middle(resident, 0.8, 1)).toBeLessThan(middle(resident, 0.4, 0.6) * 1.2 + 8);
    }

    controls.destroy();
    running.child.kill("SIGTERM");
    const { code, stderr } = await running.finished;
    // A long run fills the journal, of which `serve` tells once.
    const complaints = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("The journal has "));
    expect({ code, complaints }).toEqual({ code: 0, complaints: [] });
  },
  seconds * 1000 + 60_000,
);

interface Health {
  exchanges: number;
}

/** Megabytes resident, from time to time; nothing where the system does not tell. */
function watchMemory(pid: number): { stop(): number[] } {
  const resident: number[] = [];
  const timer = setInterval(() => {
    if (process.platform !== "linux") return;
    const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    resident.push(Number(kilobytes) / 1024);
  }, 100);
  return {
    stop() {
      clearInterval(timer);
      return resident;
    },
  };
}

/** The median of a part of a course. */
function middle(course: readonly number[], from: number, to: number): number {
  const part = course.slice(Math.floor(course.length * from), Math.ceil(course.length * to)).sort((a, b) => a - b);
  return part[Math.floor(part.length / 2)] ?? 0;
}

function summarise(reports: readonly ClientReport[], resident: readonly number[]): string {
  const sum = (member: "sent" | "broken" | "acknowledged") => reports.reduce((total, one) => total + one[member], 0);
  const hits = (kind: FaultKind) => reports.reduce((total, one) => total + (one.hits[kind] ?? 0), 0);
  const kinds = faultKinds.map((kind) => `${kind} ${hits(kind)}`).join(", ");
  const megabytes = [0, 0.4, 0.8].map((from) => middle(resident, from, from + 0.2).toFixed(0)).join(", then ");
  return `${sum("sent")} requests, ${sum("acknowledged")} writes acknowledged, ${sum("broken")} broken; ${kinds}; ${megabytes} MB`;
}
